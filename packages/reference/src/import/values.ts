import type { Basis, Kind, ServiceCode } from '../service-codes.js';

/** Half-width letters and digits, no blanks: what people and spreadsheets write in many ways. */
export const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '');

/** Names as our table keeps them: no commas (its cells have no quotes), no line breaks. */
export const nameOf = (text: string): string =>
  text
    .trim()
    .replaceAll(/[\r\n]+/g, '')
    .replaceAll(',', '，');

/** 202706, 2027-06, 2027/6 and 2027年6月 → 2027-06; null for anything else. */
export function monthOf(text: string): string | null {
  const [, year, month] = /^(\d{4})[-/年.]?(\d{1,2})月?(?:[-/.]?\d{1,2}日?)?$/.exec(plain(text)) ?? [];
  const number = Number(month);
  return year === undefined || Number(year) < 2000 || number < 1 || number > 12
    ? null
    : `${year}-${String(number).padStart(2, '0')}`;
}

/** 令和9年4月 and 2027年4月, wherever they stand in a text. */
export function monthIn(text: string): string | null {
  const [, era, years, month] = /(令和)?(元|\d{1,4})年(\d{1,2})月/.exec(plain(text)) ?? [];
  if (years === undefined) return null;
  const year = era ? 2018 + (years === '元' ? 1 : Number(years)) : Number(years);
  return monthOf(`${year}-${month}`);
}

export type Value = Pick<ServiceCode, 'units' | 'permille'>;

/** 1,176 / ▲12 / 245/1000 / 245‰ / 15% / 所定単位数の15%加算; units null and permille null for none; null when it is no value. */
export function amountOf(text: string): Value | null {
  const bare = plain(text).replaceAll(',', '');
  if (bare === '' || bare === '-' || bare === '―') return { units: null, permille: null };
  const [, minus, number, unit] =
    /^(?:[^\d▲△−-]*?)([▲△−-]?)(\d+(?:\.\d+)?)(単位|\/1000|\/100|‰|%|千分率|百分率)?/.exec(bare) ?? [];
  if (number === undefined) return null;
  const amount = Number(number) * (minus ? -1 : 1);
  if (unit === '/1000' || unit === '‰' || unit === '千分率') return { units: null, permille: amount };
  if (unit === '/100' || unit === '%' || unit === '百分率') return { units: null, permille: Math.round(amount * 10) };
  return Number.isInteger(amount) && /^[▲△−-]?\d+(単位)?(加算|減算)?$/.test(bare)
    ? { units: amount, permille: null }
    : null;
}

/** 1回につき, 1日につき, 1月につき, or the numbers of the masters 1, 2, 3. Null for anything else. */
export function basisOf(text: string): Basis | null {
  const bare = plain(text);
  const [, words] = /^1?(回|日|月)/.exec(bare) ?? [];
  if (words === '回' || words === '日' || words === '月') return words;
  return ({ 1: '回', 2: '日', 3: '月' } as const)[Number(/^0?([123])$/.exec(bare)?.[1])] ?? null;
}

/** Reads the kind from a name, where a table has no column for it. Joined codes (身体１・夜) are basic services. */
export function kindOfName(name: string, value: Value): Kind {
  if (name.includes('加算')) return '加';
  if (name.includes('減算') || (value.units ?? value.permille ?? 0) < 0) return '減';
  return '基';
}
