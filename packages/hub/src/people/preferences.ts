import type { Preferences } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';

const DEFAULTS: Preferences = { dateStyle: 'era', textSize: 'normal' };

/** What people prefer on every terminal. */
export function registerPreferences({ route }: Router, context: Context): void {
  route('getPreferences', ({ caller }) => preferencesOf(context.database, caller.accountId));
  route('setPreferences', ({ caller, body }) => setPreferences(context, caller, body));
}

export async function preferencesOf(queries: Queries, accountId: string): Promise<Preferences> {
  const [row] = await queries.query<Preferences>(
    'select date_style as "dateStyle", text_size as "textSize" from preferences where account_id = $1',
    [accountId],
  );
  return row ?? DEFAULTS;
}

async function setPreferences({ database, now }: Context, caller: Caller, wanted: Preferences): Promise<Preferences> {
  return database.transaction(async (queries) => {
    await queries.query(
      `insert into preferences (account_id, date_style, text_size) values ($1, $2, $3)
       on conflict (account_id) do update set date_style = $2, text_size = $3`,
      [caller.accountId, wanted.dateStyle, wanted.textSize],
    );
    const audit = { at: now(), ...actorOf(caller), subjectType: 'account', subjectId: caller.userId };
    await recordAudit(queries, { ...audit, action: 'account.preferences-changed' });
    return preferencesOf(queries, caller.accountId);
  });
}
