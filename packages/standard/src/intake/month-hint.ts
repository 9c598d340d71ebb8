import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { type DateStyle, formatMonth } from '../show/dates.js';
import type { SendingUnit, UnitKind } from '../units/types.js';

/** Plans go out for this month and the next; more than this ahead is unusual. */
const FARTHEST_PLAN = 2;
/** Actuals go out for the month before; more than this behind is unusual. */
const OLDEST_ACTUALS = 2;

/**
 * Sentences about months that look wrong for sending today ("2026-10-05"). They only ask: late corrections and early
 * plans are right at times, so nothing is refused for its month.
 */
export function monthHint(
  units: readonly Pick<SendingUnit, 'kind' | 'month'>[],
  today: string,
  style: DateStyle = 'era',
): string[] {
  const plans = monthsOf(units, 'schedule');
  const actuals = monthsOf(units, 'actuals');
  const now = monthNumber(today.replaceAll('-', ''));
  const say = (month: string) => formatMonth(month, style);
  const hint = (months: readonly string[], isOdd: (ahead: number) => boolean, words: string) =>
    months.filter((month) => isOdd(monthNumber(month) - now)).map((month) => `${say(month)}分の${words}`);
  return [
    ...hint(plans, (ahead) => ahead < 0, '予定が入っています。もう過ぎた月です。月が正しいか確かめてください。'),
    ...hint(
      plans,
      (ahead) => ahead > FARTHEST_PLAN,
      '予定が入っています。かなり先の月です。月が正しいか確かめてください。',
    ),
    ...hint(
      actuals,
      (ahead) => ahead > 0,
      '実績が入っています。まだ始まっていない月です。月が正しいか確かめてください。',
    ),
    ...hint(
      actuals,
      (ahead) => ahead < -OLDEST_ACTUALS,
      '実績が入っています。かなり前の月です。月が正しいか確かめてください。',
    ),
    ...mixedMonths(units, style).map(({ message, remedy }) => message + remedy),
  ];
}

/** Tells that schedules, or actuals, of more than one month lie together. */
export function mixedMonths(
  units: readonly Pick<SendingUnit, 'kind' | 'month'>[],
  style: DateStyle = 'era',
): Finding[] {
  return (
    [
      ['schedule', '予定'],
      ['actuals', '実績'],
    ] as const
  ).flatMap(([kind, name]) => {
    const months = monthsOf(units, kind).map((month) => formatMonth(month, style));
    return months.length < 2 ? [] : [makeFinding('MSB-UNIT-TWO-MONTHS', {}, { name, months: months.join('と') })];
  });
}

function monthsOf(units: readonly Pick<SendingUnit, 'kind' | 'month'>[], kind: UnitKind): string[] {
  return [...new Set(units.flatMap((unit) => (unit.kind === kind && unit.month ? [unit.month] : [])))].toSorted();
}

/** Months counted through, so that December and January are neighbours. */
function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(4, 6));
}
