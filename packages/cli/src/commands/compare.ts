import {
  type Comparison,
  checkFiles,
  compareScheduleWithActuals,
  type DescribedService,
  describeDifference,
  differencesToJson,
  namesIn,
  presumedNote,
  type SendingUnit,
} from '@musubi/standard';
import { readInputs } from '../files.js';
import { loadKnowledge } from '../reference.js';
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
  const comparison = compareScheduleWithActuals(planned, provided, await loadKnowledge());
  if (json) print(JSON.stringify(differencesToJson(comparison), null, 2));
  else print(comparisonText(comparison, [...planned, ...provided]));
  return 0;
}

function serviceText(service: DescribedService | null): string {
  if (!service) return '―';
  const { times, serviceCode, units, count } = service;
  return `${times ? `${times} ` : ''}${serviceCode} ${units}単位×${count}`;
}

/** The differences as a person reads them: names, days, what was planned and what was done. */
export function comparisonText(comparison: Comparison, units: readonly SendingUnit[]): string {
  const names = namesIn(units);
  const rows = comparison.differences
    .map((one) => describeDifference(one, names))
    .map(({ client, office, month, day, kindWords, planned, actual }) => [
      client,
      office,
      `${Number(month.slice(5))}/${day}`,
      kindWords,
      serviceText(planned),
      serviceText(actual),
    ]);
  const missing = comparison.missingOffices.map(
    ({ officeNumber, month, clients }) =>
      `実績がまだ届いていません: ${names.offices.get(officeNumber) ?? officeNumber}（${monthText(month)}、利用者${clients}人）`,
  );
  const summary = `予定どおり ${comparison.matched}件、違い ${comparison.differences.length}件`;
  const differences =
    rows.length > 0
      ? [table(['利用者', '事業所', '日', '違い', '予定', '実績'], rows)]
      : ['予定と実績に違いはありません。'];
  const note = presumedNote(comparison.presumedCodes);
  return [...differences, ...missing, ...(note ? [note] : []), summary].join('\n');
}
