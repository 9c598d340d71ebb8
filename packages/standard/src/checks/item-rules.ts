import type { FindingCode } from '../findings/catalogue.js';
import { CODE_TABLES } from '../layouts/index.js';
import type { Item } from '../layouts/types.js';
import { SERVICE_TYPES } from '../units/service-types.js';

/** What a rule says of a value: a code and the words of its sentence, or nothing. */
export interface RuleBreach {
  readonly code: FindingCode;
  readonly words?: Readonly<Record<string, string | number>>;
}
export type ItemRule = (value: string) => RuleBreach | null;

const OK = null;
const breach = (code: FindingCode, words?: RuleBreach['words']): RuleBreach => (words ? { code, words } : { code });

export function isDate(value: string): boolean {
  if (!/^[0-9]{8}$/.test(value)) return false;
  const [year, month, day] = [Number(value.slice(0, 4)), Number(value.slice(4, 6)), Number(value.slice(6, 8))];
  return year >= 1868 && month >= 1 && month <= 12 && day >= 1 && day <= lastDayOf(year, month);
}

/** Last day of a month, e.g. 29 for February 2028. */
export function lastDayOf(year: number, month: number): number {
  return month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;
}

function isMonth(value: string): boolean {
  return /^[0-9]{4}(0[1-9]|1[0-2])$/.test(value);
}

function isTime(value: string): boolean {
  return /^([01][0-9]|2[0-3])[0-5][0-9]$/.test(value) || value === '2400';
}

function pattern(form: RegExp, code: FindingCode): ItemRule {
  return (value) => (form.test(value) ? OK : breach(code));
}

function codeRule(table: string): ItemRule {
  const codes = CODE_TABLES[table] ?? {};
  const list = Object.entries(codes)
    .map(([code, label]) => `${code}（${label}）`)
    .join('、');
  return (value) => (Object.hasOwn(codes, value) ? OK : breach('MSB-ITEM-BAD-CODE', { table, codes: list }));
}

/** The type must be known and travel by the standard; `value` may be a whole service code. */
function serviceTypeRule(value: string): RuleBreach | null {
  const type = value.slice(0, 2);
  const known = SERVICE_TYPES.get(type);
  if (!known) return breach('MSB-ITEM-UNKNOWN-SERVICE-TYPE', { type });
  return known.inScope ? OK : breach('MSB-ITEM-OUT-OF-SCOPE', { typeName: known.name });
}

function serviceRule(value: string): RuleBreach | null {
  return /^[0-9A-Z]{6}$/.test(value) ? serviceTypeRule(value) : breach('MSB-ITEM-BAD-SERVICE');
}

/** 第7表 adds subtotal codes (11AAAA, 11EEEE, 11ZZZZ) and the total 999999 (rules.md 12.2). */
function service7Rule(value: string): RuleBreach | null {
  return value === '999999' ? OK : serviceRule(value);
}

function taisRule(value: string): RuleBreach | null {
  if (/^[0-9]{5}-[0-9]{6}$/.test(value)) return OK;
  return /^[0-9]{5}[－‐−ー―][0-9]{6}$/.test(value) ? breach('MSB-ITEM-TAIS-WIDE-HYPHEN') : breach('MSB-ITEM-BAD-TAIS');
}

function timeRule(alsoNone: boolean): ItemRule {
  const orNone = alsoNone ? '、または9999（時刻なし）' : '';
  return (value) => (isTime(value) || (alsoNone && value === '9999') ? OK : breach('MSB-ITEM-BAD-TIME', { orNone }));
}

/** Reductions are written as negative units by some software; counts and numbers never are. */
const MAY_BE_NEGATIVE = /単位|金額|費用|請求額|負担/;

/** The rule of an item's format; a value that is empty is not asked. */
function formatRule(item: Item): ItemRule | null {
  switch (item.format) {
    case 'ym':
      return (value) => (isMonth(value) ? OK : breach('MSB-ITEM-BAD-MONTH'));
    case 'ym0':
      return (value) => (isMonth(value) || value === '000000' ? OK : breach('MSB-ITEM-BAD-MONTH'));
    case 'ymd':
      return (value) => (isDate(value) ? OK : breach('MSB-ITEM-BAD-DATE'));
    case 'ymd0':
      return (value) => (isDate(value) || value === '00000000' ? OK : breach('MSB-ITEM-BAD-DATE'));
    case 'hm':
      return timeRule(false);
    case 'hm9':
      return timeRule(true);
    case 'int':
      return pattern(MAY_BE_NEGATIVE.test(item.nameJa) ? /^-?[0-9]+$/ : /^[0-9]+$/, 'MSB-ITEM-NOT-NUMBER');
    case 'digits':
      return pattern(/^[0-9]+$/, 'MSB-ITEM-NOT-NUMBER');
    case 'dec':
      return pattern(/^[0-9]{1,3}(\.[0-9]{1,2})?$/, 'MSB-ITEM-NOT-DECIMAL');
    case 'code':
      return codeRule(item.codeTable ?? '');
    case 'insurer':
      return pattern(/^[0-9]{6}$/, 'MSB-ITEM-BAD-INSURER');
    case 'insured':
      return pattern(/^(H[0-9]{9}|[0-9]{10})$/, 'MSB-ITEM-BAD-INSURED');
    case 'office':
      return pattern(/^[0-9A-Z]{10}$/, 'MSB-ITEM-BAD-OFFICE');
    case 'service':
      return serviceRule;
    case 'service7':
      return service7Rule;
    case 'servicetype':
      return (value) => (/^[0-9A-Z]{2}$/.test(value) ? serviceTypeRule(value) : breach('MSB-ITEM-BAD-SERVICE'));
    case 'postal':
      return pattern(/^[0-9]{3}-[0-9]{4}$/, 'MSB-ITEM-POSTAL');
    case 'phone':
      return pattern(/^[0-9()+ -]+$/, 'MSB-ITEM-PHONE');
    case 'tais':
      return taisRule;
    case 'dayflags':
      return pattern(/^[01]{31}$/, 'MSB-ITEM-BAD-DAY-FLAGS');
    case 'jpgname':
      return pattern(/^UPKIHON_IMAGE_.+_[0-9]{14}_[0-9]{4}\.jpe?g$/i, 'MSB-ITEM-BAD-PICTURE-NAME');
    case 'text':
    case 'unused':
      return null;
  }
}

/** Items whose printed length is uncertain: longer values are warned of, not refused (open-questions Q2, Q7). */
const UNCERTAIN_LENGTH = /明細判別コード|前月までの利用日数/;

/** Items whose form is only warned of: that they are too long to be taken in weighs more. */
const LENGTH_FIRST: ReadonlySet<Item['format']> = new Set(['text', 'postal', 'phone', 'unused', 'jpgname']);

/**
 * All that is checked of one item by itself. Dates, times, numbers and codes are asked for their form before their
 * length: 「2026/10/2」 is no date of eight digits, which says more than that it has nine characters.
 * Null for free texts: they may only be missing, so nobody has to read them.
 */
export function ruleOf(item: Item): ItemRule | null {
  const format = formatRule(item);
  const length = item.maxLength === null ? null : lengthRule(item, item.maxLength);
  if (!format || !length) return format ?? length;
  const [first, second] = LENGTH_FIRST.has(item.format) ? [length, format] : [format, length];
  return (value) => first(value) ?? second(value);
}

function lengthRule({ nameJa }: Item, max: number): ItemRule {
  const tooLong: FindingCode = UNCERTAIN_LENGTH.test(nameJa) ? 'MSB-ITEM-LONGER-THAN-USUAL' : 'MSB-ITEM-TOO-LONG';
  return (value) => {
    if (value.length <= max) return OK;
    const found = [...value].length;
    return found > max ? breach(tooLong, { found, max }) : OK;
  };
}
