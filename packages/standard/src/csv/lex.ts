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
  /** Indexes of cells that hold nothing but spaces, of half or full width, with or without quotes around them. */
  readonly blankCells: readonly number[];
  /** Whether the bytes end inside a quoted cell, the last of the last row: the file was cut off there. */
  readonly endsInQuotes: boolean;
  /** Byte offsets of lines that hold nothing, or nothing but commas and spaces. */
  readonly blankAt: readonly number[];
  readonly lineEnds: { readonly crlf: number; readonly lf: number; readonly cr: number };
  /** Whether the last record's line is ended; what holds nothing does not count. */
  readonly endsWithLineEnd: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
/** The full-width space of MS932 is 81 40. */
const [WIDE_LEAD, WIDE_TRAIL] = [0x81, 0x40];

/** Arrays that double when they are full: memory stays proportional to the cells there are. */
function grow(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(array.length * 2);
  bigger.set(array);
  return bigger;
}

/** Index after the closing quote of the cell at `start`; -1 when it is broken, -2 when none comes before `limit`. */
function quotedEnd(bytes: Uint8Array, start: number, limit: number): number {
  for (let at = start + 1; at < limit; at++) {
    if (bytes[at] !== QUOTE) continue;
    const next = bytes[at + 1];
    if (next === QUOTE) at++;
    else return at + 1 === bytes.length || next === COMMA || next === CR || next === LF ? at + 1 : -1;
  }
  return -2;
}

/** Whether bytes are spaces only, at least one; quotes around them do not count. */
function isBlankCell(bytes: Uint8Array, from: number, to: number): boolean {
  const isQuoted = to - from > 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE;
  const end = isQuoted ? to - 1 : to;
  let at = isQuoted ? from + 1 : from;
  if (at >= end) return false;
  while (at < end) {
    if (bytes[at] === SPACE) at++;
    else if (bytes[at] === WIDE_LEAD && bytes[at + 1] === WIDE_TRAIL) at += 2;
    else return false;
  }
  return at === end;
}

/**
 * Whether an open quote at `start`, closed nowhere, is where the file was cut off rather than a quote too many: the
 * bytes stop in the middle of a line, and no further record (six digits and a comma) begins behind it.
 */
function isCutInQuotes(bytes: Uint8Array, start: number): boolean {
  const last = bytes[bytes.length - 1];
  if (last === LF || last === CR) return false;
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] !== LF && bytes[at] !== CR) continue;
    let digits = 0;
    while ((bytes[at + 1 + digits] ?? 0) >= 0x30 && (bytes[at + 1 + digits] ?? 0) <= 0x39) digits++;
    if (digits === 6 && bytes[at + 7] === COMMA) return false;
  }
  return true;
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
  const blankCells: number[] = [];
  const blankAt: number[] = [];
  const lineEnds = { crlf: 0, lf: 0, cr: 0 };
  let [cells, rows, at] = [0, 0, from];
  let openQuoteSeen = false;
  let endsInQuotes = false;
  let endsWithLineEnd = true;
  while (at < size) {
    const rowCells = cells;
    const lineStart = at;
    const blanksBefore = blankCells.length;
    let hasContent = false;
    for (;;) {
      const start = at;
      const first = bytes[at];
      const isQuoted = first === QUOTE;
      // After one open quote, later searches end with their line: hostile input stays linear.
      let end = isQuoted ? quotedEnd(bytes, at, openQuoteSeen ? endOfLine(bytes, at) : size) : -1;
      if (end === -2 && !openQuoteSeen && isCutInQuotes(bytes, start)) {
        endsInQuotes = true;
        end = size;
      } else if (end < 0) {
        end = plainEnd(bytes, start);
        const isBroken = isQuoted || hasQuote(bytes, start, end);
        if (isBroken) brokenQuotes.push({ row: rows, cell: cells - rowCells + 1 });
        openQuoteSeen ||= isQuoted;
      }
      const lead = isQuoted ? bytes[start + 1] : first;
      if ((lead === SPACE || lead === WIDE_LEAD) && isBlankCell(bytes, start, end)) blankCells.push(cells);
      else if (!hasContent) hasContent = end - start > (isQuoted ? 2 : 0);
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
    const isEnded = at < size;
    if (isEnded) {
      const kind = bytes[at] === LF ? 'lf' : bytes[at + 1] === LF ? 'crlf' : 'cr';
      lineEnds[kind]++;
      at += kind === 'crlf' ? 2 : 1;
    }
    if (!hasContent) {
      blankAt.push(lineStart);
      blankCells.length = blanksBefore;
      cells = rowCells;
      continue;
    }
    endsWithLineEnd = isEnded;
    if (rows + 1 >= rowStarts.length) rowStarts = grow(rowStarts);
    rowStarts[rows++] = rowCells;
  }
  rowStarts[rows] = cells;
  return {
    rowCount: rows,
    rowStarts,
    cellStarts,
    cellEnds,
    brokenQuotes,
    blankCells,
    endsInQuotes,
    blankAt,
    lineEnds,
    endsWithLineEnd,
  };
}

function hasQuote(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === QUOTE) return true;
  return false;
}
