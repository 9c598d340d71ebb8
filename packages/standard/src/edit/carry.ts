import { isRental, type ServiceFacts } from '../services/knowledge.js';
import { daysOf, daysOn, lastDay, weekdayOf } from './days.js';
import { type DayCounts, daysIn, type SheetRow } from './sheet.js';

type Carried = Pick<SheetRow, 'serviceCode' | 'counts'>;
type FactsOf = (serviceCode: string) => ServiceFacts;

/**
 * A row's counts of one month in the pattern of another. Rented goods stay on their day, once. Everything else goes by
 * weekday: used on every such weekday, it is every week; used on some, it is on the same n-th ones; used on the last one
 * alone, it stays on the last.
 */
export function carriedCounts({ serviceCode, counts }: Carried, from: string, to: string): DayCounts {
  const days = daysIn(counts).filter((day) => (counts[day] ?? 0) > 0 && day <= lastDay(from));
  const [first] = days;
  if (first === undefined) return {};
  if (isRental(serviceCode)) return { [Math.min(first, lastDay(to))]: counts[first] ?? 1 };
  const carried: Record<number, number> = {};
  for (let weekday = 0; weekday < 7; weekday++) {
    const used = days.filter((day) => weekdayOf(from, day) === weekday);
    for (const [day, count] of onWeekday(used, counts, daysOn(from, weekday), daysOn(to, weekday)))
      carried[day] = count;
  }
  return carried;
}

function onWeekday(
  used: readonly number[],
  counts: DayCounts,
  before: readonly number[],
  after: readonly number[],
): [number, number][] {
  const lastUsed = used.at(-1);
  if (lastUsed === undefined) return [];
  const isEveryWeek = used.length === before.length;
  const kept = after.flatMap((day, at): [number, number][] => {
    const like = before[at];
    if (like !== undefined && used.includes(like)) return [[day, counts[like] ?? 1]];
    return isEveryWeek && like === undefined ? [[day, counts[lastUsed] ?? 1]] : [];
  });
  // A fifth weekday alone has no like in a month of four: it is taken for the last.
  const last = after.at(-1);
  return kept.length === 0 && last !== undefined ? [[last, counts[lastUsed] ?? 1]] : kept;
}

/**
 * Carries what a month has once, on one day: an addition follows its service to the first day the office's services
 * of that type take place; a service stays on its day. Null for everything that goes by weekday.
 */
export function monthlyCounts(
  row: Carried & Pick<SheetRow, 'officeNumber'>,
  rows: readonly SheetRow[],
  to: string,
  factsOf: FactsOf,
): DayCounts | null {
  const days = daysIn(row.counts).filter((day) => (row.counts[day] ?? 0) > 0);
  const [only] = days;
  if (only === undefined || days.length > 1) return null;
  const { kind, basis } = factsOf(row.serviceCode);
  // Nothing tells how an unknown addition is charged: standing on one day it is taken for monthly.
  if (basis !== 'month' && (kind === 'basic' || basis !== null)) return null;
  const stays = { [Math.min(only, lastDay(to))]: row.counts[only] ?? 1 };
  if (kind === 'basic') return stays;
  const type = row.serviceCode.slice(0, 2);
  const served = rows
    .filter((one) => one.officeNumber === row.officeNumber && one.serviceCode.startsWith(type))
    .filter((one) => factsOf(one.serviceCode).kind === 'basic')
    .flatMap(({ counts }) => daysIn(counts));
  return served.length > 0 ? { [Math.min(...served)]: row.counts[only] ?? 1 } : stays;
}

/** 日割対象日: a whole month stays a whole month; of a part, the days that the new month has. */
export function carriedMarks(marks: readonly number[] | null, from: string, to: string): readonly number[] | null {
  if (marks === null) return null;
  const isWhole = daysOf(from).every((day) => marks.includes(day));
  return isWhole ? daysOf(to) : marks.filter((day) => day <= lastDay(to));
}
