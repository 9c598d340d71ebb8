import { MIN_RSA_BITS, OID } from '../algorithms.js';
import { type Bytes, concat, toBytes } from '../bytes.js';
import { DerReader, TAG } from '../der/reader.js';
import { bitString, der, nothing, oid, sequence } from '../der/writer.js';
import { EvidenceError } from '../problems.js';
import { type AlgorithmIdentifier, type Scheme, schemeOf } from './algorithm.js';
import type { PublicKeyInfo } from './certificate.js';

/** Refuses keys that are too weak (MSB-CERT-WEAK-KEY) and kinds that we can't use (MSB-CERT-KEY-KIND). */
export function requireKey({ algorithm, bits }: PublicKeyInfo, detail: string): void {
  if (algorithm === 'other') throw new EvidenceError('MSB-CERT-KEY-KIND', detail);
  if (algorithm === 'RSA' && bits < MIN_RSA_BITS) throw new EvidenceError('MSB-CERT-WEAK-KEY', detail);
}

/** WebCrypto's words for verifying with a key. */
function importParams({ curve }: PublicKeyInfo, { name, hash }: Scheme): RsaHashedImportParams | EcKeyImportParams {
  return name === 'ECDSA' ? { name, namedCurve: curve ?? 'P-256' } : { name, hash };
}

const KEYS = new WeakMap<PublicKeyInfo, Map<string, Promise<CryptoKey>>>();

/** A public key for verifying, imported once. */
function verificationKey(publicKey: PublicKeyInfo, scheme: Scheme): Promise<CryptoKey> {
  const byScheme = KEYS.get(publicKey) ?? new Map<string, Promise<CryptoKey>>();
  KEYS.set(publicKey, byScheme);
  const name = `${scheme.name} ${scheme.hash}`;
  const key =
    byScheme.get(name) ??
    crypto.subtle.importKey('spki', plainSpki(publicKey), importParams(publicKey, scheme), false, ['verify']);
  byScheme.set(name, key);
  return key;
}

/** WebCrypto takes RSA keys under the name rsaEncryption only, also those that a certificate keeps for RSA-PSS. */
function plainSpki({ algorithm, spki }: PublicKeyInfo): Bytes {
  if (algorithm !== 'RSA') return spki;
  const reader = new DerReader(spki, 'MSB-CERT-MALFORMED').enter(TAG.sequence);
  reader.next(TAG.sequence);
  return sequence(sequence(oid(OID.rsa), nothing()), bitString(reader.bits()));
}

/** Checks a signature; algorithms that are not accepted are refused like wrong signatures. */
export async function isSignedBy(
  publicKey: PublicKeyInfo,
  algorithm: AlgorithmIdentifier,
  signature: Uint8Array,
  content: Uint8Array,
): Promise<boolean> {
  const scheme = schemeOf(algorithm, 'MSB-SIG-MALFORMED');
  if (!scheme || scheme.key !== publicKey.algorithm) return false;
  if (publicKey.isPssOnly && scheme.name !== 'RSA-PSS') return false; // RFC 4055 1.2
  const key = await verificationKey(publicKey, scheme).catch(() => null);
  if (!key) return false; // bytes that are no key have signed nothing
  if (scheme.name === 'RSASSA-PKCS1-v1_5')
    return crypto.subtle.verify(scheme.name, key, toBytes(signature), toBytes(content));
  if (scheme.name === 'RSA-PSS') return crypto.subtle.verify(scheme, key, toBytes(signature), toBytes(content));
  const raw = ecdsaToRaw(signature, publicKey.bits);
  return raw !== null && crypto.subtle.verify({ name: 'ECDSA', hash: scheme.hash }, key, raw, toBytes(content));
}

/** Bytes of a coordinate or of half a signature: P-521 needs 66. */
export const bytesOf = (bits: number): number => Math.ceil(bits / 8);

/** ECDSA signatures are a SEQUENCE of r and s in CMS and X.509, r ‖ s of fixed size in WebCrypto. */
export function ecdsaToRaw(signature: Uint8Array, bits: number): Bytes | null {
  const size = bytesOf(bits);
  try {
    const outer = new DerReader(signature, 'MSB-SIG-MALFORMED');
    const reader = outer.enter(TAG.sequence);
    outer.end();
    const raw = new Uint8Array(size * 2);
    for (const end of [size, size * 2]) {
      const content = reader.integer();
      const number = content[0] === 0 ? content.subarray(1) : content;
      if ((content[0] ?? 0) >= 0x80 || number.length > size) return null;
      raw.set(number, end - number.length);
    }
    reader.end();
    return raw;
  } catch (error) {
    if (error instanceof EvidenceError) return null; // not a signature of this form, so not a valid one
    throw error;
  }
}

export function ecdsaToDer(raw: Uint8Array): Bytes {
  const half = raw.length / 2;
  const number = (bytes: Uint8Array) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const trimmed = bytes.subarray(first < 0 ? bytes.length - 1 : first);
    return der(TAG.integer, (trimmed[0] ?? 0) >= 0x80 ? concat(Uint8Array.of(0), trimmed) : trimmed);
  };
  return sequence(number(raw.subarray(0, half)), number(raw.subarray(half)));
}
