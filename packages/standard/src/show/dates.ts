/** How a person likes to read years: 令和8年 or 2026年. */
export type DateStyle = 'era' | 'western';

const ERAS: readonly (readonly [string, string])[] = [
  ['2019-05-01', '令和'],
  ['1989-01-08', '平成'],
  ['1926-12-25', '昭和'],
  ['1912-07-30', '大正'],
  ['1868-01-25', '明治'],
];

/** The year of an ISO date in words; before 明治 there is no era that forms use, so the western year stands. */
function yearText(iso: string, style: DateStyle): string {
  const era = style === 'era' ? ERAS.find(([from]) => iso >= from) : undefined;
  if (!era) return `${Number(iso.slice(0, 4))}年`;
  const year = Number(iso.slice(0, 4)) - Number(era[0].slice(0, 4)) + 1;
  return `${era[1]}${year === 1 ? '元' : year}年`;
}

/** 2026-10-01 → 令和8年10月1日 or 2026年10月1日; '' for null, and a text that is no ISO date stays as it is. */
export function formatDate(iso: string | null, style: DateStyle = 'era'): string {
  if (!iso || !/^\d{4}-\d\d-\d\d$/.test(iso)) return iso ?? '';
  return `${yearText(iso, style)}${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日`;
}

/** "2026-10", or "202610" as files write it → 令和8年10月 or 2026年10月. An era that begins within the month counts. */
export function formatMonth(month: string | null, style: DateStyle = 'era'): string {
  const iso = isoMonth(month);
  return iso ? `${yearText(`${iso}-31`, style)}${Number(iso.slice(5, 7))}月` : (month ?? '');
}

/** "202610" or "2026-10" → "2026-10"; null for anything else. */
export function isoMonth(month: string | null): string | null {
  const [, year, number] = /^(\d{4})-?(0[1-9]|1[0-2])$/.exec(month ?? '') ?? [];
  return year && number ? `${year}-${number}` : null;
}

/** Minutes since midnight → 9:05. */
export function clock(minutes: number | null): string {
  return minutes === null ? '' : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Two times → 9:05〜10:00; '' when there are none. */
export function clockSpan(start: number | null, end: number | null): string {
  return start === null && end === null ? '' : `${clock(start)}〜${clock(end)}`;
}

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
