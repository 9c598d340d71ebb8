import { randomInt } from 'node:crypto';
import { Problem } from '../platform/problem.js';
import { hashPassword, isPassword } from './passwords.js';

/** Wrong codes until a code ends; each is counted before it is judged. One in ten million guesses at it. */
const MOST_TRIES = 10;

export interface ClaimCode {
  /** As people read it, e.g. `4821-9035`: digits only, for it is told by telephone. */
  readonly code: string;
  /** The part of it that is kept. */
  readonly hash: string;
}

/** A new 受取コード: with the mailed link it opens the hand-over, and neither does alone (security-review M11). */
export async function newClaimCode(): Promise<ClaimCode> {
  const digits = String(randomInt(10 ** 8)).padStart(8, '0');
  return { code: `${digits.slice(0, 4)}-${digits.slice(4)}`, hash: await hashPassword(digits) };
}

/** A try as it was counted: the kept hash, null where no code was ever given, and how many tries this one makes. */
export interface CountedClaim {
  readonly hash: string | null;
  readonly tries: number;
}

/** Judges a try that was counted. Throws MSB-CLAIM-CODE-OVER, MSB-CLAIM-CODE-WRONG. */
export async function requireClaimCode({ hash, tries }: CountedClaim, typed: string): Promise<void> {
  if (hash === null || tries > MOST_TRIES) throw new Problem('MSB-CLAIM-CODE-OVER');
  if (await isPassword(hash, typed.replace('-', ''))) return;
  throw new Problem(tries === MOST_TRIES ? 'MSB-CLAIM-CODE-OVER' : 'MSB-CLAIM-CODE-WRONG');
}
