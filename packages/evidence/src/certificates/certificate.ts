import { CURVES, OID } from '../algorithms.js';
import { type Bytes, fromBase64, sameBytes, sha256Hex, toBase64, toBytes, toHex } from '../bytes.js';
import { type DerNode, DerReader, TAG } from '../der/reader.js';
import { EvidenceError } from '../problems.js';

export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign';

/** The public key of a certificate, as far as it is read. */
export interface PublicKeyInfo {
  readonly algorithm: 'RSA' | 'EC' | 'other';
  /** Curve name, e.g. P-256; null for RSA. */
  readonly curve: string | null;
  readonly bits: number;
  /** SubjectPublicKeyInfo DER. */
  readonly spki: Bytes;
}

/** An X.509 certificate as far as exchange and evidence need it. */
export interface Certificate {
  readonly der: Bytes;
  /** SHA-256 of the DER, lower-case hex: how the hub binds it to an office at enrolment. */
  readonly fingerprint: string;
  readonly issuer: string;
  readonly issuerDer: Bytes;
  readonly subject: string;
  readonly subjectDer: Bytes;
  /** Hex of the INTEGER's content. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKeyInfo;
  /** Null when the certificate names no usage (everything is allowed then). */
  readonly keyUsage: ReadonlySet<KeyUsage> | null;
  readonly extendedKeyUsage: ReadonlySet<string> | null;
  readonly isAuthority: boolean;
  readonly signed: { readonly tbs: Bytes; readonly algorithm: string; readonly signature: Bytes };
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

/** Parses a certificate from DER or PEM; throws MSB-CERT-MALFORMED. */
export async function parseCertificate(input: Uint8Array | string): Promise<Certificate> {
  const bytes = derOf(input);
  const outer = new DerReader(bytes, CODE);
  const whole = outer.next(TAG.sequence);
  const certificate = outer.inside(whole);
  const tbs = certificate.next(TAG.sequence);
  const outerAlgorithm = certificate.next(TAG.sequence);
  const algorithm = certificate.inside(outerAlgorithm).oid();
  const signature = toBytes(certificate.bits());
  const fields = certificate.inside(tbs);
  fields.optional(0xa0); // version
  const serialNumber = toHex(fields.next(TAG.integer).content);
  // RFC 5280 4.1.1.2: both must be the same, or the unsigned one could be changed and with it the fingerprint.
  if (!sameBytes(fields.next(TAG.sequence).raw, outerAlgorithm.raw)) fields.fail('two signature algorithms');
  const issuer = fields.next(TAG.sequence);
  const validity = fields.enter(TAG.sequence);
  const [notBefore, notAfter] = [readTime(validity.next()), readTime(validity.next())];
  const subject = fields.next(TAG.sequence);
  const spki = fields.next(TAG.sequence);
  const extensions = readExtensions(fields);
  return {
    der: toBytes(whole.raw),
    fingerprint: await sha256Hex(whole.raw),
    issuer: nameText(issuer),
    issuerDer: toBytes(issuer.raw),
    subject: nameText(subject),
    subjectDer: toBytes(subject.raw),
    serialNumber,
    notBefore,
    notAfter,
    publicKey: readPublicKey(spki),
    ...extensions,
    signed: { tbs: toBytes(tbs.raw), algorithm, signature },
  };
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

const NAME_PARTS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.5': 'SN',
};

/** A name as people read it, e.g. "CN=KaigoJigyousho, O=…". Never used to tell which office it is. */
function nameText(node: DerNode): string {
  const parts: string[] = [];
  const reader = new DerReader(node.content, CODE);
  while (!reader.done) {
    const set = reader.enter(TAG.set);
    const pair = set.enter(TAG.sequence);
    const type = pair.oid();
    parts.push(`${NAME_PARTS[type] ?? type}=${new TextDecoder().decode(pair.next().content)}`);
  }
  return parts.join(', ');
}

/** Reads a SubjectPublicKeyInfo. */
export function readPublicKey(node: DerNode): PublicKeyInfo {
  const reader = new DerReader(node.content, CODE);
  const algorithm = reader.enter(TAG.sequence);
  const type = algorithm.oid();
  const spki = toBytes(node.raw);
  const key = reader.bits();
  if (type === OID.rsa) {
    const modulus = new DerReader(key, CODE).enter(TAG.sequence).next(TAG.integer).content;
    const leading = modulus.findIndex((byte) => byte !== 0);
    const bits = (modulus.length - leading) * 8 - Math.clz32(modulus[leading] ?? 0) + 24;
    return { algorithm: 'RSA', curve: null, bits, spki };
  }
  const curve = type === OID.ecPublicKey ? CURVES[algorithm.oid()] : undefined;
  if (!curve) return { algorithm: 'other', curve: null, bits: 0, spki };
  return { algorithm: 'EC', curve: curve.name, bits: curve.size * 8, spki };
}

const USAGES: readonly (KeyUsage | null)[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  null,
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
];

function readExtensions(fields: DerReader): Pick<Certificate, 'keyUsage' | 'extendedKeyUsage' | 'isAuthority'> {
  let keyUsage: Set<KeyUsage> | null = null;
  let extendedKeyUsage: Set<string> | null = null;
  let isAuthority = false;
  while (!fields.done) {
    const node = fields.next();
    if (node.tag !== 0xa3) continue;
    const list = fields.inside(node).enter(TAG.sequence);
    while (!list.done) {
      const extension = list.enter(TAG.sequence);
      const id = extension.oid();
      extension.optional(TAG.boolean);
      const value = extension.enter(TAG.octetString);
      if (id === '2.5.29.15') keyUsage = readUsages(value.next(TAG.bitString).content);
      if (id === '2.5.29.19') isAuthority = (value.enter(TAG.sequence).optional(TAG.boolean)?.content[0] ?? 0) !== 0;
      if (id === '2.5.29.37') extendedKeyUsage = readOids(value.enter(TAG.sequence));
    }
  }
  return { keyUsage, extendedKeyUsage, isAuthority };
}

function readUsages(content: Uint8Array): Set<KeyUsage> {
  const bits = content[1] ?? 0;
  return new Set(USAGES.flatMap((usage, at) => (usage && bits & (0x80 >> at) ? [usage] : [])));
}

function readOids(reader: DerReader): Set<string> {
  const oids = new Set<string>();
  while (!reader.done) oids.add(reader.oid());
  return oids;
}
