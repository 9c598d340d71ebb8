import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { sourceFiles } from './source-files.js';

/** A day on which programs break, and the time zone that is tried on it. */
export interface Clock {
  readonly name: string;
  readonly zone: string;
  /** The first such moment after a moment. */
  next(after: Date): Date;
}

const DAY_MS = 24 * 60 * 60_000;
const isLeap = (year: number) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;

/** The next time a clock in Japan shows a day (MM-DD) and time, in a year that has what is asked for. */
function nextInJapan(day: string, time: string, suits: (year: number) => boolean = () => true): Clock['next'] {
  return (after) => {
    for (let year = after.getUTCFullYear(); ; year++) {
      const moment = new Date(`${year}-${day}T${time}+09:00`);
      if (moment > after && suits(year)) return moment;
    }
  };
}

/** Every zone has a clock, every clock a zone; at these times it is the same day in all three, but for the two that cross midnight in Japan. */
export const CLOCKS: readonly Clock[] = [
  { name: '31 December', zone: 'Asia/Tokyo', next: nextInJapan('12-31', '23:50:00') },
  {
    name: '28 February of a common year',
    zone: 'UTC',
    next: nextInJapan('02-28', '18:00:00', (year) => !isLeap(year)),
  },
  { name: '29 February', zone: 'America/Los_Angeles', next: nextInJapan('02-29', '18:00:00', isLeap) },
  { name: '31 March into 1 April', zone: 'Asia/Tokyo', next: nextInJapan('03-31', '23:59:30') },
  { name: '400 days from now', zone: 'UTC', next: (after) => new Date(after.getTime() + 400 * DAY_MS) },
];

/** YYYY-MM-DD HH:MM:SS as a clock in Japan shows it. */
export function inJapan(at: Date): string {
  return new Date(at.getTime() + 9 * 60 * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Tests that run in a browser, whose clock is its own, that hammer with random bytes, or that kill hubs. */
const OTHER_PROOFS = /^test\/|fuzz\.test\.ts$/;
/** Sets or reads a clock, or says a day. */
const SAYS_A_TIME = /\bclock\b|\bDate\b|\bNOW\b|['"`]20\d\d-?\d\d/;

/** The tests that know of time, by what they say and not by a list, as paths below the root. */
export function dateSensitiveTests(root: string): string[] {
  return sourceFiles(root)
    .filter((file) => file.endsWith('.test.ts') && SAYS_A_TIME.test(readFileSync(file, 'utf8')))
    .map((file) => relative(root, file))
    .filter((file) => !OTHER_PROOFS.test(file));
}
