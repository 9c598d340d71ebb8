import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Letters and digits that nobody mistakes for one another on paper. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';
const MIN_LENGTH = 13;

/** Words that attackers try first, and ours. */
const COMMON = [
  'password',
  'passw0rd',
  '12345678',
  'qwerty',
  'abcdefgh',
  'aaaaaaaa',
  'musubi',
  'careplan',
  'kaigo',
  'letmein',
  'iloveyou',
];

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

/** Whether a password may be used: 13 characters or more, not common, not the user id (security.md R05). */
export function isAcceptablePassword(password: string, userId: string): boolean {
  const plain = password.toLowerCase();
  const isMonotonous = new Set(plain).size < 5;
  return (
    [...password].length >= MIN_LENGTH &&
    !isMonotonous &&
    !plain.includes(userId.toLowerCase()) &&
    !COMMON.some((word) => plain.includes(word))
  );
}
