import type { ServiceCode } from '../service-codes.js';
import { areWhole, type Columns, FIELD_NAMES, headingsIn, masterColumns, merged } from './columns.js';
import { type ImportFinding, importFinding } from './findings.js';
import { type Above, type ReadLine, readLine } from './line.js';
import { csvRows, decodeText, isWorkbook, type SourceRow, workbookRows } from './rows.js';
import { monthIn, plain } from './values.js';

/** A file of service codes, read: its lines, what is wrong, and the rows that are no lines (titles, sections, notes). */
export interface ReadTable {
  readonly file: string;
  readonly lines: readonly ServiceCode[];
  /** Lines whose 基本・加算・減算 the file does not say: it was read from their names. */
  readonly presumedKinds: ReadonlySet<ServiceCode>;
  readonly findings: readonly ImportFinding[];
  readonly passedOver: readonly { readonly sheet: string; readonly line: number; readonly text: string }[];
}

export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the ministry's サービスコード表 (CSV or xlsx, headings wherever they stand) or a municipality's 単位数表マスタ (CSV, with
 * headings or without). `month` (YYYY-MM) is for tables that don't say from when they hold. Never throws on bad input.
 */
export async function readCodeTable(source: SourceFile, month: string | null = null): Promise<ReadTable> {
  let rows: readonly SourceRow[];
  try {
    rows = isWorkbook(source.bytes) ? await workbookRows(source.bytes) : csvRows(decodeText(source.bytes));
  } catch {
    // The library says in English why a workbook is broken; the person needs another file either way.
    return { ...EMPTY, file: source.name, findings: [importFinding('REF-NOT-A-TABLE', source.name, NOWHERE)] };
  }
  return tableOfRows(source.name, rows, month);
}

const NOWHERE = { line: 0, sheet: '' };
const EMPTY = { lines: [], presumedKinds: new Set<ServiceCode>(), findings: [], passedOver: [] };

function tableOfRows(file: string, rows: readonly SourceRow[], wanted: string | null): ReadTable {
  const lines: { readonly line: ServiceCode; readonly row: SourceRow }[] = [];
  const findings: ImportFinding[] = [];
  const passedOver: { sheet: string; line: number; text: string }[] = [];
  const presumedKinds = new Set<ServiceCode>();
  const presumed: SourceRow[] = [];
  let columns: Columns | null = masterColumns(rows);
  let wasHeading = false;
  let month = wanted ?? monthIn(file);
  let above: Above = { type: '', basis: '' };
  let sheet = rows[0]?.sheet ?? '';
  for (const row of rows) {
    if (row.sheet !== sheet) [columns, sheet, wasHeading, above] = [null, row.sheet, false, { type: '', basis: '' }];
    const headings = headingsIn(row);
    if (headings) {
      columns = merged(wasHeading ? columns : null, headings);
      [wasHeading, above] = [true, { type: '', basis: '' }];
      continue;
    }
    wasHeading = false;
    if (!columns || !areWhole(columns) || isTitle(row, columns)) {
      month = wanted ?? monthIn(row.cells.join(' ')) ?? month;
      passedOver.push({ sheet: row.sheet, line: row.line, text: row.cells.filter(Boolean).join(' ').slice(0, 80) });
      continue;
    }
    const read: ReadLine = readLine(row, { file, columns, above, month });
    above = read.above;
    findings.push(...read.findings);
    if (!read.line) continue;
    lines.push({ line: read.line, row });
    if (!read.saysKind) presumedKinds.add(read.line);
    if (read.isPresumed) presumed.push(row);
  }
  if (lines.length === 0 && findings.length === 0) findings.push(importFinding('REF-NOT-A-TABLE', file, NOWHERE));
  const [first] = presumed;
  if (first)
    findings.push(importFinding('REF-PRESUMED', file, first, { item: '単位数', note: `（${presumed.length}行）` }));
  const settled = settlePeriods(file, lines);
  return {
    file,
    lines: settled.lines,
    presumedKinds: carriedOver(presumedKinds, settled.origins),
    findings: oneMonthMissing([...findings, ...settled.findings]),
    passedOver,
  };
}

/** Sections and notes between lines: neither a code nor anything else that a line has but words. */
function isTitle(row: SourceRow, columns: Columns): boolean {
  const cell = (field: Parameters<Columns['get']>[0]) => plain(row.cells[columns.get(field) ?? -1] ?? '');
  const code = columns.has('item') ? cell('item') : cell('code');
  if (code !== '') return false;
  return cell('name') === '' || cell('value') === '';
}

/** A table without a month lacks it on every line: one cause, one finding. */
function oneMonthMissing(findings: readonly ImportFinding[]): ImportFinding[] {
  const isIt = ({ code }: ImportFinding) => code === 'REF-NO-MONTH';
  const [first] = findings.filter(isIt);
  const others = findings.filter((one) => !isIt(one));
  return first ? [{ ...first, line: 0, item: FIELD_NAMES.from, column: 0 }, ...others] : others;
}

interface Settled {
  readonly lines: readonly ServiceCode[];
  /** The line that each one was before its period was cut. */
  readonly origins: ReadonlyMap<ServiceCode, ServiceCode>;
  readonly findings: readonly ImportFinding[];
}

/** A code has one line a month: what is written twice counts once, and a line that begins later ends the one before. */
function settlePeriods(file: string, read: readonly { line: ServiceCode; row: SourceRow }[]): Settled {
  const findings: ImportFinding[] = [];
  const origins = new Map<ServiceCode, ServiceCode>();
  const byKey = new Map<string, { line: ServiceCode; row: SourceRow }[]>();
  for (const one of read) {
    const key = keyOf(one.line);
    const known = byKey.get(key);
    if (known) known.push(one);
    else byKey.set(key, [one]);
  }
  for (const group of byKey.values()) {
    const inOrder = group.toSorted((a, b) => (a.line.from < b.line.from ? -1 : a.line.from > b.line.from ? 1 : 0));
    for (const [at, { line }] of inOrder.entries()) {
      const next = inOrder[at + 1];
      const about = { item: FIELD_NAMES.code, value: line.code };
      if (next && next.line.from === line.from) {
        const isSame = contentOf(next.line) === contentOf(line);
        findings.push(importFinding(isSame ? 'REF-TWICE' : 'REF-CONFLICT', file, next.row, about));
        continue;
      }
      const isCut = next !== undefined && (line.until === null || line.until >= next.line.from);
      if (isCut && line.until !== null) findings.push(importFinding('REF-OVERLAP', file, next.row, about));
      origins.set(isCut ? { ...line, until: monthBefore(next.line.from) } : line, line);
    }
  }
  return { lines: [...origins.keys()], origins, findings };
}

function carriedOver(marked: ReadonlySet<ServiceCode>, origins: ReadonlyMap<ServiceCode, ServiceCode>) {
  return new Set([...origins].filter(([, origin]) => marked.has(origin)).map(([line]) => line));
}

/** Returns a line's key: its code, and the insurer of municipal services. */
export const keyOf = ({ code, insurer }: ServiceCode): string => `${code} ${insurer ?? ''}`;

/** Returns all that can change of a code. */
export const contentOf = ({ name, units, permille, basis, kind, until }: ServiceCode): string =>
  JSON.stringify([name, units, permille, basis, kind, until]);

/** 2026-06 → 2026-05 */
export function monthBefore(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
