import { formatDate } from '@musubi/standard';

const JAPAN = 9 * 60 * 60 * 1000;

/** The day in Japan of an ISO instant: 令和8年10月3日. The same wherever the report is made. */
export function dayText(instant: string): string {
  return formatDate(inJapan(instant).slice(0, 10));
}

/** 令和8年10月3日 14:05:22, Japanese time; '' for null. */
export function momentText(instant: string | null): string {
  return instant === null ? '' : `${dayText(instant)} ${inJapan(instant).slice(11, 19)}`;
}

function inJapan(instant: string): string {
  return new Date(Date.parse(instant) + JAPAN).toISOString();
}
