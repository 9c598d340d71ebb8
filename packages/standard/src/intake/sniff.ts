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

/** Word and Excel files are ZIPs with a [Content_Types].xml. */
function zipOrOffice(bytes: Uint8Array): Content {
  const latin1 = new TextDecoder('latin1');
  const ends = latin1.decode(bytes.subarray(0, ZIP_LOOK)) + latin1.decode(bytes.subarray(-ZIP_LOOK));
  if (ends.includes('[Content_Types].xml')) return 'office';
  const isFirstLocked = ((bytes[6] ?? 0) & 1) === 1;
  return isFirstLocked || hasLockedEntry(bytes) ? 'lockedZip' : 'zip';
}

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;

/** Whether the directory at a ZIP's end has a locked file: the first header alone may be an open folder's. */
function hasLockedEntry(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const farthest = Math.max(0, bytes.length - ZIP_LOOK - 22); // a comment of 64 KB may follow
  let end = bytes.length - 22;
  while (end >= farthest && view.getUint32(end, true) !== DIRECTORY_END) end--;
  if (end < farthest) return false;
  let at = view.getUint32(end + 16, true);
  while (at + 46 <= bytes.length && view.getUint32(at, true) === DIRECTORY_ENTRY) {
    if ((view.getUint16(at + 8, true) & 1) === 1) return true;
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return false;
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
