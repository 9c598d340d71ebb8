import type { ReferenceTable } from '@musubi/contract';
import { readServiceCodes } from '@musubi/reference';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';

/** A whole nationwide table has about 1.5 MB. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_TABLES = 50;

interface Stored {
  readonly id: string;
  readonly officeNumber: string | null;
  readonly name: string;
  readonly lineCount: number;
  readonly addedAt: Date;
  readonly addedBy: string;
}

const COLUMNS = `table_id as id, office_number as "officeNumber", name, line_count as "lineCount",
  added_at as "addedAt", added_by as "addedBy"`;

/** Offices need not know who works for the operator. */
const present = ({ officeNumber, addedAt, addedBy, ...table }: Stored): ReferenceTable => ({
  ...table,
  scope: officeNumber === null ? 'all' : 'office',
  addedAt: addedAt.toISOString(),
  addedBy: officeNumber === null ? '運営者' : addedBy,
});

/** サービスコード表: tables of all offices lie below those of the caller's own. */
export function registerReference({ route }: Router, context: Context): void {
  const { database, now } = context;
  route('listReferenceTables', async ({ caller }) => {
    const rows = await database.query<Stored>(
      `select ${COLUMNS} from reference_tables where office_number is null or office_number = $1
        order by office_number nulls first, added_at, table_id`,
      [caller.officeNumber],
    );
    await looked(context, caller, 'reference.listed', caller.officeNumber);
    return { tables: rows.map(present) };
  });
  route('getReferenceTable', async ({ caller, params }) => {
    const [row] = await database.query<{ content: string }>(
      'select content from reference_tables where table_id = $1 and (office_number is null or office_number = $2)',
      [params.id, caller.officeNumber],
    );
    if (!row) throw new Problem('MSB-NOT-FOUND');
    await looked(context, caller, 'reference.read', params.id);
    return row;
  });
  const add = async (caller: Caller, owner: string | null, name: string, body: AsyncIterable<Uint8Array>) => {
    const content = await textOf(body);
    const lineCount = linesIn(content);
    return database.transaction((queries) => addTable(queries, caller, { owner, name, content, lineCount, at: now() }));
  };
  route('addReferenceTable', ({ caller, query, body }) => add(caller, caller.officeNumber, query.name, body));
  route('operatorAddReferenceTable', ({ caller, query, body }) => add(caller, null, query.name, body));
  route('removeReferenceTable', ({ caller, params }) => removeTable(context, caller, caller.officeNumber, params.id));
  route('operatorRemoveReferenceTable', ({ caller, params }) => removeTable(context, caller, null, params.id));
}

function looked(
  { database, now }: Context,
  caller: Caller,
  action: 'reference.listed' | 'reference.read',
  subjectId: string,
): Promise<void> {
  return recordAudit(database, { at: now(), ...actorOf(caller), action, subjectType: 'reference', subjectId });
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
    else if (size > 4 * MAX_BYTES) break; // whoever sends on and on is not read any further
  }
  // Read to its end first: a body left half read would keep its connection busy.
  if (size > MAX_BYTES) throw new Problem('MSB-REQUEST-TOO-LARGE', { limit: MAX_BYTES });
  return Buffer.concat(chunks).toString('utf8');
}

/** Counts the lines of a table; refuses whatever is not one, for every client of the hub will read it. */
function linesIn(content: string): number {
  const lines = readServiceCodes(content);
  const month = /^\d{4}-(0[1-9]|1[0-2])$/;
  const isTable =
    content.startsWith('type,item,name,units,permille,basis,kind,from,until,insurer\n') &&
    lines.every(
      ({ code, name, from, until, insurer, units, permille }) =>
        /^[0-9A-Z]{6}$/.test(code) &&
        name !== '' &&
        month.test(from) &&
        (until === null || month.test(until)) &&
        (insurer === null || /^\d{6}$/.test(insurer)) &&
        !Number.isNaN(units ?? 0) &&
        !Number.isNaN(permille ?? 0),
    );
  if (!isTable || lines.length === 0) throw new Problem('MSB-REFERENCE-TABLE');
  return lines.length;
}

interface NewTable {
  /** The office whose table it is; null: for all offices. */
  readonly owner: string | null;
  readonly name: string;
  readonly content: string;
  readonly lineCount: number;
  readonly at: Date;
}

async function addTable(
  queries: Queries,
  caller: Caller,
  { owner, name, content, lineCount, at }: NewTable,
): Promise<ReferenceTable> {
  await queries.query('select pg_advisory_xact_lock(hashtext($1))', [`reference ${owner}`]);
  const [known] = await queries.query<{ count: number }>(
    'select count(*)::int as count from reference_tables where office_number is not distinct from $1',
    [owner],
  );
  if ((known?.count ?? 0) >= MAX_TABLES) throw new Problem('MSB-REFERENCE-TOO-MANY');
  const id = crypto.randomUUID();
  const rows = await queries.query<Stored>(
    `insert into reference_tables (table_id, office_number, name, line_count, content, added_at, added_by)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [id, owner, name, lineCount, content, at, caller.displayName],
  );
  const [added] = rows.map(present);
  if (!added) throw new Error('an inserted row was not returned');
  await recordAudit(queries, {
    ...{ at, ...actorOf(caller), action: 'reference.added' },
    ...{ subjectType: 'reference', subjectId: id, detail: owner === null ? 'all' : 'office' },
  });
  return added;
}

async function removeTable(
  { database, now }: Context,
  caller: Caller,
  owner: string | null,
  id: string,
): Promise<void> {
  await database.transaction(async (queries) => {
    const removed = await queries.query(
      'delete from reference_tables where table_id = $1 and office_number is not distinct from $2 returning table_id',
      [id, owner],
    );
    if (removed.length === 0) throw new Problem('MSB-NOT-FOUND');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'reference', subjectId: id };
    await recordAudit(queries, { ...audit, action: 'reference.removed' });
  });
}
