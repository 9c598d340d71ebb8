import type { AreaCount, DirectoryRow, Edition } from '@musubi/contract';
import { readMunicipalities } from '@musubi/reference';
import { readTable } from '@musubi/reference/node';
import type { Queries } from '../platform/database.js';
import { textConditions } from '../platform/name-search.js';

export interface DirectorySearch {
  readonly search?: string | undefined;
  readonly prefecture?: string | undefined;
  readonly municipality?: string | undefined;
  readonly serviceType?: string | undefined;
  readonly edition?: Edition | undefined;
  readonly participating?: 'yes' | undefined;
  /** Only offices registered here, whether they can receive just now or not. */
  readonly registered?: true;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Counting stops here: whoever finds more narrows the search. */
const MOST_COUNTED = 1001;

const TAKES_PART = (at: string) =>
  `(e.receives_until is not null and e.receives_from <= ${at} and e.receives_until >= ${at})`;

/** A search as SQL: only what was asked for, so that the planner sees the constants and takes the fitting index. */
function conditions(query: DirectorySearch, at: Date): { where: string; values: unknown[] } {
  const values: unknown[] = [at];
  const place = (value: unknown) => `$${values.push(value)}`;
  const parts: string[] = ['$1::timestamptz is not null', 'not e.operates'];
  if (query.search) parts.push(...textConditions(query.search, SEARCHED, place));
  if (query.prefecture) parts.push(`e.prefecture = ${place(query.prefecture)}`);
  if (query.municipality) parts.push(`e.municipality = any(${place(withWards(query.municipality))})`);
  if (query.serviceType) parts.push(`e.service_types @> array[${place(query.serviceType)}::text]`);
  if (query.edition) parts.push(`e.editions @> array[${place(query.edition)}::text]`);
  if (query.participating || query.edition) parts.push(TAKES_PART('$1'));
  if (query.registered) parts.push('e.registered_at is not null');
  return { where: parts.join(' and '), values };
}

const SEARCHED = { number: 'e.office_number', folded: 'e.folded', shortestNumber: 3 };

const MUNICIPALITIES = readMunicipalities(readTable('municipalities.csv'));

/** A 政令指定都市 is searched with its wards. */
function withWards(code: string): string[] {
  return [code, ...MUNICIPALITIES.flatMap((one) => (one.parent === code ? [one.code] : []))];
}

/** Offices by number. `count` goes up to 1,001 and is told on the first page only. */
export async function searchDirectory(
  queries: Queries,
  query: DirectorySearch,
  at: Date,
): Promise<{ items: DirectoryRow[]; next: string | null; count: number | null }> {
  const { where, values } = conditions(query, at);
  const after = query.cursor ? ` and e.office_number > $${values.push(query.cursor)}` : '';
  // One pass finds the page and counts: a common word costs its time once.
  const rows = await queries.query<DirectoryRow & { count: number }>(
    `with found as materialized (
       select e.* from directory_entries e where ${where}${after}
        order by e.office_number limit ${query.cursor ? query.limit + 1 : MOST_COUNTED})
     select e.office_number as "officeNumber", e.name, e.prefecture, e.municipality, e.service_types as "serviceTypes",
            e.editions, ${TAKES_PART('$1')} as participating, (select count(*)::int from found) as count
       from found e order by e.office_number limit ${query.limit + 1}`,
    values,
  );
  const items = rows.slice(0, query.limit).map(({ count: _, ...row }) => row);
  return {
    items,
    next: rows.length > query.limit ? (items.at(-1)?.officeNumber ?? null) : null,
    count: query.cursor ? null : (rows[0]?.count ?? 0),
  };
}

export type AreaQuery = Pick<DirectorySearch, 'prefecture' | 'serviceType'>;

/** Offices and how many take part: by prefecture, or by municipality (wards each) of one. */
export async function countAreas(
  queries: Queries,
  { prefecture, serviceType }: AreaQuery,
  at: Date,
): Promise<AreaCount[]> {
  const { where, values } = conditions({ prefecture, serviceType, limit: 0 }, at);
  const area = prefecture ? "coalesce(e.municipality, '')" : 'e.prefecture';
  return queries.query<AreaCount>(
    `select ${area} as code, count(*)::int as offices, (count(*) filter (where ${TAKES_PART('$1')}))::int as participating
       from directory_entries e where ${where} group by 1 order by 1`,
    values,
  );
}
