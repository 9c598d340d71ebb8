import type { DraftDocument } from '@musubi/client';
import type { InputFile } from '@musubi/standard';
import type { Desk } from '../app/desk.js';
import type { Batch, BatchAttachment } from './batch.js';
import { batchOf, documentOf, headOf } from './draft-document.js';
import type { DraftContent, DraftPlace } from './use-draft.js';

/** Does something with every attachment of a batch; the same batch comes back when nothing changed. */
async function mapAttachments(
  batch: Batch,
  run: (one: BatchAttachment) => Promise<BatchAttachment> | BatchAttachment,
): Promise<Batch> {
  const attachments = await Promise.all(batch.attachments.map(run));
  const edits = await Promise.all(
    Object.entries(batch.edits).map(
      async ([key, edit]) => [key, { ...edit, attachments: await Promise.all(edit.attachments.map(run)) }] as const,
    ),
  );
  const isSame =
    attachments.every((one, at) => one === batch.attachments[at]) &&
    edits.every(([key, edit]) => edit.attachments.every((one, at) => one === batch.edits[key]?.attachments[at]));
  return isSame ? batch : { ...batch, attachments, edits: Object.fromEntries(edits) };
}

/** Lays attachments that the hub does not have yet beside the draft. */
export function layAttachments(desk: Desk, draftId: string, batch: Batch): Promise<Batch> {
  const drafts = desk.sharedDrafts();
  return mapAttachments(batch, async (one) =>
    one.partId === null && one.bytes ? { ...one, partId: await drafts.addPart(draftId, one.bytes) } : one,
  );
}

/** Fetches the bytes of attachments that only lie on the hub. */
export function loadAttachments(desk: Desk, draftId: string, batch: Batch): Promise<Batch> {
  const drafts = desk.sharedDrafts();
  return mapAttachments(batch, async (one) => {
    if (one.bytes || !one.partId) return one;
    const bytes = await drafts.part(draftId, one.partId);
    return { ...one, bytes, size: bytes.length };
  });
}

/** Bytes at hand, places forgotten: the batch can become another draft. */
export function detachAttachments(batch: Batch): Promise<Batch> {
  return mapAttachments(batch, (one) => ({ ...one, partId: null }));
}

/** Rows' ids mean nothing before they are sent; the document wants some. */
const rowId = () => crypto.randomUUID();

export async function saveToHub(desk: Desk, place: DraftPlace, { batch, rows, files }: DraftContent): Promise<void> {
  const saved = await desk.sharedDrafts().save({
    id: place.id,
    basedOn: place.version,
    head: headOf(rows),
    document: documentOf(batch, rows, rowId),
    files,
    filesPart: place.filesOf === files ? place.filesPart : null,
  });
  Object.assign(place, { version: saved.version, filesPart: saved.filesPart, filesOf: files });
  await desk.unsaved.remove(place.id);
}

/** Without a hub the draft stays here, sealed like everything on this terminal. */
export async function saveOnTerminal(
  desk: Desk,
  place: DraftPlace,
  { batch, rows, files }: DraftContent,
): Promise<void> {
  const parts = new Map<string, Uint8Array>();
  const placed = await mapAttachments(batch, (one) => {
    if (one.partId || !one.bytes) return one;
    const partId = crypto.randomUUID();
    parts.set(partId, one.bytes);
    return { ...one, partId };
  });
  await desk.unsaved.save({
    id: place.id,
    version: place.version,
    at: new Date().toISOString(),
    head: headOf(rows),
    document: documentOf(placed, rows, rowId),
    files,
    parts,
  });
}

export interface OpenedDraft {
  readonly place: DraftPlace;
  readonly files: readonly InputFile[];
  readonly batch: Batch;
}

/** Opens a draft: what this terminal could not save goes before what the hub has. */
export async function openDraft(
  desk: Desk,
  id: string,
  keyOfFiles: (files: readonly InputFile[], names: readonly string[]) => Promise<string | null>,
): Promise<OpenedDraft> {
  const local = await desk.unsaved.open(id);
  if (local) {
    const batch = await restore(local.document, local.files, keyOfFiles);
    const withBytes = await mapAttachments(batch, (one) => {
      const bytes = one.partId ? local.parts.get(one.partId) : undefined;
      return bytes ? { ...one, bytes, size: bytes.length, partId: null } : one;
    });
    return {
      place: { id, version: local.version, filesPart: null, filesOf: [] },
      files: local.files,
      batch: withBytes,
    };
  }
  const { version, document, files, filesPart } = await desk.sharedDrafts().open(id);
  const batch = await restore(document, files, keyOfFiles);
  return { place: { id, version, filesPart, filesOf: files }, files, batch };
}

async function restore(
  document: DraftDocument,
  files: readonly InputFile[],
  keyOfFiles: (files: readonly InputFile[], names: readonly string[]) => Promise<string | null>,
): Promise<Batch> {
  const keys = new Map<string, string | null>();
  for (const { files: names } of document.rows) keys.set(names.join('/'), await keyOfFiles(files, names));
  return batchOf(document, (names) => keys.get(names.join('/')) ?? null);
}
