import type { OperatorAct } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { raiseAlert } from '../sessions/index.js';

const WAITS_MS = 24 * 60 * 60_000;

type Kind = OperatorAct['kind'];

interface StoredAct {
  readonly id: string;
  readonly kind: Kind;
  readonly subjectId: string;
  readonly officeNumber: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

const SELECT = `select act_id as id, kind, subject_id as "subjectId", office_number as "officeNumber", reason, asked_by as "askedBy",
  asked_at as "askedAt", expires_at as "expiresAt" from operator_acts where outcome is null and expires_at > $1`;

async function record(
  queries: Queries,
  at: Date,
  caller: Caller,
  { kind, subjectId, officeNumber, reason }: Pick<StoredAct, 'kind' | 'subjectId' | 'officeNumber' | 'reason'>,
  action: 'operator.act-asked' | 'operator.act-confirmed' | 'operator.act-refused',
): Promise<void> {
  const subject = { subjectType: 'account', subjectId, detail: `${kind} ${reason}` };
  await recordAudit(queries, { at, ...actorOf({ ...caller, officeNumber }), action, ...subject });
}

/** Writes down what an operator wants done and tells all operators; nothing happens until another one confirms it. */
export async function askSecond(
  { database, now }: Context,
  caller: Caller,
  wanted: Pick<StoredAct, 'kind' | 'subjectId' | 'officeNumber' | 'reason'>,
): Promise<void> {
  const at = now();
  const { kind, subjectId, officeNumber, reason } = wanted;
  await database.transaction(async (queries) => {
    await queries.query(
      `insert into operator_acts (act_id, kind, subject_id, office_number, reason, asked_by, asked_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        crypto.randomUUID(),
        kind,
        subjectId,
        officeNumber,
        reason,
        caller.userId,
        at,
        new Date(at.getTime() + WAITS_MS),
      ],
    );
    await record(queries, at, caller, wanted, 'operator.act-asked');
    await raiseAlert(queries, at, 'operator-act-asked', `${caller.userId} ${kind} ${subjectId}`);
  });
}

/** Returns the acts awaiting a second operator, oldest first. */
export async function waitingActs({ database, now }: Context): Promise<OperatorAct[]> {
  const rows = await database.query<StoredAct>(`${SELECT} order by asked_at, act_id limit 100`, [now()]);
  return rows.map((row) => ({
    ...row,
    askedAt: row.askedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
}

/**
 * Confirms or refuses what another operator asked for. Whoever asked may take it back, never confirm it, and neither may
 * whom it is about. `perform` runs when it is confirmed, after the decision is kept: an act happens at most once.
 */
export async function decideAct<T>(
  { database, now }: Context,
  caller: Caller,
  actId: string,
  isConfirmed: boolean,
  perform: (act: StoredAct) => Promise<T>,
): Promise<T | null> {
  const at = now();
  const act = await database.transaction(async (queries) => {
    const [waiting] = await queries.query<StoredAct>(`${SELECT} and act_id = $2 for update`, [at, actId]);
    if (!waiting) throw new Problem('MSB-NOT-FOUND');
    const isParty = caller.userId === waiting.subjectId || caller.userId === waiting.askedBy;
    if (isConfirmed && isParty) throw new Problem('MSB-OPERATOR-SECOND');
    await queries.query(
      `update operator_acts set outcome = $2, decided_at = $3, decided_by = nullif(nullif($4, asked_by), subject_id)
        where act_id = $1`,
      [actId, isConfirmed ? 'done' : 'refused', at, caller.userId],
    );
    await record(queries, at, caller, waiting, isConfirmed ? 'operator.act-confirmed' : 'operator.act-refused');
    return waiting;
  });
  return isConfirmed ? perform(act) : null;
}
