import type { Context } from '../platform/context.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Offices whose last valid certificate ends within so many days, and when: one replaced in time needs no reminder. */
export async function certificatesExpiring(
  { database, now }: Context,
  withinDays: number,
): Promise<{ officeNumber: string; until: Date }[]> {
  const at = now();
  return database.query(
    `select office_number as "officeNumber", max(not_after) as until from certificates where revoked_at is null and delegation_id is null
      group by office_number having max(not_after) between $1 and $2 order by office_number`,
    [at, new Date(at.getTime() + withinDays * DAY_MS)],
  );
}
