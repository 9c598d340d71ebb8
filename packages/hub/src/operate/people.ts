import type { OperatorPerson } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { findOffices } from '../offices/index.js';
import {
  ACCOUNT_COLUMNS,
  ACCOUNTS,
  type Account,
  endSessions,
  findAccount,
  isAtWork,
  queueAccountMail,
  resetPasswordByOperator,
  unlock,
} from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { presentAnyPerson } from './offices.js';
import { askSecond } from './second-operator.js';

/** People of all offices by user id or a part of the name. */
export async function searchPeople(
  { database, now }: Context,
  { search, cursor, limit }: { search: string; cursor?: string | undefined; limit: number },
): Promise<{ items: OperatorPerson[]; next: string | null }> {
  const rows = await database.query<Account>(
    `select ${ACCOUNT_COLUMNS} from ${ACCOUNTS}
      where a.removed_at is null and (starts_with(a.user_id, $1) or position($2 in a.display_name) > 0) and a.user_id > $3
      order by a.user_id limit $4`,
    [search.normalize('NFKC').toUpperCase(), search, cursor ?? '', limit + 1],
  );
  const items = rows.slice(0, limit);
  const offices = await findOffices(database, [...new Set(items.map(({ officeNumber }) => officeNumber))]);
  return {
    items: items.map((one) => presentAnyPerson(one, offices.get(one.officeNumber)?.name ?? '', now())),
    next: rows.length > limit ? (items.at(-1)?.userId ?? null) : null,
  };
}

export type PersonAction = 'unlock' | 'disable' | 'enable' | 'reset-second-factor';

/** What each action sets; the last two also end the account's sessions. */
const CHANGES: Readonly<
  Record<Exclude<PersonAction, 'unlock'>, { readonly set: string; readonly endsSessions: boolean }>
> = {
  enable: { set: 'disabled = false', endsSessions: false },
  disable: { set: 'disabled = true', endsSessions: true },
  'reset-second-factor': {
    // A password that is too short alone must be changed at the next sign-in.
    set: `one_time_secret = null, one_time_pending = null, one_time_confirmed = false,
          must_change_password = must_change_password or password_is_short`,
    endsSessions: true,
  },
};

interface Wanted {
  readonly userId: string;
  readonly reason: string;
}

/** The account an operator acts on: nobody acts on themselves, and what was burned with an incident stays so (R07). */
async function requireSubject(
  { database }: Context,
  caller: Caller,
  userId: string,
  kind: PersonAction | 'reset-password',
): Promise<Account> {
  if (userId === caller.userId) throw new Problem('MSB-PERSON-OWN');
  const account = await findAccount(database, userId);
  if (!account) throw new Problem('MSB-PERSON-UNKNOWN');
  if (account.role === 'emergency' && kind === 'enable') throw new Problem('MSB-PERSON-EMERGENCY');
  return account;
}

/** Acts that would let somebody else in under a person's name; stopping and unlocking never waits. */
const LETS_IN: ReadonlySet<PersonAction | 'reset-password'> = new Set([
  'enable',
  'reset-second-factor',
  'reset-password',
]);

/**
 * Whether a second operator is needed: for whatever is done to an operator, as resetting another's factors alone would be
 * a way to act in their name (R03), and for what lets somebody in at an office that is at work (C1).
 */
async function needsSecond(
  { database }: Context,
  { kind, officeNumber }: Account,
  action: PersonAction | 'reset-password',
): Promise<boolean> {
  return kind === 'operator' || (LETS_IN.has(action) && (await isAtWork(database, officeNumber)));
}

function askAbout(
  context: Context,
  caller: Caller,
  { userId, officeNumber, kind: accountKind }: Account,
  kind: PersonAction | 'reset-password',
  reason: string,
): Promise<void> {
  const subject = { type: 'account', id: userId } as const;
  const isAboutOperator = accountKind === 'operator';
  return askSecond(context, caller, { wanted: { kind, userId }, subject, officeNumber, isAboutOperator, reason });
}

/** Helps or stops a person of any office; the office reads that an operator did it and why. */
export async function actOnPerson(
  context: Context,
  caller: Caller,
  { userId, action, reason }: Wanted & { readonly action: PersonAction },
): Promise<OperatorPerson & { waitsForSecond: boolean }> {
  const account = await requireSubject(context, caller, userId, action);
  const waitsForSecond = await needsSecond(context, account, action);
  if (!waitsForSecond)
    return { ...(await performOnPerson(context, caller, { userId, action, reason })), waitsForSecond };
  await askAbout(context, caller, account, action, reason);
  const office = (await findOffices(context.database, [account.officeNumber])).get(account.officeNumber);
  return { ...presentAnyPerson(account, office?.name ?? '', context.now()), waitsForSecond };
}

/** A new first password for somebody of any office; whoever asked for it sees it only where nobody has come in yet. */
export async function resetAnyPassword(
  context: Context,
  caller: Caller,
  { userId, officeNumber, reason }: Wanted & { readonly officeNumber: string },
): Promise<{ initialPassword: string | null; passwordExpiresAt: string | null; waitsForSecond: boolean }> {
  const account = await requireSubject(context, caller, userId, 'reset-password');
  if (account.officeNumber !== officeNumber) throw new Problem('MSB-PERSON-UNKNOWN');
  const waitsForSecond = await needsSecond(context, account, 'reset-password');
  if (waitsForSecond) await askAbout(context, caller, account, 'reset-password', reason);
  const made = waitsForSecond
    ? null
    : await resetPasswordByOperator(context, { officeNumber, userId, actor: caller.userId, reason });
  return { ...(made ?? { initialPassword: null, passwordExpiresAt: null }), waitsForSecond };
}

/** Does it, in the name of the operator who asked or, where a second one was needed, of who confirmed. */
export async function performOnPerson(
  { database, now }: Context,
  caller: Caller,
  { userId, action, reason }: Wanted & { readonly action: PersonAction },
): Promise<OperatorPerson> {
  const at = now();
  return database.transaction(async (queries) => {
    const account = await findAccount(queries, userId);
    if (!account) throw new Problem('MSB-PERSON-UNKNOWN');
    const { accountId, officeNumber } = account;
    if (action === 'unlock') await unlock(queries, accountId);
    else {
      const { set, endsSessions } = CHANGES[action];
      await queries.query(`update accounts set ${set} where account_id = $1`, [accountId]);
      if (endsSessions) await endSessions(queries, accountId, at);
    }
    if (action === 'reset-second-factor' && account.mailAddress)
      await queueAccountMail(queries, 'one-time-code-reset', accountId, account.mailAddress, at);
    const audit = { at, ...actorOf({ ...caller, officeNumber }), subjectType: 'account', subjectId: userId };
    await recordAudit(queries, { ...audit, action: `account.operator-${action}`, detail: reason });
    const changed = (await findAccount(queries, userId)) ?? account;
    const office = (await findOffices(queries, [officeNumber])).get(officeNumber);
    return presentAnyPerson(changed, office?.name ?? '', at);
  });
}
