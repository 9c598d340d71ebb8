const DAY_MS = 24 * 60 * 60 * 1000;

/** A day in Japan, YYYY-MM-DD, so many days from today. */
export function inDays(days: number): string {
  return new Date(Date.now() + 9 * 60 * 60 * 1000 + days * DAY_MS).toISOString().slice(0, 10);
}

/** The last second of a day in Japan. */
export const endOfDay = (day: string): string => `${day}T23:59:59+09:00`;
