import type { Context } from '../platform/context.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Offices whose last valid certificate ends between so many days and a day later: whom to remind today. */
export async function certificatesExpiring({ database, now }: Context, inDays: number): Promise<string[]> {
  const from = new Date(now().getTime() + inDays * DAY_MS);
  const rows = await database.query<{ officeNumber: string }>(
    `select office_number as "officeNumber" from certificates where revoked_at is null
      group by office_number having max(not_after) >= $1 and max(not_after) < $2 order by office_number`,
    [from, new Date(from.getTime() + DAY_MS)],
  );
  return rows.map(({ officeNumber }) => officeNumber);
}
