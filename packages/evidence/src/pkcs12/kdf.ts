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

/** PBKDF2 with HMAC-SHA-256 to an AES-256-CBC key. */
export async function encryptionKey(password: string, salt: Uint8Array, iterations: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', toBytes(new TextEncoder().encode(password)), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const params = { name: 'PBKDF2', hash: 'SHA-256', salt: toBytes(salt), iterations };
  return crypto.subtle.deriveKey(params, material, { name: 'AES-CBC', length: 256 }, false, ['encrypt']);
}
