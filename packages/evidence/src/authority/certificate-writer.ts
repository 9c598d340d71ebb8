import { HASHES, type Hash, oidOf, SIGNATURES } from '../algorithms.js';
import { type Bytes, sha256, toBytes, utf8 } from '../bytes.js';
import type { KeyUsage } from '../certificates/certificate.js';
import { ecdsaToDer } from '../certificates/keys.js';
import { DerReader, TAG } from '../der/reader.js';
import {
  bitString,
  der,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
  taggedPrimitive,
  time,
  utf8String,
} from '../der/writer.js';

/** A distinguished name of common name and organisation. */
export function nameOf(commonName: string, organization: string | null): Bytes {
  const part = (type: string, text: string) => der(TAG.set, sequence(oid(type), utf8String(text)));
  return sequence(...(organization ? [part('2.5.4.10', organization)] : []), part('2.5.4.3', commonName));
}

const USAGE_BITS: Readonly<Record<KeyUsage, number>> = {
  digitalSignature: 0x80,
  nonRepudiation: 0x40,
  keyEncipherment: 0x20,
  keyAgreement: 0x08,
  keyCertSign: 0x04,
  cRLSign: 0x02,
};

function extension(id: string, critical: boolean, value: Uint8Array): Bytes {
  return sequence(oid(id), ...(critical ? [Uint8Array.of(TAG.boolean, 1, 0xff)] : []), octets(value));
}

export interface CertificateContent {
  readonly serialNumber: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spki: Uint8Array;
  readonly isAuthority: boolean;
  readonly usages: readonly KeyUsage[];
  readonly extendedUsages: readonly string[];
  /** DNS names and IPv4 addresses of a TLS server. */
  readonly hostnames: readonly string[];
  readonly issuerSpki: Uint8Array;
}

/** Signs a TBS structure and wraps it, as certificates, revocation lists and requests do. */
export async function signStructure(tbs: Uint8Array, key: CryptoKey): Promise<Bytes> {
  return sequence(tbs, signatureAlgorithm(key), bitString(await signWith(key, tbs)));
}

/** The hash a key signs with: WebCrypto tied an RSA key to one when it was imported, an EC key takes the one wanted. */
export function hashOf({ algorithm }: CryptoKey, wanted: Hash): Hash {
  if (algorithm.name === 'ECDSA') return wanted;
  const name =
    'hash' in algorithm && algorithm.hash instanceof Object && 'name' in algorithm.hash && algorithm.hash.name;
  return Object.values(HASHES).find((hash) => hash === name) ?? wanted;
}

/** Signs with an RSA (PKCS #1 v1.5) or ECDSA key; ECDSA as DER. */
export async function signWith(key: CryptoKey, content: Uint8Array, hash: Hash = 'SHA-256'): Promise<Bytes> {
  if (key.algorithm.name !== 'ECDSA') {
    return new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, toBytes(content)));
  }
  const raw = await crypto.subtle.sign({ name: 'ECDSA', hash }, key, toBytes(content));
  return ecdsaToDer(new Uint8Array(raw));
}

/** The algorithm by which `signWith` signs, as CMS and X.509 name it. */
export function signatureAlgorithm(key: CryptoKey, wanted: Hash = 'SHA-256'): Bytes {
  const kind = key.algorithm.name === 'ECDSA' ? 'EC' : 'RSA';
  const hash = hashOf(key, wanted);
  const id = oid(oidOf(SIGNATURES, (one) => one.key === kind && one.hash === hash));
  return kind === 'EC' ? sequence(id) : sequence(id, nothing());
}

/** Writes and signs an X.509 v3 certificate. */
export async function writeCertificate(content: CertificateContent, signingKey: CryptoKey): Promise<Bytes> {
  const tbs = sequence(
    tagged(0, integer(2)),
    der(TAG.integer, content.serialNumber),
    signatureAlgorithm(signingKey),
    content.issuerDer,
    sequence(time(content.notBefore), time(content.notAfter)),
    content.subjectDer,
    content.spki,
    tagged(3, sequence(...(await extensionsOf(content)))),
  );
  return signStructure(tbs, signingKey);
}

async function extensionsOf(content: CertificateContent): Promise<Bytes[]> {
  const bits = content.usages.reduce((all, usage) => all | USAGE_BITS[usage], 0);
  const unused = Math.min(7, 31 - Math.clz32(bits & -bits));
  const extensions = [
    extension('2.5.29.19', true, content.isAuthority ? sequence(Uint8Array.of(TAG.boolean, 1, 0xff)) : sequence()),
    extension('2.5.29.15', true, der(TAG.bitString, Uint8Array.of(unused, bits))),
    extension('2.5.29.14', false, octets(await keyIdentifier(content.spki))),
    extension('2.5.29.35', false, sequence(taggedPrimitive(0, await keyIdentifier(content.issuerSpki)))),
  ];
  if (content.extendedUsages.length > 0)
    extensions.push(extension('2.5.29.37', false, sequence(...content.extendedUsages.map(oid))));
  if (content.hostnames.length > 0)
    extensions.push(extension('2.5.29.17', false, sequence(...content.hostnames.map(hostName))));
  return extensions;
}

function hostName(name: string): Bytes {
  const numbers = name.split('.').map(Number);
  const isAddress = numbers.length === 4 && numbers.every((number) => Number.isInteger(number));
  return isAddress ? taggedPrimitive(7, Uint8Array.from(numbers)) : taggedPrimitive(2, utf8(name));
}

/** RFC 7093 method 1: the leftmost 160 bits of SHA-256 over the key. */
async function keyIdentifier(spki: Uint8Array): Promise<Bytes> {
  const reader = new DerReader(spki, 'MSB-CERT-MALFORMED').enter(TAG.sequence);
  reader.next(TAG.sequence);
  return (await sha256(reader.bits())).slice(0, 20);
}
