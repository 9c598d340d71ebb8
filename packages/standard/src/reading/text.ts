import type { ByteTable } from '../csv/byte-table.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { findBadBytes, hexOf } from '../ms932/decode.js';
import type { RecognisedText } from './encoding.js';
import { canBeRead } from './rows.js';
import type { ReadFile } from './types.js';

const CODES = {
  invalid: 'MSB-READ-INVALID-BYTE',
  gaiji: 'MSB-READ-GAIJI',
  control: 'MSB-READ-CONTROL-CHARACTER',
} as const;

/** Findings about encoding and characters: the first bad character of each cell, with record, physical line and byte. */
export function textFindings(read: Omit<ReadFile, 'findings'>, table: ByteTable, text: RecognisedText): Finding[] {
  const file = read.name;
  if (text.encoding === 'utf-8') {
    return [makeFinding('MSB-READ-UTF8', { file }, {}, { action: 'reencode', file, from: 'utf-8' })];
  }
  if (text.encoding !== 'ms932') {
    return [makeFinding('MSB-READ-UTF16', { file }, {}, { action: 'reencode', file, from: text.encoding })];
  }
  if (!findBadBytes(table.bytes, 0, table.bytes.length)) return []; // only behind the records was something
  const findings: Finding[] = [];
  let previous = -1;
  for (let row = 0; row < table.rowCount; row++) {
    if (!canBeRead(read, row)) continue;
    const count = table.itemCount(row);
    for (let item = 1; item <= count; item++) {
      const isRepeated = previous >= 0 && table.sameAs(row, previous, item);
      if (!isRepeated) checkCell(read, table, row, item, findings);
    }
    previous = row;
  }
  return findings;
}

function checkCell(
  { name: file, layout }: Omit<ReadFile, 'findings'>,
  table: ByteTable,
  row: number,
  item: number,
  findings: Finding[],
): void {
  const [start, end] = [table.start(row, item), table.end(row, item)];
  const bad = findBadBytes(table.bytes, start, end);
  if (!bad) return;
  const value = table.text(row, item);
  const place = {
    file,
    record: row + 1,
    line: table.itemLine(row, item) + table.linesBetween(start, bad.offset),
    item,
    itemName: layout?.items[item - 1]?.nameJa ?? null,
    value,
  };
  const bytes = hexOf(table.bytes.subarray(bad.offset, bad.offset + bad.length));
  findings.push(makeFinding(CODES[bad.reason], place, { bytes, offset: bad.offset + 1 }));
}
