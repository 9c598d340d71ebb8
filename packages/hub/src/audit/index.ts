import type { AuditAction, AuditRow } from '@musubi/contract';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, NoteRefusal } from '../platform/http.js';
import { mayTry } from '../platform/limits.js';
import { type AuditEntry, recordAudit } from './record.js';

export { readCopiesAt } from './copy.js';
export { type AuditEntry, auditValues, INSERT_AUDIT, recordAudit } from './record.js';
export { auditJobs, sealAudit } from './seal.js';
export { recordStart } from './start.js';
export { type AuditFault, type Verified, verifyAudit, verifyCopy } from './verify.js';

/** What operators look at: each look is an action of its own. */
export type LookedAt = AuditAction extends infer A
  ? A extends `operator.looked-at-${infer What}`
    ? What
    : never
  : never;

/** The part of an audit row that says who called. */
export function actorOf(
  caller: Pick<Caller, 'userId' | 'officeNumber' | 'terminalId'>,
): Pick<AuditEntry, 'actor' | 'officeNumber' | 'terminalId'> {
  return { actor: caller.userId, officeNumber: caller.officeNumber, terminalId: caller.terminalId };
}

/** A program that asks for what it may not have, again and again, leaves this many rows of a kind an hour. */
const ROWS = { times: 5, minutes: 60 };

/** Returns a recorder of refusals to signed-in callers (R22): the route, and why. */
export function noteRefusalWith({ database, now }: Context): NoteRefusal {
  return async (caller, { method, path }, code, requestId) => {
    const route = `${method} ${path}`;
    if (!(await mayTry({ database, now }, `refused ${caller.accountId} ${route} ${code}`, ROWS))) return;
    const subject = { subjectType: 'route', subjectId: route, outcome: 'refused', detail: code, requestId } as const;
    await recordAudit(database, { at: now(), ...actorOf(caller), action: 'access.refused', ...subject });
  };
}

/** Names are told of the office's own people only: an operator stays a user id to an office. */
const nameOfOwn = (column: 'actor' | 'subject_id') =>
  `(select display_name from accounts a where a.user_id = audit_log.${column} and a.office_number = audit_log.office_number)`;
/** An operator's identity stays among operators: an office reads that one acted, and why. */
const IS_OPERATORS = `exists (select 1 from accounts a where a.user_id = audit_log.actor and a.kind = 'operator'
  and a.office_number <> audit_log.office_number)`;
const OPERATOR = 'operator';
const ROW = `audit_id as id, at, actor, office_number as "officeNumber", terminal_id as "terminalId", action,
            subject_type as "subjectType", subject_id as "subjectId", outcome, detail, request_id as "requestId",
            (select name from offices o where o.office_number = audit_log.office_number) as "officeName",
            ${nameOfOwn('actor')} as "actorName",
            case subject_type when 'office' then (select name from offices o where o.office_number = subject_id)
                              when 'account' then ${nameOfOwn('subject_id')} end as "subjectName",
            (select delegation_id from accounts where user_id = audit_log.actor) as "delegationId"`;
const present = (row: StoredRow): AuditRow => ({ ...row, id: String(row.id), at: row.at.toISOString() });
const ABOUT_ONE = 500;

/** The rows about one thing, oldest first. */
export async function auditOf(queries: Queries, subjectType: string, subjectId: string): Promise<AuditRow[]> {
  const rows = await queries.query<StoredRow>(
    `select ${ROW} from audit_log where subject_type = $1 and subject_id = $2 order by audit_id limit ${ABOUT_ONE}`,
    [subjectType, subjectId],
  );
  return rows.map(present);
}

interface StoredRow extends Omit<AuditRow, 'id' | 'at'> {
  readonly id: number;
  readonly at: Date;
}

/** An office's own rows, newest first, for its administrators; looking is itself recorded by the route. */
export async function listOwnAudit(
  queries: Queries,
  filter: Parameters<typeof listAudit>[1] & { readonly officeNumber: string },
): Promise<{ items: AuditRow[]; next: string | null }> {
  const { items, next } = await listAudit(queries, filter);
  const ids = items.map(({ id }) => id);
  const acts = await queries.query<{ id: number }>(
    `select audit_id as id from audit_log where audit_id = any($1) and ${IS_OPERATORS}`,
    [ids],
  );
  const byOperators = new Set(acts.map(({ id }) => String(id)));
  const asOffice = (row: AuditRow) =>
    byOperators.has(row.id) ? { ...row, actor: OPERATOR, terminalId: null, requestId: null } : row;
  return { items: items.map(asOffice), next };
}

/** Audit rows, newest first, for operators; looking is itself recorded by the route. */
export async function listAudit(
  queries: Queries,
  filter: {
    officeNumber?: string | undefined;
    from?: string | undefined;
    to?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: AuditRow[]; next: string | null }> {
  const rows = await queries.query<StoredRow>(
    `select ${ROW}
       from audit_log
      where ($1::text is null or office_number = $1) and ($2::timestamptz is null or at >= $2)
        and ($3::timestamptz is null or at < $3) and ($4::bigint is null or audit_id < $4)
      order by audit_id desc limit $5`,
    [
      filter.officeNumber ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.cursor ? Number(filter.cursor) || 0 : null,
      filter.limit + 1,
    ],
  );
  const items = rows.slice(0, filter.limit).map(present);
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null };
}
