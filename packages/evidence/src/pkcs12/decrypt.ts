import type Forge from 'node-forge';
import { OID } from '../algorithms.js';
import type { Bytes } from '../bytes.js';
import { type AlgorithmIdentifier, readAlgorithm } from '../certificates/algorithm.js';
import { DerReader, TAG } from '../der/reader.js';
import { EvidenceError } from '../problems.js';
import { deriveBytes, type PasswordBytes, PURPOSE, pbkdf2 } from './kdf.js';

const CODE = 'MSB-P12-MALFORMED';
const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
/** More rounds than any maker asks for: a file that wants more would keep the computer busy for hours. */
const MAX_ROUNDS = 10_000_000;

export function unsupported(detail: string): never {
  throw new EvidenceError('MSB-P12-UNSUPPORTED', detail);
}

/** Hashes of HMAC in PBKDF2 and PBMAC1, by OID, as WebCrypto calls them. */
export const HMAC_HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
};

type Cipher = (forge: typeof Forge, key: Bytes, iv: Bytes, ciphertext: Uint8Array) => Uint8Array | null;

const binary = (forge: typeof Forge, bytes: Uint8Array) => forge.util.createBuffer(forge.util.binary.raw.encode(bytes));

function block(name: 'AES-CBC' | '3DES-CBC' | 'DES-CBC'): Cipher {
  return (forge, key, iv, ciphertext) => {
    const cipher = forge.cipher.createDecipher(name, binary(forge, key));
    cipher.start({ iv: binary(forge, iv) });
    cipher.update(binary(forge, ciphertext));
    return cipher.finish() ? forge.util.binary.raw.decode(cipher.output.getBytes()) : null;
  };
}

const rc2: (bits: number) => Cipher = (bits) => (forge, key, iv, ciphertext) => {
  const cipher = forge.rc2.createDecryptionCipher(binary(forge, key), bits);
  cipher.start(binary(forge, iv));
  cipher.update(binary(forge, ciphertext));
  return cipher.finish() ? forge.util.binary.raw.decode(cipher.output.getBytes()) : null;
};

/** Two keys of DES are three, the first one twice. */
const twoKeys: Cipher = (forge, key, iv, ciphertext) =>
  block('3DES-CBC')(forge, Uint8Array.of(...key, ...key.subarray(0, 8)), iv, ciphertext);

/** PBES2 (RFC 8018): how the content is encrypted, by OID; size of the key in bytes. */
const PBES2_CIPHERS: Readonly<Record<string, { readonly size: number; readonly cipher: Cipher }>> = {
  '2.16.840.1.101.3.4.1.2': { size: 16, cipher: block('AES-CBC') },
  '2.16.840.1.101.3.4.1.22': { size: 24, cipher: block('AES-CBC') },
  [OID.aes256Cbc]: { size: 32, cipher: block('AES-CBC') },
  '1.2.840.113549.3.7': { size: 24, cipher: block('3DES-CBC') },
};

/** The schemes of PKCS #12 itself (RFC 7292 C), with SHA-1. RC4 is not among them. */
const OLD_CIPHERS: Readonly<Record<string, { readonly size: number; readonly cipher: Cipher }>> = {
  '1.2.840.113549.1.12.1.3': { size: 24, cipher: block('3DES-CBC') },
  '1.2.840.113549.1.12.1.4': { size: 16, cipher: twoKeys },
  '1.2.840.113549.1.12.1.5': { size: 16, cipher: rc2(128) },
  '1.2.840.113549.1.12.1.6': { size: 5, cipher: rc2(40) },
};

export function requireRounds(rounds: number): number {
  return rounds >= 1 && rounds <= MAX_ROUNDS ? rounds : unsupported(`${rounds} rounds`);
}

export const hashOf =
  (forge: typeof Forge, name: 'sha1' | 'sha256' | 'sha384' | 'sha512' = 'sha1') =>
  (bytes: Uint8Array): Uint8Array => {
    const hash = forge.md[name].create();
    hash.update(forge.util.binary.raw.encode(bytes));
    return forge.util.binary.raw.decode(hash.digest().getBytes());
  };

/** Decrypts what a password protects; null when the password does not fit. Throws MSB-P12-UNSUPPORTED. */
export async function decryptByPassword(
  forge: typeof Forge,
  algorithm: AlgorithmIdentifier,
  ciphertext: Uint8Array,
  password: PasswordBytes,
): Promise<Uint8Array | null> {
  const parameters = new DerReader(algorithm.parameters ?? new Uint8Array(), CODE);
  if (algorithm.oid === PBES2) {
    const scheme = parameters.enter(TAG.sequence);
    const derivation = readAlgorithm(scheme);
    const { oid, parameters: ivDer } = readAlgorithm(scheme);
    const known = PBES2_CIPHERS[oid] ?? unsupported(`cipher ${oid}`);
    const key = await pbkdf2Key(derivation, known.size, password);
    const iv = new DerReader(ivDer ?? new Uint8Array(), CODE).next(TAG.octetString).content;
    return known.cipher(forge, key, iv.slice(), ciphertext);
  }
  const known = OLD_CIPHERS[algorithm.oid] ?? unsupported(`scheme ${algorithm.oid}`);
  const fields = parameters.enter(TAG.sequence);
  const salt = fields.next(TAG.octetString).content;
  const iterations = requireRounds(fields.number());
  const derive = (purpose: number, size: number) =>
    deriveBytes({ hash: hashOf(forge), block: 64 }, password, { salt, iterations, purpose, size });
  return known.cipher(forge, derive(PURPOSE.key, known.size), derive(PURPOSE.iv, 8), ciphertext);
}

/** A key by PBKDF2 as an AlgorithmIdentifier describes it; `size` counts where the file names none. */
export async function pbkdf2Key(
  derivation: AlgorithmIdentifier,
  size: number,
  password: PasswordBytes,
): Promise<Bytes> {
  if (derivation.oid !== PBKDF2) unsupported(`derivation ${derivation.oid}`);
  const fields = new DerReader(derivation.parameters ?? new Uint8Array(), CODE).enter(TAG.sequence);
  const salt = fields.next(TAG.octetString).content;
  const iterations = requireRounds(fields.number());
  const named = fields.peekTag() === TAG.integer ? fields.number() : size;
  const oid = fields.done ? '1.2.840.113549.2.7' : readAlgorithm(fields).oid;
  const hash = HMAC_HASHES[oid] ?? unsupported(`hash ${oid}`);
  return pbkdf2(hash, password, { salt, iterations, size: size === 0 ? named : size });
}
