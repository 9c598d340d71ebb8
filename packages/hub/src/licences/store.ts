import type { LicenceData, Offer } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import { setLicensedUntil } from '../offices/index.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { addDays, endOfDay, lastDayOf } from './days.js';

interface OfferRow {
  readonly campaignCode: string | null;
  readonly plan: string;
  readonly name: string;
  readonly priceYen: number;
  readonly endsOn: string | null;
  readonly months: number | null;
}

/** What may be taken on a day: every plan, and campaigns that are open and whose own end is not past. */
const OFFERS = `
  select null as "campaignCode", code as plan, name, price_yen as "priceYen", null::text as "endsOn", months from plans
  union all
  select c.code, p.code, c.name, c.price_yen, c.ends_on::text, c.months from campaigns c cross join plans p
   where p.code = 'annual' and $1::date between c.applies_from and c.applies_until
     and not exists (select 1 from licences l where l.office_number = $2 and l.campaign_code = c.code)
   order by "priceYen", name`;

export interface PricedOffer extends Offer {
  readonly plan: string;
}

/** What an office, or one that is to join (null), may take today for a period that starts on a day. */
export async function offersFor(
  queries: Queries,
  { today, startsOn, officeNumber }: { today: string; startsOn: string; officeNumber: string | null },
): Promise<PricedOffer[]> {
  const rows = await queries.query<OfferRow>(OFFERS, [today, officeNumber ?? '']);
  return rows
    .map(({ endsOn, months, ...row }) => ({ ...row, startsOn, endsOn: endsOn ?? lastDayOf(startsOn, months ?? 0) }))
    .filter((offer) => offer.endsOn >= startsOn);
}

/** The offer somebody chose; throws MSB-CAMPAIGN-CLOSED. */
export async function requireOffer(
  queries: Queries,
  campaignCode: string | null,
  terms: Parameters<typeof offersFor>[1],
): Promise<PricedOffer> {
  const offer = (await offersFor(queries, terms)).find((one) => one.campaignCode === campaignCode);
  if (!offer) throw new Problem('MSB-CAMPAIGN-CLOSED');
  return offer;
}

export const SELECT_LICENCE = `
  select l.licence_id as id, l.office_number as "officeNumber", o.name as "officeName", l.name, l.campaign_code as "campaignCode",
         l.price_yen as "priceYen", l.starts_on::text as "startsOn", l.ends_on::text as "endsOn", l.origin
    from licences l join offices o using (office_number)`;

/** An office's periods, the newest first. */
export function licencesOf(queries: Queries, officeNumber: string): Promise<LicenceData[]> {
  return queries.query<LicenceData>(`${SELECT_LICENCE} where l.office_number = $1 order by l.starts_on desc`, [
    officeNumber,
  ]);
}

export interface Subscription {
  readonly automaticRenewal: boolean;
  readonly cancelledOn: string | null;
  /** The last day before the cancellation. */
  readonly reached: string | null;
}

/** How an office's licence goes on; one that an operator registered by hand does not renew by itself. */
export async function subscriptionOf(queries: Queries, officeNumber: string): Promise<Subscription> {
  const [row] = await queries.query<Subscription>(
    'select automatic_renewal as "automaticRenewal", cancelled_on::text as "cancelledOn", reached::text from subscriptions where office_number = $1',
    [officeNumber],
  );
  return row ?? { automaticRenewal: false, cancelledOn: null, reached: null };
}

export async function setSubscription(
  queries: Queries,
  at: Date,
  officeNumber: string,
  { automaticRenewal, cancelledOn, reached }: Subscription,
): Promise<void> {
  await queries.query(
    `insert into subscriptions values ($1, $2, $3, $4, $5)
     on conflict (office_number) do update set automatic_renewal = $2, cancelled_on = $3, reached = $4, changed_at = $5`,
    [officeNumber, automaticRenewal, cancelledOn, reached, at],
  );
}

/** The last day an office `o` has: by its licences, by an operator's hand, or before a cancellation. */
export const LAST_DAY = `
  greatest((select max(ends_on) from licences l where l.office_number = o.office_number),
           (o.licensed_until at time zone 'Asia/Tokyo')::date,
           (select reached from subscriptions s where s.office_number = o.office_number))`;

/** The last day that is paid for or given; null when there never was one. */
export async function lastDay(queries: Queries, officeNumber: string): Promise<string | null> {
  const [row] = await queries.query<{ day: string | null }>(
    `select (${LAST_DAY})::text as day from offices o where o.office_number = $1`,
    [officeNumber],
  );
  return row?.day ?? null;
}

/** The next period starts the day after the last one, or today when that is over. */
export async function nextStart(queries: Queries, officeNumber: string, today: string): Promise<string> {
  const last = await lastDay(queries, officeNumber);
  const following = last === null ? today : addDays(last, 1);
  return following > today ? following : today;
}

/** Gives an office a period, in the transaction of the caller, and moves the end of its licence. */
export async function addLicence(
  queries: Queries,
  officeNumber: string,
  offer: PricedOffer,
  { at, actor, origin }: { at: Date; actor: string; origin: LicenceData['origin'] },
): Promise<void> {
  const id = crypto.randomUUID();
  const { plan, campaignCode, name, priceYen, startsOn, endsOn } = offer;
  await queries.query('insert into licences values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', [
    id,
    officeNumber,
    plan,
    campaignCode,
    name,
    priceYen,
    startsOn,
    endsOn,
    origin,
    at,
    actor,
  ]);
  await setLicensedUntil(queries, officeNumber, endOfDay(endsOn));
  const audit = { at, actor, officeNumber, subjectType: 'licence', subjectId: id };
  await recordAudit(queries, { ...audit, action: 'licence.added', detail: `${origin} ${campaignCode ?? plan}` });
}
