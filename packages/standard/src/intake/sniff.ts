import { isLocked, zipEntries } from './zip-directory.js';

/** What the content of a file is, whatever its name says. */
export type Content =
  | 'empty'
  | 'text'
  | 'pdf'
  | 'picture'
  | 'otherPicture'
  | 'office'
  | 'zip'
  | 'lockedZip'
  | 'archive'
  | 'program'
  | 'web'
  | 'unknown';

/** Beginnings of files by format. Offsets are 0 unless said otherwise. */
const MAGIC: readonly (readonly [Content, readonly number[], number?])[] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['otherPicture', [0x47, 0x49, 0x46, 0x38]], // GIF
  ['otherPicture', [0x42, 0x4d, 0x36]], // BMP of an uncompressed screen picture
  ['otherPicture', [0x49, 0x49, 0x2a, 0x00]], // TIFF
  ['otherPicture', [0x4d, 0x4d, 0x00, 0x2a]],
  ['otherPicture', [0x57, 0x45, 0x42, 0x50], 8], // WebP
  ['otherPicture', [0x66, 0x74, 0x79, 0x70, 0x68, 0x65], 4], // HEIC: ftyphe…
  ['otherPicture', [0x66, 0x74, 0x79, 0x70, 0x6d, 0x69, 0x66, 0x31], 4], // HEIF: ftypmif1
  ['office', [0xd0, 0xcf, 0x11, 0xe0]],
  ['archive', [0x52, 0x61, 0x72, 0x21]], // RAR
  ['archive', [0x37, 0x7a, 0xbc, 0xaf]], // 7z
  ['archive', [0x1f, 0x8b]], // gzip
  ['archive', [0x2d, 0x6c, 0x68], 2], // LZH: ??-lh
  ['program', [0x4d, 0x5a]],
  ['program', [0x7f, 0x45, 0x4c, 0x46]],
  ['web', [0x3c, 0x21]], // <!doctype html
  ['web', [0x3c, 0x68, 0x74, 0x6d, 0x6c]],
  ['web', [0x3c, 0x3f]], // <?xml
];

/** Recognises a file by its content alone. */
export function contentOf(bytes: Uint8Array): Content {
  if (bytes.length === 0) return 'empty';
  const starts = (magic: readonly number[], offset = 0) => magic.every((byte, at) => bytes[offset + at] === byte);
  if (starts([0x50, 0x4b, 0x03, 0x04])) return zipOrOffice(bytes);
  if (starts([0x50, 0x4b, 0x05, 0x06])) return 'zip'; // a ZIP without files
  const known = MAGIC.find(([, magic, offset]) => starts(magic, offset));
  if (known) return known[0];
  return looksLikeText(bytes) ? 'text' : 'unknown';
}

const ZIP_LOOK = 65_536;
const OFFICE_MARK = '[Content_Types].xml';

/** Word and Excel files are ZIPs with a [Content_Types].xml of their own; a ZIP of such files is none. */
function zipOrOffice(bytes: Uint8Array): Content {
  const entries = zipEntries(bytes);
  const isOffice = entries
    ? entries.some(({ name }) => name === OFFICE_MARK)
    : new TextDecoder('latin1').decode(bytes.subarray(0, ZIP_LOOK)).includes(OFFICE_MARK);
  if (isOffice) return 'office';
  const isFirstLocked = ((bytes[6] ?? 0) & 1) === 1;
  return isFirstLocked || entries?.some(isLocked) ? 'lockedZip' : 'zip';
}

const TEXT_LOOK = 2048;

/** Text has no zero bytes, except as UTF-16, which tables saved by Excel have. */
function looksLikeText(bytes: Uint8Array): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const startsWithDigit16 = (bytes[1] === 0 && isDigit(bytes[0])) || (bytes[0] === 0 && isDigit(bytes[1]));
  return isUtf16 || startsWithDigit16 || !bytes.subarray(0, TEXT_LOOK).includes(0);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
