import type { MonthPartner, Summary } from '@musubi/contract';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SOON_DAYS = 14;
const SLOW_DAYS = 3;
const REJECTED_DAYS = 30;
/** An id may be made a week before its submission (rules.ts): its month may be the one before. */
const MAX_ID_AGE_DAYS = 8;
const MAX_PARTNERS = 500;
/** Nobody plans services more than a year ahead: older partitions hold nothing of a service month. */
const MONTHS_AHEAD = 12;

/** The first partition that can hold what was submitted at or after a time; older ones need not be looked into. */
function bucketFrom(at: Date): string {
  return `${new Date(at.getTime() - MAX_ID_AGE_DAYS * DAY_MS).toISOString().slice(0, 7)}-01`;
}

/** What the recipient has not opened, as its index has it (0033). */
const UNOPENED = "recipient_office = $1 and opened_at is null and delivery in ('consigned', 'handedOver')";

/** What of an office's dealings a caller sees: an agent (代行) only what it may do, and of what was sent only its own. */
type View = 'all' | 'sentByCaller' | 'received';
const viewOf = ({ agent }: Caller): View =>
  agent === null || (agent.maySend && agent.mayReceive) ? 'all' : agent.maySend ? 'sentByCaller' : 'received';
/** The same as conditions on what was sent and what arrived; `caller` is the parameter with the caller's account. */
const SENT_IN = (view: View, caller: string) =>
  view === 'received' ? 'false' : view === 'all' ? 'true' : `submitted_by = ${caller}`;
const RECEIVED_IN = (view: View) => (view === 'sentByCaller' ? 'false' : 'true');

/** Prepared: with sixty monthly partitions, planning costs ten times what running does. */
const WAITING = (view: View) => `
  select inbox.*, sent.*, answers.* from
    (select count(*) filter (where delivery = 'consigned' and expires_at > $2)::int as unretrieved,
            count(*) filter (where delivery = 'handedOver')::int as unopened,
            count(*) filter (where delivery = 'consigned' and expires_at > $2 and expires_at <= $3)::int as "expiringSoon"
       from transmissions where ${UNOPENED} and ${RECEIVED_IN(view)}) inbox,
    (select count(*)::int as "notFetched" from transmissions
      where sender_office = $1 and delivery = 'consigned' and submitted_at < $4 and expires_at > $2 and bucket >= $6
        and ${SENT_IN(view, '$7')}) sent,
    (select count(*)::int as rejected from transmissions
      where sender_office = $1 and decision = 'rejected' and decided_at >= $5
        and ${SENT_IN(view, '$7')}) answers`;

/** What waits in an office's boxes right now, as far as it is the caller's business. */
export async function countWaiting({ database, now, settings }: Context, caller: Caller): Promise<Summary> {
  const view = viewOf(caller);
  const at = now();
  const days = (count: number) => new Date(at.getTime() + count * DAY_MS);
  const [counts] = await database.prepared<Summary>(`waiting ${view}`, WAITING(view), [
    caller.officeNumber,
    at,
    days(SOON_DAYS),
    days(-SLOW_DAYS),
    days(-REJECTED_DAYS),
    bucketFrom(days(-settings.retentionDays)),
    ...(view === 'sentByCaller' ? [caller.accountId] : []),
  ]);
  return counts ?? { unretrieved: 0, unopened: 0, expiringSoon: 0, notFetched: 0, rejected: 0 };
}

export interface PartnerDealings {
  readonly officeNumber: string;
  readonly lastAt: Date;
  readonly unopened: number;
}

/** Lists the partners the office exchanged data with, the latest first: an agent learns of those of its own task only (security-review L9). */
export async function partnersOf(context: Context, caller: Caller): Promise<PartnerDealings[]> {
  const view = viewOf(caller);
  return view === 'all' ? allPartners(context, caller) : partnersInView(context, caller, view);
}

/** Told from the transmissions the agent sees: whom it sent to itself, or who sent to the office. */
async function partnersInView(
  { database, now }: Context,
  { officeNumber, accountId }: Caller,
  view: Exclude<View, 'all'>,
): Promise<PartnerDealings[]> {
  const isSent = view === 'sentByCaller';
  return database.query<PartnerDealings>(
    `select ${isSent ? 'recipient_office' : 'sender_office'} as "officeNumber", max(submitted_at) as "lastAt",
            ${isSent ? '0' : `count(*) filter (where ${UNOPENED} and (delivery = 'handedOver' or expires_at > $2))::int`} as unopened
       from transmissions where ${isSent ? 'sender_office = $1 and submitted_by = $2' : 'recipient_office = $1'}
      group by 1 order by 2 desc, 1 limit ${MAX_PARTNERS}`,
    [officeNumber, isSent ? accountId : now()],
  );
}

async function allPartners({ database, now }: Context, { officeNumber }: Caller): Promise<PartnerDealings[]> {
  await database.transaction((queries) => bringPartnersUpToDate(queries, officeNumber));
  return database.prepared<PartnerDealings>(
    'partners',
    `with unopened as (
       select sender_office, count(*)::int as count from transmissions
        where ${UNOPENED} and (delivery = 'handedOver' or expires_at > $2)
        group by sender_office)
     select p.partner_number as "officeNumber", p.last_at as "lastAt", coalesce(u.count, 0) as unopened
       from partners p left join unopened u on u.sender_office = p.partner_number
      where p.office_number = $1 order by p.last_at desc, p.partner_number limit ${MAX_PARTNERS}`,
    [officeNumber, now()],
  );
}

/** Adds what was submitted since the last time; looks back a little, since submissions do not commit in order. */
async function bringPartnersUpToDate(queries: Queries, officeNumber: string): Promise<void> {
  await queries.query('select pg_advisory_xact_lock(hashtext($1))', [`partners ${officeNumber}`]);
  const [known] = await queries.query<{ until: Date | null }>(
    'select max(last_at) as until from partners where office_number = $1',
    [officeNumber],
  );
  const since = new Date((known?.until?.getTime() ?? 0) - 10 * MINUTE_MS);
  await queries.query(
    `insert into partners (office_number, partner_number, last_at)
     select $1, partner, max(at) from (
       select recipient_office as partner, submitted_at as at from transmissions where sender_office = $1 and submitted_at >= $2 and bucket >= $3
       union all
       select sender_office, submitted_at from transmissions where recipient_office = $1 and submitted_at >= $2 and bucket >= $3) as dealings
     group by partner
     on conflict (office_number, partner_number) do update set last_at = greatest(partners.last_at, excluded.last_at)`,
    [officeNumber, since, bucketFrom(since)],
  );
}

export interface MonthDealings extends Omit<MonthPartner, 'name' | 'lastSentAt' | 'lastReceivedAt'> {
  readonly lastSentAt: Date | null;
  readonly lastReceivedAt: Date | null;
}

/**
 * Schedules and actuals of a service month by partner. Recalled ones did not happen; deletions are neither. Not prepared:
 * only a plan that knows the month finds the partitions and the index to use.
 */
const MONTH = (view: View) => `
  with dealings as (
    select recipient_office as partner, true as sent, kind, delivery, submitted_at from transmissions
     where sender_office = $1 and service_month = $2 and bucket >= $3 and kind in ('schedule', 'actuals') and delivery <> 'recalled'
       and ${SENT_IN(view, '$4')}
    union all
    select sender_office, false, kind, delivery, submitted_at from transmissions
     where recipient_office = $1 and service_month = $2 and bucket >= $3 and kind in ('schedule', 'actuals') and delivery <> 'recalled'
       and ${RECEIVED_IN(view)})
  select partner as "officeNumber",
         count(*) filter (where sent and kind = 'schedule')::int as "schedulesSent",
         count(*) filter (where not sent and kind = 'schedule')::int as "schedulesReceived",
         count(*) filter (where sent and kind = 'actuals')::int as "actualsSent",
         count(*) filter (where not sent and kind = 'actuals')::int as "actualsReceived",
         count(*) filter (where sent and delivery = 'consigned')::int as "notFetched",
         max(submitted_at) filter (where sent) as "lastSentAt", max(submitted_at) filter (where not sent) as "lastReceivedAt"
    from dealings group by partner order by partner limit 3000`;

/** What passed between an office and each partner for one service month. */
export async function monthDealings({ database }: Context, caller: Caller, month: string): Promise<MonthDealings[]> {
  const view = viewOf(caller);
  const from = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(4)) - 1 - MONTHS_AHEAD, 1));
  return database.query<MonthDealings>(MONTH(view), [
    caller.officeNumber,
    month,
    from.toISOString().slice(0, 10),
    ...(view === 'sentByCaller' ? [caller.accountId] : []),
  ]);
}

/** Partners whose last transmission left the records leave with it. */
export async function forgetPartners(queries: Queries, before: Date): Promise<void> {
  await queries.query('delete from partners where last_at < $1', [before]);
}
