import type Forge from 'node-forge';
import { HASHES } from '../algorithms.js';
import { sameBytes, toBytes } from '../bytes.js';
import { type AlgorithmIdentifier, readAlgorithm } from '../certificates/algorithm.js';
import { DerReader, TAG } from '../der/reader.js';
import { HMAC_HASHES, hashOf, pbkdf2Key, requireRounds, unsupported } from './decrypt.js';
import { deriveBytes, type PasswordBytes, PURPOSE } from './kdf.js';

const PBMAC1 = '1.2.840.113549.1.5.14';
const SHA1 = '1.3.14.3.2.26';
const BLOCKS: Readonly<Record<string, number>> = { 'SHA-1': 64, 'SHA-256': 64, 'SHA-384': 128, 'SHA-512': 128 };
const NAMES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const;
const isNamed = (hash: string): hash is keyof typeof NAMES => hash in NAMES;

/** The guard of a PKCS #12 file against change, made with the password. */
export interface Mac {
  readonly algorithm: AlgorithmIdentifier;
  readonly digest: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** Reads MacData (RFC 7292 4). */
export function readMac(data: DerReader): Mac {
  const info = data.enter(TAG.sequence);
  const algorithm = readAlgorithm(info);
  const digest = info.next(TAG.octetString).content;
  const salt = data.next(TAG.octetString).content;
  const iterations = data.done ? 1 : requireRounds(data.number());
  return { algorithm, digest, salt, iterations };
}

/** Whether the password made it. Throws MSB-P12-UNSUPPORTED for hashes that we do not know. */
export async function isMacOf(
  forge: typeof Forge,
  mac: Mac,
  safe: Uint8Array,
  password: PasswordBytes,
): Promise<boolean> {
  const { hash, key } = mac.algorithm.oid === PBMAC1 ? await newKey(mac, password) : oldKey(forge, mac, password);
  const imported = await crypto.subtle.importKey('raw', toBytes(key), { name: 'HMAC', hash }, false, ['sign']);
  return sameBytes(new Uint8Array(await crypto.subtle.sign('HMAC', imported, toBytes(safe))), mac.digest);
}

function oldKey(forge: typeof Forge, { algorithm, salt, iterations }: Mac, password: PasswordBytes) {
  const hash = algorithm.oid === SHA1 ? 'SHA-1' : HASHES[algorithm.oid];
  if (!hash || !isNamed(hash)) return unsupported(`MAC ${algorithm.oid}`);
  const size = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }[hash];
  const made = { hash: hashOf(forge, NAMES[hash]), block: BLOCKS[hash] ?? 64 };
  return { hash, key: deriveBytes(made, password, { salt, iterations, purpose: PURPOSE.mac, size }) };
}

/** RFC 9579. */
async function newKey({ algorithm }: Mac, password: PasswordBytes) {
  const fields = new DerReader(algorithm.parameters ?? new Uint8Array(), 'MSB-P12-MALFORMED').enter(TAG.sequence);
  const derivation = readAlgorithm(fields);
  const { oid } = readAlgorithm(fields);
  const hash = HMAC_HASHES[oid] ?? unsupported(`MAC ${oid}`);
  return { hash, key: await pbkdf2Key(derivation, 0, password) };
}
