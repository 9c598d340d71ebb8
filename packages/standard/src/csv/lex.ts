/**
 * Cuts CSV bytes into cells without decoding them. In MS932 and UTF-8 a byte 0x22, 0x2C, 0x0A or 0x0D is always that
 * character (trail bytes of MS932 start at 0x40), so cells can be found on bytes and decoded when somebody looks.
 */
export interface Lexed {
  readonly rowCount: number;
  /** Index of a row's first cell; entry `rowCount` is the number of cells. */
  readonly rowStarts: Uint32Array;
  /** Byte range of each cell, its quotes included. */
  readonly cellStarts: Uint32Array;
  readonly cellEnds: Uint32Array;
  /** Cells whose quotes are broken, by row from 0 and cell from 1. */
  readonly brokenQuotes: readonly { readonly row: number; readonly cell: number }[];
  /** Byte offsets of lines that hold nothing. */
  readonly blankAt: readonly number[];
  readonly lineEnds: { readonly crlf: number; readonly lf: number; readonly cr: number };
  readonly endsWithLineEnd: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** Arrays that double when they are full: memory stays proportional to the cells there are. */
function grow(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(array.length * 2);
  bigger.set(array);
  return bigger;
}

/** Index after the closing quote of the cell at `start`, or -1 when it is broken. `limit` bounds the search. */
function quotedEnd(bytes: Uint8Array, start: number, limit: number): number {
  for (let at = start + 1; at < limit; at++) {
    if (bytes[at] !== QUOTE) continue;
    const next = bytes[at + 1];
    if (next === QUOTE) at++;
    else return at + 1 === bytes.length || next === COMMA || next === CR || next === LF ? at + 1 : -1;
  }
  return -1;
}

/** Index after the unquoted cell at `start`: a comma, a line end or the end of the bytes. */
function plainEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= COMMA && (byte === COMMA || byte === LF || byte === CR)) break;
  }
  return at;
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++;
  return at;
}

/** Cuts `bytes[from…]` into rows and cells. Never throws; a broken quote is noted and its cell read as unquoted text. */
export function lex(bytes: Uint8Array, from: number): Lexed {
  const size = bytes.length;
  let cellStarts: Uint32Array<ArrayBuffer> = new Uint32Array(Math.max(64, (size - from) >> 2));
  let cellEnds: Uint32Array<ArrayBuffer> = new Uint32Array(cellStarts.length);
  let rowStarts: Uint32Array<ArrayBuffer> = new Uint32Array(Math.max(16, (size - from) >> 6));
  const brokenQuotes: { row: number; cell: number }[] = [];
  const blankAt: number[] = [];
  const lineEnds = { crlf: 0, lf: 0, cr: 0 };
  let [cells, rows, at] = [0, 0, from];
  let openQuoteSeen = false;
  let endsWithLineEnd = true;
  while (at < size) {
    const rowCells = cells;
    const lineStart = at;
    for (;;) {
      const start = at;
      const isQuoted = bytes[at] === QUOTE;
      // After one open quote, later searches end with their line: hostile input stays linear.
      let end = isQuoted ? quotedEnd(bytes, at, openQuoteSeen ? endOfLine(bytes, at) : size) : -1;
      if (end < 0) {
        end = plainEnd(bytes, start);
        const isBroken = isQuoted || hasQuote(bytes, start, end);
        if (isBroken) brokenQuotes.push({ row: rows, cell: cells - rowCells + 1 });
        openQuoteSeen ||= isQuoted;
      }
      if (cells === cellStarts.length) {
        cellStarts = grow(cellStarts);
        cellEnds = grow(cellEnds);
      }
      cellStarts[cells] = start;
      cellEnds[cells++] = end;
      at = end;
      if (bytes[at] !== COMMA) break;
      at++;
    }
    const isBlank = at === lineStart;
    endsWithLineEnd = at < size;
    if (endsWithLineEnd) {
      const kind = bytes[at] === LF ? 'lf' : bytes[at + 1] === LF ? 'crlf' : 'cr';
      lineEnds[kind]++;
      at += kind === 'crlf' ? 2 : 1;
    }
    if (isBlank) {
      blankAt.push(lineStart);
      cells = rowCells;
      continue;
    }
    if (rows + 1 >= rowStarts.length) rowStarts = grow(rowStarts);
    rowStarts[rows++] = rowCells;
  }
  rowStarts[rows] = cells;
  return { rowCount: rows, rowStarts, cellStarts, cellEnds, brokenQuotes, blankAt, lineEnds, endsWithLineEnd };
}

function hasQuote(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === QUOTE) return true;
  return false;
}
