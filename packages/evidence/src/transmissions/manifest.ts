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
  /** 1: until November 2026, without digests of names and key; such manifests are read for ever, and no longer made. */
  readonly formatVersion: 1 | 2;
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
  readonly attachments: readonly {
    readonly size: number;
    readonly digest: string;
    readonly mediaType: string;
    /** SHA-256 over salt ‖ name in UTF-8, so that nobody can deny the name; null in version 1. */
    readonly nameDigest: string | null;
  }[];
  /** Size in bytes of the UTF-8 message. */
  readonly message: { readonly size: number; readonly digest: string } | null;
  readonly payload: {
    readonly size: number;
    /** SHA-256 of the envelope as submitted. */
    readonly digest: string;
    /** SHA-256 of the ciphertext without its recipient list: stays when recipients are added. */
    readonly contentDigest: string;
    /** Digest of the content key: AES-GCM alone would open under two keys, to another content for each. Null in version 1. */
    readonly keyDigest: string | null;
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

const common = {
  id: text(UUID),
  sender: officeRef,
  recipient: officeRef,
  kind: text(/^[a-z-]{1,40}$/),
  serviceMonth: optional(text(/^\d{4}(0[1-9]|1[0-2])$/)),
  edition: optional(oneOf(['3', '4.1'])),
  serial: optional(text(/^\d{14}$/)),
  files: listOf(closed({ name: text(/^[0-9A-Za-z_.]{1,120}$/), size: count, digest }), 1000),
  message: optional(closed({ size: count, digest })),
  supersedes: optional(text(UUID)),
  createdAt: text(INSTANT),
};
const mediaType = text(/^[\w.+-]+\/[\w.+-]+$/);

const first = closed({
  ...common,
  formatVersion: literal(1),
  attachments: listOf(closed({ size: count, digest, mediaType }), 100),
  payload: closed({ size: count, digest, contentDigest: digest }),
});
const second = closed({
  ...common,
  formatVersion: literal(2),
  attachments: listOf(closed({ size: count, digest, mediaType, nameDigest: digest }), 100),
  payload: closed({ size: count, digest, contentDigest: digest, keyDigest: digest }),
});

const manifest: Shape<Manifest> = (value, path) => {
  const isFirst = typeof value === 'object' && value !== null && 'formatVersion' in value && value.formatVersion === 1;
  if (!isFirst) return second(value, path);
  const { attachments, payload, ...rest } = first(value, path);
  return {
    ...rest,
    attachments: attachments.map((one) => ({ ...one, nameDigest: null })),
    payload: { ...payload, keyDigest: null },
  };
};

/** Parses a manifest strictly: canonical bytes of exactly its version's shape. Throws MSB-MANIFEST-MALFORMED with the member. */
export function parseManifest(bytes: Uint8Array): Manifest {
  return parseCanonical(bytes, manifest, 'MSB-MANIFEST-MALFORMED');
}

export function manifestBytes(value: Manifest): Uint8Array {
  return utf8(canonicalJson(value));
}
