import { HASHES, type Hash, isInUse, MADE_WITH, OID, oidOf, SIGNATURES, type Suite } from '../algorithms.js';
import { signatureAlgorithm, signWith } from '../authority/certificate-writer.js';
import { type Bytes, digestOf, sameBytes, toHex } from '../bytes.js';
import { type AlgorithmIdentifier, isBare, readAlgorithm } from '../certificates/algorithm.js';
import { type Certificate, parseCertificate, readTime } from '../certificates/certificate.js';
import type { Identity } from '../certificates/identity.js';
import { isSignedBy } from '../certificates/keys.js';
import { type DerNode, DerReader, oidText, TAG } from '../der/reader.js';
import { compareBytes, der, integer, octets, oid, sequence, setOf, tagged, time } from '../der/writer.js';
import { EvidenceError } from '../problems.js';

/** Signs content as detached CMS SignedData (RFC 5652) with contentType, messageDigest and signingTime; DER. */
export function signDetached(
  content: Uint8Array,
  signer: Identity,
  { signingTime, suite = MADE_WITH }: { signingTime: Date; suite?: Suite },
): Promise<Bytes> {
  return signAttributes(content, signer, [attribute(OID.signingTime, time(signingTime))], suite);
}

export function attribute(type: string, value: Uint8Array): Bytes {
  return sequence(oid(type), setOf(value));
}

/** The same with other attributes beside contentType and messageDigest. */
export async function signAttributes(
  content: Uint8Array,
  signer: Identity,
  others: readonly Uint8Array[],
  { signatureHash }: Pick<Suite, 'signatureHash'> = MADE_WITH,
): Promise<Bytes> {
  const { certificate, chain, signingKey } = signer;
  const attributes = setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(await digestOf(signatureHash, content))),
    ...others,
  );
  const signature = await signWith(signingKey, attributes, signatureHash);
  const digestAlgorithm = sequence(oid(oidOf(HASHES, (one) => one === signatureHash)));
  const implicitAttributes = attributes.slice();
  implicitAttributes[0] = 0xa0; // signed as SET, carried as [0] IMPLICIT (RFC 5652 5.4)
  const signerInfo = sequence(
    integer(1),
    issuerAndSerial(certificate),
    digestAlgorithm,
    implicitAttributes,
    signatureAlgorithm(signingKey, signatureHash),
    octets(signature),
  );
  const signedData = sequence(
    integer(1),
    setOf(digestAlgorithm),
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
  /** Of the content. */
  readonly hash: Hash;
  readonly attributes: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/**
 * Checks a detached signature against its content and returns who signed: exactly what RFC 5652 says, and of what it
 * leaves open only what we and openssl write. Cryptographic only: whether the certificate is trusted is
 * `verifyCertificate`'s matter. Throws MSB-SIG-MALFORMED, -ALGORITHM (one that no suite has),
 * -CONTENT-CHANGED or -INVALID.
 */
export async function verifyDetached(signature: Uint8Array, content: Uint8Array): Promise<VerifiedSignature> {
  const { certificates, signer } = await readSignedData(signature);
  const certificate = certificates.find(
    (one) => one.serialNumber === signer.serialNumber && sameBytes(one.issuerDer, signer.issuer),
  );
  if (!certificate) throw new EvidenceError(CODE, 'no certificate of the signer');
  const { digest, signingTime, certificateDigest } = readSignedAttributes(signer.attributes);
  if (!sameBytes(digest, await digestOf(signer.hash, content))) throw new EvidenceError('MSB-SIG-CONTENT-CHANGED');
  const signed = signer.attributes.slice();
  signed[0] = TAG.set;
  if (!(await isSignedBy(certificate.publicKey, signer.algorithm, signer.signature, signed)))
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
  const { certificates, signer } = signedDataIn(bytes);
  try {
    // Only now: a promise begun before the signer is read would reject unheard when the signer is malformed.
    return { certificates: await Promise.all(certificates.map(parseOnce)), signer };
  } catch (error) {
    throw new EvidenceError(CODE, error instanceof EvidenceError ? error.detail : 'certificate');
  }
}

/** RFC 5652 5.1: version 1, as the signer is named by issuer and serial number and the content is data. */
function signedDataIn(bytes: Uint8Array): { certificates: Uint8Array[]; signer: SignerParts } {
  const outer = new DerReader(bytes, CODE);
  const info = outer.enter(TAG.sequence);
  outer.end();
  if (info.oid() !== OID.signedData) info.fail('not SignedData');
  const wrapper = info.enter(0xa0);
  info.end();
  const data = wrapper.enter(TAG.sequence);
  wrapper.end();
  requireVersion(data);
  const digests = data.enter(TAG.set);
  const named = new Set<string>();
  while (!digests.done) {
    const algorithm = readAlgorithm(digests);
    if (isBare(algorithm)) named.add(algorithm.oid);
  }
  const content = data.enter(TAG.sequence);
  if (content.oid() !== OID.data) content.fail('content is not data');
  content.end(); // detached: what is signed lies beside, never inside as well
  const certificates: Uint8Array[] = [];
  const bag = data.optional(0xa0);
  for (const reader = bag ? data.inside(bag) : null; reader && !reader.done; )
    certificates.push(reader.next(TAG.sequence).raw);
  data.optional(0xa1);
  const signers = data.enter(TAG.set);
  data.end();
  const signer = readSigner(signers.enter(TAG.sequence));
  if (!signers.done) signers.fail('more than one signer');
  if (![...named].some((one) => HASHES[one] === signer.hash)) data.fail('digest algorithms without the signer’s');
  return { certificates, signer };
}

function requireVersion(reader: DerReader): void {
  if (reader.number() !== 1) reader.fail('version');
}

const isSha256 = (algorithm: AlgorithmIdentifier) => algorithm.oid === OID.sha256 && isBare(algorithm);

function readSigner(info: DerReader): SignerParts {
  requireVersion(info);
  const name = info.enter(TAG.sequence);
  const issuer = name.next(TAG.sequence).raw;
  const serialNumber = toHex(name.integer());
  name.end();
  const hash = digestHash(readAlgorithm(info));
  const attributes = info.next(0xa0).raw;
  const algorithm = signerAlgorithm(readAlgorithm(info), hash);
  const signature = info.next(TAG.octetString).content;
  info.optional(0xa1); // attributes that nobody signed say nothing
  info.end();
  return { serialNumber, issuer, hash, attributes, algorithm, signature };
}

/** The digest the signer names, if one of the suites has it. */
function digestHash(algorithm: AlgorithmIdentifier): Hash {
  const hash = isBare(algorithm) ? HASHES[algorithm.oid] : undefined;
  if (!hash || !isInUse('signatureHash', hash)) throw new EvidenceError('MSB-SIG-ALGORITHM', algorithm.oid);
  return hash;
}

/** RFC 5652 allows the key's own OID here; it means the hash of the digest. */
function signerAlgorithm(algorithm: AlgorithmIdentifier, hash: Hash): AlgorithmIdentifier {
  if (algorithm.oid !== OID.rsa || !isBare(algorithm)) return algorithm;
  return { ...algorithm, oid: oidOf(SIGNATURES, (one) => one.key === 'RSA' && one.hash === hash) };
}

interface Attributes {
  readonly digest: Uint8Array;
  readonly signingTime: Date | null;
  readonly certificateDigest: string | null;
}

/** RFC 5652 5.3 and 11: in DER order, each attribute once, those that are known with exactly one value. */
function readSignedAttributes(bytes: Uint8Array): Attributes {
  const list = new DerReader(bytes, CODE).enter(0xa0);
  const values = new Map<string, DerNode>();
  let before: Uint8Array | null = null;
  while (!list.done) {
    const node = list.next(TAG.sequence);
    if (before && compareBytes(before, node.raw) > 0) list.fail('attributes are not in order');
    before = node.raw;
    const attribute = list.inside(node);
    const type = attribute.oid();
    const set = attribute.enter(TAG.set);
    attribute.end();
    if (values.has(type)) list.fail(`attribute ${type} twice`);
    values.set(type, set.next());
    if (SINGLE.has(type)) set.end();
  }
  const [contentType, digest] = [values.get(OID.contentType), values.get(OID.messageDigest)];
  if (contentType?.tag !== TAG.oid || oidText(contentType.content) !== OID.data) list.fail('content type');
  if (digest?.tag !== TAG.octetString) return list.fail('no message digest');
  const [time, named] = [values.get(OID.signingTime), values.get(OID.signingCertificateV2)];
  return {
    digest: digest.content,
    signingTime: time ? readSigningTime(time, list) : null,
    certificateDigest: named ? readCertificateDigest(named, list) : null,
  };
}

const SINGLE: ReadonlySet<string> = new Set([
  OID.contentType,
  OID.messageDigest,
  OID.signingTime,
  OID.signingCertificateV2,
]);

/** The digest of the first certificate named; one of another algorithm than SHA-256, the usual one, is not read. */
function readCertificateDigest(value: DerNode, list: DerReader): string | null {
  if (value.tag !== TAG.sequence) list.fail('signing certificate');
  const first = list.inside(value).enter(TAG.sequence).enter(TAG.sequence);
  if (first.peekTag() === TAG.sequence && !isSha256(readAlgorithm(first))) return null;
  return toHex(first.next(TAG.octetString).content);
}

function readSigningTime(value: DerNode, list: DerReader): Date {
  try {
    return readTime(value);
  } catch {
    return list.fail('signing time');
  }
}
