import { OID } from '../algorithms.js';
import { signatureAlgorithm, signWith } from '../authority/certificate-writer.js';
import { type Bytes, sameBytes, sha256, toHex } from '../bytes.js';
import { type Certificate, parseCertificate, readTime } from '../certificates/certificate.js';
import type { Identity } from '../certificates/identity.js';
import { isSignedBy } from '../certificates/keys.js';
import { DerReader, TAG } from '../der/reader.js';
import { der, integer, octets, oid, sequence, setOf, tagged, time } from '../der/writer.js';
import { EvidenceError } from '../problems.js';

/** Signs content as detached CMS SignedData (RFC 5652) with contentType, messageDigest and signingTime; DER. */
export function signDetached(
  content: Uint8Array,
  signer: Identity,
  { signingTime }: { signingTime: Date },
): Promise<Bytes> {
  return signAttributes(content, signer, [attribute(OID.signingTime, time(signingTime))]);
}

export function attribute(type: string, value: Uint8Array): Bytes {
  return sequence(oid(type), setOf(value));
}

/** The same with other attributes beside contentType and messageDigest. */
export async function signAttributes(
  content: Uint8Array,
  signer: Identity,
  others: readonly Uint8Array[],
): Promise<Bytes> {
  const { certificate, chain, signingKey } = signer;
  const attributes = setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(await sha256(content))),
    ...others,
  );
  const signature = await signWith(signingKey, attributes);
  const sha256Algorithm = sequence(oid(OID.sha256));
  const implicitAttributes = attributes.slice();
  implicitAttributes[0] = 0xa0; // signed as SET, carried as [0] IMPLICIT (RFC 5652 5.4)
  const signerInfo = sequence(
    integer(1),
    issuerAndSerial(certificate),
    sha256Algorithm,
    implicitAttributes,
    signatureAlgorithm(signingKey),
    octets(signature),
  );
  const signedData = sequence(
    integer(1),
    setOf(sha256Algorithm),
    sequence(oid(OID.data)),
    tagged(0, ...[certificate, ...chain].map((one) => one.der)),
    setOf(signerInfo),
  );
  return sequence(oid(OID.signedData), tagged(0, signedData));
}

export function issuerAndSerial({ issuerDer, serialNumber }: Certificate): Bytes {
  return sequence(
    issuerDer,
    der(
      TAG.integer,
      Uint8Array.from(serialNumber.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
    ),
  );
}

export interface VerifiedSignature {
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly signingTime: Date | null;
  /** SHA-256 (hex) of the certificate that the signer names under the signature (signing-certificate-v2, RFC 5035). */
  readonly certificateDigest: string | null;
}

const CODE = 'MSB-SIG-MALFORMED';

interface SignerParts {
  readonly serialNumber: string;
  readonly issuer: Uint8Array;
  readonly attributes: Uint8Array;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

/**
 * Checks a detached signature against its content and returns who signed. Cryptographic only: whether the certificate
 * is trusted is `verifyCertificate`'s matter. Throws MSB-SIG-MALFORMED, -CONTENT-CHANGED or -INVALID.
 */
export async function verifyDetached(signature: Uint8Array, content: Uint8Array): Promise<VerifiedSignature> {
  const { certificates, signer } = await readSignedData(signature);
  const certificate = certificates.find(
    (one) => one.serialNumber === signer.serialNumber && sameBytes(one.issuerDer, signer.issuer),
  );
  if (!certificate) throw new EvidenceError(CODE, 'no certificate of the signer');
  const { digest, signingTime, certificateDigest } = readAttributes(signer.attributes);
  if (!sameBytes(digest, await sha256(content))) throw new EvidenceError('MSB-SIG-CONTENT-CHANGED');
  const signed = signer.attributes.slice();
  signed[0] = TAG.set;
  // RFC 5652 allows the key's own OID here; it means the usual hash, which must be SHA-256.
  const algorithm = signer.algorithm === OID.rsa ? OID.rsaSha256 : signer.algorithm;
  if (!(await isSignedBy(certificate.publicKey, algorithm, signer.signature, signed)))
    throw new EvidenceError('MSB-SIG-INVALID');
  return { certificate, chain: certificates.filter((one) => one !== certificate), signingTime, certificateDigest };
}

const PARSED = new Map<string, Promise<Certificate>>();
const MAX_PARSED = 2_000;

/** The same certificates arrive with every signature: parsed ones are kept by their bytes. */
function parseOnce(der: Uint8Array): Promise<Certificate> {
  const key = toHex(der.subarray(-48)) + der.length;
  const known = PARSED.get(key);
  const parsed =
    known?.then((certificate) => (sameBytes(certificate.der, der) ? certificate : parseCertificate(der))) ??
    parseCertificate(der);
  if (!known) {
    if (PARSED.size >= MAX_PARSED) PARSED.clear();
    PARSED.set(key, parsed);
    parsed.catch(() => PARSED.delete(key));
  }
  return parsed;
}

async function readSignedData(bytes: Uint8Array): Promise<{ certificates: Certificate[]; signer: SignerParts }> {
  const info = new DerReader(bytes, CODE).enter(TAG.sequence);
  if (info.oid() !== OID.signedData) info.fail('not SignedData');
  const data = info.enter(0xa0).enter(TAG.sequence);
  data.next(TAG.integer);
  data.next(TAG.set);
  data.next(TAG.sequence);
  const certificates: Uint8Array[] = [];
  const bag = data.optional(0xa0);
  for (const reader = bag ? data.inside(bag) : null; reader && !reader.done; )
    certificates.push(reader.next(TAG.sequence).raw);
  data.optional(0xa1);
  const signers = data.enter(TAG.set);
  const signer = readSigner(signers.enter(TAG.sequence));
  if (!signers.done) signers.fail('more than one signer');
  try {
    // Only now: a promise begun before the signer is read would reject unheard when the signer is malformed.
    return { certificates: await Promise.all(certificates.map(parseOnce)), signer };
  } catch (error) {
    throw new EvidenceError(CODE, error instanceof EvidenceError ? error.detail : 'certificate');
  }
}

function readSigner(info: DerReader): SignerParts {
  info.next(TAG.integer);
  const name = info.enter(TAG.sequence);
  const issuer = name.next(TAG.sequence).raw;
  const serialNumber = toHex(name.next(TAG.integer).content);
  const digest = info.enter(TAG.sequence).oid();
  if (digest !== OID.sha256) info.fail('digest is not SHA-256');
  const attributes = info.next(0xa0).raw;
  const algorithm = info.enter(TAG.sequence).oid();
  return { serialNumber, issuer, attributes, algorithm, signature: info.next(TAG.octetString).content };
}

interface Attributes {
  readonly digest: Uint8Array;
  readonly signingTime: Date | null;
  readonly certificateDigest: string | null;
}

function readAttributes(bytes: Uint8Array): Attributes {
  const list = new DerReader(bytes, CODE).enter(0xa0);
  let digest: Uint8Array | null = null;
  let signingTime: Date | null = null;
  let certificateDigest: string | null = null;
  while (!list.done) {
    const attribute = list.enter(TAG.sequence);
    const type = attribute.oid();
    const values = attribute.enter(TAG.set);
    if (type === OID.messageDigest) digest = values.next(TAG.octetString).content;
    if (type === OID.signingTime) signingTime = readSigningTime(values);
    if (type === OID.signingCertificateV2) certificateDigest = readCertificateDigest(values);
  }
  return { digest: digest ?? list.fail('no message digest'), signingTime, certificateDigest };
}

/** The digest of the first certificate named; one of another algorithm than SHA-256, the usual one, is not read. */
function readCertificateDigest(values: DerReader): string | null {
  const first = values.enter(TAG.sequence).enter(TAG.sequence).enter(TAG.sequence);
  const algorithm = first.optional(TAG.sequence);
  if (algorithm && first.inside(algorithm).oid() !== OID.sha256) return null;
  return toHex(first.next(TAG.octetString).content);
}

function readSigningTime(values: DerReader): Date {
  try {
    return readTime(values.next());
  } catch {
    return values.fail('signing time');
  }
}
