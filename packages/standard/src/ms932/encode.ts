import { decodeMs932 } from './decode.js';

/** A character that MS932 lacks. `index` counts UTF-16 units from 0 in the text given. */
export interface UnencodableCharacter {
  readonly index: number;
  readonly character: string;
}

export type Encoded =
  | { readonly bytes: Uint8Array }
  | { readonly unencodable: readonly [UnencodableCharacter, ...UnencodableCharacter[]] };

let codes: Uint16Array | null = null;

/**
 * The code Windows writes for each character. Where two codes mean one character, the lower one wins, except that the
 * NEC selection (ED40–EEFC) is never written: so 髙 becomes FBFC, Ⅰ 8754 and ¬ 81CA (rules.md section 17).
 */
function codeTable(): Uint16Array {
  if (codes) return codes;
  const table = new Uint16Array(0x10000);
  for (let byte = 0; byte < 0x80; byte++) table[byte] = byte;
  for (let byte = 0xa1; byte <= 0xdf; byte++) table[decodeMs932(Uint8Array.of(byte)).charCodeAt(0)] = byte;
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    const skipped = (lead >= 0xa0 && lead <= 0xdf) || lead === 0xed || lead === 0xee || (lead >= 0xf0 && lead <= 0xf9);
    if (skipped) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const text = decodeMs932(Uint8Array.of(lead, trail));
      const unit = text.charCodeAt(0);
      if (text.length === 1 && unit !== 0xfffd && table[unit] === 0) table[unit] = (lead << 8) | trail;
    }
  }
  codes = table;
  return table;
}

/** Whether MS932 has the character (one code point). */
export function isInMs932(character: string): boolean {
  return character.length === 1 && (character === '\0' || codeTable()[character.charCodeAt(0)] !== 0);
}

/** Text to MS932 bytes as Windows writes them, or the list of characters that MS932 lacks. Never guesses. */
export function encodeMs932(text: string): Encoded {
  const table = codeTable();
  const bytes = new Uint8Array(text.length * 2);
  const unencodable: UnencodableCharacter[] = [];
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const code = table[unit] ?? 0;
    if (code === 0 && unit !== 0) {
      const character = String.fromCodePoint(text.codePointAt(index) ?? unit);
      unencodable.push({ index, character });
      index += character.length - 1;
    } else if (code > 0xff) {
      bytes[length++] = code >> 8;
      bytes[length++] = code & 0xff;
    } else {
      bytes[length++] = code;
    }
  }
  const [first, ...others] = unencodable;
  return first ? { unencodable: [first, ...others] } : { bytes: bytes.slice(0, length) };
}
