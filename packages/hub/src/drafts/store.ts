import type { AuditAction, DraftData, DraftPurpose } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { tellOffice } from '../events/index.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';

/** Somebody who does not say so again for this long is taken to have left. */
const EDITING_MS = 60_000;

/** A draft's row; its head stays closed to the hub. */
export interface StoredDraft {
  readonly id: string;
  readonly purpose: DraftPurpose;
  readonly version: number;
  readonly head: Buffer;
  readonly partIds: string[];
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly editingTerminal: string | null;
  readonly editingTerminalName: string | null;
  readonly editingName: string | null;
  readonly editingSince: Date | null;
  readonly editingSeenAt: Date | null;
}

/** Names of people and terminals come with a row, since people read them. */
const SELECT = `
  select d.draft_id as id, d.purpose, d.version, d.head, d.part_ids as "partIds", d.updated_at as "updatedAt",
         (select display_name from accounts where account_id = d.updated_by) as "updatedBy",
         d.editing_terminal as "editingTerminal", (select name from terminals where terminal_id = d.editing_terminal) as "editingTerminalName",
         (select display_name from accounts where account_id = d.editing_account) as "editingName",
         d.editing_since as "editingSince", d.editing_seen_at as "editingSeenAt"
    from drafts d where d.office_number = $1 and ($2::uuid is null or d.made_by = $2)`;

/** Whose drafts alone a caller sees: an agent who may only send its own. Null: all of the office's. */
export const onlyOf = ({ agent, accountId }: Caller): string | null => (agent && !agent.mayReceive ? accountId : null);

/** A draft of the caller's office; those of others do not exist for it. */
export async function findDraft(
  queries: Queries,
  caller: Caller,
  id: string,
  lock: '' | 'for update' = '',
): Promise<StoredDraft | null> {
  const [row] = await queries.query<StoredDraft>(`${SELECT} and d.draft_id = $3 ${lock && 'for update of d'}`, [
    caller.officeNumber,
    onlyOf(caller),
    id,
  ]);
  return row ?? null;
}

export async function requireDraft(...args: Parameters<typeof findDraft>): Promise<StoredDraft> {
  const row = await findDraft(...args);
  if (!row) throw new Problem('MSB-NOT-FOUND');
  return row;
}

/** A page of the office's drafts of one purpose, by id. */
export async function listDrafts(
  queries: Queries,
  caller: Caller,
  { purpose, cursor, limit }: { purpose: DraftPurpose; cursor?: string | undefined; limit: number },
): Promise<{ rows: StoredDraft[]; next: string | null }> {
  const ordered = `${SELECT} and d.purpose = $3 and ($4::uuid is null or d.draft_id > $4) order by d.draft_id limit $5`;
  const found = await queries.query<StoredDraft>(ordered, [
    caller.officeNumber,
    onlyOf(caller),
    purpose,
    cursor ?? null,
    limit + 1,
  ]);
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** Counts a caller's drafts of one purpose. */
export async function countDrafts(queries: Queries, caller: Caller, purpose: DraftPurpose): Promise<number> {
  const [row] = await queries.query<{ count: number }>(
    'select count(*) as count from drafts d where d.office_number = $1 and ($2::uuid is null or d.made_by = $2) and d.purpose = $3',
    [caller.officeNumber, onlyOf(caller), purpose],
  );
  return row?.count ?? 0;
}

/** Whether somebody has it open: said so less than a minute ago. */
export function isBeingEdited({ editingSeenAt }: StoredDraft, now: Date): boolean {
  return editingSeenAt !== null && now.getTime() - editingSeenAt.getTime() < EDITING_MS;
}

export function presentDraft(row: StoredDraft, now: Date): DraftData {
  return {
    id: row.id,
    purpose: row.purpose,
    version: row.version,
    head: row.head.toString('base64'),
    partIds: row.partIds,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
    editing: presentEditing(row, now),
  };
}

function presentEditing(row: StoredDraft, now: Date): DraftData['editing'] {
  const { editingName, editingTerminal, editingTerminalName, editingSince } = row;
  if (!isBeingEdited(row, now) || !editingTerminal || !editingSince) return null;
  return {
    displayName: editingName ?? '',
    terminalId: editingTerminal,
    terminalName: editingTerminalName ?? '',
    since: editingSince.toISOString(),
  };
}

/** Changes of an office's drafts wait for each other: limits count what is really there. */
export async function lockDrafts(queries: Queries, { officeNumber }: Pick<Caller, 'officeNumber'>): Promise<void> {
  await queries.query('select pg_advisory_xact_lock(hashtext($1))', [`drafts ${officeNumber}`]);
}

/** What every change leaves behind: an audit row, and an event for the office's terminals. */
export async function noteChange(queries: Queries, caller: Caller, at: Date, action: AuditAction, id: string) {
  await recordAudit(queries, { at, ...actorOf(caller), action, subjectType: 'draft', subjectId: id });
  await tellOffice(queries, caller.officeNumber, 'draft.changed', id);
}
