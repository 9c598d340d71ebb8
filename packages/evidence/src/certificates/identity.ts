import { MADE_WITH, type Suite } from '../algorithms.js';
import { toBytes } from '../bytes.js';
import { EvidenceError } from '../problems.js';
import type { Certificate, KeyUsage, PublicKeyInfo } from './certificate.js';

/** A certificate with its private key, ready for WebCrypto; keys may be non-extractable. */
export interface Identity {
  readonly certificate: Certificate;
  /** Certificates of the authorities above it, nearest first. */
  readonly chain: readonly Certificate[];
  readonly signingKey: CryptoKey;
  /** Null when the certificate's key may only sign. */
  readonly decryptionKey: CryptoKey | null;
}

function signing(
  { algorithm, curve }: PublicKeyInfo,
  { signatureHash: hash }: Suite,
): RsaHashedImportParams | EcKeyImportParams {
  return algorithm === 'RSA' ? { name: 'RSASSA-PKCS1-v1_5', hash } : { name: 'ECDSA', namedCurve: curve ?? 'P-256' };
}

function decrypting(
  { algorithm, curve }: PublicKeyInfo,
  { transportHash: hash }: Suite,
): RsaHashedImportParams | EcKeyImportParams {
  return algorithm === 'RSA' ? { name: 'RSA-OAEP', hash } : { name: 'ECDH', namedCurve: curve ?? 'P-256' };
}

/** Whether something can be encrypted to the certificate: its usage allows the key to protect other keys. */
export function mayEncryptTo({ keyUsage, publicKey }: Certificate): boolean {
  if (publicKey.isPssOnly) return false;
  const needed: KeyUsage = publicKey.algorithm === 'RSA' ? 'keyEncipherment' : 'keyAgreement';
  return keyUsage === null || keyUsage.has(needed);
}

/** Imports one private key for signing and, where its usage allows, for decrypting. */
export async function identityFromPkcs8(
  certificate: Certificate,
  chain: readonly Certificate[],
  pkcs8: Uint8Array,
  { extractable = false, suite = MADE_WITH }: { extractable?: boolean; suite?: Suite } = {},
): Promise<Identity> {
  const key = toBytes(pkcs8);
  const { publicKey } = certificate;
  if (publicKey.algorithm === 'other' || publicKey.isPssOnly)
    throw new EvidenceError('MSB-CERT-KEY-KIND', certificate.fingerprint);
  const decryptUsages: ('decrypt' | 'deriveBits')[] = publicKey.algorithm === 'RSA' ? ['decrypt'] : ['deriveBits'];
  try {
    const signingKey = await crypto.subtle.importKey('pkcs8', key, signing(publicKey, suite), extractable, ['sign']);
    const decryptionKey = mayEncryptTo(certificate)
      ? await crypto.subtle.importKey('pkcs8', key, decrypting(publicKey, suite), extractable, decryptUsages)
      : null;
    return { certificate, chain, signingKey, decryptionKey };
  } catch {
    throw new EvidenceError('MSB-P12-NO-KEY', 'private key does not fit the certificate');
  }
}

/** Key types of the trial authority; the real ones issue RSA-2048. */
export type KeyType = 'rsa-2048' | 'p-256';

/** A new key pair whose private key can be exported once, to be put into a PKCS#12 file. */
export async function generateKeyPair(keyType: KeyType): Promise<CryptoKeyPair> {
  return keyType === 'rsa-2048'
    ? crypto.subtle.generateKey(
        { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' },
        true,
        ['sign', 'verify'],
      )
    : crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
}
