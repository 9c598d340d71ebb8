import { takeArrivals } from '../events/index.js';
import { mailReadersOf } from '../people/index.js';
import type { Context } from '../platform/context.js';

/**
 * Moves new arrivals from the events into what each person and each terminal has yet to be told. In one transaction:
 * an arrival is queued for everybody it concerns or stays where it is.
 */
export async function queueArrivals({ database, now, settings }: Context): Promise<void> {
  await database.transaction(async (queries) => {
    const arrivals = await takeArrivals(queries);
    if (arrivals.length === 0) return;
    const officeNumbers = [...new Set(arrivals.map(({ officeNumber }) => officeNumber))];
    // What arrives is no news for agents who may only send.
    await queries.query(
      `update push_subscriptions set news_at = $2 where office_number = any($1) and account_id not in
         (select a.account_id from accounts a join delegations d using (delegation_id) where not d.may_receive)`,
      [officeNumbers, now()],
    );
    if (!settings.smtpUrl) return;
    const readers = await mailReadersOf(queries, 'arrival', officeNumbers);
    const pairs = readers.flatMap(({ accountId, officeNumber }) =>
      arrivals
        .filter((arrival) => arrival.officeNumber === officeNumber)
        .map(({ transmissionId }) => ({ accountId, transmissionId })),
    );
    await queries.query(
      'insert into mail_queue select *, $3 from unnest($1::uuid[], $2::uuid[]) on conflict do nothing',
      [pairs.map(({ accountId }) => accountId), pairs.map(({ transmissionId }) => transmissionId), now()],
    );
  });
}
