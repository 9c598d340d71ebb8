import { isDate } from '../checks/item-rules.js';

/** How an item's text becomes a value and back. `parse` returns undefined for a text that is no such value. */
export interface Codec<T> {
  parse(text: string): T | undefined;
  write(value: T): string;
}

/** Nothing, or only spaces: some software pads what it leaves out to a fixed length. */
const isBlank = (value: string) => /^ *$/.test(value);

/** A text as it stands; codes and numbers of offices and people are texts as well. */
export const text: Codec<string> = { parse: (value) => value, write: (value) => value };

/** A whole number; null when the item is empty. */
export const integer: Codec<number | null> = {
  parse: (value) => (isBlank(value) ? null : /^-?\d{1,15}$/.test(value) ? Number(value) : undefined),
  write: (value) => (value === null ? '' : String(value)),
};

/** 99.99 (第7表 単位数単価, yen per unit) in hundredths, so that sums stay exact; null when empty. */
export const hundredths: Codec<number | null> = {
  parse: (value) =>
    isBlank(value) ? null : /^\d{1,4}(\.\d{1,2})?$/.test(value) ? Math.round(Number(value) * 100) : undefined,
  write: (value) => (value === null ? '' : (value / 100).toFixed(2)),
};

/** YYYYMMDD as an ISO date "2026-10-01"; null for empty and 00000000. */
export const date: Codec<string | null> = {
  parse: (value) =>
    isBlank(value) || value === '00000000'
      ? null
      : isDate(value)
        ? `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`
        : undefined,
  write: (value) => value?.replaceAll('-', '') ?? '',
};

/** As `date`, of an item that is never empty: none is 00000000. */
export const dateOrZeros: Codec<string | null> = {
  parse: date.parse,
  write: (value) => date.write(value) || '00000000',
};

/** YYYYMM as "2026-10"; null for empty and 000000. */
export const month: Codec<string | null> = {
  parse: (value) =>
    isBlank(value) || value === '000000'
      ? null
      : /^\d{4}(0[1-9]|1[0-2])$/.test(value)
        ? `${value.slice(0, 4)}-${value.slice(4)}`
        : undefined,
  write: (value) => value?.replace('-', '') ?? '',
};

/** HHMM in minutes since midnight (2400 is 1440); null for services without times (9999) and empty. */
export const time: Codec<number | null> = {
  parse: (value) =>
    isBlank(value) || value === '9999'
      ? null
      : /^([01]\d|2[0-3])[0-5]\d$/.test(value) || value === '2400'
        ? Number(value.slice(0, 2)) * 60 + Number(value.slice(2))
        : undefined,
  write: (value) =>
    value === null
      ? '9999'
      : `${String(Math.floor(value / 60)).padStart(2, '0')}${String(value % 60).padStart(2, '0')}`,
};

/** 1 該当, 0 非該当. */
export const flag: Codec<boolean | null> = {
  parse: (value) => (isBlank(value) ? null : value === '1' ? true : value === '0' ? false : undefined),
  write: (value) => (value === null ? '' : value ? '1' : '0'),
};

/** 31 marks, one per day of the month from the 1st, as the days marked; null when the service is not pro-rated. */
export const dayMarks: Codec<readonly number[] | null> = {
  parse: (value) =>
    value === ''
      ? null
      : /^[01]{31}$/.test(value)
        ? [...value].flatMap((mark, at) => (mark === '1' ? [at + 1] : []))
        : undefined,
  write: (value) =>
    value === null ? '' : Array.from({ length: 31 }, (_, at) => (value.includes(at + 1) ? '1' : '0')).join(''),
};
