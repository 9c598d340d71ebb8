import type { Table } from '../reading/types.js';
import type { Lexed } from './lex.js';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** A table over the file's bytes: cells are decoded when somebody asks, comparisons need no decoding at all. */
export class ByteTable implements Table {
  readonly #firstRow: number;

  constructor(
    readonly bytes: Uint8Array,
    readonly lexed: Lexed,
    readonly decoder: TextDecoder,
    skipRows: number,
  ) {
    this.#firstRow = skipRows;
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
    const { rowStarts } = this.lexed;
    const at = row + this.#firstRow;
    const cell = (rowStarts[at] ?? 0) + item - 1;
    return item >= 1 && cell < (rowStarts[at + 1] ?? 0) ? cell : -1;
  }

  /** Byte range of the value, without its quotes. */
  start(row: number, item: number): number {
    const cell = this.#cell(row, item);
    if (cell < 0) return 0;
    const start = this.lexed.cellStarts[cell] ?? 0;
    return this.#quoted(cell) ? start + 1 : start;
  }

  end(row: number, item: number): number {
    const cell = this.#cell(row, item);
    if (cell < 0) return 0;
    const end = this.lexed.cellEnds[cell] ?? 0;
    return this.#quoted(cell) ? end - 1 : end;
  }

  #quoted(cell: number): boolean {
    const start = this.lexed.cellStarts[cell] ?? 0;
    const end = this.lexed.cellEnds[cell] ?? 0;
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
    const start = this.start(row, item);
    const end = this.end(row, item);
    if (start >= end) return '';
    let plain = true;
    let quotes = false;
    for (let at = start; at < end; at++) {
      const byte = this.bytes[at] ?? 0;
      if (byte >= 0x80) plain = false;
      else if (byte === QUOTE) quotes = true;
    }
    const slice = this.bytes.subarray(start, end);
    const text = plain && slice.length <= 64 ? String.fromCharCode(...slice) : this.decoder.decode(slice);
    return quotes && this.isQuoted(row, item) ? text.replaceAll('""', '"') : text;
  }

  line(row: number): number {
    return this.lexed.rowLines[row + this.#firstRow] ?? 0;
  }

  itemLine(row: number, item: number): number {
    const first = this.#cell(row, 1);
    const cell = this.#cell(row, item);
    return (
      this.line(row) +
      (cell < 0 ? 0 : this.linesBetween(this.lexed.cellStarts[first] ?? 0, this.lexed.cellStarts[cell] ?? 0))
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

  /** Whether the item has the same bytes as in another row: lets checks skip what they have checked. */
  sameAs(row: number, otherRow: number, item: number): boolean {
    const start = this.start(row, item);
    const other = this.start(otherRow, item);
    const length = this.end(row, item) - start;
    if (length !== this.end(otherRow, item) - other) return false;
    for (let at = 0; at < length; at++) if (this.bytes[start + at] !== this.bytes[other + at]) return false;
    return true;
  }
}
