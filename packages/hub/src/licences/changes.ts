import type { AuditAction, OwnLicence } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { requireOffice, setLicensedUntil } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { dayOf, endOfDay } from './days.js';
import {
  addLicence,
  lastDay,
  licencesOf,
  nextStart,
  offersFor,
  requireOffer,
  type Subscription,
  setSubscription,
  subscriptionOf,
} from './store.js';

/** An office's contract as its administrators see it. */
export async function ownLicence(queries: Queries, now: Date, officeNumber: string): Promise<OwnLicence> {
  const today = dayOf(now);
  const { licensedUntil } = await requireOffice(queries, officeNumber);
  const subscription = await subscriptionOf(queries, officeNumber);
  const licences = await licencesOf(queries, officeNumber);
  const startsOn = await nextStart(queries, officeNumber, today);
  const isOpen = !isRenewed(licences, today) && subscription.cancelledOn === null;
  const offers = isOpen ? await offersFor(queries, { today, startsOn, officeNumber }) : [];
  return {
    licensedUntil: licensedUntil?.toISOString() ?? null,
    automaticRenewal: subscription.automaticRenewal,
    cancelledOn: subscription.cancelledOn,
    licences,
    offers: offers.map(({ plan: _plan, ...offer }) => offer),
  };
}

const isRenewed = (licences: readonly { startsOn: string }[], today: string) =>
  licences.some(({ startsOn }) => startsOn > today);

/** Changes are made one at a time per office: two administrators pressing at once pay once. */
async function changing(
  { database, now }: Context,
  caller: Caller,
  run: (queries: Queries, at: Date, today: string) => Promise<void>,
): Promise<OwnLicence> {
  return database.transaction(async (queries) => {
    await queries.query('select 1 from offices where office_number = $1 for update', [caller.officeNumber]);
    const at = now();
    await run(queries, at, dayOf(at));
    return ownLicence(queries, at, caller.officeNumber);
  });
}

/** Takes the next period now; throws MSB-LICENCE-RENEWED, MSB-LICENCE-CANCELLED, MSB-CAMPAIGN-CLOSED. */
export function renew(context: Context, caller: Caller, campaignCode: string | null): Promise<OwnLicence> {
  const { officeNumber } = caller;
  return changing(context, caller, async (queries, at, today) => {
    if (isRenewed(await licencesOf(queries, officeNumber), today)) throw new Problem('MSB-LICENCE-RENEWED');
    const last = await lastDay(queries, officeNumber);
    const { automaticRenewal, cancelledOn } = await subscriptionOf(queries, officeNumber);
    if (cancelledOn !== null && last !== null && last >= today) throw new Problem('MSB-LICENCE-CANCELLED');
    const startsOn = await nextStart(queries, officeNumber, today);
    const offer = await requireOffer(queries, campaignCode, { today, startsOn, officeNumber });
    await addLicence(queries, officeNumber, offer, { at, actor: caller.userId, origin: 'renewal' });
    await setSubscription(queries, at, officeNumber, { automaticRenewal, cancelledOn: null, reached: null });
  });
}

async function record(queries: Queries, at: Date, caller: Caller, action: AuditAction, detail: string): Promise<void> {
  const subject = { subjectType: 'office', subjectId: caller.officeNumber };
  await recordAudit(queries, { at, ...actorOf(caller), ...subject, action, detail });
}

export function setAutomaticRenewal(context: Context, caller: Caller, automaticRenewal: boolean): Promise<OwnLicence> {
  return changing(context, caller, async (queries, at) => {
    const { cancelledOn } = await subscriptionOf(queries, caller.officeNumber);
    if (cancelledOn !== null) throw new Problem('MSB-LICENCE-CANCELLED');
    await setSubscription(queries, at, caller.officeNumber, { automaticRenewal, cancelledOn, reached: null });
    await record(queries, at, caller, 'licence.automatic-renewal', automaticRenewal ? 'on' : 'off');
  });
}

/** Ends the contract on a day that is not past and that the licence reaches; throws MSB-LICENCE-DAY. */
export function cancel(context: Context, caller: Caller, on: string): Promise<OwnLicence> {
  return changing(context, caller, async (queries, at, today) => {
    const last = await lastDay(queries, caller.officeNumber);
    if (last === null || on < today || on > last) throw new Problem('MSB-LICENCE-DAY');
    await end(queries, at, caller, { automaticRenewal: false, cancelledOn: on, reached: last }, on);
    await record(queries, at, caller, 'licence.cancelled', on);
  });
}

/** Takes a cancellation back as long as what was paid for lasts; throws MSB-LICENCE-DAY. */
export function keep(context: Context, caller: Caller): Promise<OwnLicence> {
  return changing(context, caller, async (queries, at, today) => {
    const last = await lastDay(queries, caller.officeNumber);
    const { cancelledOn } = await subscriptionOf(queries, caller.officeNumber);
    if (cancelledOn === null || last === null || last < today) throw new Problem('MSB-LICENCE-DAY');
    await end(queries, at, caller, { automaticRenewal: false, cancelledOn: null, reached: null }, last);
    await record(queries, at, caller, 'licence.kept', last);
  });
}

async function end(queries: Queries, at: Date, caller: Caller, subscription: Subscription, day: string): Promise<void> {
  await setSubscription(queries, at, caller.officeNumber, subscription);
  await setLicensedUntil(queries, caller.officeNumber, endOfDay(day));
}
