import { CURVES, OID } from '../algorithms.js';
import { type Bytes, fromBase64, sameBytes, sha256Hex, toBase64, toBytes, toHex } from '../bytes.js';
import { type DerNode, DerReader, TAG } from '../der/reader.js';
import { EvidenceError, type EvidenceProblemCode } from '../problems.js';
import { type AlgorithmIdentifier, readAlgorithm } from './algorithm.js';
import { type Extensions, readExtensionList, readExtensions } from './extensions.js';
import { nameKey, nameText } from './names.js';

export type { KeyUsage } from './extensions.js';

/** The public key of a certificate, as far as it is read. */
export interface PublicKeyInfo {
  readonly algorithm: 'RSA' | 'EC' | 'other';
  /** An RSA key that its certificate keeps for RSA-PSS signatures (RFC 4055): it signs for authorities, nothing is encrypted to it. */
  readonly isPssOnly: boolean;
  /** Curve name, e.g. P-256; null for RSA. */
  readonly curve: string | null;
  readonly bits: number;
  /** SubjectPublicKeyInfo DER. */
  readonly spki: Bytes;
}

/** An X.509 certificate as far as exchange and evidence need it. */
export interface Certificate extends Extensions {
  readonly der: Bytes;
  /** SHA-256 of the DER, lower-case hex: how the hub binds it to an office at enrolment. */
  readonly fingerprint: string;
  readonly issuer: string;
  readonly issuerDer: Bytes;
  /** Names for comparing: they may be encoded otherwise in another certificate. */
  readonly issuerKey: readonly string[];
  readonly subject: string;
  readonly subjectDer: Bytes;
  readonly subjectKey: readonly string[];
  /** Hex of the INTEGER's content. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKeyInfo;
  readonly signed: Signed;
}

const CODE = 'MSB-CERT-MALFORMED';

/** Bytes of a PEM block or of DER as they are. */
export function derOf(input: Uint8Array | string, code: 'MSB-CERT-MALFORMED' | 'MSB-CRL-MALFORMED' = CODE): Bytes {
  const text = typeof input === 'string' ? input : input[0] === 0x2d ? new TextDecoder().decode(input) : null;
  if (text === null && typeof input !== 'string') return toBytes(input);
  const body = /-----BEGIN [^-]+-----([A-Za-z0-9+/=\s]+)-----END/.exec(text ?? '')?.[1];
  if (!body) throw new EvidenceError(code, 'no PEM block');
  try {
    return fromBase64(body.replaceAll(/\s/g, ''));
  } catch {
    throw new EvidenceError(code, 'PEM is not base64');
  }
}

export function toPem(der: Uint8Array, label: string): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export function certificateToPem(certificate: Certificate): string {
  return toPem(certificate.der, 'CERTIFICATE');
}

/** Signed bytes, algorithm and signature. */
export interface Signed {
  readonly tbs: Bytes;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: Bytes;
}

/** Reads SIGNED{…}, as certificates, revocation lists and requests are: nothing before, between or after. */
export function readSigned(bytes: Uint8Array, code: EvidenceProblemCode): Signed & { readonly fields: DerReader } {
  const outer = new DerReader(bytes, code);
  const whole = outer.enter(TAG.sequence);
  outer.end();
  const tbs = whole.next(TAG.sequence);
  const algorithm = readAlgorithm(whole);
  const signature = toBytes(whole.bits());
  whole.end();
  return { tbs: toBytes(tbs.raw), algorithm, signature, fields: whole.inside(tbs) };
}

/** RFC 5280 4.1.1.2: both must be the same, or the unsigned one could be changed and with it the fingerprint. */
export function requireSameAlgorithm(fields: DerReader, { oid, parameters }: AlgorithmIdentifier): void {
  const inner = readAlgorithm(fields);
  if (inner.oid !== oid || !sameBytes(inner.parameters ?? NONE, parameters ?? NONE))
    fields.fail('two signature algorithms');
}

const NONE = new Uint8Array();

/** Parses a certificate from DER or PEM; throws MSB-CERT-MALFORMED. One certificate has one encoding, so one fingerprint. */
export async function parseCertificate(input: Uint8Array | string): Promise<Certificate> {
  const bytes = derOf(input);
  const { fields, ...signed } = readSigned(bytes, CODE);
  const version = fields.optional(0xa0);
  if (version) readVersion(fields.inside(version));
  const serialNumber = toHex(fields.integer());
  requireSameAlgorithm(fields, signed.algorithm);
  const issuerDer = toBytes(fields.next(TAG.sequence).raw);
  const validity = fields.enter(TAG.sequence);
  const [notBefore, notAfter] = [readTime(validity.next()), readTime(validity.next())];
  validity.end();
  const subjectDer = toBytes(fields.next(TAG.sequence).raw);
  const spki = fields.next(TAG.sequence);
  fields.optional(0x81); // unique ids of version 2, unused
  fields.optional(0x82);
  const list = fields.optional(0xa3);
  const extensions = list ? listIn(fields.inside(list)) : [];
  fields.end();
  return {
    der: toBytes(bytes),
    fingerprint: await sha256Hex(bytes),
    issuer: nameText(issuerDer),
    issuerDer,
    issuerKey: nameKey(issuerDer),
    subject: nameText(subjectDer),
    subjectDer,
    subjectKey: nameKey(subjectDer),
    serialNumber,
    notBefore,
    notAfter,
    publicKey: readPublicKey(spki),
    ...readExtensions(extensions, CODE),
    signed,
  };
}

/** The first version is left out where it is meant (X.690 11.5). */
function readVersion(reader: DerReader): void {
  const version = reader.number();
  reader.end();
  if (version !== 1 && version !== 2) reader.fail('version');
}

function listIn(reader: DerReader) {
  const list = readExtensionList(reader.enter(TAG.sequence));
  reader.end();
  return list;
}

/** UTCTime or GeneralizedTime to a Date. */
export function readTime(node: DerNode): Date {
  const text = new TextDecoder().decode(node.content);
  const digits = node.tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (!match) throw new EvidenceError(CODE, 'time');
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** Reads a SubjectPublicKeyInfo. Kinds and curves that we can't use are read as 'other'. */
export function readPublicKey(node: DerNode): PublicKeyInfo {
  const reader = new DerReader(node.content, CODE);
  const { oid, parameters } = readAlgorithm(reader);
  const spki = toBytes(node.raw);
  const key = reader.bits();
  reader.end();
  if (oid === OID.rsa || oid === OID.rsaPss) {
    const isPssOnly = oid === OID.rsaPss;
    return { algorithm: 'RSA', isPssOnly, curve: null, bits: bitsOf(readModulus(key)), spki };
  }
  const isNamed = oid === OID.ecPublicKey && parameters?.[0] === TAG.oid;
  const curve = isNamed ? CURVES[new DerReader(parameters, CODE).oid()] : undefined;
  if (!curve) return { algorithm: 'other', isPssOnly: false, curve: null, bits: 0, spki };
  return { algorithm: 'EC', isPssOnly: false, curve: curve.name, bits: curve.bits, spki };
}

function readModulus(key: Uint8Array): Uint8Array {
  const outer = new DerReader(key, CODE);
  const reader = outer.enter(TAG.sequence);
  outer.end();
  const modulus = reader.integer();
  reader.integer();
  reader.end();
  return modulus;
}

function bitsOf(modulus: Uint8Array): number {
  const leading = modulus.findIndex((byte) => byte !== 0);
  return leading < 0 ? 0 : (modulus.length - leading) * 8 - Math.clz32(modulus[leading] ?? 0) + 24;
}
