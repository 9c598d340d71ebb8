import type { Role } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Caller } from '../platform/http.js';
import { requireTry } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { queueAccountMail } from './account-mails.js';
import { type Account, addAccount, requireAccount } from './accounts.js';
import { LINK_MS } from './links.js';

const PER_OFFICE = { times: 60, minutes: 60 };
const PER_PERSON = { times: 5, minutes: 60 };

/** Invites somebody by mail: the account exists at once, but opens nothing before its person chose a password. */
export async function invitePerson(
  context: Context,
  caller: Caller,
  { displayName, role, mailAddress }: { displayName: string; role: Role; mailAddress: string },
): Promise<Account> {
  if (context.settings.smtpUrl === null) throw new Problem('MSB-MAIL-UNAVAILABLE');
  await requireTry(context, `invite ${caller.officeNumber}`, PER_OFFICE);
  const until = new Date(context.now().getTime() + LINK_MS.invitation);
  const { officeNumber } = caller;
  const { account } = await addAccount(
    context,
    { displayName, role, kind: 'person', officeNumber, addedBy: 'office', invitedBy: { mailAddress, until } },
    caller.userId,
  );
  return account;
}

/** Sends an invitation anew; the link of the one before no longer counts. */
export async function resendInvitation(
  context: Context,
  caller: Caller,
  { accountId, userId }: Account,
): Promise<Account> {
  const { database, now, settings } = context;
  if (settings.smtpUrl === null) throw new Problem('MSB-MAIL-UNAVAILABLE');
  await requireTry(context, `reinvite ${accountId}`, PER_PERSON);
  const at = now();
  return database.transaction(async (queries) => {
    const { mailPending, invitedUntil } = await requireAccount(queries, userId, caller.officeNumber);
    if (invitedUntil === null || mailPending === null) throw new Problem('MSB-PERSON-NOT-INVITED');
    await queries.query('update accounts set invited_until = $2 where account_id = $1', [
      accountId,
      new Date(at.getTime() + LINK_MS.invitation),
    ]);
    await queueAccountMail(queries, 'invitation', accountId, mailPending, at);
    await queries.query('delete from mail_failures where account_id = $1', [accountId]);
    const audit = { at, ...actorOf(caller), subjectType: 'account', subjectId: userId };
    await recordAudit(queries, { ...audit, action: 'account.invited-again' });
    return requireAccount(queries, userId, caller.officeNumber);
  });
}
