import type { Certificate } from '@musubi/evidence';
import type { Queries } from '../platform/database.js';
import type { RowKey } from '../platform/row-key.js';
import { type Checkpoint, digestOf, isSignedBy, readCheckpoint } from './checkpoints.js';
import type { Copied } from './copy.js';
import { CHAINED_FIELDS, type ChainedRow, encodeFields, headAfter, NO_HEAD, placeOf } from './rows.js';

/** The fault at the first place where there is one. */
export type AuditFault =
  /** The row that was sealed at this position is gone. */
  | { readonly kind: 'missing'; readonly position: number; readonly auditId: number | null }
  /** Another row, or another content, stands where this one was sealed. */
  | { readonly kind: 'changed'; readonly position: number; readonly auditId: number }
  /** The row's own time does not fit the time of its seal. */
  | { readonly kind: 'dated'; readonly position: number; readonly auditId: number }
  /** A row that the hub did not write: inserted, appended, or a copy of another. */
  | { readonly kind: 'foreign'; readonly position: null; readonly auditId: number }
  /** A signed statement is missing, changed, or not the hub's; rows from this position on are without it. */
  | { readonly kind: 'checkpoint'; readonly position: number; readonly auditId: null }
  /** A statement from outside says something else of the chain up to here. */
  | { readonly kind: 'outside'; readonly position: number; readonly auditId: null };

export interface Verified {
  /** The first row that is checked: rows before were forgotten after their years. */
  readonly from: number;
  /** The last row under a signed statement that holds. */
  readonly to: number;
  /** Rows of the last seconds, authentic and not yet sealed. */
  readonly unsealed: number;
  readonly fault: AuditFault | null;
}

/** The keys a check goes by: the certificate of the receipts' key; and the row key, which is only on the hub's machine. */
export interface Verifying {
  readonly signer: Certificate;
  readonly rowKey: RowKey | null;
  /** Statements that were kept outside. */
  readonly outside: readonly Checkpoint[];
}

interface Leaf {
  readonly position: number;
  readonly auditId: number;
  /** Null when the audit log has no such row. */
  readonly row: ChainedRow | null;
  /** Null in copies. */
  readonly proof: Buffer | null;
}

/** Verifies the audit log in the database and names the first row that is not as it was written. */
export async function verifyAudit(queries: Queries, verifying: Verifying): Promise<Verified> {
  const stored = await queries.query<{ statement: string; signature: Buffer }>(
    'select statement, signature from audit_checkpoints order by size',
  );
  const checkpoints = stored.map(({ statement, signature }) => readCheckpoint(statement, signature));
  const chained = await follow(checkpoints, leavesOf(queries), verifying);
  if (chained.fault) return chained;
  const { unsealed, foreign } = await tailOf(queries, verifying.rowKey);
  if (foreign === null) return { ...chained, unsealed };
  return { ...chained, unsealed, fault: { kind: 'foreign', position: null, auditId: foreign } };
}

/** Verifies a copy alone: that its rows are those which its statements seal. */
export function verifyCopy({ rows, checkpoints }: Copied, verifying: Verifying): Promise<Verified> {
  const leaves = rows.map((row) => ({ position: row.position, auditId: row.auditId, row, proof: null }));
  return follow(checkpoints, leaves, verifying);
}

const MINUTES = 60_000;
/** Clocks of several hub processes and a slow request: a row's time may be off its seal's by this. */
const SLACK = 15 * MINUTES;

async function follow(
  checkpoints: readonly (Checkpoint | null)[],
  leaves: AsyncIterable<Leaf> | Iterable<Leaf>,
  verifying: Verifying,
): Promise<Verified> {
  const [first, ...rest] = checkpoints;
  const none = { from: 1, to: 0, unsealed: 0 };
  const wrong = (position: number): AuditFault => ({ kind: 'checkpoint', position, auditId: null });
  if (!first || !isSignedBy(first, verifying.signer)) return { ...none, fault: wrong(1) };
  const start = first.statement.size;
  const outside = outsideAfter(verifying, start);
  const state = { from: start + 1, to: start, unsealed: 0 };
  let head: Uint8Array = start === 0 ? NO_HEAD : Buffer.from(first.statement.head, 'hex');
  let last = first;
  let isForgettingSaid = start === 0;
  const waiting = [...rest];
  if (head.length !== 32 || differs(outside, start, head)) return { ...state, fault: wrong(start + 1) };
  let position = start;
  for await (const leaf of leaves) {
    position++;
    const due = waiting[0];
    if (due === undefined) return { ...state, fault: wrong(position) };
    const fault = due ? faultOf(leaf, position, head, { last, due, verifying }) : wrong(state.to + 1);
    if (fault || !leaf.row || !due) return { ...state, fault: fault ?? wrong(position) };
    head = headAfter(head, leaf.row);
    const [, , , , action, , subject] = leaf.row.fields;
    if (action === 'audit.forgotten' && subject === String(start)) isForgettingSaid = true;
    if (differs(outside, position, head))
      return { ...state, fault: { kind: 'outside', position: state.to + 1, auditId: null } };
    if (position < due.statement.size) continue;
    if (!isNext(last, due, head, verifying)) return { ...state, fault: wrong(state.to + 1) };
    last = due;
    waiting.shift();
    state.to = position;
  }
  if (waiting.length > 0) return { ...state, fault: { kind: 'missing', position: position + 1, auditId: null } };
  if ([...outside.keys()].some((size) => size > position))
    return { ...state, fault: { kind: 'missing', position: position + 1, auditId: null } };
  // Rows before the first checkpoint are gone: the hub's own row says that they were forgotten, or somebody took them.
  if (!isForgettingSaid) return { ...state, from: 1, fault: { kind: 'missing', position: 1, auditId: null } };
  return { ...state, fault: null };
}

/** Heads by size that statements from outside tell of; only those that the hub signed count. */
function outsideAfter({ outside, signer }: Verifying, start: number): ReadonlyMap<number, string> {
  const signed = outside.filter((one) => one.statement.size >= start && isSignedBy(one, signer));
  return new Map(signed.map(({ statement }) => [statement.size, statement.head]));
}

const differs = (outside: ReadonlyMap<number, string>, size: number, head: Uint8Array) => {
  const said = outside.get(size);
  return said !== undefined && said !== Buffer.from(head).toString('hex');
};

const isNext = (last: Checkpoint, due: Checkpoint, head: Uint8Array, { signer }: Verifying) =>
  isSignedBy(due, signer) &&
  due.statement.previous === digestOf(last) &&
  due.statement.head === Buffer.from(head).toString('hex');

function faultOf(
  { position, auditId, row, proof }: Leaf,
  expected: number,
  head: Uint8Array,
  { last, due, verifying: { rowKey } }: { last: Checkpoint; due: Checkpoint; verifying: Verifying },
): AuditFault | null {
  if (position !== expected) return { kind: 'missing', position: expected, auditId: null };
  if (!row) return { kind: 'missing', position, auditId };
  const changed: AuditFault = { kind: 'changed', position, auditId };
  if (rowKey && !isOwn(rowKey, row, last.statement.inherited)) return changed;
  if (proof && rowKey && !rowKey.prove(placeOf(position, headAfter(head, row))).equals(proof)) return changed;
  if (row.authentic === null) return null; // from before rows were sealed within seconds
  const at = Date.parse(row.fields[0] ?? '');
  const [earliest, latest] = [Date.parse(last.statement.at) - SLACK, Date.parse(due.statement.at) + SLACK];
  return at >= earliest && at <= latest ? null : { kind: 'dated', position, auditId };
}

const isOwn = (rowKey: RowKey, { auditId, fields, authentic }: ChainedRow, inherited: number) =>
  authentic === null ? auditId <= inherited : rowKey.isAuthentic(encodeFields(fields), authentic);

const PAGE = 5000;

async function* leavesOf(queries: Queries): AsyncGenerator<Leaf> {
  for (let after = -1; ; ) {
    const page = await queries.query<
      Omit<Leaf, 'row'> & Pick<ChainedRow, 'authentic'> & { fields: string[]; isThere: boolean }
    >(
      `select l.position, l.audit_id as "auditId", l.proof, a.audit_id is not null as "isThere", ${CHAINED_FIELDS} as fields, a.authentic
         from audit_leaves l left join audit_log a using (audit_id) where l.position > $1 order by l.position limit ${PAGE}`,
      [after],
    );
    for (const { isThere, fields, authentic, ...leaf } of page)
      yield { ...leaf, row: isThere ? { ...leaf, fields, authentic } : null };
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.position;
  }
}

/** Rows without a seal: those of the last seconds, and the first that the hub did not write. */
async function tailOf(queries: Queries, rowKey: RowKey | null): Promise<{ unsealed: number; foreign: number | null }> {
  const rows = await queries.query<Omit<ChainedRow, 'position'> & { isCopy: boolean }>(
    `select a.audit_id as "auditId", ${CHAINED_FIELDS} as fields, a.authentic,
            exists (select from audit_log b where b.authentic = a.authentic and b.audit_id <> a.audit_id
              and (b.audit_id < a.audit_id or exists (select from audit_leaves l where l.audit_id = b.audit_id))) as "isCopy"
       from audit_log a where not exists (select from audit_leaves l where l.audit_id = a.audit_id) order by a.audit_id`,
  );
  const foreign = rows.find(
    ({ authentic, fields, isCopy }) =>
      authentic === null || isCopy || (rowKey !== null && !rowKey.isAuthentic(encodeFields(fields), authentic)),
  );
  return { unsealed: rows.length, foreign: foreign?.auditId ?? null };
}
