import type { AuditAction, OfficeState } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { textConditions } from '../platform/name-search.js';
import { Problem } from '../platform/problem.js';

export interface OfficeFilter {
  readonly search?: string | undefined;
  readonly state?: OfficeState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** An office as the hub knows it. */
export interface Office {
  readonly officeNumber: string;
  readonly name: string;
  readonly serviceTypes: readonly string[];
  readonly licensedUntil: Date | null;
  readonly suspended: boolean;
  /** Why it is suspended, in the operator's words; null when it is not. */
  readonly suspendedReason: string | null;
  readonly closedAt: Date | null;
  readonly closedReason: string | null;
  /** Until when people of a closed office may sign in and fetch what waits. */
  readonly fetchUntil: Date | null;
  /** The number that goes on with this one's records. */
  readonly successor: string | null;
  readonly registeredAt: Date;
}

const SELECT_OFFICE = `
  select o.office_number as "officeNumber", o.name, o.licensed_until as "licensedUntil", o.suspended, o.registered_at as "registeredAt",
         o.suspended_reason as "suspendedReason", o.closed_at as "closedAt", o.closed_reason as "closedReason", o.fetch_until as "fetchUntil", o.successor,
         coalesce((select array_agg(service_type order by service_type) from office_service_types t where t.office_number = o.office_number), '{}') as "serviceTypes"
    from offices o`;

export async function findOffice(queries: Queries, officeNumber: string): Promise<Office | null> {
  const [office] = await queries.prepared<Office>('find-office', `${SELECT_OFFICE} where o.office_number = $1`, [
    officeNumber,
  ]);
  return office ?? null;
}

/** Several offices in one look, by number. */
export async function findOffices(queries: Queries, officeNumbers: readonly string[]): Promise<Map<string, Office>> {
  const rows = await queries.prepared<Office>('find-offices', `${SELECT_OFFICE} where o.office_number = any($1)`, [
    officeNumbers,
  ]);
  return new Map(rows.map((office) => [office.officeNumber, office]));
}

/** An office takes part while its licence runs and it is neither suspended nor closed. */
export function isLicensed({ licensedUntil, suspended, closedAt }: Office, at: Date): boolean {
  return !suspended && closedAt === null && licensedUntil !== null && licensedUntil >= at;
}

/** Closed, and the day until which it could fetch what waited has passed: nobody of it signs in any more. */
export function isShut({ closedAt, fetchUntil }: Pick<Office, 'closedAt' | 'fetchUntil'>, at: Date): boolean {
  return closedAt !== null && (fetchUntil === null || fetchUntil < at);
}

/** The office's own user id: KJ, prefecture, 事業所番号 (landscape.md). The number's first two digits are the prefecture. */
export function officeUserId(officeNumber: string): string {
  return `KJ${officeNumber.slice(0, 2)}${officeNumber}`;
}

export interface NewOffice {
  readonly officeNumber: string;
  readonly name: string;
  readonly serviceTypes: readonly string[];
  readonly licensedUntil: Date | null;
}

/** Registers an office; throws MSB-OFFICE-EXISTS. */
export async function addOffice({ database, now }: Context, office: NewOffice, actor: string): Promise<Office> {
  return database.transaction((queries) => insertOffice(queries, now(), office, actor));
}

/** The same inside a transaction that does more. */
export async function insertOffice(queries: Queries, at: Date, office: NewOffice, actor: string): Promise<Office> {
  const added = await queries.query(
    'insert into offices (office_number, name, licensed_until, registered_at) values ($1, $2, $3, $4) on conflict do nothing returning office_number',
    [office.officeNumber, office.name, office.licensedUntil, at],
  );
  if (added.length === 0) throw new Problem('MSB-OFFICE-EXISTS');
  await setServiceTypes(queries, office.officeNumber, office.serviceTypes);
  await recordOfficeChange(queries, at, actor, 'office.added', office.officeNumber);
  return requireOffice(queries, office.officeNumber);
}

/** The numbers whose records an office goes on with. */
export function predecessorsOf(
  queries: Queries,
  officeNumber: string,
): Promise<{ officeNumber: string; name: string }[]> {
  return queries.query<{ officeNumber: string; name: string }>(
    'select office_number as "officeNumber", name from offices where successor = $1 order by office_number',
    [officeNumber],
  );
}

/** Sets until when an office takes part; the licences room says why and records it. */
export async function setLicensedUntil(queries: Queries, officeNumber: string, until: Date): Promise<void> {
  await queries.query('update offices set licensed_until = $2 where office_number = $1', [officeNumber, until]);
}

export interface OfficeChange {
  readonly name?: string | undefined;
  readonly serviceTypes?: readonly string[] | undefined;
  readonly licensedUntil?: Date | null | undefined;
}

/** Changes what is given and leaves the rest; throws MSB-OFFICE-UNKNOWN. */
export async function changeOffice(
  { database, now }: Context,
  officeNumber: string,
  change: OfficeChange,
  actor: string,
): Promise<Office> {
  return database.transaction(async (queries) => {
    const office = await requireOffice(queries, officeNumber);
    const merged = {
      ...office,
      ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    };
    await queries.query('update offices set name = $2, licensed_until = $3 where office_number = $1', [
      officeNumber,
      merged.name,
      merged.licensedUntil,
    ]);
    if (change.serviceTypes) await setServiceTypes(queries, officeNumber, change.serviceTypes);
    await recordOfficeChange(queries, now(), actor, 'office.changed', officeNumber);
    return requireOffice(queries, officeNumber);
  });
}

export async function requireOffice(queries: Queries, officeNumber: string): Promise<Office> {
  const office = await findOffice(queries, officeNumber);
  if (!office) throw new Problem('MSB-OFFICE-UNKNOWN');
  return office;
}

/** The state of an office at an instant, as a column: closed before suspended before unlicensed. */
const STATE = `case when o.closed_at is not null then 'closed' when o.suspended then 'suspended'
  when o.licensed_until is null or o.licensed_until < $1 then 'unlicensed' else 'active' end`;

/** How many offices are in each state. */
export async function countOffices(queries: Queries, at: Date): Promise<Readonly<Record<OfficeState, number>>> {
  const rows = await queries.query<{ state: OfficeState; count: number }>(
    `select ${STATE} as state, count(*) as count from offices o group by 1`,
    [at],
  );
  return {
    active: 0,
    suspended: 0,
    closed: 0,
    unlicensed: 0,
    ...Object.fromEntries(rows.map((row) => [row.state, row.count])),
  };
}

const SEARCHED = { number: 'o.office_number', folded: 'o.folded', shortestNumber: 1 };

/** Offices by number, for operators; `search` looks at number and name. */
export async function listOffices(
  queries: Queries,
  { search, state, cursor, limit }: OfficeFilter,
  at: Date,
): Promise<{ items: Office[]; next: string | null }> {
  const values: unknown[] = [at];
  const place = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['$1::timestamptz is not null'];
  if (search) conditions.push(...textConditions(search, SEARCHED, place));
  if (state) conditions.push(`${STATE} = ${place(state)}`);
  if (cursor) conditions.push(`o.office_number collate "C" > ${place(cursor)}`);
  const rows = await queries.query<Office>(
    `${SELECT_OFFICE} where ${conditions.join(' and ')} order by o.office_number collate "C" limit ${limit + 1}`,
    values,
  );
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.officeNumber ?? null) : null };
}

async function setServiceTypes(queries: Queries, officeNumber: string, serviceTypes: readonly string[]): Promise<void> {
  await queries.query('delete from office_service_types where office_number = $1', [officeNumber]);
  await queries.query('insert into office_service_types select $1, unnest($2::text[]) on conflict do nothing', [
    officeNumber,
    serviceTypes,
  ]);
}

async function recordOfficeChange(
  queries: Queries,
  at: Date,
  actor: string,
  action: AuditAction,
  officeNumber: string,
): Promise<void> {
  await recordAudit(queries, { at, actor, officeNumber, action, subjectType: 'office', subjectId: officeNumber });
}
