import {
  type Comparison,
  checkFiles,
  compareScheduleWithActuals,
  type Difference,
  differencesToJson,
  type SendingUnit,
} from '@musubi/standard';
import { readInputs } from '../files.js';
import { monthText, print } from '../terminal/output.js';
import { table } from '../terminal/table.js';

/** Compares schedules with actuals; differences are a result, not a failure. */
export async function compare(
  schedules: string,
  actuals: string,
  { json = false }: { json?: boolean },
): Promise<number> {
  const planned = checkFiles(readInputs([schedules]).files).units;
  const provided = checkFiles(readInputs([actuals]).files).units;
  const comparison = compareScheduleWithActuals(planned, provided);
  if (json) print(JSON.stringify(differencesToJson(comparison), null, 2));
  else print(comparisonText(comparison, [...planned, ...provided]));
  return 0;
}

const KINDS = { notProvided: '提供なし', added: '予定になし', changed: '変更' } as const;
const CHANGES = { time: '時間', units: '単位', count: '回数', code: 'コード', day: '日' } as const;

const clock = (time: string) => `${time.slice(0, 2)}:${time.slice(2, 4)}`;

function serviceText(row: Difference['planned']): string {
  if (!row) return '―';
  const times = row.startTime && row.endTime ? `${clock(row.startTime)}〜${clock(row.endTime)} ` : '';
  return `${times}${row.serviceCode} ${row.units}単位×${row.count}`;
}

/** Names of clients from 利用者補足情報, of offices from the schedule's rows. */
function namesIn(units: readonly SendingUnit[]): (kind: 'client' | 'office', number: string) => string {
  const names = new Map<string, string>();
  for (const { table: cells, layout } of units.flatMap(({ files }) => files)) {
    if (!cells || !layout) continue;
    const item = (name: string) => layout.items.find(({ nameJa }) => nameJa === name)?.no ?? 0;
    for (let row = 0; row < cells.rowCount; row++) {
      if (layout.kind === 'UPHOSOKU') names.set(`client ${cells.text(row, 3)}`, cells.text(row, 6));
      const office = cells.text(row, item('サービス事業者コード'));
      if (office && layout.kind !== 'UPHOSOKU')
        names.set(`office ${office}`, cells.text(row, item('サービス事業所名')));
    }
  }
  return (kind, number) => names.get(`${kind} ${number}`) || number;
}

/** The differences as a person reads them: names, days, what was planned and what was done. */
export function comparisonText(comparison: Comparison, units: readonly SendingUnit[]): string {
  const nameOf = namesIn(units);
  const rows = comparison.differences.map((one) => [
    nameOf('client', one.insuredNumber),
    nameOf('office', one.officeNumber),
    `${Number(one.month.slice(4, 6))}/${one.day}`,
    one.kind === 'changed' ? `変更（${one.changes.map((change) => CHANGES[change]).join('・')}）` : KINDS[one.kind],
    serviceText(one.planned),
    serviceText(one.actual),
  ]);
  const missing = comparison.missingOffices.map(
    ({ officeNumber, month, clients }) =>
      `実績がまだ届いていません: ${nameOf('office', officeNumber)}（${monthText(month)}、利用者${clients}人）`,
  );
  const summary = `予定どおり ${comparison.matched}件、違い ${comparison.differences.length}件`;
  const differences =
    rows.length > 0
      ? [table(['利用者', '事業所', '日', '違い', '予定', '実績'], rows)]
      : ['予定と実績に違いはありません。'];
  return [...differences, ...missing, summary].join('\n');
}
