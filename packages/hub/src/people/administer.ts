import type { AuditAction, Role } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { queueAccountMail } from './account-mails.js';
import {
  type Account,
  endSessions,
  type FirstPassword,
  giveFirstPassword,
  initialPasswordEnd,
  requireAccount,
} from './accounts.js';
import { dropLinks } from './links.js';
import { hashPassword, newPassword, newSecret } from './passwords.js';
import { unlock } from './sign-in-tries.js';

/** Who does something to an account of which office. */
export interface Doing {
  readonly officeNumber: string;
  readonly userId: string;
  readonly actor: string;
  /** Why, when it is the hub's operator; the office reads it. */
  readonly reason?: string;
}

/** Does something to an account of the office in one transaction with its audit row. */
async function doTo<T>(
  { database, now }: Context,
  { officeNumber, userId, actor, reason }: Doing,
  action: AuditAction,
  run: (queries: Queries, account: Account, at: Date) => Promise<T>,
): Promise<T> {
  return database.transaction(async (queries) => {
    // One change of an office's people at a time: two administrators must not remove each other.
    await queries.query('select 1 from offices where office_number = $1 for update', [officeNumber]);
    const at = now();
    const result = await run(queries, await requireAccount(queries, userId, officeNumber), at);
    const subject = { subjectType: 'account', subjectId: userId };
    await recordAudit(queries, { at, actor, officeNumber, action, ...subject, ...(reason ? { detail: reason } : {}) });
    return result;
  });
}

const isAdministrator = ({ kind, role, disabled, invitedUntil }: Account) =>
  kind === 'person' && role === 'administrator' && !disabled && invitedUntil === null;

/** An office keeps at least one administrator who can sign in; throws MSB-PERSON-LAST-ADMINISTRATOR. */
async function requireAnotherAdministrator(queries: Queries, account: Account): Promise<void> {
  if (!isAdministrator(account)) return;
  const others = await queries.query(
    `select 1 from accounts where office_number = $1 and account_id <> $2 and kind = 'person' and role = 'administrator'
        and not disabled and removed_at is null and invited_until is null limit 1`,
    [account.officeNumber, account.accountId],
  );
  if (others.length === 0) throw new Problem('MSB-PERSON-LAST-ADMINISTRATOR');
}

/** An agent's account goes with its delegation and certificate, and only with them; throws MSB-PERSON-AGENT. */
function requireNoAgent({ delegationId }: Account): void {
  if (delegationId !== null) throw new Problem('MSB-PERSON-AGENT');
}

/** Changes role or disables; a disabled account's sessions end at once (security.md R11). */
export async function changeAccount(
  context: Context,
  officeNumber: string,
  userId: string,
  change: { disabled?: boolean | undefined; role?: Role | undefined },
  actor: string,
): Promise<Account> {
  return doTo(context, { officeNumber, userId, actor }, 'account.changed', async (queries, account, at) => {
    requireNoAgent(account);
    const role = account.kind === 'person' ? (change.role ?? account.role) : account.role;
    if (change.disabled || role !== 'administrator') await requireAnotherAdministrator(queries, account);
    await queries.query('update accounts set disabled = $2, role = $3 where account_id = $1', [
      account.accountId,
      change.disabled ?? account.disabled,
      role,
    ]);
    if (change.disabled) await endSessions(queries, account.accountId, at);
    return requireAccount(queries, userId, officeNumber);
  });
}

/** Takes an account away for good: nothing opens any more, its address is forgotten, history keeps the name. */
export function removeAccount(context: Context, doing: Doing): Promise<void> {
  return doTo(context, doing, 'account.removed', async (queries, account, at) => {
    requireNoAgent(account);
    await requireAnotherAdministrator(queries, account);
    await queries.query(
      `update accounts set removed_at = $2, disabled = true, mail_address = null, mail_pending = null,
              one_time_secret = null, one_time_pending = null, one_time_confirmed = false where account_id = $1`,
      [account.accountId, at],
    );
    await queries.query('delete from account_links where account_id = $1', [account.accountId]);
    await queries.query('delete from account_mails where account_id = $1', [account.accountId]);
    await endSessions(queries, account.accountId, at);
  });
}

export function unlockAccount(context: Context, doing: Doing): Promise<void> {
  return doTo(context, doing, 'account.unlocked', (queries, { accountId }) => unlock(queries, accountId));
}

export function signOutAccount(context: Context, doing: Doing): Promise<void> {
  return doTo(context, doing, 'account.signed-out', (queries, { accountId }, at) =>
    endSessions(queries, accountId, at),
  );
}

/** Gives a new first password (a machine: a new secret), unlocks, and ends the sessions. */
export async function resetPassword(context: Context, doing: Doing): Promise<FirstPassword> {
  return doTo(context, doing, 'account.password-reset', async (queries, account, at) => {
    const password = await replacePassword(context, queries, account, at);
    if (account.mailAddress)
      await queueAccountMail(queries, 'password-reset', account.accountId, account.mailAddress, at);
    return password;
  });
}

/**
 * The same by the hub's operators: whoever has a confirmed address gets a link to choose a password, and no operator
 * ever holds one (null). Of the others the first password is returned, for the operator who hands it over.
 */
export async function resetPasswordByOperator(
  context: Context,
  doing: Doing & { readonly reason: string },
): Promise<FirstPassword | null> {
  return doTo(context, doing, 'account.operator-reset-password', async (queries, account, at) => {
    const password = await replacePassword(context, queries, account, at);
    if (!account.mailAddress) return password;
    const canMail = context.settings.smtpUrl !== null;
    const kind = canMail ? 'password-reset-link' : 'password-reset';
    await queueAccountMail(queries, kind, account.accountId, account.mailAddress, at);
    return canMail ? null : password;
  });
}

async function replacePassword(context: Context, queries: Queries, account: Account, at: Date): Promise<FirstPassword> {
  const password = await newFirstSecret(context, queries, account);
  await dropLinks(queries, account.accountId, ['invitation', 'password']);
  await endSessions(queries, account.accountId, at);
  return password;
}

async function newFirstSecret(
  context: Context,
  queries: Queries,
  { accountId, kind, role }: Account,
): Promise<FirstPassword> {
  if (kind !== 'machine' && role !== 'emergency') {
    const end = initialPasswordEnd(context);
    const initialPassword = await giveFirstPassword(queries, accountId, end);
    return { initialPassword, passwordExpiresAt: end.toISOString() };
  }
  const secret = kind === 'machine' ? newSecret() : newPassword();
  await queries.query('update accounts set password_hash = $2 where account_id = $1', [
    accountId,
    await hashPassword(secret),
  ]);
  await unlock(queries, accountId);
  return { initialPassword: secret, passwordExpiresAt: null };
}

/**
 * Takes a lost second factor away and tells the person by mail. A password that is too short alone must be changed
 * at the next sign-in.
 */
export function resetOneTimeCode(context: Context, doing: Doing): Promise<void> {
  return doTo(context, doing, 'account.one-time-code-reset', async (queries, account, at) => {
    await queries.query(
      `update accounts set one_time_secret = null, one_time_pending = null, one_time_confirmed = false,
              must_change_password = must_change_password or password_is_short where account_id = $1`,
      [account.accountId],
    );
    await endSessions(queries, account.accountId, at);
    if (account.mailAddress)
      await queueAccountMail(queries, 'one-time-code-reset', account.accountId, account.mailAddress, at);
  });
}

/** Whether everybody of the office must use a 確認コード; asked of those without at their next sign-in. */
export async function setOfficeRules(
  { database, now }: Context,
  officeNumber: string,
  { requiresOneTimeCode }: { readonly requiresOneTimeCode: boolean },
  actor: string,
): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query('update offices set requires_one_time_code = $2 where office_number = $1', [
      officeNumber,
      requiresOneTimeCode,
    ]);
    await recordAudit(queries, {
      at: now(),
      actor,
      officeNumber,
      action: 'office.rules-changed',
      subjectType: 'office',
      subjectId: officeNumber,
      detail: requiresOneTimeCode ? 'one-time-code-for-all' : 'one-time-code-free',
    });
  });
}

export async function requiresOneTimeCode(queries: Queries, officeNumber: string): Promise<boolean> {
  const [row] = await queries.query<{ required: boolean }>(
    'select requires_one_time_code as required from offices where office_number = $1',
    [officeNumber],
  );
  return row?.required ?? false;
}
