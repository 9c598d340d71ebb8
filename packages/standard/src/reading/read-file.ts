import { ByteTable } from '../csv/byte-table.js';
import { lex } from '../csv/lex.js';
import { parseFileName } from '../filenames/parse.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { editionOfCsvVersion, layoutOf } from '../layouts/index.js';
import type { CsvKind, Edition, Layout } from '../layouts/types.js';
import { foreignFormat, recogniseEncoding } from './encoding.js';
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
  const lexed = lex(text.bytes, text.bom);
  const decoder = new TextDecoder(text.encoding === 'ms932' ? 'shift_jis' : 'utf-8');
  const whole = new ByteTable(text.bytes, lexed, decoder, 0);
  const hasHeader = isHeader(whole);
  const table = hasHeader ? new ByteTable(text.bytes, lexed, decoder, 1) : whole;
  const csvVersion = table.rowCount > 0 ? table.text(0, 1) : null;
  const layout = kind ? chooseLayout(kind, base.edition, csvVersion, table) : null;
  const file: Omit<ReadFile, 'findings'> = {
    ...base,
    edition: base.edition ?? layout?.edition ?? null,
    layout,
    csvVersion,
    encoding: text.encoding,
    lineEnding: lineEndingOf(lexed.lineEnds),
    table,
  };
  const findings = [
    ...nameFindings,
    ...textFindings(name, table, text, layout),
    ...structureFindings(name, table, lexed, layout, hasHeader),
    ...versionFindings(file),
  ];
  return { ...file, findings };
}

/** A first line of item names: its first cell is no number and some cell is called CSVバージョン or 保険者番号. */
function isHeader(table: ByteTable): boolean {
  if (table.rowCount === 0 || /^\d*$/.test(table.text(0, 1))) return false;
  return [1, 2, 3].some((item) => /CSVバージョン|ＣＳＶバージョン|保険者番号/i.test(table.text(0, item)));
}

/** By name first; when name and content disagree, the layout that has as many items as the first record. */
function chooseLayout(
  kind: CsvKind,
  byName: Edition | null,
  csvVersion: string | null,
  table: ByteTable,
): Layout | null {
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
