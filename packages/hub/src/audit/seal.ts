import type { Identity } from '@musubi/evidence';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Job } from '../platform/jobs.js';
import { type Checkpoint, digestOf, readCheckpoint, signCheckpoint } from './checkpoints.js';
import { appendCopy } from './copy.js';
import { recordAudit } from './record.js';
import { CHAINED_FIELDS, type ChainedRow, encodeFields, headAfter, NO_HEAD, placeOf } from './rows.js';

/** The time a row may stand without a seal, and be taken away without trace: a few seconds. */
const EVERY_SECONDS = 10;
const BATCH = 5000;
/** No transaction of the hub takes longer between writing its audit row and its end. */
const LATEST = '15 minutes';

/** The sealing's needs of other rooms: the key of the receipts, and how operators hear of a row that is not the hub's. */
export interface Sealing {
  readonly signer: Identity;
  alert(queries: Queries, at: Date, kind: string, detail: string): Promise<void>;
}

export function auditJobs(context: Context, sealing: Sealing): Job[] {
  return [
    { name: 'seal-audit', everySeconds: EVERY_SECONDS, run: () => sealAudit(context, sealing) },
    { name: 'forget-audit', everySeconds: 24 * 3600, run: () => forgetAudit(context) },
  ];
}

/**
 * Chains the rows that are not chained yet, signs how far the chain goes, and sends rows and statement to the copy
 * outside. Rows are written in parallel and chained here, in one order, by one process at a time.
 */
export async function sealAudit(context: Context, sealing: Sealing): Promise<void> {
  const { database, settings, log } = context;
  let after: number | null = null;
  for (;;) {
    const sealed: Sealed = await database.transaction((queries) => sealBatch(context, sealing, queries, after));
    if (sealed.checkpoint) {
      const { text, signature } = sealed.checkpoint;
      log.info({ checkpoint: text, signature: Buffer.from(signature).toString('base64') }, 'audit checkpoint');
    }
    if (!sealed.isFull) break;
    after = sealed.lastId;
  }
  if (settings.auditCopy) await appendCopy(database, settings.auditCopy);
}

interface Sealed {
  readonly checkpoint: Checkpoint | null;
  readonly isFull: boolean;
  readonly lastId: number;
}

interface StoredRow extends Omit<ChainedRow, 'position'> {
  readonly isKnown: boolean;
}

async function sealBatch(
  context: Context,
  { signer, alert }: Sealing,
  queries: Queries,
  after: number | null,
): Promise<Sealed> {
  await queries.query("select pg_advisory_xact_lock(hashtext('seal audit'))");
  const last = await lastCheckpoint(queries);
  if (!last) return begin(context, signer, queries);
  const rows = await unsealedRows(queries, after);
  const { own, foreign } = sort(queries, rows, last.statement.inherited);
  for (const { auditId } of foreign) await reportForeign(context, alert, queries, auditId);
  const lastId = rows.at(-1)?.auditId ?? 0;
  const isFull = rows.length === BATCH;
  if (own.length === 0) return { checkpoint: null, isFull, lastId };
  const { size, head, inherited } = last.statement;
  const leaves = chain(queries, own, size, Buffer.from(head, 'hex'));
  await queries.query(
    `insert into audit_leaves (position, audit_id, authentic, proof)
     select $1 + at, audit_id, authentic, proof
       from unnest($2::bigint[], $3::bytea[], $4::bytea[]) with ordinality as leaf (audit_id, authentic, proof, at)`,
    [size, own.map(({ auditId }) => auditId), own.map(({ authentic }) => authentic), leaves.proofs],
  );
  const checkpoint = signCheckpoint(
    {
      hub: context.settings.publicName,
      size: size + own.length,
      head: leaves.head.toString('hex'),
      at: context.now().toISOString(),
      previous: digestOf(last),
      inherited,
    },
    signer,
  );
  await store(queries, checkpoint, lastId);
  return { checkpoint, isFull, lastId };
}

/** The first checkpoint: nothing is chained, and rows up to today's last have no authenticator, from before it was kept. */
async function begin({ settings, now }: Context, signer: Identity, queries: Queries): Promise<Sealed> {
  const [row] = await queries.query<{ inherited: number }>(
    'select coalesce(max(audit_id), 0) as inherited from audit_log where authentic is null',
  );
  const said = { hub: settings.publicName, size: 0, head: NO_HEAD.toString('hex'), at: now().toISOString() };
  const checkpoint = signCheckpoint({ ...said, previous: null, inherited: row?.inherited ?? 0 }, signer);
  await store(queries, checkpoint, 0);
  return { checkpoint, isFull: true, lastId: 0 };
}

async function lastCheckpoint(queries: Queries): Promise<Checkpoint | null> {
  const [row] = await queries.query<{ statement: string; signature: Buffer }>(
    'select statement, signature from audit_checkpoints order by size desc limit 1',
  );
  if (!row) return null;
  const checkpoint = readCheckpoint(row.statement, row.signature);
  if (!checkpoint) throw new Error('the last audit checkpoint is not readable');
  return checkpoint;
}

/** Rows come to light in another order than their numbers: those of a while ago are looked at again. */
function unsealedRows(queries: Queries, after: number | null): Promise<StoredRow[]> {
  return queries.query<StoredRow>(
    `select a.audit_id as "auditId", ${CHAINED_FIELDS} as fields, a.authentic,
            exists (select from audit_leaves l where l.authentic = a.authentic) as "isKnown"
       from audit_log a
      where a.audit_id > coalesce($1, (select max(last_id) from audit_checkpoints
              where sealed_at < clock_timestamp() - interval '${LATEST}'), 0)
        and not exists (select from audit_leaves l where l.audit_id = a.audit_id)
      order by a.audit_id limit ${BATCH}`,
    [after],
  );
}

/** Tells the hub's own rows from those that somebody else put there, copies of own ones among them. */
function sort({ rowKey }: Queries, rows: readonly StoredRow[], inherited: number) {
  const seen = new Set<string>();
  const isOwn = ({ auditId, fields, authentic, isKnown }: StoredRow) => {
    if (authentic === null) return auditId <= inherited;
    const name = authentic.toString('hex');
    if (isKnown || seen.has(name)) return false;
    seen.add(name);
    return rowKey.isAuthentic(encodeFields(fields), authentic);
  };
  const own = rows.filter(isOwn);
  const chosen = new Set(own);
  return { own, foreign: rows.filter((row) => !chosen.has(row)) };
}

function chain({ rowKey }: Queries, rows: readonly StoredRow[], size: number, before: Buffer) {
  let head = before;
  const proofs = rows.map((row, at) => {
    const position = size + at + 1;
    head = headAfter(head, { ...row, position });
    return rowKey.prove(placeOf(position, head));
  });
  return { head, proofs };
}

const store = ({ query }: Queries, { statement, text, signature }: Checkpoint, lastId: number) =>
  query('insert into audit_checkpoints (size, statement, signature, last_id) values ($1, $2, $3, $4)', [
    statement.size,
    text,
    Buffer.from(signature),
    lastId,
  ]);

/** A row that nobody of the hub wrote is left where it is, unsealed; operators hear of it once. */
async function reportForeign(
  { now, log }: Context,
  alert: Sealing['alert'],
  queries: Queries,
  auditId: number,
): Promise<void> {
  const [known] = await queries.query("select 1 from alerts where kind = 'audit-row-foreign' and detail = $1", [
    String(auditId),
  ]);
  if (known) return;
  await alert(queries, now(), 'audit-row-foreign', String(auditId));
  log.error({ alert: 'audit-row-foreign', auditId }, 'an audit row was not written by the hub');
}

/** Forgets rows past the record period; the chain goes on from the checkpoint that stays, and a row says so. */
async function forgetAudit({ database, settings, now }: Context): Promise<void> {
  await database.transaction(async (queries) => {
    const [row] = await queries.query<{ size: number | null }>('select forget_audit($1) as size', [
      settings.recordYears,
    ]);
    if (row?.size === null || row?.size === undefined) return;
    const subject = { subjectType: 'audit', subjectId: String(row.size) };
    await recordAudit(queries, {
      at: now(),
      actor: 'system',
      officeNumber: null,
      action: 'audit.forgotten',
      ...subject,
    });
  });
}
