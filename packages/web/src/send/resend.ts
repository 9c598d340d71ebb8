import type { KeptContent } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { type Batch, EMPTY_BATCH, NO_EDIT } from './batch.js';
import { handOver } from './hand-over.js';

/** Lays a transmission ready to be sent again as a new one that names the old one. */
export function resend({ id, recipient, kind, sender, serial }: Transmission, content: KeptContent): void {
  const attachments = content.attachments.map(({ name, mediaType, bytes }) => ({
    name,
    mediaType,
    bytes,
    size: bytes.length,
    partId: null,
  }));
  const isUnit = content.files.length > 0;
  const { officeNumber, serviceType, name } = recipient;
  const key = isUnit
    ? [kind, sender.officeNumber, officeNumber, serial].join(' ')
    : `letter ${officeNumber} ${serviceType}`;
  const batch: Batch = {
    ...EMPTY_BATCH,
    edits: { [key]: { ...NO_EDIT, message: content.message, attachments, supersedes: id } },
    letters: isUnit
      ? []
      : [{ key, serviceType, office: { officeNumber, name, serviceTypes: [serviceType], canReceive: true } }],
  };
  handOver({ files: content.files, batch });
}
