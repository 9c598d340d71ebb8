import type { FileNameParts } from '../filenames/types.js';
import type { Finding } from '../findings/finding.js';
import type { Edition, FileKind, Layout } from '../layouts/types.js';

/** A file as the user hands it over. */
export interface InputFile {
  /** Name as the user knows it; a path is cut to its last part. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The records of a CSV file. Rows count from 0; items count from 1 as in the layouts, so `text(row, 5)` is 項番5.
 * Implementations keep the bytes once and decode a cell when somebody looks at it.
 */
export interface Table {
  readonly rowCount: number;
  /** Cells in a row, which may differ from the layout's. */
  itemCount(row: number): number;
  /** The value without its quotes and with doubled quotes undone; '' for an empty or absent cell. */
  text(row: number, item: number): string;
  /** Whether the cell is empty or absent; cheaper than asking for its text. */
  isEmpty(row: number, item: number): boolean;
  /** Whether the cell stood in quotes, so that writing gives the same bytes back. */
  isQuoted(row: number, item: number): boolean;
  /** Physical line (from 1) on which the record starts. */
  line(row: number): number;
  /** Physical line (from 1) on which the cell starts: differs from `line` after a quoted line break. */
  itemLine(row: number, item: number): number;
  /** Whether the item has the same bytes in both rows: lets a check skip what it has already checked. */
  sameAs(row: number, otherRow: number, item: number): boolean;
  /** Whether two records say the same in each of the items. */
  sameIn(row: number, otherRow: number, items: readonly number[]): boolean;
  /** A hash of some items' bytes: equal items have equal hashes. */
  hashOf(row: number, items: readonly number[]): number;
}

export type Encoding = 'ms932' | 'utf-8' | 'utf-16le' | 'utf-16be';

/** A file read as far as it goes. Reading never throws; what is wrong stands in `findings`. */
export interface ReadFile {
  readonly name: string;
  /** The original bytes, untouched: what is signed and sent. */
  readonly bytes: Uint8Array;
  /** Null when the name breaks the rule so badly that no part can be relied on. */
  readonly nameParts: FileNameParts | null;
  /** Kind by name; for a broken name guessed from name prefix or content, else null. */
  readonly kind: FileKind | null;
  /** Edition by name and item 1; null when it can't be told. */
  readonly edition: Edition | null;
  /** The layout used for checks; null for pictures and unknown kinds. */
  readonly layout: Layout | null;
  /** CSVバージョン of the first record that can be read, e.g. "202407"; null when there is none. */
  readonly csvVersion: string | null;
  readonly encoding: Encoding | null;
  readonly lineEnding: 'crlf' | 'lf' | 'cr' | 'mixed' | 'none';
  /** Null for pictures and for what is no CSV at all. */
  readonly table: Table | null;
  /** Rows that can't be relied on although they may have all their items: cut off, or filled with NUL bytes; null when there is none. */
  readonly damagedRows: ReadonlySet<number> | null;
  /** What reading found: name, encoding, CSV structure, item counts. Item rules are `checks`. */
  readonly findings: readonly Finding[];
}
