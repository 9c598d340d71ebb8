import { type KeptContent, officeTrust } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { type Attachment, unpackTransmission } from '@musubi/evidence';
import type { Desk } from '../app/desk.js';
import { checker, todayText } from '../check/checker.js';
import { switchedOff } from '../check/switched-off.js';
import { type Batch, type BatchAttachment, EMPTY_BATCH, NO_EDIT, type RowEdit } from './batch.js';
import { handOver } from './hand-over.js';

const toBatchAttachment = ({ name, mediaType, bytes }: Attachment): BatchAttachment => ({
  name,
  mediaType,
  bytes,
  size: bytes.length,
  partId: null,
});

interface Addressed {
  readonly officeNumber: string;
  readonly serviceType: string;
  readonly name: string;
}

/** A batch of one row: the unit of the given key, or a letter when there is none. */
function batchOfOne(key: string | null, { officeNumber, serviceType, name }: Addressed, edit: Partial<RowEdit>): Batch {
  const letter = `letter ${officeNumber} ${serviceType}`;
  const office = { officeNumber, name, serviceTypes: [serviceType], canReceive: true };
  return {
    ...EMPTY_BATCH,
    edits: { [key ?? letter]: { ...NO_EDIT, ...edit } },
    letters: key ? [] : [{ key: letter, serviceType, office }],
  };
}

/** Lays a transmission ready to be sent again as a new one that names the old one. */
export function resend({ id, recipient, kind, sender, serial }: Transmission, content: KeptContent): void {
  const key = content.files.length > 0 ? [kind, sender.officeNumber, recipient.officeNumber, serial].join(' ') : null;
  const attachments = content.attachments.map(toBatchAttachment);
  handOver({
    files: content.files,
    batch: batchOfOne(key, recipient, { message: content.message, attachments, supersedes: id }),
  });
}

/** What waits on this terminal, as it was written: still unpacked, or unpacked again with our own key. */
async function contentOfWaiting(desk: Desk, id: string) {
  const draft = (await desk.waiting.list()).find((one) => one.id === id);
  if (draft) {
    const { officeNumber, serviceType } = draft.recipient;
    const { message, attachments } = draft.letter;
    const supersedes = draft.letter.supersedes ?? null;
    return { officeNumber, serviceType: serviceType ?? '', files: draft.files, message, attachments, supersedes };
  }
  const queued = (await desk.outbox.list()).find(({ manifest }) => manifest.id === id);
  if (!queued) return null;
  const { createdAt, recipient } = queued.manifest;
  const supersedes = queued.refusal?.earlier ?? queued.manifest.supersedes;
  const trust = await officeTrust(await desk.trust.load());
  const verification = { trust, at: new Date(createdAt) };
  const { files, message, attachments } = await unpackTransmission(queued.packed, desk.state.identities, verification);
  return { ...recipient, files, message, attachments, supersedes };
}

/** Lays something that could not be sent ready to be mended; false when it is gone. */
export async function reopenWaiting(desk: Desk, id: string): Promise<boolean> {
  const content = await contentOfWaiting(desk, id);
  if (!content) return false;
  const { files, officeNumber, serviceType, message, attachments, supersedes } = content;
  const units = files.length > 0 ? (await checker().check(files, todayText(), switchedOff())).units : [];
  const recipient = { officeNumber, serviceType, name: officeNumber };
  const edit = { message, attachments: attachments.map(toBatchAttachment), supersedes };
  handOver({ files, batch: batchOfOne(units[0]?.key ?? null, recipient, edit) });
  return true;
}
