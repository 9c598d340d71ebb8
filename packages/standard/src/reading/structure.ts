import type { ByteTable } from '../csv/byte-table.js';
import type { Lexed } from '../csv/lex.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { layoutOf, nameOfKind } from '../layouts/index.js';
import type { Item, Layout } from '../layouts/types.js';
import { type EmptiedItems, isText } from './blanks.js';
import { canBeRead } from './rows.js';
import type { ReadFile } from './types.js';

/** Findings about the shape of the CSV: quotes, item counts, line ends, and what is tolerated with a notice. */
export function structureFindings(
  read: Omit<ReadFile, 'findings'>,
  table: ByteTable,
  lexed: Lexed,
  emptied: EmptiedItems | null,
): Finding[] {
  const { name: file, layout, damagedRows } = read;
  const hasHeader = table.rowCount < lexed.rowCount;
  const findings: Finding[] = [];
  if (hasHeader) findings.push(makeFinding('MSB-READ-HEADER-LINE', { file, line: 1 }));
  const broken = new Set<number>();
  for (const { row, cell } of lexed.brokenQuotes) {
    const record = row + (hasHeader ? 0 : 1);
    broken.add(record - 1);
    if (damagedRows?.has(record - 1)) continue;
    const line = table.itemLine(record - 1, cell);
    const itemName = layout?.items[cell - 1]?.nameJa ?? null;
    findings.push(makeFinding('MSB-READ-BROKEN-QUOTE', { file, record, line, item: cell, itemName }));
  }
  if (table.rowCount === 0) findings.push(makeFinding('MSB-READ-NO-RECORD', { file }));
  else if (layout) {
    findings.push(...itemCountFindings(read, table, layout, broken));
    findings.push(...quotingFindings(read, table, layout), ...blankFindings(file, table, layout, emptied));
  }
  findings.push(...lineFindings(file, table, lexed, damagedRows));
  return findings;
}

function itemCountFindings(
  { name: file, damagedRows }: Omit<ReadFile, 'findings'>,
  table: ByteTable,
  layout: Layout,
  brokenQuotes: ReadonlySet<number>,
): Finding[] {
  const expected = layout.items.length;
  const wrong: number[] = [];
  let lastTold = -2;
  for (let row = 0; row < table.rowCount; row++) {
    if (table.itemCount(row) === expected) continue;
    // A broken quote shifts the items of its row, and its text runs into the lines below: that is told already.
    const isTold = damagedRows?.has(row) || brokenQuotes.has(row) || brokenQuotes.has(row - 1) || lastTold === row - 1;
    if (isTold) lastTold = row;
    else wrong.push(row);
  }
  const [first] = wrong;
  if (first === undefined) return [];
  const kindName = nameOfKind(layout.kind);
  const found = table.itemCount(first);
  const allAlike = wrong.length === table.rowCount && wrong.every((row) => table.itemCount(row) === found);
  if (allAlike && wrong.length > 1) {
    const place = { file, record: 1, line: table.line(0) };
    const words = { rows: wrong.length, found, expected, kindName, edition: layout.edition, hint: hint(layout, found) };
    return [makeFinding('MSB-READ-ITEM-COUNT-ALL', place, words)];
  }
  return wrong.map((row) =>
    makeFinding(
      'MSB-READ-ITEM-COUNT',
      { file, record: row + 1, line: table.line(row) },
      { found: table.itemCount(row), expected, kindName },
    ),
  );
}

/** The other edition of the same kind often explains a wrong count. */
function hint(layout: Layout, found: number): string {
  const other = layout.edition === '3' ? '4.1' : '3';
  return layoutOf(layout.kind, other)?.items.length === found
    ? `第${other}版の${nameOfKind(layout.kind)}のようです。`
    : '';
}

/** Quoted numbers and bare texts are tolerated; one notice for the file says how many and where the first is. */
function quotingFindings(read: Omit<ReadFile, 'findings'>, table: ByteTable, layout: Layout): Finding[] {
  const file = read.name;
  const quoted = { count: 0, row: 0, item: 0 };
  const bare = { count: 0, row: 0, item: 0 };
  const judged = layout.items
    .filter(({ format }) => format !== 'unused')
    .map((item) => ({
      no: item.no,
      right: isText(item) ? 'quoted' : 'bare',
      wrong: isText(item) ? bare : isNumberMarkedAsText(layout, item) ? null : quoted,
    }));
  for (let row = 0; row < table.rowCount; row++) {
    if (!canBeRead(read, row)) continue;
    for (const { no, right, wrong } of judged) {
      const mark = table.mark(row, no);
      if (mark === right || mark === 'empty' || wrong === null) continue;
      if (wrong.count++ === 0) Object.assign(wrong, { row, item: no });
    }
  }
  const notice = (code: 'MSB-READ-QUOTED-NUMBER' | 'MSB-READ-UNQUOTED-TEXT', { count, row, item }: typeof bare) =>
    count === 0
      ? []
      : [
          makeFinding(
            code,
            {
              file,
              record: row + 1,
              line: table.itemLine(row, item),
              item,
              itemName: layout.items[item - 1]?.nameJa ?? null,
            },
            { count },
          ),
        ];
  return [...notice('MSB-READ-QUOTED-NUMBER', quoted), ...notice('MSB-READ-UNQUOTED-TEXT', bare)];
}

/** 別表 支援計画's three numbers are printed as free text: quoted or not, both are right (open-questions Q11). */
function isNumberMarkedAsText(layout: Layout, item: Item): boolean {
  return layout.kind === 'UPYOBO_SUB' && [5, 10, 14].includes(item.no);
}

/** One notice for the file about items filled with spaces. */
function blankFindings(file: string, table: ByteTable, layout: Layout, emptied: EmptiedItems | null): Finding[] {
  if (!emptied) return [];
  const { row, item, count } = emptied;
  const itemName = layout.items[item - 1]?.nameJa ?? null;
  const place = { file, record: row + 1, line: table.itemLine(row, item), item, itemName };
  return [makeFinding('MSB-READ-BLANK-ITEM', place, { count })];
}

function lineFindings(
  file: string,
  table: ByteTable,
  lexed: Lexed,
  damagedRows: ReadonlySet<number> | null,
): Finding[] {
  const { crlf, lf, cr } = lexed.lineEnds;
  const findings: Finding[] = [];
  const found = [lf > 0 ? 'LF' : '', cr > 0 ? 'CR' : '', (lf > 0 || cr > 0) && crlf > 0 ? 'CRLF' : ''].filter(Boolean);
  if (lf + cr > 0) findings.push(makeFinding('MSB-READ-LINE-ENDING', { file }, { found: found.join('と') }));
  const isCut = damagedRows?.has(table.rowCount - 1);
  if (!lexed.endsWithLineEnd && !isCut) findings.push(makeFinding('MSB-READ-NO-LAST-LINE-END', { file }));
  const [blank] = lexed.blankAt;
  if (blank !== undefined)
    findings.push(
      makeFinding(
        'MSB-READ-BLANK-LINE',
        { file, line: table.linesBetween(0, blank) + 1 },
        { count: lexed.blankAt.length },
      ),
    );
  return findings;
}
