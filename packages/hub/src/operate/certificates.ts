import type { EndingCertificate } from '@musubi/contract';
import type { Queries } from '../platform/database.js';

const MONTHS_AHEAD = 25;

/** A certificate has a successor when its office holds another valid one that lasts longer. Agents' (代行) are no matter of operators. */
const HAS_SUCCESSOR = `exists (select 1 from certificates later where later.office_number = c.office_number
  and later.delegation_id is null and later.revoked_at is null and later.not_after > c.not_after and later.not_after > $1)`;
const OF_OPEN_OFFICES =
  'from certificates c join offices o using (office_number) where c.revoked_at is null and c.delegation_id is null and o.closed_at is null';
/** Months as people of the country count them. */
const MONTH = "to_char(c.not_after at time zone 'Asia/Tokyo', 'YYYYMM')";

/** How many certificates end in each of the coming months, and how many ended with nothing after them. */
export async function certificateMonths(queries: Queries, at: Date) {
  const months = await queries.query<{ month: string; count: number; withoutSuccessor: number }>(
    `select ${MONTH} as month, count(*) as count, count(*) filter (where not ${HAS_SUCCESSOR}) as "withoutSuccessor"
       ${OF_OPEN_OFFICES} and c.not_after > $1 group by 1 order by 1 limit ${MONTHS_AHEAD}`,
    [at],
  );
  const [ended] = await queries.query<{ count: number }>(
    `select count(distinct c.office_number) as count ${OF_OPEN_OFFICES} and c.not_after <= $1 and not ${HAS_SUCCESSOR}`,
    [at],
  );
  return { expiredWithoutSuccessor: ended?.count ?? 0, months };
}

/** Certificates that end in a month; without one, the latest of each office that has none left. By office. */
export async function endingCertificates(
  queries: Queries,
  { month, cursor, limit }: { month?: string | undefined; cursor?: string | undefined; limit: number },
  at: Date,
): Promise<{ items: EndingCertificate[]; next: string | null }> {
  const [afterOffice = '', afterPrint = ''] = (cursor ?? '').split(' ');
  const which =
    month === undefined
      ? `c.not_after <= $1 and not ${HAS_SUCCESSOR} and $2::text is null
         and c.not_after = (select max(not_after) from certificates where office_number = c.office_number and delegation_id is null and revoked_at is null)`
      : `c.not_after > $1 and ${MONTH} = $2`;
  const rows = await queries.query<Omit<EndingCertificate, 'notAfter'> & { notAfter: Date }>(
    `select c.office_number as "officeNumber", o.name as "officeName", c.fingerprint, c.not_after as "notAfter",
            ${HAS_SUCCESSOR} as "hasSuccessor"
       ${OF_OPEN_OFFICES} and ${which} and (c.office_number, c.fingerprint) > ($3, $4)
      order by c.office_number, c.fingerprint limit $5`,
    [at, month ?? null, afterOffice, afterPrint, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => ({ ...row, notAfter: row.notAfter.toISOString() }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.officeNumber} ${last.fingerprint}` : null };
}
