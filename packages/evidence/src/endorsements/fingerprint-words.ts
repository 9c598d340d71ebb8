import { toBytes, utf8 } from '../bytes.js';

/** Eight words of 256: 64 bits. */
const BITS = 64;
/** The price of every try to find a certificate with the words of another: 2^16 on top of 2^64 tries. */
const ITERATIONS = 65_536;
const SALT = toBytes(utf8('musubi fingerprint words'));

/**
 * A certificate's fingerprint (SHA-256, hex) as eight Japanese words, to be compared on the telephone or on paper
 * (docs/decisions/0016 says why eight suffice). Takes a twentieth of a second.
 */
export async function fingerprintWords(fingerprint: string): Promise<readonly string[]> {
  const key = await crypto.subtle.importKey('raw', toBytes(utf8(fingerprint)), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: SALT, iterations: ITERATIONS };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(how, key, BITS));
  const { WORDS } = await import('./words.js'); // a page that shows no words does without them
  return Array.from(bits, (at) => WORDS[at] ?? '');
}
