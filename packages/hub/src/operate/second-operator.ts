import { type ActDecided, type OperatorAct, type WantedAct, wantedAct } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { findOffices } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { raiseAlert } from '../sessions/index.js';
import { tellOfAct } from './telling.js';

const WAITS_MS = 24 * 60 * 60_000;

/** The subject of an act, as audit rows and lists name it. */
export interface Subject {
  readonly type: 'account' | 'certificate' | 'office';
  readonly id: string;
}

/** An act on its way to a second operator. */
export interface Asked {
  readonly wanted: WantedAct;
  readonly subject: Subject;
  readonly officeNumber: string;
  /** Of an operator's account: a matter of operators alone, which no office is told. */
  readonly isAboutOperator: boolean;
  readonly reason: string;
}

export interface WaitingAct {
  readonly id: string;
  readonly wanted: WantedAct;
  readonly subjectId: string;
  readonly officeNumber: string;
  readonly isAboutOperator: boolean;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

const SELECT = `select act_id as id, wanted, subject_id as "subjectId", office_number as "officeNumber", about_operator as "isAboutOperator",
  reason, asked_by as "askedBy", asked_at as "askedAt", expires_at as "expiresAt" from operator_acts where outcome is null and expires_at > $1`;

const SUBJECT_TYPES: Readonly<Record<WantedAct['kind'], Subject['type']>> = {
  unlock: 'account',
  disable: 'account',
  enable: 'account',
  'reset-second-factor': 'account',
  'reset-password': 'account',
  'add-certificate': 'certificate',
  'add-person': 'office',
  'merge-office': 'office',
};

async function record(
  queries: Queries,
  at: Date,
  caller: Caller,
  {
    wanted: { kind },
    subjectId,
    officeNumber,
    reason,
  }: Pick<WaitingAct, 'wanted' | 'subjectId' | 'officeNumber' | 'reason'>,
  action: 'operator.act-asked' | 'operator.act-confirmed' | 'operator.act-refused' | 'operator.act-failed',
): Promise<void> {
  const subject = { subjectType: SUBJECT_TYPES[kind], subjectId, detail: `${kind} ${reason}` };
  await recordAudit(queries, { at, ...actorOf({ ...caller, officeNumber }), action, ...subject });
}

/**
 * Writes down what an operator wants done, tells all operators and the office; nothing happens until another operator
 * confirms it. Throws MSB-OPERATOR-REASON without a reason: the office reads it.
 */
export async function askSecond(
  { database, now }: Context,
  caller: Caller,
  asked: Omit<Asked, 'reason'> & { readonly reason: string | undefined },
): Promise<void> {
  const { wanted, subjectId, officeNumber, isAboutOperator, reason } = { ...asked, subjectId: asked.subject.id };
  if (reason === undefined) throw new Problem('MSB-OPERATOR-REASON');
  const at = now();
  const id = crypto.randomUUID();
  await database.transaction(async (queries) => {
    await queries.query(
      `insert into operator_acts (act_id, kind, wanted, subject_id, office_number, about_operator, reason, asked_by, asked_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        wanted.kind,
        JSON.stringify(wanted),
        subjectId,
        officeNumber,
        isAboutOperator,
        reason,
        caller.userId,
        at,
        new Date(at.getTime() + WAITS_MS),
      ],
    );
    await record(queries, at, caller, { wanted, subjectId, officeNumber, reason }, 'operator.act-asked');
    await raiseAlert(queries, at, 'operator-act-asked', `${caller.userId} ${wanted.kind} ${officeNumber} ${subjectId}`);
    if (!isAboutOperator) await tellOfAct(queries, id, at);
  });
}

/** The name of the person an act is about, if it is about one. */
export async function subjectNameOf(queries: Queries, wanted: WantedAct): Promise<string | null> {
  if (wanted.kind === 'add-person') return wanted.person.displayName;
  if (!('userId' in wanted)) return null;
  const [row] = await queries.query<{ name: string }>('select display_name as name from accounts where user_id = $1', [
    wanted.userId,
  ]);
  return row?.name ?? null;
}

/** Returns the acts awaiting a second operator, oldest first, and how many operators could confirm the caller's. */
export async function waitingActs(
  { database, now }: Context,
  { userId }: Pick<Caller, 'userId'>,
): Promise<{ acts: OperatorAct[]; otherOperators: number }> {
  const rows = await database.query<WaitingAct>(`${SELECT} order by asked_at, act_id limit 100`, [now()]);
  const offices = await findOffices(database, [...new Set(rows.map(({ officeNumber }) => officeNumber))]);
  const present = async ({ isAboutOperator: _, ...row }: WaitingAct): Promise<OperatorAct> => {
    const wanted = wantedAct.parse(row.wanted);
    return {
      ...row,
      wanted,
      kind: wanted.kind,
      subjectName: await subjectNameOf(database, wanted),
      officeName: offices.get(row.officeNumber)?.name ?? '',
      askedAt: row.askedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    };
  };
  const [others] = await database.query<{ count: number }>(
    `select count(*) as count from accounts
      where kind = 'operator' and role = 'operator' and not disabled and removed_at is null and user_id <> $1`,
    [userId],
  );
  return { acts: await Promise.all(rows.map(present)), otherOperators: others?.count ?? 0 };
}

/**
 * Confirms or refuses what another operator asked for. Whoever asked may take it back, never confirm it, and neither may
 * whom it is about. The decision is kept and told before `perform` runs: an act happens at most once and never untold.
 */
export async function decideAct(
  context: Context,
  caller: Caller,
  actId: string,
  isConfirmed: boolean,
  perform: (act: WaitingAct) => Promise<ActDecided>,
): Promise<ActDecided | null> {
  const { database, now } = context;
  const at = now();
  const act = await database.transaction(async (queries) => {
    const [waiting] = await queries.query<WaitingAct>(`${SELECT} and act_id = $2 for update`, [at, actId]);
    if (!waiting) throw new Problem('MSB-NOT-FOUND');
    const isParty = caller.userId === waiting.subjectId || caller.userId === waiting.askedBy;
    if (isConfirmed && isParty) throw new Problem('MSB-OPERATOR-SECOND');
    await queries.query(
      `update operator_acts set outcome = $2, decided_at = $3, decided_by = nullif(nullif($4, asked_by), subject_id)
        where act_id = $1`,
      [actId, isConfirmed ? 'done' : 'refused', at, caller.userId],
    );
    await record(queries, at, caller, waiting, isConfirmed ? 'operator.act-confirmed' : 'operator.act-refused');
    if (!waiting.isAboutOperator) await tellOfAct(queries, actId, at);
    return { ...waiting, wanted: wantedAct.parse(waiting.wanted) };
  });
  if (!isConfirmed) return null;
  try {
    return await perform(act);
  } catch (error) {
    await database.transaction(async (queries) => {
      await queries.query("update operator_acts set outcome = 'failed' where act_id = $1", [actId]);
      await record(queries, now(), caller, act, 'operator.act-failed');
      if (!act.isAboutOperator) await tellOfAct(queries, actId, now());
    });
    throw error;
  }
}
