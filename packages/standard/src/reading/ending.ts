/** The ending of a file: all that stands behind its last record. */
export interface Ending {
  /** The end of the records: what stands behind is no part of the file. */
  readonly end: number;
  /** The DOS mark of a file's end (1A); padding with NUL bytes; bytes behind the mark that are no padding; or nothing. */
  readonly kind: 'clean' | 'mark' | 'nul' | 'after-mark';
  /** The number of bytes left out. */
  readonly count: number;
}

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;
const END_MARK = 0x1a;
const SPACE = 0x20;

/** Whether a byte can be padding. None of these is ever the second byte of an MS932 character (those begin at 40). */
function isPadding(byte: number | undefined): boolean {
  return byte === NUL || byte === END_MARK || byte === SPACE || byte === CR || byte === LF;
}

/** The ending of a file in which no such byte stands. */
export function cleanEnding(bytes: Uint8Array): Ending {
  return { end: bytes.length, kind: 'clean', count: 0 };
}

/**
 * Says where the records of a file end. Old programs end a text with the byte 1A; a disk or share that lost its
 * connection leaves the end of a file, or all of it, as NUL bytes.
 */
export function endingOf(bytes: Uint8Array): Ending {
  const size = bytes.length;
  const mark = bytes.indexOf(END_MARK);
  let from = size;
  while (from > 0 && isPadding(bytes[from - 1])) from--;
  let end = from;
  while (end < size && bytes[end] !== NUL && bytes[end] !== END_MARK) end++;
  const isAtLineStart = mark > 0 && (bytes[mark - 1] === LF || bytes[mark - 1] === CR);
  if (isAtLineStart && mark < end) return { end: mark, kind: 'after-mark', count: size - mark - 1 };
  if (end === size) return cleanEnding(bytes);
  return { end, kind: bytes[end] === END_MARK ? 'mark' : 'nul', count: size - end };
}
