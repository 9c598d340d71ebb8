import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The number of the time step an instant lies in (RFC 6238). */
const stepAt = (at: Date) => Math.floor(at.getTime() / STEP_MS);

/** The six digits of the step an instant lies in (RFC 6238 with HMAC-SHA-1, which every authenticator app knows). */
export const oneTimeCode = (secret: Uint8Array, at: Date): string => codeOf(secret, stepAt(at));

function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/**
 * The step a code belongs to, null when it is wrong. The step before and after count as well: clocks differ and people
 * type slowly. Where two steps have the same digits the later one is told, so that neither opens anything again.
 */
export function stepOfCode(secret: Uint8Array, code: string, at: Date): number | null {
  const matches = [1, 0, -1].map((distance) => {
    const step = stepAt(at) + distance;
    const expected = Buffer.from(codeOf(secret, step));
    const given = Buffer.from(code);
    return expected.length === given.length && timingSafeEqual(expected, given) ? step : null;
  });
  return matches.find((step) => step !== null) ?? null;
}

export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(value >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + BASE32[(value << (5 - bits)) & 31] : text;
}
