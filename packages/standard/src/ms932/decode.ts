/** One stretch of bytes that MS932 does not know, relative to the slice it was found in. */
export interface BadBytes {
  readonly offset: number;
  readonly length: 1 | 2;
  readonly reason: 'invalid' | 'gaiji' | 'control';
}

const decoder = new TextDecoder('shift_jis');

/** MS932 bytes to text. Bytes that MS932 does not know become U+FFFD; `findBadBytes` says where they are. */
export function decodeMs932(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

let validPairs: Uint8Array | null = null;

/** A bit per two-byte code that Windows' code page 932 defines, made once from the platform's own table. */
function pairs(): Uint8Array {
  if (validPairs) return validPairs;
  const table = new Uint8Array(0x10000);
  const code = new Uint8Array(2);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead >= 0xa0 && lead <= 0xdf) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      code[0] = lead;
      code[1] = trail;
      const text = decoder.decode(code);
      if (text.length === 1 && text !== '\ufffd') table[(lead << 8) | trail] = 1;
    }
  }
  validPairs = table;
  return table;
}

/** The first bytes in `bytes[from, to)` that are not MS932 text, 外字 (F040–F9FC) or control characters included. */
export function findBadBytes(bytes: Uint8Array, from: number, to: number): BadBytes | null {
  let table: Uint8Array | null = null;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
        return { offset: at, length: 1, reason: 'control' };
      if (byte === 0x7f) return { offset: at, length: 1, reason: 'control' };
      continue;
    }
    if (byte >= 0xa1 && byte <= 0xdf) continue; // half-width katakana
    table ??= pairs();
    const trail = at + 1 < to ? (bytes[at + 1] ?? 0) : 0;
    const valid = byte > 0x80 && table[(byte << 8) | trail] === 1;
    if (!valid) return { offset: at, length: trail >= 0x80 && byte >= 0x81 && byte <= 0xfc ? 2 : 1, reason: 'invalid' };
    if (byte >= 0xf0 && byte <= 0xf9) return { offset: at, length: 2, reason: 'gaiji' };
    at++;
  }
  return null;
}

/** Bytes as people read them in an error, e.g. "FD 4B". */
export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
