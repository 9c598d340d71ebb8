import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits; only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Tokens are random, so a plain hash is enough: there is nothing to guess. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function isToken(stored: Buffer, token: string): boolean {
  return timingSafeEqual(stored, hashToken(token));
}
