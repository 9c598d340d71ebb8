import { randomInt } from 'node:crypto';
import type { Handover, OfficePerson, Role } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import { tellOffice } from '../events/index.js';
import { officeUserId } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Agent } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { mailAdministrators, queueAccountMail } from './account-mails.js';
import { hashPassword, newPassword, newSecret } from './passwords.js';
import { unlock } from './sign-in-tries.js';

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
  readonly disabled: boolean;
  /** The end of its longest lock: at one terminal, or at those that are new to the office. */
  readonly lockedUntil: Date | null;
  readonly oneTimeSecret: Buffer | null;
  readonly oneTimeConfirmed: boolean;
  readonly lastSignedInAt: Date | null;
  /** Null unless the password is an initial one: until when it opens anything. */
  readonly passwordExpiresAt: Date | null;
  /** Whether the password is too short to stand without a 確認コード. */
  readonly passwordIsShort: boolean;
  /** The verified address. */
  readonly mailAddress: string | null;
  readonly mailPending: string | null;
  /** Null unless the person was invited and has not come yet. */
  readonly invitedUntil: Date | null;
  /** The five of an agent's account (代行); null for the office's own people. */
  readonly delegationId: string | null;
  readonly agentName: string | null;
  readonly maySend: boolean | null;
  readonly mayReceive: boolean | null;
  /** When the delegation ended or will end. */
  readonly delegationEndsAt: Date | null;
}

/** In whose stead an account acts, when it is an agent's. */
export function agentOf({ delegationId, agentName, maySend, mayReceive }: Account): Agent | null {
  if (delegationId === null) return null;
  return { delegationId, agentName: agentName ?? '', maySend: maySend === true, mayReceive: mayReceive === true };
}

/** Whether an agent's time is over; the job that ends it for good may come a little later. */
export function isDelegationOver({ delegationEndsAt }: Account, at: Date): boolean {
  return delegationEndsAt !== null && delegationEndsAt <= at;
}

/** What ACCOUNT_COLUMNS are taken from. */
export const ACCOUNTS = 'accounts a left join delegations d on d.delegation_id = a.delegation_id';

export const ACCOUNT_COLUMNS = `
  a.account_id as "accountId", a.user_id as "userId", a.office_number as "officeNumber", a.kind, a.role, a.display_name as "displayName",
  a.password_hash as "passwordHash", a.must_change_password as "mustChangePassword", a.disabled,
  (select max(locked_until) from sign_in_tries t where t.account_id = a.account_id) as "lockedUntil", a.one_time_secret as "oneTimeSecret", a.one_time_confirmed as "oneTimeConfirmed", a.last_signed_in_at as "lastSignedInAt",
  a.password_expires_at as "passwordExpiresAt", a.password_is_short as "passwordIsShort", a.mail_address as "mailAddress",
  a.mail_pending as "mailPending", a.invited_until as "invitedUntil",
  a.delegation_id as "delegationId", d.agent_name as "agentName", d.may_send as "maySend", d.may_receive as "mayReceive",
  coalesce(d.ended_at, d.valid_until) as "delegationEndsAt"`;

/** Operators reach every office, so they need a second factor; the sealed emergency account is used as it is. */
export function mustEnrolOneTimeCode({ role, oneTimeConfirmed }: Pick<Account, 'role' | 'oneTimeConfirmed'>): boolean {
  return role === 'operator' && !oneTimeConfirmed;
}

/** An account by its user id; one that was removed is unknown. */
export async function findAccount(queries: Queries, userId: string): Promise<Account | null> {
  const [account] = await queries.query<Account>(
    `select ${ACCOUNT_COLUMNS} from ${ACCOUNTS} where a.user_id = $1 and a.removed_at is null`,
    [userId],
  );
  return account ?? null;
}

export async function findAccountById(queries: Queries, accountId: string): Promise<Account | null> {
  const [account] = await queries.query<Account>(
    `select ${ACCOUNT_COLUMNS} from ${ACCOUNTS} where a.account_id = $1 and a.removed_at is null`,
    [accountId],
  );
  return account ?? null;
}

/** An account that another room refers to. */
export async function requireAccountById(queries: Queries, accountId: string): Promise<Account> {
  const account = await findAccountById(queries, accountId);
  if (!account) throw new Problem('MSB-PERSON-UNKNOWN');
  return account;
}

const PREFIX: Readonly<Record<Account['kind'], string>> = { person: 'C', machine: 'M', operator: 'OP' };

export interface NewAccount {
  readonly officeNumber: string;
  readonly displayName: string;
  readonly kind: Account['kind'];
  readonly role: Role;
  /** The one who lets them in; a command on the hub's own machine when left out. */
  readonly addedBy?: NonNullable<OfficePerson['addedBy']>;
  /** Until when the first password opens anything; not given: until it is changed. */
  readonly passwordExpiresAt?: Date | null;
  /** Makes it an agent's account (代行). */
  readonly delegationId?: string;
  /** Where the invitation goes; without it the first password is handed over on paper. */
  readonly invitedBy?: { readonly mailAddress: string; readonly until: Date };
}

/** Until when an initial password opens anything. */
export function initialPasswordEnd({ settings, now }: Context): Date {
  return new Date(now().getTime() + settings.initialPasswordDays * 24 * 60 * 60_000);
}

/** What is shown this once, and until when it opens anything (null: it does not end by itself). */
/** People, machines and agents of one office; its list is one answer. */
const MOST_ACCOUNTS = 500;

export interface FirstPassword {
  readonly initialPassword: string;
  readonly passwordExpiresAt: string | null;
}

export function firstPasswordOf({ passwordExpiresAt }: Account, secret: string): FirstPassword {
  return { initialPassword: secret, passwordExpiresAt: passwordExpiresAt?.toISOString() ?? null };
}

/**
 * Adds an account and returns its secret, which is shown this once: a first password, or a machine's secret. `require`
 * throws, in the same transaction and before anything is done, where the caller may not after all.
 */
export async function addAccount(
  context: Context,
  input: Omit<NewAccount, 'passwordExpiresAt'>,
  actor: string,
  require: (queries: Queries) => Promise<void> = async () => {},
): Promise<{ account: Account; secret: string }> {
  const { database, now } = context;
  const passwordExpiresAt = initialPasswordEnd(context);
  return database.transaction(async (queries) => {
    await require(queries);
    return insertAccount(queries, now(), { ...input, passwordExpiresAt }, actor);
  });
}

/** The same inside a transaction that does more. */
export async function insertAccount(
  queries: Queries,
  at: Date,
  {
    officeNumber,
    displayName,
    kind,
    role,
    passwordExpiresAt = null,
    invitedBy,
    delegationId,
    addedBy = 'host',
  }: NewAccount,
  actor: string,
): Promise<{ account: Account; secret: string }> {
  const isMachine = kind === 'machine';
  // The sealed emergency credential is used as it is: whoever opens it has no time to choose a password.
  const isFirst = !isMachine && role !== 'emergency';
  const secret = isMachine ? newSecret() : newPassword();
  const [office] = await queries.query('select 1 as found from offices where office_number = $1', [officeNumber]);
  if (!office) throw new Problem('MSB-OFFICE-UNKNOWN');
  await requireRoom(queries, officeNumber);
  const userId = await unusedUserId(queries, PREFIX[kind]);
  await queries.query(
    `insert into accounts (account_id, user_id, office_number, kind, role, display_name, password_hash, must_change_password, created_at,
                           password_expires_at, mail_pending, invited_until, delegation_id, added_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      crypto.randomUUID(),
      userId,
      officeNumber,
      kind,
      role,
      displayName,
      await hashPassword(secret),
      isFirst,
      at,
      isFirst ? passwordExpiresAt : null,
      invitedBy?.mailAddress ?? null,
      invitedBy?.until ?? null,
      delegationId ?? null,
      addedBy,
    ],
  );
  const action = invitedBy ? 'account.invited' : 'account.added';
  const audit = { at, actor, officeNumber, subjectType: 'account', subjectId: userId, detail: role };
  await recordAudit(queries, { ...audit, action });
  const account = await requireAccount(queries, userId, officeNumber);
  if (invitedBy) await queueAccountMail(queries, 'invitation', account.accountId, invitedBy.mailAddress, at);
  if (kind !== 'operator') await tellOfNewPerson(queries, account, at);
  return { account, secret };
}

/** Tells everybody who works for an office at once, and its administrators by mail, that somebody else may sign in for it (C1). */
async function tellOfNewPerson(
  queries: Queries,
  { officeNumber, userId, delegationId }: Account,
  at: Date,
): Promise<void> {
  await tellOffice(queries, officeNumber, 'people.changed');
  // Of agents (代行) a mail of their own tells.
  if (delegationId === null) await mailAdministrators(queries, officeNumber, 'person-added', userId, at);
}

/** A new first password, which must be changed; `expiresAt` ends it when nobody has signed in with it by then. */
export async function giveFirstPassword(queries: Queries, accountId: string, expiresAt: Date | null): Promise<string> {
  const password = newPassword();
  await queries.query(
    `update accounts set password_hash = $2, must_change_password = true, password_expires_at = $3, password_is_short = false,
            invited_until = null where account_id = $1`,
    [accountId, await hashPassword(password), expiresAt],
  );
  await unlock(queries, accountId);
  return password;
}

/** How long a first password that was handed over waits for its first use. */
const FIRST_PASSWORD_MS = 14 * 24 * 60 * 60 * 1000;

/** Ids and a first password made this moment, to be shown once: the hub keeps a hash alone. */
export async function handOver(queries: Queries, accountId: string, at: Date): Promise<Handover> {
  const { userId, officeNumber } = await requireAccountById(queries, accountId);
  const expiresAt = new Date(at.getTime() + FIRST_PASSWORD_MS);
  const initialPassword = await giveFirstPassword(queries, accountId, expiresAt);
  const passwordExpiresAt = expiresAt.toISOString();
  return { officeUserId: officeUserId(officeNumber), userId, initialPassword, passwordExpiresAt };
}

/** Throws MSB-PEOPLE-TOO-MANY. */
async function requireRoom(queries: Queries, officeNumber: string): Promise<void> {
  const [row] = await queries.query<{ count: number }>(
    'select count(*)::int as count from accounts where office_number = $1 and removed_at is null',
    [officeNumber],
  );
  if ((row?.count ?? 0) >= MOST_ACCOUNTS) throw new Problem('MSB-PEOPLE-TOO-MANY');
}

async function unusedUserId(queries: Queries, prefix: string): Promise<string> {
  for (;;) {
    const userId = prefix + String(randomInt(10 ** 10)).padStart(10, '0');
    // Those of people who left are not given again.
    const taken = await queries.query('select 1 from accounts where user_id = $1', [userId]);
    if (taken.length === 0) return userId;
  }
}

/** An account of an office; those of others are unknown to it. */
export async function requireAccount(queries: Queries, userId: string, officeNumber: string): Promise<Account> {
  const account = await findAccount(queries, userId);
  if (!account || account.officeNumber !== officeNumber) throw new Problem('MSB-PERSON-UNKNOWN');
  return account;
}

export async function listAccounts(queries: Queries, officeNumber: string): Promise<Account[]> {
  return queries.query<Account>(
    `select ${ACCOUNT_COLUMNS} from ${ACCOUNTS} where a.office_number = $1 and a.removed_at is null order by a.display_name, a.user_id`,
    [officeNumber],
  );
}

/** Those of some accounts that may still sign in. */
export async function enabledAmong(queries: Queries, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await queries.query<{ accountId: string }>(
    'select account_id as "accountId" from accounts where account_id = any($1) and not disabled',
    [accountIds],
  );
  return new Set(rows.map(({ accountId }) => accountId));
}

/** Ends the sessions of everybody in an office. */
export async function endOfficeSessions(queries: Queries, officeNumber: string, at: Date): Promise<void> {
  await queries.query(
    `update sessions set closed_at = $2 where closed_at is null
      and account_id in (select account_id from accounts where office_number = $1)`,
    [officeNumber, at],
  );
}

/** Ends all sessions of an account (security.md R11). */
export async function endSessions(queries: Queries, accountId: string, at: Date): Promise<void> {
  await queries.query('update sessions set closed_at = $2 where account_id = $1 and closed_at is null', [
    accountId,
    at,
  ]);
}

/** Whether people or machines of an office exist, signed in or not. */
export async function hasPeople(queries: Queries, officeNumber: string): Promise<boolean> {
  const rows = await queries.query(
    "select 1 from accounts where office_number = $1 and kind <> 'operator' and removed_at is null limit 1",
    [officeNumber],
  );
  return rows.length > 0;
}

/** Whether somebody of an office has ever signed in: until then it is being set up, and nobody could have been betrayed. */
export async function isAtWork(queries: Queries, officeNumber: string): Promise<boolean> {
  const rows = await queries.query(
    'select 1 from accounts where office_number = $1 and last_signed_in_at is not null limit 1',
    [officeNumber],
  );
  return rows.length > 0;
}

/** Everybody who may sign in for an office and who let them in; agents (代行) are shown where they are granted. */
export async function officePeople(queries: Queries, officeNumber: string): Promise<OfficePerson[]> {
  const rows = await queries.query<Omit<OfficePerson, 'addedAt'> & { addedAt: Date }>(
    `select user_id as "userId", display_name as "displayName", role, added_by as "addedBy", created_at as "addedAt" from accounts
      where office_number = $1 and kind <> 'operator' and removed_at is null and delegation_id is null
      order by created_at, user_id limit 1000`,
    [officeNumber],
  );
  return rows.map((row) => ({ ...row, addedAt: row.addedAt.toISOString() }));
}
