import type { Context } from '../platform/context.js';
import { addDays, dayOf } from './days.js';
import { addLicence, LAST_DAY, nextStart, requireOffer, subscriptionOf } from './store.js';

/** Renews what ends today or has ended, unless switched off: the next period at the plan's price. Each office by itself. */
export async function renewDue({ database, now, log }: Context): Promise<void> {
  const today = dayOf(now());
  const due = await database.query<{ officeNumber: string }>(
    `select s.office_number as "officeNumber" from subscriptions s join offices o using (office_number)
      where s.automatic_renewal and s.cancelled_on is null and not o.suspended
        and ${LAST_DAY} <= $1`,
    [today],
  );
  for (const { officeNumber } of due) {
    await database.transaction(async (queries) => {
      await queries.query('select 1 from offices where office_number = $1 for update', [officeNumber]);
      const startsOn = await nextStart(queries, officeNumber, today);
      const { automaticRenewal } = await subscriptionOf(queries, officeNumber);
      if (startsOn > addDays(today, 1) || !automaticRenewal) return; // an administrator was quicker
      const offer = await requireOffer(queries, null, { today, startsOn, officeNumber });
      await addLicence(queries, officeNumber, offer, { at: now(), actor: 'system', origin: 'automatic' });
    });
  }
  if (due.length > 0) log.info({ offices: due.length }, 'licences renewed');
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Offices whose licence ends within so many days and will not go on by itself, and when: whom to remind. */
export async function licencesEnding(
  { database, now }: Context,
  withinDays: number,
): Promise<{ officeNumber: string; until: Date }[]> {
  const at = now();
  return database.query(
    `select o.office_number as "officeNumber", o.licensed_until as until
       from offices o left join subscriptions s using (office_number)
      where o.licensed_until between $1 and $2 and not o.suspended
        and s.cancelled_on is null and not coalesce(s.automatic_renewal, false) order by o.office_number`,
    [at, new Date(at.getTime() + withinDays * DAY_MS)],
  );
}
