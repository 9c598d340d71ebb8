import { type Bytes, toBytes, toHex } from '../bytes.js';
import { DerReader, TAG } from '../der/reader.js';
import { derOf, readTime } from './certificate.js';

/** A certificate revocation list (RFC 5280). */
export interface RevocationList {
  readonly der: Bytes;
  readonly issuerDer: Bytes;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** When each serial number (hex) was revoked. */
  readonly revoked: ReadonlyMap<string, Date>;
  readonly signed: { readonly tbs: Bytes; readonly algorithm: string; readonly signature: Bytes };
}

/** Parses a list from DER or PEM; throws MSB-CRL-MALFORMED. */
export function parseRevocationList(input: Uint8Array | string): RevocationList {
  const bytes = derOf(input, 'MSB-CRL-MALFORMED');
  const outer = new DerReader(bytes, 'MSB-CRL-MALFORMED');
  const whole = outer.next(TAG.sequence);
  const list = outer.inside(whole);
  const tbs = list.next(TAG.sequence);
  const algorithm = list.enter(TAG.sequence).oid();
  const signature = toBytes(list.bits());
  const fields = list.inside(tbs);
  fields.optional(TAG.integer);
  fields.next(TAG.sequence);
  const issuerDer = toBytes(fields.next(TAG.sequence).raw);
  const thisUpdate = readTime(fields.next());
  const hasNext = fields.peekTag() === TAG.utcTime || fields.peekTag() === TAG.generalizedTime;
  const nextUpdate = hasNext ? readTime(fields.next()) : thisUpdate;
  const revoked = new Map<string, Date>();
  const entries = fields.optional(TAG.sequence);
  const reader = entries ? fields.inside(entries) : null;
  while (reader && !reader.done) {
    const entry = reader.enter(TAG.sequence);
    const serial = toHex(entry.next(TAG.integer).content);
    revoked.set(serial, readTime(entry.next()));
  }
  return {
    der: toBytes(whole.raw),
    issuerDer,
    thisUpdate,
    nextUpdate,
    revoked,
    signed: { tbs: toBytes(tbs.raw), algorithm, signature },
  };
}
