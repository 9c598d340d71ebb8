import { HOLIDAYS } from './holidays.data.js';

const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'] as const;

export interface Day {
  readonly day: number;
  readonly weekday: string;
  readonly isHoliday: boolean;
  /** Saturdays, Sundays and holidays, which the form shades. */
  readonly isRest: boolean;
}

/** The days of "2026-10". */
export function daysOf(month: string): Day[] {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const holidays = new Set(HOLIDAYS[year]?.split(' '));
  return Array.from({ length: last }, (_, at) => {
    const day = at + 1;
    const at0 = new Date(Date.UTC(year, number - 1, day)).getUTCDay();
    const isHoliday = holidays.has(`${pad(number)}${pad(day)}`);
    return { day, weekday: WEEKDAYS[at0] ?? '', isHoliday, isRest: isHoliday || at0 === 0 || at0 === 6 };
  });
}

const pad = (number: number) => String(number).padStart(2, '0');

/** Days as ranges: 1〜15日・20日. */
export function dayRanges(days: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last?.to === day - 1) last.to = day;
    else ranges.push({ from: day, to: day });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}日` : `${from}〜${to}日`)).join('・');
}
