const JAPAN_MS = 9 * 60 * 60 * 1000;

/** The calendar day in Japan, YYYY-MM-DD. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + JAPAN_MS).toISOString().slice(0, 10);
}

/** The last instant of a day in Japan. */
export function endOfDay(day: string): Date {
  return new Date(`${day}T23:59:59.999+09:00`);
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The last day of so many months from a first day: 2026-11-21 and 12 months end on 2027-11-20. */
export function lastDayOf(startsOn: string, months: number): string {
  const first = new Date(`${startsOn}T00:00:00Z`);
  const end = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, 1));
  const daysInMonth = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(first.getUTCDate(), daysInMonth));
  return addDays(end.toISOString().slice(0, 10), -1);
}
