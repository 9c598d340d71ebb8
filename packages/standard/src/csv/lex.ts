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
  /** Physical line (from 1) of each row. */
  readonly rowLines: Uint32Array;
  /** Physical lines on which a quote is broken, in order. */
  readonly brokenQuotes: readonly { readonly row: number; readonly line: number; readonly cell: number }[];
  /** Physical lines that hold nothing. */
  readonly blankLines: readonly number[];
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

interface QuotedEnd {
  /** Index after the closing quote, or -1 when the quote is broken. */
  readonly end: number;
  readonly lines: number;
}

/** Finds the end of the quoted cell at `start`. `limit` bounds the search after a quote was found to be open. */
function quotedEnd(bytes: Uint8Array, start: number, limit: number): QuotedEnd {
  let lines = 0;
  for (let at = start + 1; at < limit; at++) {
    const byte = bytes[at];
    if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) lines++;
    if (byte !== QUOTE) continue;
    const next = bytes[at + 1];
    if (next === QUOTE) at++;
    else if (at + 1 === bytes.length || next === COMMA || next === CR || next === LF) return { end: at + 1, lines };
    else return { end: -1, lines: 0 };
  }
  return { end: -1, lines: 0 };
}

function endOfLine(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) if (bytes[at] === LF || bytes[at] === CR) return at;
  return bytes.length;
}

/** Cuts `bytes[from…]` into rows and cells. Never throws; a broken quote is noted and its cell read as unquoted text. */
export function lex(bytes: Uint8Array, from: number): Lexed {
  const size = bytes.length;
  let cellStarts: Uint32Array<ArrayBuffer> = new Uint32Array(Math.max(64, (size - from) >> 3));
  let cellEnds: Uint32Array<ArrayBuffer> = new Uint32Array(cellStarts.length);
  let rowStarts: Uint32Array<ArrayBuffer> = new Uint32Array(Math.max(16, (size - from) >> 7));
  let rowLines: Uint32Array<ArrayBuffer> = new Uint32Array(rowStarts.length);
  const brokenQuotes: { row: number; line: number; cell: number }[] = [];
  const blankLines: number[] = [];
  let [crlf, lf, cr, cells, rows, line] = [0, 0, 0, 0, 0, 1];
  let openQuoteSeen = false;
  let at = from;
  let endsWithLineEnd = true;
  while (at < size) {
    const rowCells = cells;
    const rowLine = line;
    const lineStart = at;
    for (;;) {
      const start = at;
      let end = -1;
      if (bytes[at] === QUOTE) {
        const quoted = quotedEnd(bytes, at, openQuoteSeen ? endOfLine(bytes, at) : size);
        end = quoted.end;
        line += quoted.lines;
        if (end < 0) {
          openQuoteSeen = true; // bounds later searches to a line, so that hostile input stays linear
          brokenQuotes.push({ row: rows, line, cell: cells - rowCells + 1 });
        }
      }
      if (end < 0) {
        let stray = false;
        while (at < size) {
          const byte = bytes[at];
          if (byte === COMMA || byte === LF || byte === CR) break;
          if (byte === QUOTE && at > start) stray = true;
          at++;
        }
        end = at;
        if (stray && brokenQuotes.at(-1)?.row !== rows)
          brokenQuotes.push({ row: rows, line, cell: cells - rowCells + 1 });
      }
      if (cells === cellStarts.length) {
        cellStarts = grow(cellStarts);
        cellEnds = grow(cellEnds);
      }
      cellStarts[cells] = start;
      cellEnds[cells] = end;
      cells++;
      at = end;
      if (bytes[at] !== COMMA || at >= size) break;
      at++;
    }
    const wasBlank = at === lineStart;
    endsWithLineEnd = at < size;
    if (at < size) {
      if (bytes[at] === LF) lf++;
      else if (bytes[at + 1] === LF) {
        crlf++;
        at++;
      } else cr++;
      at++;
      line++;
    }
    if (wasBlank) {
      blankLines.push(rowLine);
      cells = rowCells;
      continue;
    }
    if (rows + 1 >= rowStarts.length) {
      rowStarts = grow(rowStarts);
      rowLines = grow(rowLines);
    }
    rowStarts[rows] = rowCells;
    rowLines[rows] = rowLine;
    rows++;
  }
  rowStarts[rows] = cells;
  return {
    rowCount: rows,
    rowStarts,
    cellStarts,
    cellEnds,
    rowLines,
    brokenQuotes,
    blankLines,
    lineEnds: { crlf, lf, cr },
    endsWithLineEnd,
  };
}
