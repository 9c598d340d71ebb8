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
    ...mixed(plans.map(say), '予定'),
    ...mixed(actuals.map(say), '実績'),
  ];
}

function mixed(months: readonly string[], name: string): string[] {
  if (months.length < 2) return [];
  return [`${name}に${months.join('と')}のものが混ざっています。前の月のファイルが残っていないか確かめてください。`];
}

function monthsOf(units: readonly Pick<SendingUnit, 'kind' | 'month'>[], kind: UnitKind): string[] {
  return [...new Set(units.flatMap((unit) => (unit.kind === kind && unit.month ? [unit.month] : [])))].toSorted();
}

/** Months counted through, so that December and January are neighbours. */
function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(4, 6));
}
