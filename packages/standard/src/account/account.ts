import type { CheckedFiles } from '../checks/check-unit.js';
import { type CheckableFile, isCheckable } from '../checks/items.js';
import { compareTroubles, isServiceKind } from '../compare/rows.js';
import type { Finding } from '../findings/finding.js';
import { nameOfKind } from '../layouts/index.js';
import { fieldsOfKind } from '../model/model.js';
import { type RecordTrouble, recordTroubles } from '../model/trouble.js';
import type { ReadFile } from '../reading/types.js';
import { formatMonth } from '../show/dates.js';
import { clientKey } from '../units/client-numbers.js';
import { sameBytes } from '../units/duplicates.js';
import type { SendingUnit } from '../units/types.js';
import type { Account, Purpose, Unused } from './types.js';

type Troubles = (row: number) => RecordTrouble | null;

/**
 * Tells what of checked files can be used for a purpose and what can't: the one list that every command and screen
 * that works on files says beside its result. With a month (YYYYMM) only units of that month are meant.
 */
export function accountOf(checked: CheckedFiles, purpose: Purpose, month?: string): Account {
  const clients = new Set<string>();
  const months = new Set<string>();
  const unused: Unused[] = [];
  let records = 0;
  for (const unit of checked.units) {
    if (!isMeant(unit, purpose)) {
      unused.push(...unit.files.map((file) => foreignFile(file, purpose)));
      continue;
    }
    if (month !== undefined && unit.month !== month) {
      unused.push(...unit.files.map((file) => otherMonth(file, unit)));
      continue;
    }
    if (unit.month) months.add(unit.month);
    unused.push(...missingFiles(unit));
    for (const file of unit.files) {
      const counts = purpose === 'read' || isServiceKind(file.kind);
      records += counts ? rowsOf(file) : 0;
      unused.push(...unusedOf(file, purpose, counts, clients));
    }
  }
  for (const file of checked.leftOver) {
    const counts = purpose === 'read' || file.kind === null || isServiceKind(file.kind);
    records += counts ? rowsOf(file) : 0;
    unused.push(wholeFile(file, counts, strayFinding(file, checked.findings)));
  }
  for (const file of leftOut(checked)) {
    const counts = purpose === 'read' || isServiceKind(file.kind);
    records += counts ? rowsOf(file) : 0;
    unused.push(leftOutFile(file, counts, checked));
  }
  const carried = records - unused.reduce((sum, one) => sum + one.records, 0);
  return { files: checked.files.length, records, carried, clients: clients.size, months: [...months].sort(), unused };
}

const SIDES = { schedules: 'schedule', actuals: 'actuals' } as const;

function isMeant({ kind }: SendingUnit, purpose: Purpose): boolean {
  return purpose === 'read' || kind.startsWith(SIDES[purpose]);
}

function rowsOf({ table }: ReadFile): number {
  return table?.rowCount ?? 0;
}

/** Tells why records of a file can't be used for a purpose. */
function troublesFor(file: CheckableFile, purpose: Purpose): Troubles {
  return purpose === 'read' ? recordTroubles(file, fieldsOfKind(file.layout.kind)) : compareTroubles(file);
}

/** The records of a unit's file that can't be used; the clients of the others are added. */
function unusedOf(file: ReadFile, purpose: Purpose, counts: boolean, clients: Set<string>): Unused[] {
  const error = file.findings.find(({ severity }) => severity === 'error');
  if (file.kind === 'UPKIHON_IMAGE') return error ? [wholeFile(file, counts, error)] : [];
  if (!isCheckable(file) || file.table.rowCount === 0) return [wholeFile(file, counts, error ?? null)];
  const { table } = file;
  const troubleOf = troublesFor(file, purpose);
  const unused: Unused[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const trouble = troubleOf(row);
    if (trouble) unused.push(brokenRecord(file, row, counts, trouble));
    else clients.add(clientKey({ insurerNumber: table.text(row, 2), insuredNumber: table.text(row, 3) }));
  }
  return unused;
}

function brokenRecord(file: CheckableFile, row: number, counts: boolean, { code, reason }: RecordTrouble): Unused {
  const line = file.table.line(row);
  const message = `${file.name} ${line}行目: ${reason}`;
  return { file: file.name, record: row + 1, line, records: counts ? 1 : 0, cause: 'broken', code, message };
}

function wholeFile(file: ReadFile, counts: boolean, finding: Finding | null): Unused {
  const code = finding?.code ?? 'MSB-READ-NO-RECORD';
  const message = finding?.message ?? `${file.name}: 読み取れる行がありません。`;
  return { ...whole(file), records: counts ? rowsOf(file) : 0, cause: 'broken', code, message };
}

function whole({ name }: ReadFile) {
  return { file: name, record: null, line: null } as const;
}

/** The finding that says best why a file belongs to no unit. */
function strayFinding({ name }: ReadFile, findings: readonly Finding[]): Finding | null {
  const own = findings.filter(({ file, severity }) => file === name && severity === 'error');
  return own.find(({ record }) => record === null) ?? own[0] ?? null;
}

const SIDE_NAMES = { schedules: '予定', actuals: '実績' } as const;

function foreignFile(file: ReadFile, purpose: Purpose): Unused {
  const what = file.kind ? nameOfKind(file.kind) : '別の種類';
  const side = purpose === 'read' ? '' : SIDE_NAMES[purpose];
  const message = `${file.name}: ${what}のファイルです。${side}としては使いません。`;
  return { ...whole(file), records: 0, cause: 'foreign', code: 'MSB-UNIT-NOT-STANDARD', message };
}

function otherMonth(file: ReadFile, { month }: SendingUnit): Unused {
  const message = `${file.name}: ${formatMonth(month, 'western')}分のファイルです。この月には使いません。`;
  return { ...whole(file), records: 0, cause: 'foreign', code: 'MSB-UNIT-NOT-STANDARD', message };
}

function missingFiles({ findings }: SendingUnit): Unused[] {
  return findings
    .filter(({ code }) => code === 'MSB-UNIT-FILE-MISSING' || code === 'MSB-UNIT-PARENT-MISSING')
    .map(({ code, file, message }) => {
      const place = { file: file ?? '', record: null, line: null };
      return { ...place, records: 0, cause: 'missing', code, message } as const;
    });
}

/** Files that grouping put aside because another has their name. */
function leftOut({ files, units, leftOver }: CheckedFiles): ReadFile[] {
  const used = new Set([...units.flatMap((unit) => unit.files), ...leftOver].map(({ bytes }) => bytes));
  return files.filter(({ bytes }) => !used.has(bytes));
}

function leftOutFile(file: ReadFile, counts: boolean, { units }: CheckedFiles): Unused {
  const isCopy = units.some((unit) => unit.files.some(({ bytes }) => sameBytes(bytes, file.bytes)));
  const message = isCopy
    ? `${file.name}: 同じ中身のファイルがもう1つあるため、1回だけ使いました。`
    : `${file.name}: 同じ名前で中身の違うファイルがもう1つあり、そちらを使いました。どちらが正しいか確かめてください。`;
  const code = isCopy ? 'MSB-UNIT-SAME-FILE-TWICE' : 'MSB-UNIT-TWO-VERSIONS';
  const records = counts ? rowsOf(file) : 0;
  return { ...whole(file), records, cause: isCopy ? 'copy' : 'conflict', code, message };
}
