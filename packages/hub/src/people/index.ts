import { randomBytes, randomInt } from 'node:crypto';
import type { PersonData, Role } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { hashPassword, newPassword } from './passwords.js';

export { hashPassword, isAcceptablePassword, isPassword } from './passwords.js';
export { findMailReader, type MailReader, mailReadersOf, preferencesOf, registerPreferences } from './preferences.js';

/** An account as sessions need it. */
export interface Account {
  readonly accountId: string;
  readonly userId: string;
  readonly officeNumber: string;
  readonly kind: 'person' | 'machine' | 'operator';
  readonly role: Role;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
  /** When a first password ends unused; null for one its owner chose. */
  readonly passwordExpiresAt: Date | null;
  readonly disabled: boolean;
  readonly failedAttempts: number;
  readonly lockedUntil: Date | null;
  readonly oneTimeSecret: Buffer | null;
  readonly oneTimeConfirmed: boolean;
  readonly lastSignedInAt: Date | null;
}

export const ACCOUNT_COLUMNS = `
  a.account_id as "accountId", a.user_id as "userId", a.office_number as "officeNumber", a.kind, a.role, a.display_name as "displayName",
  a.password_hash as "passwordHash", a.must_change_password as "mustChangePassword",
  a.password_expires_at as "passwordExpiresAt", a.disabled, a.failed_attempts as "failedAttempts",
  a.locked_until as "lockedUntil", a.one_time_secret as "oneTimeSecret", a.one_time_confirmed as "oneTimeConfirmed", a.last_signed_in_at as "lastSignedInAt"`;

/** Operators reach every office, so they need a second factor; the sealed emergency account is used as it is. */
export function mustEnrolOneTimeCode({ role, oneTimeConfirmed }: Pick<Account, 'role' | 'oneTimeConfirmed'>): boolean {
  return role === 'operator' && !oneTimeConfirmed;
}

export async function findAccount(queries: Queries, userId: string): Promise<Account | null> {
  const [account] = await queries.query<Account>(`select ${ACCOUNT_COLUMNS} from accounts a where user_id = $1`, [
    userId,
  ]);
  return account ?? null;
}

/** An account that another room refers to. */
export async function findAccountById(queries: Queries, accountId: string): Promise<Account> {
  const [account] = await queries.query<Account>(`select ${ACCOUNT_COLUMNS} from accounts a where account_id = $1`, [
    accountId,
  ]);
  if (!account) throw new Problem('MSB-PERSON-UNKNOWN');
  return account;
}

export function presentPerson(account: Account, now: Date): PersonData {
  const { userId, displayName, kind, role, disabled, lockedUntil, lastSignedInAt } = account;
  const locked = lockedUntil !== null && lockedUntil > now;
  return { userId, displayName, kind, role, disabled, locked, lastSignedInAt: lastSignedInAt?.toISOString() ?? null };
}

const PREFIX: Readonly<Record<Account['kind'], string>> = { person: 'C', machine: 'M', operator: 'OP' };

export interface NewAccount {
  readonly officeNumber: string;
  readonly displayName: string;
  readonly kind: Account['kind'];
  readonly role: Role;
}

/** Adds an account and returns its secret, which is shown this once: a first password, or a machine's secret. */
export async function addAccount(
  { database, now }: Context,
  input: NewAccount,
  actor: string,
): Promise<{ account: Account; secret: string }> {
  return database.transaction((queries) => insertAccount(queries, now(), input, actor));
}

/** The same inside a transaction that does more. */
export async function insertAccount(
  queries: Queries,
  at: Date,
  { officeNumber, displayName, kind, role }: NewAccount,
  actor: string,
): Promise<{ account: Account; secret: string }> {
  const isMachine = kind === 'machine';
  // The sealed emergency credential is used as it is: whoever opens it has no time to choose a password.
  const isFirst = !isMachine && role !== 'emergency';
  const secret = isMachine ? randomBytes(32).toString('base64url') : newPassword();
  const [office] = await queries.query('select 1 as found from offices where office_number = $1', [officeNumber]);
  if (!office) throw new Problem('MSB-OFFICE-UNKNOWN');
  const userId = await unusedUserId(queries, PREFIX[kind]);
  await queries.query(
    `insert into accounts (account_id, user_id, office_number, kind, role, display_name, password_hash, must_change_password, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [crypto.randomUUID(), userId, officeNumber, kind, role, displayName, await hashPassword(secret), isFirst, at],
  );
  await recordAudit(queries, {
    at,
    actor,
    officeNumber,
    action: 'account.added',
    subjectType: 'account',
    subjectId: userId,
    detail: role,
  });
  return { account: await requireAccount(queries, userId, officeNumber), secret };
}

async function unusedUserId(queries: Queries, prefix: string): Promise<string> {
  for (;;) {
    const userId = prefix + String(randomInt(10 ** 10)).padStart(10, '0');
    if (!(await findAccount(queries, userId))) return userId;
  }
}

/** An account of an office; those of others are unknown to it. */
export async function requireAccount(queries: Queries, userId: string, officeNumber: string): Promise<Account> {
  const account = await findAccount(queries, userId);
  if (!account || account.officeNumber !== officeNumber) throw new Problem('MSB-PERSON-UNKNOWN');
  return account;
}

export async function listAccounts(queries: Queries, officeNumber: string): Promise<Account[]> {
  return queries.query<Account>(`select ${ACCOUNT_COLUMNS} from accounts a where office_number = $1 order by user_id`, [
    officeNumber,
  ]);
}

/** Those of some accounts that may still sign in. */
export async function enabledAmong(queries: Queries, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await queries.query<{ accountId: string }>(
    'select account_id as "accountId" from accounts where account_id = any($1) and not disabled',
    [accountIds],
  );
  return new Set(rows.map(({ accountId }) => accountId));
}

/** Changes role or disables; a disabled account's sessions end at once (security.md R11). */
export async function changeAccount(
  { database, now }: Context,
  officeNumber: string,
  userId: string,
  change: { disabled?: boolean | undefined; role?: Role | undefined },
  actor: string,
): Promise<Account> {
  return database.transaction(async (queries) => {
    const account = await requireAccount(queries, userId, officeNumber);
    await queries.query('update accounts set disabled = $2, role = $3 where account_id = $1', [
      account.accountId,
      change.disabled ?? account.disabled,
      account.kind === 'person' ? (change.role ?? account.role) : account.role,
    ]);
    if (change.disabled) await endSessions(queries, account.accountId, now());
    await recordAudit(queries, {
      at: now(),
      actor,
      officeNumber,
      action: 'account.changed',
      subjectType: 'account',
      subjectId: userId,
    });
    return requireAccount(queries, userId, officeNumber);
  });
}

/** Gives a new first password, unlocks, and ends the sessions. */
export async function resetPassword(
  { database, now }: Context,
  officeNumber: string,
  userId: string,
  actor: string,
): Promise<string> {
  return database.transaction(async (queries) => {
    const account = await requireAccount(queries, userId, officeNumber);
    const password = await giveFirstPassword(queries, account.accountId, null);
    await endSessions(queries, account.accountId, now());
    await recordAudit(queries, {
      at: now(),
      actor,
      officeNumber,
      action: 'account.password-reset',
      subjectType: 'account',
      subjectId: userId,
    });
    return password;
  });
}

/** A new first password, which must be changed; `expiresAt` ends it when nobody has signed in with it by then. */
export async function giveFirstPassword(queries: Queries, accountId: string, expiresAt: Date | null): Promise<string> {
  const password = newPassword();
  await queries.query(
    `update accounts set password_hash = $2, must_change_password = true, password_expires_at = $3, failed_attempts = 0, locked_until = null
      where account_id = $1`,
    [accountId, await hashPassword(password), expiresAt],
  );
  return password;
}

/** Ends the sessions of everybody in an office. */
export async function endOfficeSessions(queries: Queries, officeNumber: string, at: Date): Promise<void> {
  await queries.query(
    `update sessions set closed_at = $2 where closed_at is null
      and account_id in (select account_id from accounts where office_number = $1)`,
    [officeNumber, at],
  );
}

export async function endSessions(queries: Queries, accountId: string, at: Date): Promise<void> {
  await queries.query('update sessions set closed_at = $2 where account_id = $1 and closed_at is null', [
    accountId,
    at,
  ]);
}
