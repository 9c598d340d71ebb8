import type { AuditAction } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { deleteDraft, editDraft, saveDraft } from './change.js';
import { getPart, putPart } from './parts.js';
import { listDrafts, presentDraft, requireDraft } from './store.js';

/** Drafts that the terminals of an office share. The hub keeps them without being able to read them. */
export function registerDrafts({ route }: Router, context: Context): void {
  const { database, now } = context;
  const looked = (caller: Caller, action: AuditAction, subjectId: string) =>
    recordAudit(database, { at: now(), ...actorOf(caller), action, subjectType: 'draft', subjectId });
  route('listDrafts', async ({ caller, query }) => {
    await looked(caller, 'drafts.listed', caller.officeNumber);
    const { rows, next } = await listDrafts(database, caller, query);
    return { drafts: rows.map((row) => presentDraft(row, now())), next };
  });
  route('getDraft', async ({ caller, params }) => {
    const row = await requireDraft(database, caller, params.id);
    await looked(caller, 'draft.looked-at', params.id);
    return presentDraft(row, now());
  });
  route('saveDraft', async ({ caller, params, body }) =>
    presentDraft(await saveDraft(context, caller, params.id, body), now()),
  );
  route('deleteDraft', ({ caller, params }) => deleteDraft(context, caller, params.id));
  route('editDraft', async ({ caller, params, body }) =>
    presentDraft(await editDraft(context, caller, params.id, body.editing), now()),
  );
  route('putDraftPart', ({ caller, params, body }) => putPart(context, caller, params, body));
  route('getDraftPart', async ({ caller, params }) => {
    const content = await getPart(database, caller, params);
    await looked(caller, 'draft.part-read', params.id);
    return content;
  });
}
