import { checkFiles, type Finding, type SendingUnit, serviceTypeName, UNIT_NAMES } from '@musubi/standard';
import { readInputs } from '../files.js';
import { line, monthText, print, say } from '../terminal/output.js';
import { table } from '../terminal/table.js';

export interface CheckOptions {
  readonly json?: boolean;
}

/** Checks files and folders; exit code 1 when something can't be sent. */
export async function check(paths: readonly string[], { json = false }: CheckOptions): Promise<number> {
  const { files, skipped } = readInputs(paths);
  const { units, findings } = checkFiles(files);
  if (json) print(JSON.stringify(checkJson(units, findings), null, 2));
  else printReport(units, findings, skipped);
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function checkJson(units: readonly SendingUnit[], findings: readonly Finding[]) {
  return {
    units: units.map(({ kind, edition, sender, recipient, serial, files }) => ({
      kind,
      edition,
      sender,
      recipient,
      serial,
      files: files.map(({ name }) => name),
    })),
    findings: findings.map(({ code, severity, file, record, line, item, itemName, value, message, remedy }) => ({
      code,
      severity,
      file,
      record,
      line,
      item,
      itemName,
      value,
      message,
      remedy,
    })),
  };
}

const MARKS = { error: '✕ エラー', warning: '△ 注意', notice: '・お知らせ' } as const;

function printReport(units: readonly SendingUnit[], findings: readonly Finding[], skipped: readonly string[]): void {
  if (units.length > 0) {
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
  for (const { severity, code, message, remedy } of findings)
    print(line`\n${MARKS[severity]} ${code}\n  ${message}\n  → ${remedy}`);
  if (skipped.length > 0) say(`\nケアプランデータではないため読み飛ばしたファイル: ${skipped.length}件`);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  say(`\n送信単位 ${units.length}件、エラー ${errors}件、注意 ${warnings}件`);
}

function party({ officeNumber, serviceType }: SendingUnit['sender']): string {
  return serviceType ? `${officeNumber}（${serviceTypeName(serviceType)}）` : officeNumber;
}
