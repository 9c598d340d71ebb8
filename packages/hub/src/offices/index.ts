import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';

/** An office as the hub knows it. */
export interface Office {
  readonly officeNumber: string;
  readonly name: string;
  readonly serviceTypes: readonly string[];
  readonly licensedUntil: Date | null;
  readonly suspended: boolean;
  readonly registeredAt: Date;
}

const SELECT_OFFICE = `
  select o.office_number as "officeNumber", o.name, o.licensed_until as "licensedUntil", o.suspended, o.registered_at as "registeredAt",
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

/** An office takes part while its licence runs and it is not suspended. */
export function isLicensed({ licensedUntil, suspended }: Office, at: Date): boolean {
  return !suspended && licensedUntil !== null && licensedUntil >= at;
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

/** Sets until when an office takes part; the licences room says why and records it. */
export async function setLicensedUntil(queries: Queries, officeNumber: string, until: Date): Promise<void> {
  await queries.query('update offices set licensed_until = $2 where office_number = $1', [officeNumber, until]);
}

export interface OfficeChange {
  readonly name?: string | undefined;
  readonly serviceTypes?: readonly string[] | undefined;
  readonly licensedUntil?: Date | null | undefined;
  readonly suspended?: boolean | undefined;
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
    await queries.query('update offices set name = $2, licensed_until = $3, suspended = $4 where office_number = $1', [
      officeNumber,
      merged.name,
      merged.licensedUntil,
      merged.suspended,
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

/** Offices by number, for operators; `search` looks at number and name. */
export async function listOffices(
  queries: Queries,
  { search, cursor, limit }: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Office[]; next: string | null }> {
  const rows = await queries.query<Office>(
    `${SELECT_OFFICE} where ($1::text is null or o.office_number like $1 || '%' or position($1 in o.name) > 0) and o.office_number > $2
      order by o.office_number limit $3`,
    [search ?? null, cursor ?? '', limit + 1],
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
  action: string,
  officeNumber: string,
): Promise<void> {
  await recordAudit(queries, { at, actor, officeNumber, action, subjectType: 'office', subjectId: officeNumber });
}
