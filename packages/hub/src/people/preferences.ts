import type { Preferences } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';

const DEFAULTS: Preferences = { dateStyle: 'era', textSize: 'normal', mailAddress: null, mailOnArrival: false };

/** What people prefer on every terminal. The mail address is theirs: neither audit nor logs repeat it. */
export function registerPreferences({ route }: Router, context: Context): void {
  route('getPreferences', ({ caller }) => preferencesOf(context.database, caller.accountId));
  route('setPreferences', ({ caller, body }) => setPreferences(context, caller, body));
}

export async function preferencesOf(queries: Queries, accountId: string): Promise<Preferences> {
  const [row] = await queries.query<Preferences>(
    `select date_style as "dateStyle", text_size as "textSize", mail_address as "mailAddress", mail_on_arrival as "mailOnArrival"
       from preferences where account_id = $1`,
    [accountId],
  );
  return row ?? DEFAULTS;
}

/** Somebody who wants to be mailed when something arrives. */
export interface MailReader {
  readonly accountId: string;
  readonly userId: string;
  readonly officeNumber: string;
  readonly address: string;
  readonly dateStyle: Preferences['dateStyle'];
}

const MAIL_READERS = `
  select a.account_id as "accountId", a.user_id as "userId", a.office_number as "officeNumber", p.mail_address as address, p.date_style as "dateStyle"
    from preferences p join accounts a using (account_id)
   where p.mail_on_arrival and p.mail_address is not null and not a.disabled`;

/** Who wants mail about arrivals, among the people of some offices. */
export async function mailReadersOf(queries: Queries, officeNumbers: readonly string[]): Promise<MailReader[]> {
  return queries.query<MailReader>(`${MAIL_READERS} and a.office_number = any($1)`, [officeNumbers]);
}

/** One of them, or null when the person no longer wants mail or may no longer sign in. */
export async function findMailReader(queries: Queries, accountId: string): Promise<MailReader | null> {
  const [reader] = await queries.query<MailReader>(`${MAIL_READERS} and a.account_id = $1`, [accountId]);
  return reader ?? null;
}

async function setPreferences({ database, now }: Context, caller: Caller, wanted: Preferences): Promise<Preferences> {
  return database.transaction(async (queries) => {
    await queries.query(
      `insert into preferences (account_id, date_style, text_size, mail_address, mail_on_arrival) values ($1, $2, $3, $4, $5)
       on conflict (account_id) do update set date_style = $2, text_size = $3, mail_address = $4, mail_on_arrival = $5`,
      [caller.accountId, wanted.dateStyle, wanted.textSize, wanted.mailAddress, wanted.mailOnArrival],
    );
    const audit = { at: now(), ...actorOf(caller), subjectType: 'account', subjectId: caller.userId };
    await recordAudit(queries, { ...audit, action: 'account.preferences-changed' });
    return preferencesOf(queries, caller.accountId);
  });
}
