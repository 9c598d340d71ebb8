import { isShortPassword } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { queueAccountMail } from './account-mails.js';
import { type Account, endSessions } from './accounts.js';
import { dropLinks, requireLink, useUpLink } from './links.js';
import { hashPassword, requireAcceptable } from './passwords.js';
import { unlock } from './sign-in-tries.js';

/** Gives an account the password its person chose: no longer an initial one, nothing locked, links used up. */
export async function storePassword(queries: Queries, account: Account, password: string): Promise<void> {
  requireAcceptable(password, {
    userId: account.userId,
    officeNumber: account.officeNumber,
    hasSecondFactor: account.oneTimeConfirmed,
  });
  await queries.query(
    `update accounts set password_hash = $2, password_is_short = $3, must_change_password = false, password_expires_at = null
      where account_id = $1`,
    [account.accountId, await hashPassword(password), isShortPassword(password)],
  );
  await unlock(queries, account.accountId);
  await dropLinks(queries, account.accountId, ['password']);
}

/** Tells the registered address that the password was changed, in case it was somebody else. */
export async function tellPasswordChanged(queries: Queries, account: Account, at: Date): Promise<void> {
  if (account.mailAddress)
    await queueAccountMail(queries, 'password-changed', account.accountId, account.mailAddress, at);
}

/** The end of an invitation or of a recovery: the link counts once, all sessions end, the second factor stays. */
export async function setPasswordByLink(
  { database, now }: Context,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<void> {
  const at = now();
  await database.transaction(async (queries) => {
    const { purpose, account, mailAddress } = await requireLink(queries, token, at);
    if (purpose === 'mail-address') throw new Problem('MSB-LINK-INVALID');
    await storePassword(queries, account, password);
    await useUpLink(queries, token, at);
    if (purpose === 'invitation') {
      await queries.query(
        'update accounts set mail_address = $2, mail_pending = null, invited_until = null where account_id = $1',
        [account.accountId, mailAddress],
      );
    } else {
      await tellPasswordChanged(queries, account, at);
    }
    await endSessions(queries, account.accountId, at);
    await recordAudit(queries, {
      at,
      actor: account.userId,
      officeNumber: account.officeNumber,
      action: purpose === 'invitation' ? 'account.invitation-accepted' : 'account.password-recovered',
      subjectType: 'account',
      subjectId: account.userId,
    });
  });
}
