import type { OperatorPerson } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { findOffices } from '../offices/index.js';
import {
  ACCOUNT_COLUMNS,
  ACCOUNTS,
  type Account,
  endSessions,
  type FirstPassword,
  findAccount,
  queueAccountMail,
  resetPassword,
  unlock,
} from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { presentAnyPerson } from './offices.js';
import { askSecond, decideAct } from './second-operator.js';

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

/**
 * Helps or stops a person of any office; the office reads that an operator did it and why. What is done to operators
 * waits for a second one: resetting another's factors alone would be a way to act in their name (R03).
 */
export async function actOnPerson(
  context: Context,
  caller: Caller,
  { userId, action, reason }: Wanted & { readonly action: PersonAction },
): Promise<OperatorPerson & { waitsForSecond: boolean }> {
  const { kind, officeNumber } = await requireSubject(context, caller, userId, action);
  const waitsForSecond = kind === 'operator';
  if (!waitsForSecond) return { ...(await perform(context, caller, { userId, action, reason })), waitsForSecond };
  await askSecond(context, caller, { kind: action, subjectId: userId, officeNumber, reason });
  const account = await requireSubject(context, caller, userId, action);
  const office = (await findOffices(context.database, [officeNumber])).get(officeNumber);
  return { ...presentAnyPerson(account, office?.name ?? '', context.now()), waitsForSecond };
}

/** A new first password for somebody of any office; an operator's is shown to the second operator alone. */
export async function resetAnyPassword(
  context: Context,
  caller: Caller,
  { userId, officeNumber, reason }: Wanted & { readonly officeNumber: string },
): Promise<Partial<FirstPassword> & { waitsForSecond: boolean }> {
  const account = await requireSubject(context, caller, userId, 'reset-password');
  if (account.officeNumber !== officeNumber) throw new Problem('MSB-PERSON-UNKNOWN');
  const waitsForSecond = account.kind === 'operator';
  if (waitsForSecond)
    await askSecond(context, caller, { kind: 'reset-password', subjectId: userId, officeNumber, reason });
  const made = waitsForSecond
    ? {}
    : await resetPassword(context, { officeNumber, userId, actor: caller.userId, reason });
  return { ...made, waitsForSecond };
}

/** Decides what another operator asked for; a confirmed act is done in the name of who confirmed it. */
export async function decidePersonAct(
  context: Context,
  caller: Caller,
  actId: string,
  isConfirmed: boolean,
): Promise<Partial<FirstPassword>> {
  const made = await decideAct(context, caller, actId, isConfirmed, async (act) => {
    const { kind, subjectId: userId, officeNumber, reason } = act;
    if (kind === 'reset-password')
      return resetPassword(context, { officeNumber, userId, actor: caller.userId, reason });
    await perform(context, caller, { userId, action: kind, reason });
    return null;
  });
  return made ?? {};
}

async function perform(
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
