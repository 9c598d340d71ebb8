import { type ActOnOffice, type WantedAct, wantedAct } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { tellOffice } from '../events/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { raiseAlert } from '../sessions/index.js';
import { subjectNameOf } from './second-operator.js';
import { tellOfAct } from './telling.js';

const SHOWN_MS = 90 * 24 * 60 * 60_000;

interface StoredAct {
  readonly id: string;
  readonly wanted: WantedAct;
  readonly subjectId: string;
  readonly reason: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly outcome: 'done' | 'failed' | 'refused' | null;
  readonly disowned: boolean;
  readonly seen: boolean;
}

/** Acts on the office of an account ($1, $2); operators' own matters and ids are left out. */
const SELECT = `
  select act_id as id, wanted, subject_id as "subjectId", reason, asked_at as "askedAt", expires_at as "expiresAt", decided_at as "decidedAt",
         outcome, disowned_at is not null as disowned,
         exists (select 1 from operator_acts_seen s where s.act_id = o.act_id and s.account_id = $2 and s.decided = (o.outcome is not null)) as seen
    from operator_acts o where office_number = $1 and not about_operator`;

async function present(queries: Queries, row: StoredAct, at: Date): Promise<ActOnOffice> {
  const { wanted: stored, outcome, ...act } = row;
  const wanted = wantedAct.parse(stored);
  return {
    ...act,
    kind: wanted.kind,
    subjectName: await subjectNameOf(queries, wanted),
    askedAt: row.askedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    state: outcome ?? (row.expiresAt > at ? 'waiting' : 'expired'),
  };
}

async function requireAct(queries: Queries, { officeNumber, accountId }: Caller, actId: string): Promise<StoredAct> {
  const [row] = await queries.query<StoredAct>(`${SELECT} and act_id = $3 for update`, [
    officeNumber,
    accountId,
    actId,
  ]);
  if (!row) throw new Problem('MSB-NOT-FOUND');
  return row;
}

/** Lists the acts operators asked for or did to the caller's office in the last months, newest first. */
export async function actsOnOffice({ database, now }: Context, caller: Caller): Promise<ActOnOffice[]> {
  const at = now();
  const rows = await database.query<StoredAct>(`${SELECT} and asked_at > $3 order by asked_at desc, act_id limit 50`, [
    caller.officeNumber,
    caller.accountId,
    new Date(at.getTime() - SHOWN_MS),
  ]);
  return Promise.all(rows.map((row) => present(database, row, at)));
}

/** An administrator has looked at an act as it stands: it is no news to them until it is decided. */
export async function seeAct({ database, now }: Context, caller: Caller, actId: string): Promise<void> {
  await database.transaction(async (queries) => {
    const { outcome, subjectId } = await requireAct(queries, caller, actId);
    const seen = await queries.query(
      'insert into operator_acts_seen (act_id, account_id, decided) values ($1, $2, $3) on conflict do nothing returning 1',
      [actId, caller.accountId, outcome !== null],
    );
    if (seen.length === 0) return;
    const subject = { subjectType: 'operator-act', subjectId: actId, detail: subjectId };
    await recordAudit(queries, { at: now(), ...actorOf(caller), action: 'operator.act-seen', ...subject });
  });
}

/**
 * The office says that it knows nothing of an act. All operators get an alert, and what waits is refused: no operator can
 * confirm it any more.
 */
export async function disownAct({ database, now }: Context, caller: Caller, actId: string): Promise<ActOnOffice> {
  return database.transaction(async (queries) => {
    const at = now();
    const before = await requireAct(queries, caller, actId);
    if (!before.disowned) {
      const isWaiting = before.outcome === null && before.expiresAt > at;
      await queries.query(
        `update operator_acts set disowned_at = $2, disowned_by = $3, outcome = case when $4 then 'refused' else outcome end,
                decided_at = case when $4 then $2 else decided_at end where act_id = $1`,
        [actId, at, caller.userId, isWaiting],
      );
      const subject = { subjectType: 'operator-act', subjectId: actId, detail: before.subjectId };
      await recordAudit(queries, { at, ...actorOf(caller), action: 'operator.act-disowned', ...subject });
      const detail = `${caller.officeNumber} ${before.wanted.kind} ${before.subjectId}`;
      await raiseAlert(queries, at, 'operator-act-disowned', detail);
      if (isWaiting) await tellOfAct(queries, actId, at);
      else await tellOffice(queries, caller.officeNumber, 'operator-act.changed');
    }
    return present(queries, await requireAct(queries, caller, actId), at);
  });
}
