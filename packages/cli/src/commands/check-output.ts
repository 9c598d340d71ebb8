import { type Finding, type SendingUnit, serviceTypeName, UNIT_NAMES } from '@musubi/standard';
import { line, monthText, print } from '../terminal/output.js';
import { table } from '../terminal/table.js';

export function unitJson({ kind, edition, sender, recipient, serial, files }: SendingUnit) {
  return { kind, edition, sender, recipient, serial, files: files.map(({ name }) => name) };
}

export function findingJson(finding: Finding) {
  const { code, severity, file, record, line, item, itemName, value, message, remedy, repair, count, alsoAt } = finding;
  const told = { code, severity, file, record, line, item, itemName, value, message, remedy, repair: repair ?? null };
  return count === undefined ? told : { ...told, count, alsoAt };
}

const MARKS = { error: '✕ エラー', warning: '△ 注意', notice: '・お知らせ' } as const;

export function printFindings(findings: readonly Finding[]): void {
  for (const { severity, code, message, remedy } of findings)
    print(line`\n${MARKS[severity]} ${code}\n  ${message}\n  → ${remedy}`);
}

export function printUnits(units: readonly SendingUnit[]): void {
  if (units.length === 0) return;
  const rows = units.map((unit) => [
    UNIT_NAMES[unit.kind],
    monthText(unit.month),
    party(unit.sender),
    party(unit.recipient),
    `第${unit.edition}版`,
    `${unit.files.length}ファイル`,
    unit.findings.some(({ severity }) => severity === 'error') ? '✕ 送れません' : '○ 送れます',
  ]);
  print(table(['種類', '対象月', '送信元', '送信先', '版', 'ファイル', '結果'], rows));
}

function party({ officeNumber, serviceType }: SendingUnit['sender']): string {
  return serviceType ? `${officeNumber}（${serviceTypeName(serviceType)}）` : officeNumber;
}
