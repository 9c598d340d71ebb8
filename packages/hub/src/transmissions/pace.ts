import type { Queries } from '../platform/database.js';

/** How long a recipient took from consignment to hand-over: the median of a period, in hours. */
export interface HandoverPace {
  readonly officeNumber: string;
  readonly medianHours: number;
  readonly transmissions: number;
}

/** The pace of every office that fetched at least so many of what was submitted since a time. */
export function hoursToHandover(queries: Queries, since: Date, atLeast: number): Promise<HandoverPace[]> {
  return queries.query<HandoverPace>(
    `select recipient_office as "officeNumber", count(*)::int as transmissions,
            percentile_cont(0.5) within group (order by extract(epoch from handed_over_at - submitted_at) / 3600)::float8 as "medianHours"
       from transmissions where submitted_at >= $1 and handed_over_at is not null and bucket >= $2
      group by recipient_office having count(*) >= $3`,
    // An id, and with it its partition, may be made a little before the submission.
    [since, `${new Date(since.getTime() - 31 * 24 * 3600 * 1000).toISOString().slice(0, 7)}-01`, atLeast],
  );
}
