import type { Dates } from '../app/preferences.js';

const two = (value: number) => String(value).padStart(2, '0');

/** yyyy-mm-dd of the day some days ago, as date fields hold it; a negative number lies ahead. */
export function dayBefore(days: number, now = new Date()): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The instant a day begins here. */
export const startOfDay = (day: string): string => new Date(`${day}T00:00:00`).toISOString();

/** The instant a day has ended here. */
export function endOfDay(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + 1).toISOString();
}

/** A calendar day of Japan in the person's style: noon there lies within the day wherever the terminal is. */
export const dayText = (day: string, dates: Dates): string => dates.date(`${day}T12:00:00+09:00`);
