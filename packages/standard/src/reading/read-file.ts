import { ByteTable } from '../csv/byte-table.js';
import { lex } from '../csv/lex.js';
import { parseFileName } from '../filenames/parse.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { editionOfCsvVersion, layoutOf } from '../layouts/index.js';
import type { CsvKind, Edition, Layout } from '../layouts/types.js';
import { findBadBytes } from '../ms932/decode.js';
import { emptyBlankCells } from './blanks.js';
import { damageOf } from './damage.js';
import { foreignFormat, recogniseEncoding } from './encoding.js';
import { cleanEnding, endingOf } from './ending.js';
import { structureFindings } from './structure.js';
import { textFindings } from './text.js';
import type { InputFile, ReadFile } from './types.js';
import { versionFindings } from './versions.js';

/**
 * Reads a file as far as it goes: name, encoding, CSV structure, edition. Never throws, whatever the bytes are;
 * what is wrong stands in `findings`. Item rules are checked by `checkUnit`.
 */
export function readFile(input: InputFile): ReadFile {
  const name = input.name.split(/[\\/]/).pop() ?? input.name;
  const { bytes } = input;
  const parsed = parseFileName(name);
  const base = {
    name,
    bytes,
    nameParts: parsed.parts,
    kind: parsed.kind,
    edition: parsed.parts?.edition ?? null,
    layout: null,
    csvVersion: null,
    encoding: null,
    lineEnding: 'none',
    table: null,
    damagedRows: null,
  } as const;
  const refuse = (finding: Finding): ReadFile => ({ ...base, findings: [...parsed.findings, finding] });
  if (bytes.length === 0) return refuse(makeFinding('MSB-READ-EMPTY', { file: name }));
  if (parsed.kind === 'UPKIHON_IMAGE') {
    const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
    return isJpeg ? { ...base, findings: parsed.findings } : refuse(makeFinding('MSB-READ-NOT-JPEG', { file: name }));
  }
  const foreign = foreignFormat(bytes);
  if (foreign) return refuse(makeFinding('MSB-READ-NOT-CSV', { file: name }, { found: foreign }));
  return readCsv(name, bytes, parsed.kind, base, parsed.findings);
}

function readCsv(
  name: string,
  bytes: Uint8Array,
  kind: CsvKind | null,
  base: Omit<ReadFile, 'findings'>,
  nameFindings: readonly Finding[],
): ReadFile {
  const text = recogniseEncoding(bytes);
  // One pass clears a good file of all that is looked for in its bytes: NUL and end marks, 外字, broken characters.
  const isClean = text.encoding === 'ms932' && findBadBytes(bytes, 0, bytes.length) === null;
  const ending = isClean ? cleanEnding(bytes) : endingOf(text.bytes);
  if (ending.end === 0) {
    const words = { where: '全体', count: ending.count };
    return { ...base, findings: [...nameFindings, makeFinding('MSB-READ-NUL-BYTES', { file: name }, words)] };
  }
  const kept = text.bytes.subarray(0, ending.end);
  const lexed = lex(kept, text.bom);
  const decoder = new TextDecoder(text.encoding === 'ms932' ? 'shift_jis' : 'utf-8');
  const whole = new ByteTable(kept, lexed, decoder, 0);
  const hasHeader = isHeader(whole);
  const table = hasHeader ? new ByteTable(kept, lexed, decoder, 1) : whole;
  const layout = kind ? chooseLayout(kind, base.edition, table) : null;
  const emptied = layout ? emptyBlankCells(lexed, kept, layout) : null;
  const damage = damageOf(name, table, layout, isClean ? null : ending);
  const file: Omit<ReadFile, 'findings'> = {
    ...base,
    edition: base.edition ?? layout?.edition ?? null,
    layout,
    csvVersion: versionOf(table, layout, damage.rows),
    encoding: text.encoding,
    lineEnding: lineEndingOf(lexed.lineEnds),
    table,
    damagedRows: damage.rows,
  };
  const findings = [
    ...nameFindings,
    ...damage.findings,
    ...(isClean ? [] : textFindings(file, table, text)),
    ...structureFindings(file, table, lexed, emptied && { ...emptied, row: emptied.row - (hasHeader ? 1 : 0) }),
    ...versionFindings(file),
  ];
  return { ...file, findings };
}

/** The version of the first record that has all its items; of a damaged one only what looks like a version. */
function versionOf(table: ByteTable, layout: Layout | null, damaged: ReadonlySet<number> | null): string | null {
  for (let row = 0; row < table.rowCount; row++) {
    if (table.itemCount(row) === layout?.items.length && !damaged?.has(row)) return table.text(row, 1);
  }
  return firstVersion(table);
}

/** Returns the first record's beginning, when it has the form of a CSVバージョン. */
function firstVersion(table: ByteTable): string | null {
  const text = table.rowCount > 0 ? table.text(0, 1) : '';
  return /^[0-9]{6}$/.test(text) ? text : null;
}

/** A first line of item names: its first cell is no number and some cell is called CSVバージョン or 保険者番号. */
function isHeader(table: ByteTable): boolean {
  if (table.rowCount === 0 || /^\d*$/.test(table.text(0, 1))) return false;
  return [1, 2, 3].some((item) => /CSVバージョン|ＣＳＶバージョン|保険者番号/i.test(table.text(0, item)));
}

/** By name first; when name and content disagree, the layout that has as many items as the first record. */
function chooseLayout(kind: CsvKind, byName: Edition | null, table: ByteTable): Layout | null {
  const csvVersion = firstVersion(table);
  const byVersion = csvVersion ? editionOfCsvVersion(csvVersion) : null;
  const candidates = [byName, byVersion, '4.1' as const, '3' as const]
    .flatMap((edition) => (edition ? [layoutOf(kind, edition)] : []))
    .filter((layout) => layout !== null);
  const items = table.rowCount > 0 ? table.itemCount(0) : 0;
  const fitting = candidates.find((layout) => layout.items.length === items);
  const disputed = byName !== null && byVersion !== null && byName !== byVersion;
  return (byName === null || disputed ? fitting : null) ?? candidates[0] ?? null;
}

function lineEndingOf({ crlf, lf, cr }: { crlf: number; lf: number; cr: number }): ReadFile['lineEnding'] {
  const kinds = (crlf > 0 ? 1 : 0) + (lf > 0 ? 1 : 0) + (cr > 0 ? 1 : 0);
  if (kinds === 0) return 'none';
  if (kinds > 1) return 'mixed';
  return crlf > 0 ? 'crlf' : lf > 0 ? 'lf' : 'cr';
}
