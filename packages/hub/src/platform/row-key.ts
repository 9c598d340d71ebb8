import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyFolder } from './key-folder.js';

/** A key outside the database, by which the hub knows its own rows again (security.md R24). */
export interface RowKey {
  /** Makes 16 random bytes and an HMAC-SHA-256 of them and the row: no two rows have the same. */
  authenticate(row: Uint8Array): Buffer;
  isAuthentic(row: Uint8Array, authentic: Uint8Array): boolean;
  /** HMAC-SHA-256 of a place in the chain. */
  prove(place: Uint8Array): Buffer;
}

const NONCE = 16;

export function openRowKey(folder: KeyFolder): RowKey {
  const key = Buffer.from(
    folder.keep('audit.key', () => randomBytes(32).toString('hex')),
    'hex',
  );
  const mac = (purpose: string, ...parts: readonly Uint8Array[]) =>
    parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', key).update(purpose)).digest();
  return {
    authenticate: (row) => {
      const nonce = randomBytes(NONCE);
      return Buffer.concat([nonce, mac('row', nonce, row)]);
    },
    isAuthentic: (row, authentic) =>
      authentic.length === NONCE + 32 &&
      timingSafeEqual(mac('row', authentic.subarray(0, NONCE), row), authentic.subarray(NONCE)),
    prove: (place) => mac('place', place),
  };
}
