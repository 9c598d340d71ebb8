import type { Finding } from '../findings/finding.js';
import type { CsvKind } from '../layouts/types.js';
import { type CheckableFile, findingAt, isWhole } from './items.js';

/** The item that holds the month, by kind (rules.md sections 4, 5). */
const MONTH_ITEM: Readonly<Partial<Record<CsvKind, number>>> = {
  UPPLAN: 5,
  UPJSK: 5,
  UPSIKYU: 5,
  DLTPLAN: 4,
  DLTJSK: 4,
  UPHOSOKU: 63,
};

/**
 * One month per file, the same as in the name. `month` is the name's month (000000 for 補足情報 of a plan),
 * null when the name is broken: then the first record's month counts.
 */
export function checkMonths(file: CheckableFile, month: string | null): Finding[] {
  const item = MONTH_ITEM[file.layout.kind];
  const { table } = file;
  if (!item || table.rowCount === 0) return [];
  const expected = month ?? table.text(0, item);
  const deviating: number[] = [];
  let whole = 0;
  let previous = -1;
  let value = '';
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    whole++;
    if (previous < 0 || !table.sameAs(row, previous, item)) value = table.text(row, item);
    previous = row;
    if (value !== expected && value !== '') deviating.push(row);
  }
  const isAll = deviating.length === whole;
  const rows = isAll ? deviating.slice(0, 1) : deviating;
  const code = isAll ? 'MSB-LINK-MONTH-AGAINST-NAME' : 'MSB-LINK-MIXED-MONTHS';
  const findings = rows.map((row) => findingAt(file, row, item, code, { expected }));
  return file.layout.kind === 'UPHOSOKU' ? [...findings, ...checkHosokuDate(file, expected)] : findings;
}

/** 補足情報 of a plan carries the plan's date, that of a 利用票 carries 00000000 (rules.md section 6). */
function checkHosokuDate(file: CheckableFile, month: string): Finding[] {
  const isPlan = month === '000000';
  const rule = isPlan ? '計画と送るときは、計画作成（変更）日を入れます。' : '利用票と送るときは、00000000を入れます。';
  const findings: Finding[] = [];
  for (let row = 0; row < file.table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const isZero = file.table.text(row, 4) === '00000000';
    if (file.table.text(row, 4) !== '' && isZero === isPlan)
      findings.push(findingAt(file, row, 4, 'MSB-LINK-HOSOKU-DATE', { rule }));
  }
  return findings;
}
