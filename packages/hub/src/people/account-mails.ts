import type { Queries } from '../platform/database.js';

/** Mails about an account itself; they can't be unsubscribed. */
export type AccountMailKind =
  | 'invitation'
  | 'password-link'
  | 'verify-address'
  | 'user-ids'
  | 'address-changed'
  | 'password-changed'
  | 'password-reset'
  | 'password-reset-link'
  | 'one-time-code-reset'
  // To an office's administrators: somebody may sign in for it from now on; an operator wants to do or did something to it.
  | 'person-added'
  | 'operator-act'
  // To agents (代行) about what they were entrusted with.
  | 'delegation-changed'
  | 'delegation-ending'
  | 'delegation-ended';

export interface AccountMail {
  readonly id: number;
  readonly kind: AccountMailKind;
  readonly accountId: string;
  readonly mailAddress: string;
  /** Its subject, where that is more than the account: a user id, an act. */
  readonly about: string;
  readonly tries: number;
}

/** What could not be mailed for a day is given up: whoever waits for it has asked again. */
const KEPT_MS = 24 * 60 * 60_000;
const FIRST_WAIT_MS = 60_000;

/** Queues a mail in the transaction of what it tells of; a waiting one that tells the same person the same goes. */
export async function queueAccountMail(
  queries: Queries,
  kind: AccountMailKind,
  accountId: string,
  mailAddress: string,
  at: Date,
  about = '',
): Promise<void> {
  await queries.query('delete from account_mails where account_id = $1 and kind = $2 and about = $3', [
    accountId,
    kind,
    about,
  ]);
  await queries.query(
    'insert into account_mails (kind, account_id, mail_address, queued_at, next_try_at, about) values ($1, $2, $3, $4, $4, $5)',
    [kind, accountId, mailAddress, at, about],
  );
}

/** Queues a mail to every administrator of an office who has a confirmed address. */
export async function mailAdministrators(
  queries: Queries,
  officeNumber: string,
  kind: 'person-added' | 'operator-act',
  about: string,
  at: Date,
): Promise<void> {
  const rows = await queries.query<{ accountId: string; mailAddress: string }>(
    `select account_id as "accountId", mail_address as "mailAddress" from accounts
      where office_number = $1 and kind = 'person' and role = 'administrator' and not disabled and removed_at is null
        and mail_address is not null`,
    [officeNumber],
  );
  for (const { accountId, mailAddress } of rows)
    await queueAccountMail(queries, kind, accountId, mailAddress, at, about);
}

/** Takes the next mail that is due; whoever asks at the same time gets another. Deleted when it is told sent. */
export async function takeAccountMail(queries: Queries, at: Date): Promise<AccountMail | null> {
  await queries.query('delete from account_mails where queued_at < $1', [new Date(at.getTime() - KEPT_MS)]);
  const [mail] = await queries.query<AccountMail>(
    `select mail_id as id, kind, account_id as "accountId", mail_address as "mailAddress", about, tries from account_mails
      where next_try_at <= $1 order by mail_id limit 1 for update skip locked`,
    [at],
  );
  return mail ?? null;
}

export async function accountMailDone(queries: Queries, { id }: AccountMail): Promise<void> {
  await queries.query('delete from account_mails where mail_id = $1', [id]);
}

/** Tried again after a minute, two, four … */
export async function accountMailFailed(queries: Queries, { id, tries }: AccountMail, at: Date): Promise<void> {
  await queries.query('update account_mails set tries = tries + 1, next_try_at = $2 where mail_id = $1', [
    id,
    new Date(at.getTime() + FIRST_WAIT_MS * 2 ** Math.min(tries, 6)),
  ]);
}
