import type { ByteTable } from '../csv/byte-table.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { layoutOf } from '../layouts/index.js';
import type { Item, Layout } from '../layouts/types.js';
import { findBadBytes } from '../ms932/decode.js';
import type { Ending } from './ending.js';

/** The effect of damaged bytes on the records: one finding for each cause, and the rows that can't be relied on. */
export interface Damage {
  /** Null when there is none. */
  readonly rows: ReadonlySet<number> | null;
  readonly findings: readonly Finding[];
}

/**
 * Finds what a broken disk, share or transfer did: an end that is missing or filled up, NUL bytes in the middle. `ending` is
 * null for a file whose bytes are all characters: it can only lack its end.
 */
export function damageOf(file: string, table: ByteTable, layout: Layout | null, ending: Ending | null): Damage {
  const rows = new Set<number>();
  const findings = ending ? [...endFindings(file, table, ending), ...nulFindings(file, table, rows)] : [];
  const last = table.rowCount - 1;
  if (layout && isCutOff(table, layout, last)) {
    rows.add(last);
    const [found, expected] = [table.itemCount(last), layout.items.length];
    const place = { file, record: last + 1, line: table.line(last) };
    if (ending?.kind !== 'nul') findings.push(makeFinding('MSB-READ-CUT-OFF', place, { found, expected }));
  }
  return { rows: rows.size > 0 ? rows : null, findings };
}

function endFindings(file: string, table: ByteTable, { kind, end, count }: Ending): Finding[] {
  if (kind === 'clean') return [];
  const line = table.linesBetween(0, end) + 1;
  switch (kind) {
    case 'mark':
      return [makeFinding('MSB-READ-END-MARK', { file, line })];
    case 'after-mark':
      return [makeFinding('MSB-READ-AFTER-END-MARK', { file, line }, { count })];
    case 'nul':
      return [makeFinding('MSB-READ-NUL-BYTES', { file, line }, { where: '終わり', count })];
  }
}

/** So many NUL bytes in a row are no slip of a program: something was never written there. */
const NUL_RUN = 4;

function nulFindings(file: string, table: ByteTable, rows: Set<number>): Finding[] {
  const { bytes } = table;
  let count = 0;
  let first = -1;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at)) {
    const start = at;
    while (bytes[at] === 0) at++;
    if (at - start < NUL_RUN) continue;
    if (first < 0) first = start;
    count += at - start;
  }
  if (first < 0) return [];
  addRowsWithNul(table, rows);
  const line = table.linesBetween(0, first) + 1;
  return [makeFinding('MSB-READ-NUL-BYTES', { file, line }, { where: '途中', count })];
}

function addRowsWithNul(table: ByteTable, rows: Set<number>): void {
  let at = table.bytes.indexOf(0);
  for (let row = 0; row < table.rowCount && at >= 0; row++) {
    const start = table.start(row, 1);
    if (at < start) at = table.bytes.indexOf(0, start);
    if (at >= 0 && at < table.end(row, table.itemCount(row))) rows.add(row);
  }
}

/** Items of one length whose value is seen to be cut off. */
const WHOLE_LENGTH: Readonly<Partial<Record<Item['format'], number>>> = { ym: 6, ym0: 6, ymd: 8, ymd0: 8, office: 10 };

/** Whether the file stops in the middle of its last record: no line end, and items missing or the last one cut. */
function isCutOff(table: ByteTable, layout: Layout, last: number): boolean {
  const { lexed } = table;
  if (last < 0 || lexed.endsWithLineEnd) return false;
  const [found, expected] = [table.itemCount(last), layout.items.length];
  if (found > expected) return false;
  if (found < expected) return !isOwnCount(table, layout, last, found);
  const item = layout.items[expected - 1];
  const length = table.isEmpty(last, expected) ? null : item && WHOLE_LENGTH[item.format];
  return lexed.endsInQuotes || endsInCharacter(table) || (length != null && table.text(last, expected).length < length);
}

/** Whether the count is the file's own, so that nothing is cut: all records have it, or the other edition has it. */
function isOwnCount(table: ByteTable, layout: Layout, last: number, found: number): boolean {
  const { lexed } = table;
  if (lexed.endsInQuotes) return false;
  for (let row = 0; row < last; row++) if (table.itemCount(row) !== found) return false;
  const other = layoutOf(layout.kind, layout.edition === '3' ? '4.1' : '3');
  return last > 0 || other?.items.length === found;
}

/** Whether the last byte is the first half of a character. */
function endsInCharacter(table: ByteTable): boolean {
  const { bytes } = table;
  const last = table.rowCount - 1;
  const bad = findBadBytes(bytes, table.start(last, table.itemCount(last)), bytes.length);
  return bad?.reason === 'invalid' && bad.offset === bytes.length - 1;
}
