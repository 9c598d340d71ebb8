import type { Context } from '../platform/context.js';
import type { Job } from '../platform/jobs.js';
import { hoursToHandover } from '../transmissions/index.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const PERIOD_DAYS = 92;
/** Fewer say nothing about what is usual. */
const LEAST_TRANSMISSIONS = 5;

export function directoryJobs(context: Context): Job[] {
  return [{ name: 'measure-paces', everySeconds: 6 * 3600, run: () => measurePaces(context) }];
}

/** How long each office usually takes to fetch, over the last three months. */
export async function measurePaces({ database, now }: Context): Promise<void> {
  const at = now();
  const since = new Date(at.getTime() - PERIOD_DAYS * DAY_MS);
  const paces = await hoursToHandover(database, since, LEAST_TRANSMISSIONS);
  await database.transaction(async (queries) => {
    await queries.query('delete from office_paces');
    await queries.query(
      `insert into office_paces (office_number, median_hours, transmissions, measured_at)
       select given.*, $4 from unnest($1::text[], $2::float8[], $3::int[]) given`,
      [
        paces.map(({ officeNumber }) => officeNumber),
        paces.map(({ medianHours }) => medianHours),
        paces.map(({ transmissions }) => transmissions),
        at,
      ],
    );
  });
}
