import type { EnrolmentFacts } from '@musubi/contract';
import { requireOffice } from '../offices/index.js';
import type { Queries } from '../platform/database.js';
import { dayOf } from './days.js';

/** Since when an office takes part and with whom data really passed: what left and was fetched, either way (landscape.md). */
export async function enrolmentFacts(queries: Queries, officeNumber: string): Promise<EnrolmentFacts> {
  const { name, registeredAt, licensedUntil } = await requireOffice(queries, officeNumber);
  const partners = await queries.query<{ officeNumber: string; name: string; since: Date; last: Date; count: number }>(
    `select p.office_number as "officeNumber", p.name, min(t.handed_over_at) as since, max(t.handed_over_at) as last, count(*) as count
       from transmissions t
       join offices p on p.office_number = case when t.sender_office = $1 then t.recipient_office else t.sender_office end
      where (t.sender_office = $1 or t.recipient_office = $1) and t.sender_office <> t.recipient_office and t.handed_over_at is not null
      group by p.office_number, p.name order by since, p.office_number`,
    [officeNumber],
  );
  return {
    officeNumber,
    officeName: name,
    registeredOn: dayOf(registeredAt),
    licensedUntil: licensedUntil?.toISOString() ?? null,
    partners: partners.map(({ since, last, ...partner }) => ({ ...partner, since: dayOf(since), lastOn: dayOf(last) })),
  };
}
