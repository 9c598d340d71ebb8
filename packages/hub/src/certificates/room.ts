import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';

/** Everything is encrypted to each valid certificate of an office: many of them are a burden on all of its partners. */
const MOST_VALID = 100;
/** Requests that wait for an authority outside. */
const MOST_WAITING = 20;

/** Requires that an office may ask for one more certificate. Throws MSB-CERTIFICATE-TOO-MANY. */
export async function requireRoom(queries: Queries, officeNumber: string, at: Date): Promise<void> {
  const [row] = await queries.query<{ valid: number; waiting: number }>(
    `select (select count(*)::int from certificates where office_number = $1 and revoked_at is null and not_after > $2) as valid,
            (select count(*)::int from certificate_requests where office_number = $1 and fingerprint is null) as waiting`,
    [officeNumber, at],
  );
  if ((row?.valid ?? 0) >= MOST_VALID || (row?.waiting ?? 0) >= MOST_WAITING)
    throw new Problem('MSB-CERTIFICATE-TOO-MANY');
}
