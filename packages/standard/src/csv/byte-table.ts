import type { Table } from '../reading/types.js';
import type { Lexed } from './lex.js';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** A table over the file's bytes: cells are decoded when somebody asks, comparisons need no decoding at all. */
export class ByteTable implements Table {
  readonly #firstRow: number;
  readonly #rowStarts: Uint32Array;
  readonly #cellStarts: Uint32Array;
  readonly #cellEnds: Uint32Array;
  #rowLines: Uint32Array | null = null;
  #singleBytes: string | null = null;

  constructor(
    readonly bytes: Uint8Array,
    readonly lexed: Lexed,
    readonly decoder: TextDecoder,
    skipRows: number,
  ) {
    this.#firstRow = skipRows;
    this.#rowStarts = lexed.rowStarts;
    this.#cellStarts = lexed.cellStarts;
    this.#cellEnds = lexed.cellEnds;
  }

  get rowCount(): number {
    return this.lexed.rowCount - this.#firstRow;
  }

  itemCount(row: number): number {
    const at = row + this.#firstRow;
    return (this.lexed.rowStarts[at + 1] ?? 0) - (this.lexed.rowStarts[at] ?? 0);
  }

  /** Index of the cell, or -1 when the row has no such item. */
  #cell(row: number, item: number): number {
    const at = row + this.#firstRow;
    const cell = (this.#rowStarts[at] ?? 0) + item - 1;
    return item >= 1 && cell < (this.#rowStarts[at + 1] ?? 0) ? cell : -1;
  }

  /** Byte range of the value, without its quotes. */
  start(row: number, item: number): number {
    const cell = this.#cell(row, item);
    return cell < 0 ? 0 : (this.#cellStarts[cell] ?? 0) + (this.#quoted(cell) ? 1 : 0);
  }

  end(row: number, item: number): number {
    const cell = this.#cell(row, item);
    return cell < 0 ? 0 : (this.#cellEnds[cell] ?? 0) - (this.#quoted(cell) ? 1 : 0);
  }

  isEmpty(row: number, item: number): boolean {
    return this.start(row, item) >= this.end(row, item);
  }

  /** Whether the cell begins with a quote and whether it holds nothing: cheap looks for whole-file tallies. */
  mark(row: number, item: number): 'quoted' | 'bare' | 'empty' {
    const cell = (this.#rowStarts[row + this.#firstRow] ?? 0) + item - 1;
    const start = this.#cellStarts[cell] ?? 0;
    if (start === this.#cellEnds[cell]) return 'empty';
    return this.bytes[start] === QUOTE ? 'quoted' : 'bare';
  }

  #quoted(cell: number): boolean {
    const start = this.#cellStarts[cell] ?? 0;
    const end = this.#cellEnds[cell] ?? 0;
    return (
      end - start >= 2 && this.bytes[start] === QUOTE && this.bytes[end - 1] === QUOTE && !this.#broken(start, end)
    );
  }

  /** A cell that starts and ends with a quote can still be a broken one read as plain text: "a"b". */
  #broken(start: number, end: number): boolean {
    if (this.lexed.brokenQuotes.length === 0) return false;
    let run = 0;
    for (let at = start + 1; at < end - 1; at++) {
      if (this.bytes[at] === QUOTE) run++;
      else if (run % 2 === 1) return true;
      else run = 0;
    }
    return run % 2 === 1;
  }

  isQuoted(row: number, item: number): boolean {
    const cell = this.#cell(row, item);
    return cell >= 0 && this.#quoted(cell);
  }

  text(row: number, item: number): string {
    const cell = this.#cell(row, item);
    if (cell < 0) return '';
    const isQuoted = this.#quoted(cell);
    const start = (this.#cellStarts[cell] ?? 0) + (isQuoted ? 1 : 0);
    const end = (this.#cellEnds[cell] ?? 0) - (isQuoted ? 1 : 0);
    let isPlain = true;
    for (let at = start; at < end; at++) {
      const byte = this.bytes[at] ?? 0;
      if (byte >= 0x80 || byte === QUOTE) isPlain = false;
    }
    if (isPlain) return this.#ascii(start, end);
    const text = this.decoder.decode(this.bytes.subarray(start, end));
    return isQuoted ? text.replaceAll('""', '"') : text;
  }

  /** Plain cells are cut out of one string of the whole file: a cut costs far less than decoding each cell. */
  #ascii(start: number, end: number): string {
    this.#singleBytes ??= new TextDecoder('latin1').decode(this.bytes);
    return this.#singleBytes.slice(start, end);
  }

  line(row: number): number {
    this.#rowLines ??= this.#countLines();
    return this.#rowLines[row + this.#firstRow] ?? 0;
  }

  /** Physical lines are asked for only where something was found: one pass over the bytes, at the first question. */
  #countLines(): Uint32Array {
    const lines = new Uint32Array(this.lexed.rowCount);
    let [line, at] = [1, 0];
    for (let row = 0; row < lines.length; row++) {
      const start = this.#cellStarts[this.#rowStarts[row] ?? 0] ?? 0;
      line += this.linesBetween(at, start);
      lines[row] = line;
      at = start;
    }
    return lines;
  }

  itemLine(row: number, item: number): number {
    const first = this.#cell(row, 1);
    const cell = this.#cell(row, item);
    const isThere = cell >= 0;
    return (
      this.line(row) + (isThere ? this.linesBetween(this.#cellStarts[first] ?? 0, this.#cellStarts[cell] ?? 0) : 0)
    );
  }

  linesBetween(from: number, to: number): number {
    let lines = 0;
    for (let at = from; at < to; at++) {
      const byte = this.bytes[at];
      if (byte === LF || (byte === CR && this.bytes[at + 1] !== LF)) lines++;
    }
    return lines;
  }

  sameAs(row: number, otherRow: number, item: number): boolean {
    const cell = (this.#rowStarts[row + this.#firstRow] ?? 0) + item - 1;
    const other = (this.#rowStarts[otherRow + this.#firstRow] ?? 0) + item - 1;
    const start = this.#cellStarts[cell] ?? 0;
    const otherStart = this.#cellStarts[other] ?? 0;
    const length = (this.#cellEnds[cell] ?? 0) - start;
    if (length !== (this.#cellEnds[other] ?? 0) - otherStart) return false;
    for (let at = 0; at < length; at++) if (this.bytes[start + at] !== this.bytes[otherStart + at]) return false;
    return true;
  }

  sameIn(row: number, otherRow: number, items: readonly number[]): boolean {
    for (const item of items) if (!this.sameAs(row, otherRow, item)) return false;
    return true;
  }

  hashOf(row: number, items: readonly number[]): number {
    const first = (this.#rowStarts[row + this.#firstRow] ?? 0) - 1;
    let hash = 0x811c9dc5;
    for (const item of items) {
      const end = this.#cellEnds[first + item] ?? 0;
      for (let at = this.#cellStarts[first + item] ?? 0; at < end; at++) {
        hash = Math.imul(hash ^ (this.bytes[at] ?? 0), 0x01000193);
      }
    }
    return hash;
  }
}
