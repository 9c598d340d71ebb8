import type { MailKind, MailSettings, PersonData } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { requireTry } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { queueAccountMail } from './account-mails.js';
import { type Account, findAccountById } from './accounts.js';
import { dropLinks, requireLink, useUpLink } from './links.js';
import { kindsOf, REFUSED_AFTER, wishesOf, writeWishes } from './mail-wishes.js';

const VERIFICATIONS = { times: 5, minutes: 60 };

async function requireOwn(queries: Queries, { accountId }: Caller): Promise<Account> {
  const account = await findAccountById(queries, accountId);
  if (!account) throw new Problem('MSB-AUTH-EXPIRED');
  return account;
}

/** Those of some accounts whose address is left alone. */
export async function refusedAmong(queries: Queries, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await queries.query<{ accountId: string }>(
    'select account_id as "accountId" from mail_failures where account_id = any($1) and refusals >= $2',
    [accountIds, REFUSED_AFTER],
  );
  return new Set(rows.map(({ accountId }) => accountId));
}

export function mailStateOf(
  { mailAddress, mailPending }: Pick<Account, 'mailAddress' | 'mailPending'>,
  isRefused: boolean,
): PersonData['mail'] {
  if (isRefused) return 'refused';
  if (mailAddress !== null) return 'verified';
  return mailPending === null ? 'none' : 'unverified';
}

export async function mailSettingsOf({ database, settings }: Context, caller: Caller): Promise<MailSettings> {
  const account = await requireOwn(database, caller);
  const offered = kindsOf(account);
  return {
    canMail: settings.smtpUrl !== null,
    address: account.mailAddress,
    pending: account.mailPending,
    refused: (await refusedAmong(database, [account.accountId])).has(account.accountId),
    wanted: await wishesOf(database, account.accountId, offered),
    offered,
  };
}

/**
 * Registers an address: it counts once the link sent to it was opened; until then the old one does. Null takes both
 * away and tells the old one. The same address again sends the link again, and tries a refused one anew.
 */
export async function setMailAddress(context: Context, caller: Caller, wanted: string | null): Promise<MailSettings> {
  const { database, now, settings } = context;
  if (wanted !== null && settings.smtpUrl === null) throw new Problem('MSB-MAIL-UNAVAILABLE');
  if (wanted !== null) await requireTry(context, `verify-address ${caller.accountId}`, VERIFICATIONS);
  const at = now();
  await database.transaction(async (queries) => {
    const account = await requireOwn(queries, caller);
    await dropLinks(queries, account.accountId, ['mail-address']);
    if (wanted === null) {
      if (account.mailAddress)
        await queueAccountMail(queries, 'address-changed', account.accountId, account.mailAddress, at);
      await queries.query('update accounts set mail_address = null, mail_pending = null where account_id = $1', [
        account.accountId,
      ]);
      await dropLinks(queries, account.accountId, ['password']);
    } else {
      await queries.query('update accounts set mail_pending = $2 where account_id = $1', [account.accountId, wanted]);
      await queueAccountMail(queries, 'verify-address', account.accountId, wanted, at);
    }
    await queries.query('delete from mail_failures where account_id = $1', [account.accountId]);
    const audit = { at, ...actorOf(caller), subjectType: 'account', subjectId: caller.userId };
    await recordAudit(queries, {
      ...audit,
      action: wanted === null ? 'account.mail-removed' : 'account.mail-registered',
    });
  });
  return mailSettingsOf(context, caller);
}

/** The link was opened: the address counts from now on, and the one before hears of it. */
export async function confirmMailAddress({ database, now }: Context, token: string): Promise<void> {
  const at = now();
  await database.transaction(async (queries) => {
    const { purpose, account, mailAddress } = await requireLink(queries, token, at);
    if (purpose !== 'mail-address') throw new Problem('MSB-LINK-INVALID');
    await useUpLink(queries, token, at);
    await dropLinks(queries, account.accountId, ['password']);
    await queries.query('update accounts set mail_address = $2, mail_pending = null where account_id = $1', [
      account.accountId,
      mailAddress,
    ]);
    if (account.mailAddress && account.mailAddress !== mailAddress)
      await queueAccountMail(queries, 'address-changed', account.accountId, account.mailAddress, at);
    await recordAudit(queries, {
      at,
      actor: account.userId,
      officeNumber: account.officeNumber,
      action: 'account.mail-verified',
      subjectType: 'account',
      subjectId: account.userId,
    });
  });
}

export async function setMailWishes(
  context: Context,
  caller: Caller,
  wanted: readonly MailKind[],
): Promise<MailSettings> {
  const at = context.now();
  await context.database.transaction(async (queries) => {
    const account = await requireOwn(queries, caller);
    await writeWishes(queries, account.accountId, kindsOf(account), wanted);
    const audit = { at, ...actorOf(caller), subjectType: 'account', subjectId: caller.userId };
    await recordAudit(queries, { ...audit, action: 'account.mail-kinds-changed' });
  });
  return mailSettingsOf(context, caller);
}
