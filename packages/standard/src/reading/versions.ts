import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { CSV_VERSIONS, editionOfCsvVersion, OLD_CSV_VERSIONS } from '../layouts/index.js';
import type { Edition } from '../layouts/types.js';
import { canBeRead } from './rows.js';
import type { ReadFile, Table } from './types.js';

/** Findings about CSVバージョン (item 1): old, unknown, mixed, or at odds with the name's edition (rules.md 5, 16). */
export function versionFindings(file: Omit<ReadFile, 'findings'>): Finding[] {
  const { table } = file;
  if (!table || table.rowCount === 0 || !file.layout) return [];
  const counts = new Map<string, { count: number; row: number }>();
  let version = '';
  let previous = -1;
  for (let row = 0; row < table.rowCount; row++) {
    if (!canBeRead(file, row)) continue;
    if (previous < 0 || !table.sameAs(row, previous, 1)) version = table.text(row, 1);
    previous = row;
    const seen = counts.get(version);
    if (seen) seen.count++;
    else counts.set(version, { count: 1, row });
  }
  const edition = file.nameParts?.edition ?? null;
  const expected = usualVersion([...counts.keys()], counts, edition);
  if (counts.size > 1) return mixed(file, table, expected);
  const first = counts.get(expected);
  return first ? single(file, table, expected, first.row) : [];
}

/** The version most rows have; of equals, one that fits the name. */
function usualVersion(
  versions: readonly string[],
  counts: ReadonlyMap<string, { count: number }>,
  edition: Edition | null,
): string {
  const fits = (version: string) => (edition && CSV_VERSIONS[edition].includes(version) ? 1 : 0);
  const weight = (version: string) => [fits(version), counts.get(version)?.count ?? 0] as const;
  return [...versions].sort((a, b) => weight(b)[0] - weight(a)[0] || weight(b)[1] - weight(a)[1])[0] ?? '';
}

function place(file: Omit<ReadFile, 'findings'>, table: Table, row: number) {
  const itemName = file.layout?.items[0]?.nameJa ?? null;
  return { file: file.name, record: row + 1, line: table.line(row), item: 1, itemName, value: table.text(row, 1) };
}

function mixed(file: Omit<ReadFile, 'findings'>, table: Table, expected: string): Finding[] {
  const findings: Finding[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    if (canBeRead(file, row) && table.text(row, 1) !== expected && !table.isEmpty(row, 1)) {
      findings.push(makeFinding('MSB-READ-MIXED-VERSIONS', place(file, table, row), { expected }));
    }
  }
  return findings;
}

function single(file: Omit<ReadFile, 'findings'>, table: Table, version: string, row: number): Finding[] {
  if (version === '') return []; // reported as a missing required item
  const old = OLD_CSV_VERSIONS.get(version);
  if (old) return [makeFinding('MSB-READ-OLD-VERSION', place(file, table, row), { edition: old })];
  const edition = editionOfCsvVersion(version);
  if (!edition) return [makeFinding('MSB-READ-UNKNOWN-VERSION', place(file, table, row))];
  const nameEdition = file.nameParts?.edition;
  if (nameEdition && nameEdition !== edition) {
    return [makeFinding('MSB-READ-VERSION-AGAINST-NAME', place(file, table, row), { nameEdition, edition })];
  }
  return version === '202504' ? [makeFinding('MSB-READ-VERSION-202504', place(file, table, row))] : [];
}
