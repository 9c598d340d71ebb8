import type { DirectoryImport, ImportReport, RefusedRow } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { decodeText, readCsvRows } from './csv-rows.js';
import { COLUMNS, type RegistryRow, readHeading, readRow } from './registry-row.js';

const BATCH = 2000;
/** How many of each kind the report names; it counts all. */
const NAMED = 200;
const MAX_BYTES = 100 * 1024 * 1024;

/** Database columns of a row, in the order of `valuesOf`, with their types and what the report calls them. */
const FIELDS = [
  ['office_number', 'officeNumber', 'text'],
  ['service_name', 'serviceName', 'text'],
  ['service_type', 'serviceType', 'text'],
  ['name', 'name', 'text'],
  ['kana', 'kana', 'text'],
  ['corporation', 'corporation', 'text'],
  ['prefecture', 'prefecture', 'text'],
  ['municipality', 'municipality', 'text'],
  ['address', 'address', 'text'],
  ['phone', 'phone', 'text'],
  ['fax', 'fax', 'text'],
  ['url', 'url', 'text'],
  ['latitude', 'latitude', 'float8'],
  ['longitude', 'longitude', 'float8'],
] as const;
const NAMES = FIELDS.map(([column]) => column).join(', ');
/** What may differ between two editions, in the words of the ministry's heading. */
const COMPARED = FIELDS.slice(3).map(([column, key]) => ({
  column,
  title: Object.entries(COLUMNS).find(([name]) => name === key)?.[1].title ?? COLUMNS.place.title,
}));
const listOf = (prefix: string) => COMPARED.map(({ column }) => `${prefix}.${column}`).join(', ');

export interface ImportInput {
  /** The ministry's CSV, one file: UTF-8 or MS932. */
  readonly file: AsyncIterable<Uint8Array>;
  /** Which edition of the data, e.g. 2025-12. */
  readonly edition: string;
  readonly actor: string;
}

/**
 * Takes in one file of the ministry's open directory in one transaction and tells what it changed. What the file's
 * services had before and it has no longer is closed. The same file again changes nothing.
 */
export async function importDirectory(
  context: Context,
  { file, edition, actor }: ImportInput,
): Promise<DirectoryImport> {
  const at = context.now();
  const id = crypto.randomUUID();
  const report = await context.database.transaction(async (queries) => {
    await queries.query("select pg_advisory_xact_lock(hashtext('directory import'))");
    const refused = await stage(queries, limited(file));
    const found = await compare(queries, refused);
    await write(queries, found, refused, { edition, at });
    await queries.query(
      'insert into directory_imports (import_id, imported_at, actor, source_edition, report) values ($1, $2, $3, $4, $5)',
      [id, at, actor, edition, JSON.stringify(found.report)],
    );
    const entry = { at, actor, officeNumber: null, action: 'directory.imported' as const };
    await recordAudit(queries, { ...entry, subjectType: 'directory', subjectId: id });
    return found.report;
  });
  return { id, importedAt: at.toISOString(), actor, edition, report };
}

/** What an import of the file would change just now; the directory stays as it is. */
export async function previewImport(
  { database, now }: Context,
  { file, actor }: Omit<ImportInput, 'edition'>,
): Promise<ImportReport> {
  return database.transaction(async (queries) => {
    const { report } = await compare(queries, await stage(queries, limited(file)));
    const entry = { at: now(), actor, officeNumber: null, action: 'directory.previewed' as const };
    await recordAudit(queries, { ...entry, subjectType: 'directory', subjectId: report.services.join(' ') });
    return report;
  });
}

async function* limited(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Problem('MSB-REQUEST-TOO-LARGE');
    yield chunk;
  }
}

interface Refused {
  readonly count: number;
  readonly first: readonly RefusedRow[];
  /** Offices that are in the file but can't be read: not closed. */
  readonly officeNumbers: readonly string[];
}

/** Reads the file into a table of this transaction; returns what was refused. */
async function stage(queries: Queries, file: AsyncIterable<Uint8Array>): Promise<Refused> {
  await queries.query(
    `create temporary table staged on commit drop as select ${NAMES} from registry_offices with no data`,
  );
  let places: ReturnType<typeof readHeading> | null = null;
  let batch: RegistryRow[] = [];
  const seen = new Map<string, number>();
  const first: RefusedRow[] = [];
  const officeNumbers: string[] = [];
  let count = 0;
  for await (const row of readCsvRows(decodeText(file))) {
    if (!places) {
      places = readHeading(row);
      continue;
    }
    const read = refuseTwice(readRow(row, places), row.line, seen);
    if ('reason' in read) {
      count++;
      officeNumbers.push((row.cells[places.get('officeNumber') ?? -1] ?? '').trim());
      if (first.length < NAMED) first.push(read);
      continue;
    }
    batch.push(read);
    if (batch.length < BATCH) continue;
    await insertStaged(queries, batch);
    batch = [];
  }
  await insertStaged(queries, batch);
  if (seen.size === 0) throw new Problem('MSB-DIRECTORY-FILE', { reason: emptyReason(first) });
  await queries.query('create unique index on staged (office_number, service_name)');
  await queries.query('analyze staged');
  return { count, first, officeNumbers };
}

function emptyReason([row]: readonly RefusedRow[]): string {
  if (!row) return '事業所の行がありません。';
  return `取り込める行がありません。${row.line}行目「${row.column}」: ${row.reason}`;
}

function refuseTwice(
  read: RegistryRow | RefusedRow,
  line: number,
  seen: Map<string, number>,
): RegistryRow | RefusedRow {
  if ('reason' in read) return read;
  const key = `${read.officeNumber} ${read.serviceName}`;
  const before = seen.get(key);
  if (before === undefined) {
    seen.set(key, line);
    return read;
  }
  const reason = `同じ事業所・サービスが${before}行目にもあります。`;
  return { line, column: COLUMNS.officeNumber.title, value: read.officeNumber, reason };
}

async function insertStaged(queries: Queries, rows: readonly RegistryRow[]): Promise<void> {
  const columns = FIELDS.map(([, key]) => rows.map((row) => row[key]));
  const places = FIELDS.map(([, , type], at) => `$${at + 1}::${type}[]`).join(', ');
  await queries.query(`insert into staged (${NAMES}) select * from unnest(${places})`, columns);
}

interface Named {
  readonly officeNumber: string;
  readonly name: string;
}

interface Difference extends Named {
  readonly before: readonly (string | null)[];
  readonly after: readonly (string | null)[];
}

interface Comparison {
  readonly report: ImportReport;
  /** Every office that is new, changed or closed. */
  readonly touched: readonly string[];
}

const SAME = 'r.office_number = s.office_number and r.service_name = s.service_name';
/** The service type can only change with our own table of names. */
const DIFFERS = `${SAME} and r.closed_at is null and (r.service_type, ${listOf('r')}) is distinct from (s.service_type, ${listOf('s')})`;
/** Within the services of the file ($1) what is in it no longer, but for what could not be read ($2). */
const GONE = `r.closed_at is null and r.service_name = any($1) and not r.office_number = any($2)
  and not exists (select from staged s where ${SAME})`;

/** How the registry differs from what is staged. */
async function compare(queries: Queries, refused: Refused): Promise<Comparison> {
  const texts = (prefix: string) => COMPARED.map(({ column }) => `${prefix}.${column}::text`).join(', ');
  const found = 'office_number as "officeNumber"';
  const services = await servicesOf(queries);
  const [staged] = await queries.query<{ rows: number }>('select count(*)::int as rows from staged');
  const changed = await queries.query<Difference>(
    `select s.${found}, s.name, array[${texts('r')}] as before, array[${texts('s')}] as after
       from staged s join registry_offices r on ${DIFFERS} order by s.office_number, s.service_name`,
  );
  const added = await queries.query<Named>(
    `select s.${found}, s.name from staged s
      where not exists (select from registry_offices r where ${SAME} and r.closed_at is null)
      order by s.office_number, s.service_name`,
  );
  const closed = await queries.query<Named>(
    `select r.${found}, r.name from registry_offices r where ${GONE} order by r.office_number, r.service_name`,
    [services, refused.officeNumbers],
  );
  const rows = staged?.rows ?? 0;
  const report: ImportReport = {
    services,
    rows: rows + refused.count,
    unchanged: rows - added.length - changed.length,
    addedCount: added.length,
    changedCount: changed.length,
    closedCount: closed.length,
    refusedCount: refused.count,
    added: added.slice(0, NAMED),
    changed: changed.slice(0, NAMED).map(describe),
    closed: closed.slice(0, NAMED),
    refused: [...refused.first],
  };
  return { report, touched: [...changed, ...added, ...closed].map(({ officeNumber }) => officeNumber) };
}

async function servicesOf(queries: Queries): Promise<string[]> {
  const rows = await queries.query<{ name: string }>(
    'select distinct service_name as name from staged order by service_name',
  );
  return rows.map(({ name }) => name);
}

function describe({ officeNumber, name, before, after }: Difference): ImportReport['changed'][number] {
  const changes = COMPARED.flatMap(({ title }, place) =>
    before[place] === after[place] ? [] : [{ column: title, before: before[place] ?? '', after: after[place] ?? '' }],
  );
  return { officeNumber, name, changes };
}

const listAll = (prefix: string) => FIELDS.map(([column]) => `${prefix}.${column}`).join(', ');

/** Brings the registry to what is staged, and the entries of all offices that differed. */
async function write(
  queries: Queries,
  { report, touched }: Comparison,
  refused: Refused,
  { edition, at }: { readonly edition: string; readonly at: Date },
): Promise<void> {
  await queries.query(
    `update registry_offices r set (${NAMES}) = row(${listAll('s')}), source_edition = $1, updated_at = $2
       from staged s where ${DIFFERS}`,
    [edition, at],
  );
  await queries.query(
    `insert into registry_offices as r (${NAMES}, source_edition, updated_at) select ${NAMES}, $1, $2 from staged
     on conflict (office_number, service_name) do update set (${NAMES}) = row(${listAll('excluded')}),
       closed_at = null, source_edition = $1, updated_at = $2 where r.closed_at is not null`,
    [edition, at],
  );
  await queries.query(`update registry_offices r set closed_at = $3, updated_at = $3 where ${GONE}`, [
    report.services,
    refused.officeNumbers,
    at,
  ]);
  if (touched.length > BATCH) await queries.query('analyze registry_offices');
  await queries.query('select refresh_directory($1)', [touched]);
}

/** Imports, newest first. */
export async function listImports(
  queries: Queries,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: DirectoryImport[]; next: string | null }> {
  const rows = await queries.query<{
    id: string;
    importedAt: Date;
    actor: string;
    edition: string;
    report: ImportReport;
  }>(
    `select import_id as id, imported_at as "importedAt", actor, source_edition as edition, report from directory_imports
      where $1::timestamptz is null or imported_at < $1 order by imported_at desc limit $2`,
    [cursor && !Number.isNaN(Date.parse(cursor)) ? new Date(cursor) : null, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => ({ ...row, importedAt: row.importedAt.toISOString() }));
  return { items, next: rows.length > limit ? (items.at(-1)?.importedAt ?? null) : null };
}
