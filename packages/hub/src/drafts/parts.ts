import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { lockDrafts, onlyOf } from './store.js';

/** What the drafts of one office may hold together. */
const MAX_OFFICE_BYTES = 2 * 1024 ** 3;

export interface PartKey {
  readonly id: string;
  readonly partId: string;
}

/** Keeps a part for good: the same bytes again are fine, others under its id are refused. */
export async function putPart(
  { database, now, settings }: Context,
  caller: Caller,
  { id, partId }: PartKey,
  content: Uint8Array,
): Promise<void> {
  const limit = settings.maxTransmissionBytes + 65_536;
  if (content.length > limit) throw new Problem('MSB-SUBMIT-TOO-LARGE', { limit });
  const bytes = Buffer.from(content);
  await database.transaction(async (queries) => {
    await lockDrafts(queries, caller);
    const key = [caller.officeNumber, id, partId];
    const [before] = await queries.query<{ same: boolean }>(
      'select content = $4 as same from draft_parts where office_number = $1 and draft_id = $2 and part_id = $3',
      [...key, bytes],
    );
    if (before?.same) return;
    if (before) throw new Problem('MSB-DRAFT-CHANGED');
    if ((await bytesOf(queries, caller)) + bytes.length > MAX_OFFICE_BYTES) throw new Problem('MSB-DRAFT-TOO-MANY');
    await queries.query(
      `insert into draft_parts (office_number, draft_id, part_id, size, put_at, content) values ($1, $2, $3, $4, $5, $6)`,
      [...key, bytes.length, now(), bytes],
    );
    const part = { subjectType: 'draft', subjectId: id, detail: partId };
    await recordAudit(queries, { at: now(), ...actorOf(caller), action: 'draft.part-put', ...part });
  });
}

async function bytesOf(queries: Queries, { officeNumber }: Caller): Promise<number> {
  const [row] = await queries.query<{ bytes: number }>(
    'select coalesce(sum(size), 0)::bigint as bytes from draft_parts where office_number = $1',
    [officeNumber],
  );
  return row?.bytes ?? 0;
}

export async function getPart(queries: Queries, caller: Caller, { id, partId }: PartKey): Promise<Buffer> {
  const [part] = await queries.query<{ content: Buffer }>(
    `select content from draft_parts where office_number = $1 and draft_id = $2 and part_id = $3 and ($4::uuid is null
       or exists (select 1 from drafts d where d.office_number = $1 and d.draft_id = $2 and d.made_by = $4))`,
    [caller.officeNumber, id, partId, onlyOf(caller)],
  );
  if (!part) throw new Problem('MSB-NOT-FOUND');
  return part.content;
}
