import { crc32 } from './crc32.js';

const SAYS_UTF8 = 0x0800;

/**
 * A name as a ZIP means it. UTF-8 where the entry says so or carries a Unicode path (extra field 0x7075); otherwise the
 * maker did not say: Windows writes MS932, Macs write UTF-8 all the same.
 */
export function zipName(bytes: Uint8Array, flags: number, unicodePath: Uint8Array | null): string {
  if (flags & SAYS_UTF8) return composed(utf8(bytes) ?? ms932(bytes));
  return composed(fromUnicodePath(bytes, unicodePath) ?? japaneseUtf8(bytes) ?? ms932(bytes));
}

function ms932(bytes: Uint8Array): string {
  return new TextDecoder('shift_jis').decode(bytes);
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null; // no UTF-8: another encoding is tried
  }
}

/** The field holds for the name whose checksum it carries: a tool that renames without knowing it leaves the old one. */
function fromUnicodePath(name: Uint8Array, field: Uint8Array | null): string | null {
  if (!field || field.length < 5 || field[0] !== 1) return null;
  const crc = new DataView(field.buffer, field.byteOffset, field.length).getUint32(1, true);
  return crc === crc32(name) ? utf8(field.subarray(5)) : null;
}

/** Half-width katakana of MS932 can pass for UTF-8 letters of two bytes; Japanese in UTF-8 takes three. */
function japaneseUtf8(bytes: Uint8Array): string | null {
  const text = utf8(bytes);
  return text !== null && [...text].every((character) => character < '\u0080' || character >= '\u2000') ? text : null;
}

/** Macs write か and ゛ as two characters. */
function composed(name: string): string {
  return /[\u3099\u309a]/.test(name) ? name.normalize('NFC') : name;
}
