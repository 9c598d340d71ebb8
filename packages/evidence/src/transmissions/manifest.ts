import { utf8 } from '../bytes.js';
import { canonicalJson } from '../json/canonical.js';
import { closed, count, listOf, literal, oneOf, optional, parseCanonical, type Shape, text } from '../json/shape.js';

/** An office and the service type it acts as. */
export type OfficeRef = { readonly officeNumber: string; readonly serviceType: string };

/**
 * What a sender signs about a transmission. The hub sees it, so it holds nothing personal: attachment names and the
 * message are only in the ciphertext, and digests of plaintext are salted with a salt inside the ciphertext.
 */
export type Manifest = {
  readonly formatVersion: 1;
  /** UUID chosen by the sender's client: a retry is the same submission. */
  readonly id: string;
  readonly sender: OfficeRef;
  readonly recipient: OfficeRef;
  /** A unit kind of the standard, or 'attachments' or 'message'. */
  readonly kind: string;
  /** YYYYMM */
  readonly serviceMonth: string | null;
  readonly edition: '3' | '4.1' | null;
  /** ファイル連番 */
  readonly serial: string | null;
  /** Standard files: digest is SHA-256 over salt ‖ bytes. */
  readonly files: readonly { readonly name: string; readonly size: number; readonly digest: string }[];
  readonly attachments: readonly { readonly size: number; readonly digest: string; readonly mediaType: string }[];
  /** Size in bytes of the UTF-8 message. */
  readonly message: { readonly size: number; readonly digest: string } | null;
  readonly payload: {
    readonly size: number;
    /** SHA-256 of the envelope as submitted. */
    readonly digest: string;
    /** SHA-256 of the ciphertext without its recipient list: stays when recipients are added. */
    readonly contentDigest: string;
  };
  /** Id of the transmission this one replaces. */
  readonly supersedes: string | null;
  /** UTC, RFC 3339. */
  readonly createdAt: string;
};

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
export const DIGEST = /^[0-9a-f]{64}$/;

export const officeRef: Shape<OfficeRef> = closed<OfficeRef>({
  officeNumber: text(/^[0-9A-Z]{10}$/),
  serviceType: text(/^[0-9A-Z]{2}$/),
});

const digest = text(DIGEST);

const manifest: Shape<Manifest> = closed<Manifest>({
  formatVersion: literal(1),
  id: text(UUID),
  sender: officeRef,
  recipient: officeRef,
  kind: text(/^[a-z-]{1,40}$/),
  serviceMonth: optional(text(/^\d{4}(0[1-9]|1[0-2])$/)),
  edition: optional(oneOf(['3', '4.1'])),
  serial: optional(text(/^\d{14}$/)),
  files: listOf(closed({ name: text(/^[0-9A-Za-z_.]{1,120}$/), size: count, digest }), 1000),
  attachments: listOf(closed({ size: count, digest, mediaType: text(/^[\w.+-]+\/[\w.+-]+$/) }), 100),
  message: optional(closed({ size: count, digest })),
  payload: closed({ size: count, digest, contentDigest: digest }),
  supersedes: optional(text(UUID)),
  createdAt: text(INSTANT),
});

/** Parses a manifest strictly: canonical bytes of exactly this shape. Throws MSB-MANIFEST-MALFORMED with the member. */
export function parseManifest(bytes: Uint8Array): Manifest {
  return parseCanonical(bytes, manifest, 'MSB-MANIFEST-MALFORMED');
}

export function manifestBytes(value: Manifest): Uint8Array {
  return utf8(canonicalJson(value));
}
