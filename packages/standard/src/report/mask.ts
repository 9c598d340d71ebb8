import { kindHasMonth } from '../filenames/compose.js';
import { parseFileName } from '../filenames/parse.js';
import { isoMonth } from '../show/dates.js';
import { SERVICE_TYPES } from '../units/service-types.js';

/** What a character becomes by its class, first match first; what matches none (punctuation, blanks) stays. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/□/, '□'],
  [/\p{Script=Han}/u, '■'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}ーｰﾞﾟ゛゜]/u, '□'],
  [/[０-９]/, '０'],
  [/\p{N}/u, '0'],
  [/[Ａ-Ｚａ-ｚ]/, 'Ａ'],
  [/[A-Za-z]/, 'A'],
  // Letters of other scripts, 外字, ㈱ and the like: whatever could say something.
  [/[\p{L}\p{M}\p{So}\p{Co}]/u, '■'],
];

/** The shape of a text: its length and sorts of characters, nothing of what it says. */
export function maskText(text: string): string {
  return [...text].map((one) => SHAPES.find(([sort]) => sort.test(one))?.[1] ?? one).join('');
}

const EXTENSION = /\.(csv|jpe?g|pdf|xlsx?|docx?|txt|zip)$/i;

/** A file name with kind, month, service types and extension as they are and the rest as shape. */
export function maskFileName(name: string): string {
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  const { kind } = parseFileName(name);
  const prefix = stem.slice(0, kind?.length ?? 0);
  const [first = '', ...rest] = stem.slice(prefix.length).split('_');
  // The month stands right behind the kind; service types are two characters of the standard's table.
  const isMonth = (part: string, at: number) => at === 0 && kind !== null && kindHasMonth(kind) && isNearMonth(part);
  const parts = rest.map((part, at) => (isMonth(part, at) || SERVICE_TYPES.has(part) ? part : maskText(part)));
  return [prefix + maskText(first), ...parts].join('_') + extension;
}

/** A month of our time; 131016 (a 保険者番号) is none, and 000000 stands for plans. */
export function isNearMonth(text: string): boolean {
  return text === '000000' || (/^20[2-9]/.test(text) && isoMonth(text) !== null && text.length === 6);
}
