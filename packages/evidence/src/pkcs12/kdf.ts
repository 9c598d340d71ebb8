import { type Bytes, concat, sha256, toBytes } from '../bytes.js';

/** The password as PKCS #12 wants it: UTF-16BE with a final zero (RFC 7292 B.1). */
export function bmpPassword(password: string): Bytes {
  const bytes = new Uint8Array(password.length * 2 + 2);
  for (let at = 0; at < password.length; at++) {
    bytes[at * 2] = password.charCodeAt(at) >> 8;
    bytes[at * 2 + 1] = password.charCodeAt(at) & 0xff;
  }
  return bytes;
}

const BLOCK = 64;

/** The PKCS #12 key derivation for a MAC key with SHA-256 (RFC 7292 B.2, ID 3); one output block is enough. */
export async function macKey(password: string, salt: Uint8Array, iterations: number): Promise<Bytes> {
  const fill = (bytes: Uint8Array) => {
    const filled = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
    for (let at = 0; at < filled.length; at++) filled[at] = bytes[at % bytes.length] ?? 0;
    return filled;
  };
  let hash = await sha256(concat(new Uint8Array(BLOCK).fill(3), fill(salt), fill(bmpPassword(password))));
  for (let round = 1; round < iterations; round++) hash = await sha256(hash);
  return hash;
}

/** Names of RFC 7292 and RFC 8018 in PKCS #12 files of our time. */
export const PKCS12 = {
  PBES2: '1.2.840.113549.1.5.13',
  PBKDF2: '1.2.840.113549.1.5.12',
  KEY_BAG: '1.2.840.113549.1.12.10.1.1',
  SHROUDED_KEY_BAG: '1.2.840.113549.1.12.10.1.2',
  /** Hashes by their HMAC. */
  PRFS: {
    '1.2.840.113549.2.7': 'SHA-1',
    '1.2.840.113549.2.9': 'SHA-256',
    '1.2.840.113549.2.10': 'SHA-384',
    '1.2.840.113549.2.11': 'SHA-512',
  } as Readonly<Record<string, string>>,
  /** Key sizes in bits by cipher. */
  AES_CBC: {
    '2.16.840.1.101.3.4.1.2': 128,
    '2.16.840.1.101.3.4.1.22': 192,
    '2.16.840.1.101.3.4.1.42': 256,
  } as Readonly<Record<string, number>>,
} as const;

interface Derivation {
  readonly hash: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly bits: number;
}

/** PBKDF2 with HMAC-SHA-256 to an AES-256-CBC key. */
export function encryptionKey(password: string, salt: Uint8Array, iterations: number): Promise<CryptoKey> {
  return derive(password, { hash: 'SHA-256', salt, iterations, bits: 256 }, 'encrypt');
}

/** PBKDF2 as a file asks for it, to an AES-CBC key. */
export function decryptionKey(password: string, derivation: Derivation): Promise<CryptoKey> {
  return derive(password, derivation, 'decrypt');
}

async function derive(
  password: string,
  { hash, salt, iterations, bits }: Derivation,
  usage: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const typed = toBytes(new TextEncoder().encode(password));
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const params = { name: 'PBKDF2', hash, salt: toBytes(salt), iterations };
  return crypto.subtle.deriveKey(params, material, { name: 'AES-CBC', length: bits }, false, [usage]);
}
