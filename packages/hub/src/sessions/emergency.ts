import { recordAudit } from '../audit/index.js';
import { endSessions, findAccount, hashPassword } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { newToken } from './tokens.js';

/** Using the sealed emergency account opens an incident and an alert at once (security.md R07). */
export async function raiseAlarm(context: Context, queries: Queries, userId: string): Promise<void> {
  const at = context.now();
  await queries.query('insert into incidents values ($1, $2, $3)', [crypto.randomUUID(), userId, at]);
  await raiseAlert(queries, at, 'emergency-account-used', userId);
  context.log.error({ alert: 'emergency-account-used' }, 'the emergency account is in use');
}

/** Something every operator has to hear of; ids and codes only. */
export async function raiseAlert(queries: Queries, at: Date, kind: string, detail: string): Promise<void> {
  await queries.query('insert into alerts (at, kind, detail) values ($1, $2, $3)', [at, kind, detail]);
}

export interface Incident {
  readonly id: string;
  readonly userId: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

const SELECT =
  'select incident_id as id, user_id as "userId", opened_at as "openedAt", closed_at as "closedAt" from incidents';

/** Closing an incident burns the credential: it opens nothing until it is issued anew. */
export async function closeIncident(context: Context, incidentId: string, actor: string): Promise<Incident> {
  const at = context.now();
  const burned = await hashPassword(newToken());
  return context.database.transaction(async (queries) => {
    const [incident] = await queries.query<Incident>(`${SELECT} where incident_id::text = $1 for update`, [incidentId]);
    if (!incident) throw new Problem('MSB-NOT-FOUND');
    if (incident.closedAt) throw new Problem('MSB-EMERGENCY-CLOSED');
    await queries.query('update incidents set closed_at = $2 where user_id = $1 and closed_at is null', [
      incident.userId,
      at,
    ]);
    // A password that nobody knows stands in its place: enabling the account brings nothing back.
    await queries.query('update accounts set disabled = true, password_hash = $2 where user_id = $1', [
      incident.userId,
      burned,
    ]);
    const account = await findAccount(queries, incident.userId);
    if (account) await endSessions(queries, account.accountId, at);
    await recordAudit(queries, {
      at,
      actor,
      officeNumber: null,
      action: 'incident.closed',
      subjectType: 'incident',
      subjectId: incidentId,
    });
    return { ...incident, closedAt: at };
  });
}

export async function listIncidents(queries: Queries): Promise<Incident[]> {
  return queries.query<Incident>(`${SELECT} order by opened_at desc`);
}

export async function listAlerts(
  queries: Queries,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: { id: string; at: string; kind: string; detail: string }[]; next: string | null }> {
  const rows = await queries.query<{ id: number; at: Date; kind: string; detail: string }>(
    'select alert_id as id, at, kind, detail from alerts where ($1::bigint is null or alert_id < $1) order by alert_id desc limit $2',
    [cursor ? Number(cursor) || 0 : null, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => ({ ...row, id: String(row.id), at: row.at.toISOString() }));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
