import {
  type CheckedFiles,
  type Comparison,
  compareScheduleWithActuals,
  type DescribedService,
  describeDifference,
  differencesToJson,
  type EmptySide,
  emptySide,
  isAboutNumber,
  namesIn,
  presumedNote,
  type UnitNames,
  type Unused,
  unknownClientText,
  workedOnText,
} from '@musubi/standard';
import { exitCodeOf, unusedText, type WorkedOn, workOn } from '../account.js';
import { loadKnowledge } from '../reference.js';
import { monthText, print, say } from '../terminal/output.js';
import { table } from '../terminal/table.js';

interface Sides {
  readonly schedules: WorkedOn;
  readonly actuals: WorkedOn;
}

/**
 * Compares schedules with actuals; differences are a result, not a failure. Exit code 1: something could not be used or
 * a side is empty; 2: the folders are the wrong ones.
 */
export async function compare(
  schedules: string,
  actuals: string,
  { json = false }: { json?: boolean },
): Promise<number> {
  const sides = withoutEachOther({
    schedules: workOn([schedules], 'schedules'),
    actuals: workOn([actuals], 'actuals'),
  });
  const [planned, provided] = [sides.schedules.checked, sides.actuals.checked];
  const comparison = compareScheduleWithActuals(planned.units, provided.units, await loadKnowledge());
  const names = namesIn([...planned.units, ...provided.units]);
  const empty = emptySide(planned, provided);
  if (json) print(JSON.stringify(comparisonJson(comparison, names, sides, empty), null, 2));
  else {
    const isWhole = exitCodeOf(sides.schedules, sides.actuals) === 0;
    print([...sidesText(sides), '', comparisonText(comparison, names, { empty, isWhole })].join('\n'));
  }
  if (empty && json) say(empty.message);
  if (empty?.isSwapped) return 2;
  const isMisnumbered = comparison.unknownClients.some(({ likely }) => likely !== null);
  return empty || isMisnumbered ? 1 : exitCodeOf(sides.schedules, sides.actuals);
}

/** Both sides may be the same folder: what one of them uses is not said to be unused by the other. */
function withoutEachOther({ schedules, actuals }: Sides): Sides {
  const without = (work: WorkedOn, other: CheckedFiles): WorkedOn => {
    const isThere = new Set(other.units.flatMap(({ files }) => files.map(({ name }) => name)));
    const unused = work.account.unused.filter(({ cause, file }) => cause !== 'foreign' || !isThere.has(file));
    return { ...work, account: { ...work.account, unused } };
  };
  return { schedules: without(schedules, actuals.checked), actuals: without(actuals, schedules.checked) };
}

function comparisonJson(comparison: Comparison, names: UnitNames, sides: Sides, empty: EmptySide | null) {
  const sideOf = ({ account: { unused: _, ...account } }: WorkedOn) => account;
  const both = <T>(pick: (work: WorkedOn) => readonly T[]) => [
    ...pick(sides.schedules).map((one) => ({ side: 'schedules', ...one })),
    ...pick(sides.actuals).map((one) => ({ side: 'actuals', ...one })),
  ];
  return {
    ...differencesToJson(comparison),
    matched: comparison.matched,
    schedules: sideOf(sides.schedules),
    actuals: sideOf(sides.actuals),
    missing: comparison.missingOffices.map(({ officeNumber, month, clients }) => ({
      officeNumber,
      name: names.offices.get(officeNumber) ?? null,
      month,
      clients,
    })),
    unused: both(({ account }) => account.unused),
    unknownClients: comparison.unknownClients,
    skipped: both(({ inputs }) => inputs.skipped),
    problem: empty?.message ?? null,
  };
}

function sidesText({ schedules, actuals }: Sides): string[] {
  const unused: Unused[] = [...schedules.account.unused, ...actuals.account.unused];
  return [workedOnText('予定', schedules.account), workedOnText('実績', actuals.account), ...unusedText(unused)];
}

function serviceText(service: DescribedService | null): string {
  if (!service) return '―';
  const { times, serviceCode, units, count, marks } = service;
  return [times, serviceCode, `${units}単位×${count}`, marks].filter(Boolean).join(' ');
}

/** The differences as a person reads them: names, days, what was planned and what was done. */
export function comparisonText(
  comparison: Comparison,
  names: UnitNames,
  { empty, isWhole }: { empty: EmptySide | null; isWhole: boolean },
): string {
  const { unknownClients, differences } = comparison;
  const told = differences.filter((one) => !isAboutNumber(one, unknownClients));
  const rows = told
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
  const untold = differences.length - told.length;
  const nothing = empty ? [empty.message] : untold > 0 ? [] : [nothingText(comparison, isWhole)];
  const note = presumedNote(comparison.presumedCodes);
  return [
    ...unknownClients.flatMap((one) => unknownClientText(one, names) ?? []),
    ...(untold > 0 ? [`番号の違いによるものとして、この利用者の違い${untold}件は表に出していません。`] : []),
    ...(rows.length > 0 ? [table(['利用者', '事業所', '日', '違い', '予定', '実績'], rows)] : nothing),
    ...missing,
    ...(note ? [note] : []),
    `予定どおり ${comparison.matched}件、違い ${differences.length}件`,
  ].join('\n');
}

/** Without differences: that all is well only where all was compared. */
function nothingText({ rows }: Comparison, isWhole: boolean): string {
  if (rows.planned + rows.actual === 0) return '比べられる予定と実績がありません。';
  return isWhole ? '予定と実績に違いはありません。' : '比べられた行には、予定と実績の違いはありません。';
}
