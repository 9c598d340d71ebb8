import { lastDayOf } from '../checks/item-rules.js';

/** The last day of a month YYYYMM. */
export function lastDay(month: string): number {
  return lastDayOf(Number(month.slice(0, 4)), Number(month.slice(4, 6)));
}

/** The weekday of a day of a month YYYYMM: 0 Monday … 6 Sunday, weeks beginning as those of 第3表. */
export function weekdayOf(month: string, day: number): number {
  return (new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(4, 6)) - 1, day)).getUTCDay() + 6) % 7;
}

/** The days of a month that fall on a weekday, in order: the n-th is the n-th such weekday. */
export function daysOn(month: string, weekday: number): number[] {
  return daysOf(month).filter((day) => weekdayOf(month, day) === weekday);
}

export function daysOf(month: string): number[] {
  return Array.from({ length: lastDay(month) }, (_, at) => at + 1);
}

/** A calendar week of a month, Monday to Sunday; the first and last may be cut short by the month. */
export interface MonthWeek {
  readonly from: number;
  readonly to: number;
}

/** The weeks of a month YYYYMM as a calendar shows them: week 1 holds the 1st. */
export function weeksOf(month: string): MonthWeek[] {
  const last = lastDay(month);
  const weeks: MonthWeek[] = [];
  for (let from = 1; from <= last; ) {
    const to = Math.min(last, from + 6 - weekdayOf(month, from));
    weeks.push({ from, to });
    from = to + 1;
  }
  return weeks;
}
