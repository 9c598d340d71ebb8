import { randomBytes, randomInt } from 'node:crypto';
import { type PasswordOwner, passwordTroubles } from '@musubi/contract';
import { hash, verify } from '@node-rs/argon2';
import { Problem } from '../platform/problem.js';

/** Letters and digits that nobody mistakes for one another on paper. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';
/** argon2id with the library's defaults (19 MiB, 2 passes), as OWASP recommends. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'));
}

/** A hash nobody's password has: verifying against it takes as long as against a real one. */
const NOBODY = hashPassword(newPassword());

/** Compares in the same time whether or not the account exists. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await NOBODY), password.normalize('NFKC'));
  return stored !== null && matches;
}

/** An initial password of 16 readable characters (79 bits). */
export function newPassword(): string {
  return Array.from({ length: 16 }, () => READABLE[randomInt(READABLE.length)]).join('');
}

/** A machine's secret of 256 bits: no person types it. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Throws MSB-AUTH-PASSWORD-WEAK, with the reasons, unless the password may be used (security.md R05). */
export function requireAcceptable(password: string, owner: PasswordOwner): void {
  const troubles = passwordTroubles(password, owner);
  if (troubles.length > 0) throw new Problem('MSB-AUTH-PASSWORD-WEAK', { reason: troubles.join(' ') });
}
