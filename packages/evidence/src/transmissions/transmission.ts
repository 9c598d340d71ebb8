import { MADE_WITH, type Suite } from '../algorithms.js';
import { manifestDigest, utf8 } from '../bytes.js';
import type { Certificate } from '../certificates/certificate.js';
import type { Identity } from '../certificates/identity.js';
import { type TrustStore, verifyCertificate } from '../certificates/verify.js';
import { decryptWith, envelopeDigest, sealFor } from '../cms/envelope.js';
import { signDetached, verifyDetached } from '../cms/signed-data.js';
import { EvidenceError } from '../problems.js';
import {
  type Attachment,
  type Contents,
  type NamedFile,
  saltedDigest,
  unzipContents,
  zipContents,
} from './contents.js';
import { type Manifest, manifestBytes, parseManifest } from './manifest.js';

/** A transmission ready to be submitted: what the hub stores and the recipient gets. */
export interface PackedTransmission {
  /** Canonical JSON. */
  readonly manifest: Uint8Array;
  /** Detached CMS SignedData over the manifest, DER. */
  readonly signature: Uint8Array;
  /** CMS AuthEnvelopedData over a ZIP, DER. */
  readonly payload: Uint8Array;
}

export interface PackInput
  extends Pick<Manifest, 'id' | 'sender' | 'recipient' | 'kind' | 'serviceMonth' | 'edition' | 'serial'> {
  readonly supersedes?: string | null;
  readonly files: readonly NamedFile[];
  readonly attachments: readonly Attachment[];
  readonly message: string | null;
  readonly createdAt: Date;
  readonly signer: Identity;
  /** All valid certificates of the recipient office and of our own, so that we can read what we sent. */
  readonly readers: readonly Certificate[];
  /** The one in use, unless somebody rehearses another. */
  readonly suite?: Suite;
}

/** Signs and encrypts files, attachments and message for a recipient. */
export async function packTransmission(input: PackInput): Promise<PackedTransmission> {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const { files, attachments, message, suite = MADE_WITH } = input;
  const zip = zipContents({ salt, files, attachments, message });
  const { envelope: payload, keyDigest } = await sealFor(zip, input.readers, suite);
  const measure = async (bytes: Uint8Array) => ({ size: bytes.length, digest: await saltedDigest(salt, bytes) });
  const { id, sender, recipient, kind, serviceMonth, edition, serial } = input;
  const manifest = manifestBytes({
    formatVersion: 2,
    id,
    sender,
    recipient,
    kind,
    serviceMonth,
    edition,
    serial,
    files: await Promise.all(files.map(async ({ name, bytes }) => ({ name, ...(await measure(bytes)) }))),
    attachments: await Promise.all(
      attachments.map(async ({ name, mediaType, bytes }) => {
        const nameDigest = await saltedDigest(salt, utf8(name));
        return { mediaType, nameDigest, ...(await measure(bytes)) };
      }),
    ),
    message: message === null ? null : await measure(utf8(message)),
    payload: {
      size: payload.length,
      digest: await manifestDigest(payload),
      contentDigest: await envelopeDigest(payload),
      keyDigest,
    },
    supersedes: input.supersedes ?? null,
    createdAt: input.createdAt.toISOString(),
  });
  const signature = await signDetached(manifest, input.signer, { signingTime: input.createdAt, suite });
  return { manifest, signature, payload };
}

/** Whom and when to believe. */
export interface Verification {
  readonly trust: TrustStore;
  readonly at: Date;
}

export interface VerifiedManifest {
  readonly manifest: Manifest;
  /** The signer's certificate; to which office it belongs is known from enrolment. */
  readonly certificate: Certificate;
}

/** Verifies manifest and signature with the signer's certificate, chain, validity and revocation. */
export async function verifyManifest(
  packed: Omit<PackedTransmission, 'payload'>,
  { trust, at }: Verification,
): Promise<VerifiedManifest> {
  const manifest = parseManifest(packed.manifest);
  const { certificate, chain } = await verifyDetached(packed.signature, packed.manifest);
  const intermediates = [...(trust.intermediates ?? []), ...chain];
  await verifyCertificate(certificate, { ...trust, intermediates }, { at, usage: 'sign' });
  return { manifest, certificate };
}

/**
 * What a hub verifies of a submission: all that can be told without opening it. Throws an EvidenceError with the reason.
 */
export async function verifySubmission(
  packed: PackedTransmission,
  verification: Verification,
): Promise<VerifiedManifest> {
  const verified = await verifyManifest(packed, verification);
  const { size, digest } = verified.manifest.payload;
  if (packed.payload.length !== size || (await manifestDigest(packed.payload)) !== digest) {
    throw new EvidenceError('MSB-PACK-PAYLOAD-CHANGED');
  }
  await requireContent(packed.payload, verified.manifest);
  return verified;
}

/** Checks that an envelope holds the signed ciphertext, whoever its recipients are. */
export async function requireContent(payload: Uint8Array, { payload: expected }: Manifest): Promise<void> {
  if ((await envelopeDigest(payload)) !== expected.contentDigest) throw new EvidenceError('MSB-PACK-PAYLOAD-CHANGED');
}

export interface Unpacked extends VerifiedManifest, Contents {}

/** Verifies, decrypts and holds everything against the signed manifest. Works with re-wrapped envelopes as well. */
export async function unpackTransmission(
  packed: PackedTransmission,
  identities: readonly Identity[],
  verification: Verification,
): Promise<Unpacked> {
  const verified = await verifyManifest(packed, verification);
  await requireContent(packed.payload, verified.manifest);
  const zip = await decryptWith(packed.payload, identities, verified.manifest.payload.keyDigest);
  return { ...verified, ...(await unzipContents(zip, verified.manifest)) };
}
