import { AGREEMENTS, CURVES, HASHES, type Hash, isInUse, OID, oidOf, type Suite } from '../algorithms.js';
import { type Bytes, concat, digestOf, toBytes } from '../bytes.js';
import { type AlgorithmIdentifier, readAlgorithm } from '../certificates/algorithm.js';
import type { Certificate } from '../certificates/certificate.js';
import { bytesOf } from '../certificates/keys.js';
import { DerReader, oidText, TAG } from '../der/reader.js';
import { bitString, integer, nothing, octets, oid, sequence, tagged } from '../der/writer.js';
import { issuerAndSerial } from './signed-data.js';

const WRAP_ALGORITHM = sequence(oid(OID.aes256Wrap));

/** RFC 4055 4.1: hash and mask generation with the same hash. */
function oaepAlgorithm(hash: Hash): Bytes {
  const digest = sequence(oid(oidOf(HASHES, (one) => one === hash)), nothing());
  return sequence(oid(OID.rsaOaep), sequence(tagged(0, digest), tagged(1, sequence(oid(OID.mgf1), digest))));
}

/** A RecipientInfo that carries the content key for one certificate: RSA-OAEP or ephemeral ECDH with AES key wrap. */
export function wrapKeyFor(
  certificate: Certificate,
  contentKey: Bytes,
  { transportHash, agreementHash }: Pick<Suite, 'transportHash' | 'agreementHash'>,
): Promise<Bytes> {
  return certificate.publicKey.algorithm === 'RSA'
    ? wrapWithRsa(certificate, contentKey, transportHash)
    : wrapWithEcdh(certificate, contentKey, agreementHash);
}

async function wrapWithRsa(certificate: Certificate, contentKey: Bytes, hash: Hash): Promise<Bytes> {
  const params = { name: 'RSA-OAEP', hash };
  const key = await crypto.subtle.importKey('spki', certificate.publicKey.spki, params, false, ['encrypt']);
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(params, key, contentKey));
  return sequence(integer(0), issuerAndSerial(certificate), oaepAlgorithm(hash), octets(encrypted));
}

async function wrapWithEcdh(certificate: Certificate, contentKey: Bytes, hash: Hash): Promise<Bytes> {
  const namedCurve = certificate.publicKey.curve ?? 'P-256';
  const params = { name: 'ECDH', namedCurve };
  const publicKey = await crypto.subtle.importKey('spki', certificate.publicKey.spki, params, false, []);
  const ephemeral = await crypto.subtle.generateKey(params, true, ['deriveBits']);
  const kek = await deriveWrappingKey(ephemeral.privateKey, publicKey, { curve: namedCurve, hash });
  const raw = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', true, ['encrypt']);
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey('raw', raw, kek, 'AES-KW'));
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey));
  const curve = Object.entries(CURVES).find(([, { name }]) => name === namedCurve)?.[0] ?? '';
  const originator = tagged(0, tagged(1, sequence(oid(OID.ecPublicKey), oid(curve)), bitString(point)));
  const keys = sequence(sequence(issuerAndSerial(certificate), octets(wrapped)));
  return tagged(
    1,
    integer(3),
    originator,
    sequence(oid(oidOf(AGREEMENTS, (one) => one === hash)), WRAP_ALGORITHM),
    keys,
  );
}

/** Bytes of a coordinate by curve: the shared secret is one of them. */
const POINTS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.values(CURVES).map(({ name, bits }) => [name, bytesOf(bits)]),
);

/** X9.63 KDF over the shared secret and ECC-CMS-SharedInfo (RFC 5753 7.2): one round, as every hash has 256 bits or more. */
async function deriveWrappingKey(
  privateKey: CryptoKey,
  publicKey: CryptoKey,
  { curve, hash }: { curve: string; hash: Hash },
): Promise<CryptoKey> {
  const size = POINTS[curve] ?? 0;
  const secret = new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, size * 8),
  );
  const sharedInfo = sequence(WRAP_ALGORITHM, tagged(2, octets(Uint8Array.of(0, 0, 1, 0))));
  const kek = await digestOf(hash, concat(secret, Uint8Array.of(0, 0, 0, 1), sharedInfo));
  return crypto.subtle.importKey('raw', kek.slice(0, 32), 'AES-KW', false, ['wrapKey', 'unwrapKey']);
}

/** What a RecipientInfo says, before anybody tries to open it. */
export type WrappedKey = { readonly recipient: Uint8Array } & (
  | { readonly kind: 'rsa'; readonly encrypted: Bytes }
  | {
      readonly kind: 'ecdh';
      readonly originator: Bytes;
      readonly curve: string;
      readonly hash: Hash;
      readonly encrypted: Bytes;
    }
  /** For somebody by issuer and serial, in a way that no suite has. */
  | { readonly kind: 'unknown'; readonly algorithm: string }
);

/** Reads a RecipientInfo; kinds we do not use (password, key identifier) are null. */
export function readRecipient(list: DerReader): WrappedKey | null {
  const node = list.next();
  const info = list.inside(node);
  if (node.tag === TAG.sequence) {
    info.next(TAG.integer);
    const recipient = info.optional(TAG.sequence);
    if (!recipient) return null;
    const algorithm = readAlgorithm(info);
    const hash = oaepHash(algorithm);
    if (!hash || !isInUse('transportHash', hash))
      return { kind: 'unknown', recipient: recipient.raw, algorithm: algorithm.oid };
    return { kind: 'rsa', recipient: recipient.raw, encrypted: toBytes(info.next(TAG.octetString).content) };
  }
  if (node.tag !== 0xa1) return null;
  info.next(TAG.integer);
  const originator = info.enter(0xa0).optional(0xa1);
  info.optional(0xa1); // user keying material, unused
  if (!originator) return null;
  const agreement = info.enter(TAG.sequence).oid();
  const entry = info.enter(TAG.sequence).enter(TAG.sequence);
  const recipient = entry.optional(TAG.sequence);
  if (!recipient) return null;
  const hash = AGREEMENTS[agreement];
  if (!hash || !isInUse('agreementHash', hash))
    return { kind: 'unknown', recipient: recipient.raw, algorithm: agreement };
  const key = info.inside(originator);
  const algorithm = key.enter(TAG.sequence);
  algorithm.oid();
  const curveOid = algorithm.optional(TAG.oid);
  const point = toBytes(key.bits());
  const bySize = Object.keys(POINTS).find((name) => point.length === 1 + 2 * (POINTS[name] ?? 0));
  const curve = (curveOid ? CURVES[oidText(curveOid.content)]?.name : bySize) ?? '';
  return {
    kind: 'ecdh',
    recipient: recipient.raw,
    originator: point,
    curve,
    hash,
    encrypted: toBytes(entry.next(TAG.octetString).content),
  };
}

/** The hash of RSA-OAEP; null for other ways, and for SHA-1, the default. */
function oaepHash({ oid: algorithm, parameters }: AlgorithmIdentifier): Hash | null {
  if (algorithm !== OID.rsaOaep || !parameters) return null;
  const reader = new DerReader(parameters, 'MSB-ENV-MALFORMED').enter(TAG.sequence);
  const digest = reader.optional(0xa0);
  return digest ? (HASHES[readAlgorithm(reader.inside(digest)).oid] ?? null) : null;
}

/** Opens a wrapped content key with a private key; rejects when the key does not fit. */
export async function unwrapKey(
  wrapped: Exclude<WrappedKey, { kind: 'unknown' }>,
  decryptionKey: CryptoKey,
): Promise<Bytes> {
  if (wrapped.kind === 'rsa') {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'RSA-OAEP' }, decryptionKey, wrapped.encrypted));
  }
  const params = { name: 'ECDH', namedCurve: wrapped.curve };
  const publicKey = await crypto.subtle.importKey('raw', wrapped.originator, params, false, []);
  const kek = await deriveWrappingKey(decryptionKey, publicKey, wrapped);
  const key = await crypto.subtle.unwrapKey('raw', wrapped.encrypted, kek, 'AES-KW', 'AES-GCM', true, ['decrypt']);
  return new Uint8Array(await crypto.subtle.exportKey('raw', key));
}
