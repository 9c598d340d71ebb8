import type { DraftPurpose } from '@musubi/contract';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import {
  countDrafts,
  findDraft,
  isBeingEdited,
  lockDrafts,
  noteChange,
  onlyOf,
  requireDraft,
  type StoredDraft,
} from './store.js';

/** Drafts are few; actuals are a document per client and month. */
const MAX_DRAFTS: Readonly<Record<DraftPurpose, number>> = {
  sending: 500,
  actuals: 5000,
  schedule: 5000,
  reconciliation: 500,
};

export interface DraftChange {
  readonly purpose: DraftPurpose;
  readonly basedOn: number;
  readonly head: string;
  readonly partIds: readonly string[];
}

/** Saves a head over the version it was made from, and lets go of the parts it no longer names. */
export async function saveDraft(
  { database, now }: Context,
  caller: Caller,
  id: string,
  change: DraftChange,
): Promise<StoredDraft> {
  const next = { head: Buffer.from(change.head, 'base64'), partIds: [...new Set(change.partIds)] };
  return database.transaction(async (queries) => {
    await lockDrafts(queries, caller);
    const before = await findDraft(queries, caller, id, 'for update');
    if (before && isRepeated(before, change.basedOn, next)) return before;
    if ((before?.version ?? 0) !== change.basedOn) throw new Problem('MSB-DRAFT-CHANGED');
    if (!before && (await countDrafts(queries, caller, change.purpose)) >= MAX_DRAFTS[change.purpose])
      throw new Problem('MSB-DRAFT-TOO-MANY');
    await requireParts(queries, caller, id, next.partIds);
    const saved = await queries.query(
      `insert into drafts (office_number, draft_id, version, head, part_ids, updated_at, updated_by, purpose, made_by)
       values ($1, $2, 1, $3, $4, $5, $6, $7, $6)
       on conflict (office_number, draft_id) do update
         set version = drafts.version + 1, head = $3, part_ids = $4, updated_at = $5, updated_by = $6
         where $8::uuid is null or drafts.made_by = $8 returning draft_id`,
      [caller.officeNumber, id, next.head, next.partIds, now(), caller.accountId, change.purpose, onlyOf(caller)],
    );
    if (saved.length === 0) throw new Problem('MSB-NOT-FOUND');
    const dropped = before?.partIds.filter((partId) => !next.partIds.includes(partId)) ?? [];
    await dropParts(queries, caller, id, dropped);
    await noteChange(queries, caller, now(), 'draft.saved', id);
    return requireDraft(queries, caller, id);
  });
}

/** A save whose answer got lost is sent again: it is not a conflict with itself. */
function isRepeated(
  before: StoredDraft,
  basedOn: number,
  next: { readonly head: Buffer; readonly partIds: readonly string[] },
): boolean {
  const hasSameParts = before.partIds.join() === next.partIds.join();
  return before.version === basedOn + 1 && hasSameParts && before.head.equals(next.head);
}

async function requireParts(queries: Queries, caller: Caller, id: string, partIds: readonly string[]): Promise<void> {
  const rows = await queries.query(
    'select 1 from draft_parts where office_number = $1 and draft_id = $2 and part_id = any($3)',
    [caller.officeNumber, id, partIds],
  );
  if (rows.length < partIds.length) throw new Problem('MSB-DRAFT-PART-MISSING');
}

async function dropParts(queries: Queries, caller: Caller, id: string, partIds: readonly string[]): Promise<void> {
  await queries.query('delete from draft_parts where office_number = $1 and draft_id = $2 and part_id = any($3)', [
    caller.officeNumber,
    id,
    partIds,
  ]);
}

export async function deleteDraft({ database, now }: Context, caller: Caller, id: string): Promise<void> {
  await database.transaction(async (queries) => {
    await lockDrafts(queries, caller);
    const deleted = await queries.query(
      'delete from drafts where office_number = $1 and draft_id = $2 and ($3::uuid is null or made_by = $3) returning draft_id',
      [caller.officeNumber, id, onlyOf(caller)],
    );
    if (deleted.length === 0) throw new Problem('MSB-NOT-FOUND');
    await queries.query('delete from draft_parts where office_number = $1 and draft_id = $2', [
      caller.officeNumber,
      id,
    ]);
    await noteChange(queries, caller, now(), 'draft.deleted', id);
  });
}

/** Says that the caller's terminal has it open, or no longer. Whoever was there first stays: the others see the name. */
export async function editDraft(
  { database, now }: Context,
  caller: Caller,
  id: string,
  isEditing: boolean,
): Promise<StoredDraft> {
  return database.transaction(async (queries) => {
    const row = await requireDraft(queries, caller, id, 'for update');
    const at = now();
    const isActive = isBeingEdited(row, at);
    const isOwn = isActive && row.editingTerminal === caller.terminalId;
    if (isEditing && (isOwn || !isActive)) {
      await setEditing(queries, caller, id, { since: isOwn ? row.editingSince : at, seenAt: at });
      if (!isOwn) await noteChange(queries, caller, at, 'draft.opened', id);
    }
    if (!isEditing && isOwn) {
      await setEditing(queries, caller, id, null);
      await noteChange(queries, caller, at, 'draft.closed', id);
    }
    return requireDraft(queries, caller, id);
  });
}

async function setEditing(
  queries: Queries,
  caller: Caller,
  id: string,
  editing: { readonly since: Date | null; readonly seenAt: Date } | null,
): Promise<void> {
  await queries.query(
    `update drafts set editing_account = $3, editing_terminal = $4, editing_since = $5, editing_seen_at = $6
      where office_number = $1 and draft_id = $2`,
    [
      caller.officeNumber,
      id,
      editing && caller.accountId,
      editing && caller.terminalId,
      editing?.since ?? null,
      editing?.seenAt ?? null,
    ],
  );
}
