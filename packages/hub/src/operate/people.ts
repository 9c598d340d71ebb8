import type { OperatorPerson } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { findOffices } from '../offices/index.js';
import {
  ACCOUNT_COLUMNS,
  ACCOUNTS,
  type Account,
  endSessions,
  findAccount,
  queueAccountMail,
  unlock,
} from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { presentAnyPerson } from './offices.js';

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

/** Helps or stops a person of any office; the office reads who did it and why. Nobody does it to themselves. */
export async function actOnPerson(
  { database, now }: Context,
  caller: Caller,
  userId: string,
  { action, reason }: { action: PersonAction; reason: string },
): Promise<OperatorPerson> {
  if (userId === caller.userId) throw new Problem('MSB-PERSON-OWN');
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
