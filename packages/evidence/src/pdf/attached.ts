import { strToU8, zipSync } from 'fflate';

/** The file inside a signed PDF that proves what its pages say. */
export const EVIDENCE_ZIP = 'evidence.zip';
/** In it, whom to trust. */
export const EVIDENCE_TRUST = 'trust.json';

/** Whom to trust, as a hub tells it: PEM of the authorities of offices and of receipts. */
export interface AttachedTrust {
  readonly anchors: readonly string[];
  readonly receiptCertificates: readonly string[];
}

/**
 * The evidence that travels inside a signed PDF: a folder per transmission without the ciphertext, and once for all whom
 * to trust. Without folders it says whom to trust only, as a 利用証明 needs it.
 */
export function evidenceZip(
  trust: AttachedTrust,
  folders: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>,
): Uint8Array {
  const zip: Record<string, Uint8Array> = {
    [EVIDENCE_TRUST]: strToU8(JSON.stringify(trust, null, 2)),
    'certificate-authorities.pem': strToU8(trust.anchors.join('')),
    'receipt-authorities.pem': strToU8(trust.receiptCertificates.join('')),
  };
  for (const [id, files] of folders) {
    for (const [name, bytes] of files) if (!(name in zip) && name !== 'payload.p7m') zip[`${id}/${name}`] = bytes;
  }
  return zipSync(zip, { level: 6 });
}
