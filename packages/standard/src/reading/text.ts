import type { ByteTable } from '../csv/byte-table.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import type { Layout } from '../layouts/types.js';
import { findBadBytes, hexOf } from '../ms932/decode.js';
import type { RecognisedText } from './encoding.js';

const CODES = {
  invalid: 'MSB-READ-INVALID-BYTE',
  gaiji: 'MSB-READ-GAIJI',
  control: 'MSB-READ-CONTROL-CHARACTER',
} as const;

/** Findings about encoding and characters: the first bad character of each cell, with record, physical line and byte. */
export function textFindings(file: string, table: ByteTable, text: RecognisedText, layout: Layout | null): Finding[] {
  if (text.encoding === 'utf-8') {
    return [makeFinding('MSB-READ-UTF8', { file }, {}, { action: 'reencode', file, from: 'utf-8' })];
  }
  if (text.encoding !== 'ms932') {
    return [makeFinding('MSB-READ-UTF16', { file }, {}, { action: 'reencode', file, from: text.encoding })];
  }
  if (!findBadBytes(table.bytes, 0, table.bytes.length)) return []; // one pass over the bytes clears a good file
  const findings: Finding[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const count = table.itemCount(row);
    for (let item = 1; item <= count; item++) {
      const isRepeated = row > 0 && table.sameAs(row, row - 1, item);
      if (!isRepeated) checkCell(file, table, layout, row, item, findings);
    }
  }
  return findings;
}

function checkCell(
  file: string,
  table: ByteTable,
  layout: Layout | null,
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
