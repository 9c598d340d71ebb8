import { SIGNATURES } from '../algorithms.js';
import { type Bytes, concat, toBytes } from '../bytes.js';
import { DerReader, TAG } from '../der/reader.js';
import { der, sequence } from '../der/writer.js';
import { EvidenceError } from '../problems.js';
import type { PublicKeyInfo } from './certificate.js';

/** WebCrypto's words for verifying with a key. */
function importParams({ algorithm, curve }: PublicKeyInfo, hash: string): RsaHashedImportParams | EcKeyImportParams {
  return algorithm === 'RSA' ? { name: 'RSASSA-PKCS1-v1_5', hash } : { name: 'ECDSA', namedCurve: curve ?? 'P-256' };
}

const KEYS = new WeakMap<PublicKeyInfo, Map<string, Promise<CryptoKey>>>();

/** A public key for verifying, imported once. */
function verificationKey(publicKey: PublicKeyInfo, hash: string): Promise<CryptoKey> {
  const byHash = KEYS.get(publicKey) ?? new Map<string, Promise<CryptoKey>>();
  KEYS.set(publicKey, byHash);
  const key =
    byHash.get(hash) ??
    crypto.subtle.importKey('spki', publicKey.spki, importParams(publicKey, hash), false, ['verify']);
  byHash.set(hash, key);
  return key;
}

/** Checks a signature of an algorithm named by OID; unknown algorithms are refused like wrong signatures. */
export async function isSignedBy(
  publicKey: PublicKeyInfo,
  algorithm: string,
  signature: Uint8Array,
  content: Uint8Array,
): Promise<boolean> {
  const known = SIGNATURES[algorithm];
  if (!known || known.key !== publicKey.algorithm) return false;
  const key = await verificationKey(publicKey, known.hash).catch(() => null);
  if (!key) return false; // bytes that are no key have signed nothing
  if (known.key === 'RSA') return crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, toBytes(signature), toBytes(content));
  const raw = ecdsaToRaw(signature, publicKey.bits / 8);
  return raw !== null && crypto.subtle.verify({ name: 'ECDSA', hash: known.hash }, key, raw, toBytes(content));
}

/** ECDSA signatures are a SEQUENCE of r and s in CMS and X.509, r ‖ s of fixed size in WebCrypto. */
export function ecdsaToRaw(signature: Uint8Array, size: number): Bytes | null {
  try {
    const reader = new DerReader(signature, 'MSB-SIG-MALFORMED').enter(TAG.sequence);
    const raw = new Uint8Array(size * 2);
    for (const end of [size, size * 2]) {
      const { content } = reader.next(TAG.integer);
      const number = content.subarray(Math.max(0, content.length - size));
      raw.set(number, end - number.length);
    }
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
