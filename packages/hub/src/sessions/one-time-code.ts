import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_SECONDS = 30;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The six digits of a time step (RFC 6238 with HMAC-SHA-1, which every authenticator app knows). */
export function oneTimeCode(secret: Uint8Array, at: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 1000 / STEP_SECONDS)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Accepts the step before and after as well: clocks differ and people type slowly. */
export function isOneTimeCode(secret: Uint8Array, code: string, at: Date): boolean {
  const matches = [-1, 0, 1].map((step) => {
    const expected = Buffer.from(oneTimeCode(secret, new Date(at.getTime() + step * STEP_SECONDS * 1000)));
    return expected.length === code.length && timingSafeEqual(expected, Buffer.from(code));
  });
  return matches.includes(true);
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
