import type { Lexed } from '../csv/lex.js';
import type { Item, Layout } from '../layouts/types.js';

/** Items filled with spaces that are read as empty, and the first of them: row from 0, item from 1. */
export interface EmptiedItems {
  readonly count: number;
  readonly row: number;
  readonly item: number;
}

/**
 * Makes cells of spaces empty for everything that reads the table; the file's bytes stay as they are. Fixed-length files of
 * claims fill what has no value with spaces, and software keeps the habit. A text in quotes is what a person wrote: it stays.
 */
export function emptyBlankCells(lexed: Lexed, bytes: Uint8Array, layout: Layout): EmptiedItems | null {
  let row = 0;
  let first: { row: number; item: number } | null = null;
  let count = 0;
  for (const cell of lexed.blankCells) {
    while ((lexed.rowStarts[row + 1] ?? 0) <= cell) row++;
    const start = lexed.cellStarts[cell] ?? 0;
    const item = layout.items[cell - (lexed.rowStarts[row] ?? 0)];
    if (!item || (isText(item) && bytes[start] === QUOTE)) continue;
    lexed.cellEnds[cell] = start;
    if (isText(item)) continue; // a space is a text as well: nothing to tell
    count++;
    first ??= { row, item: item.no };
  }
  return first && { ...first, count };
}

const QUOTE = 0x22;

export function isText(item: Item): boolean {
  return item.format === 'text' || item.format === 'jpgname';
}
