import type { Encoding } from './types.js';

export interface RecognisedText {
  readonly encoding: Encoding;
  /** Bytes to lex: the file's own, or UTF-8 made from UTF-16. */
  readonly bytes: Uint8Array;
  /** Length of a byte order mark at the start of `bytes`. */
  readonly bom: number;
}

/** Recognises UTF-16 and UTF-8 by their marks or form; everything else is taken for MS932. */
export function recogniseEncoding(bytes: Uint8Array): RecognisedText {
  const utf16 = utf16Of(bytes);
  if (utf16) {
    const text = new TextDecoder(utf16).decode(bytes);
    return { encoding: utf16, bytes: new TextEncoder().encode(text), bom: 0 };
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', bytes, bom: 3 };
  return { encoding: looksLikeUtf8(bytes) ? 'utf-8' : 'ms932', bytes, bom: 0 };
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // Without a mark: our files begin with six digits, so every other byte of the first is zero.
  const digit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
  if (digit(bytes[0]) && bytes[1] === 0 && digit(bytes[2]) && bytes[3] === 0) return 'utf-16le';
  if (bytes[0] === 0 && digit(bytes[1]) && bytes[2] === 0 && digit(bytes[3])) return 'utf-16be';
  return null;
}

/**
 * Japanese UTF-8 text is almost never valid MS932 by chance, but short MS932 text can be valid UTF-8
 * (two half-width katakana). Three-byte characters decide: kana and kanji have them in UTF-8.
 */
function looksLikeUtf8(bytes: Uint8Array): boolean {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  if (first < 0) return false;
  const lead = bytes[first] ?? 0;
  if (lead < 0xc2 || lead > 0xf4) return false;
  try {
    // As a part of a stream: a file cut off in the middle of a character is UTF-8 still.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return false; // not UTF-8: a finding of MS932 reading says what is wrong with it
  }
  return bytes.some((byte) => byte >= 0xe2 && byte <= 0xf4);
}

/** What a file that is no CSV seems to be, in Japanese, or null. */
export function foreignFormat(bytes: Uint8Array): string | null {
  const starts = (...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'PDFファイル';
  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'ZIPファイル、またはExcel・Wordのファイル';
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return '古い形式のExcel・Wordのファイル';
  if (starts(0xff, 0xd8, 0xff)) return 'JPEGの画像';
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'PNGの画像';
  if (starts(0x47, 0x49, 0x46, 0x38)) return 'GIFの画像';
  if (starts(0x4d, 0x5a)) return 'プログラム（実行ファイル）';
  if (starts(0x3c, 0x21) || starts(0x3c, 0x68, 0x74, 0x6d, 0x6c) || starts(0x3c, 0x3f))
    return 'HTMLまたはXMLのファイル';
  if (starts(0x7b) || starts(0x5b)) return 'JSONのファイル';
  return null;
}
