import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { layoutOf } from '../layouts/index.js';
import type { Item, Layout } from '../layouts/types.js';
import type { ReadFile, Table } from '../reading/types.js';
import { type CheckableFile, checkItems, isCheckable, isWhole } from './items.js';

/** A trace that a spreadsheet leaves in a file it saved. */
type Sign =
  | 'tabs'
  | 'exponent'
  | 'hashes'
  | 'insured'
  | 'zeros'
  | 'dates'
  | 'times'
  | 'booleans'
  | 'thousands'
  | 'columns'
  | 'quotes';

const SIGN_WORDS: Readonly<Record<Sign, string>> = {
  tabs: '項目がカンマではなくタブで区切られています',
  exponent: '桁の多い数字が「1.1E+30」のような形になっています',
  hashes: '「####」になった項目があります',
  insured: '被保険者番号の先頭の0が消えています',
  zeros: '番号や時刻などの先頭の0が消えています',
  dates: '日付が「2026/10/1」のような形になっています',
  times: '時刻が「9:00」のような形になっています',
  booleans: '「TRUE」「FALSE」になった項目があります',
  thousands: '数字に桁区切りのカンマが入っています',
  columns: '行の終わりの空の項目が、消えたか増えたかしています',
  quotes: '文章を囲む引用符（"）がありません',
};

/** Each of these is enough: no care software writes so. */
const TELLING: readonly Sign[] = ['tabs', 'exponent', 'hashes', 'insured'];
/** Of these it takes two, or one and the quotes gone: alone they may be a slip of the software or of a person. */
const SUSPICIOUS: readonly Sign[] = ['zeros', 'dates', 'times', 'booleans', 'thousands', 'columns'];
/** So many rows tell; a file of a spreadsheet is alike from top to bottom. */
const ROWS_READ = 2000;

/** Findings of reading that follow from a spreadsheet's saving: mending them alone would not help. */
const FOLLOWING: ReadonlySet<string> = new Set([
  'MSB-READ-UTF8',
  'MSB-READ-UTF16',
  'MSB-READ-ITEM-COUNT',
  'MSB-READ-ITEM-COUNT-ALL',
  'MSB-READ-CUT-OFF',
  'MSB-READ-QUOTED-NUMBER',
  'MSB-READ-UNQUOTED-TEXT',
  'MSB-READ-BLANK-ITEM',
  'MSB-READ-BLANK-LINE',
  'MSB-READ-HEADER-LINE',
  'MSB-READ-LINE-ENDING',
  'MSB-READ-NO-LAST-LINE-END',
  'MSB-READ-BROKEN-QUOTE',
  'MSB-READ-UNKNOWN-VERSION',
  'MSB-READ-MIXED-VERSIONS',
  'MSB-READ-INVALID-BYTE',
]);

/** Whether a spreadsheet has changed the file's content: it is told once, and nothing else of the content is asked. */
export function isSpreadsheetCopy(file: ReadFile): boolean {
  return file.findings.some(({ code }) => code === 'MSB-READ-SPREADSHEET');
}

/**
 * Recognises a file that was opened and saved in a spreadsheet, by what spreadsheets do to numbers, dates and quotes,
 * and says so once instead of what follows from it. Files without any finding are not looked at.
 */
export function withSpreadsheetTold(file: ReadFile): ReadFile {
  if (!isCheckable(file)) return file;
  const isSuspicious = file.findings.some(({ code }) => FOLLOWING.has(code)) || checkItems(file).length > 0;
  const signs = isSuspicious ? signsOf(file) : [];
  if (!isTelling(signs)) return file;
  const place = { file: file.name, record: 1, line: file.table.line(0) };
  const words = { signs: signs.map((sign) => SIGN_WORDS[sign]).join('。') };
  const told: Finding = makeFinding('MSB-READ-SPREADSHEET', place, words);
  return { ...file, findings: [...file.findings.filter(({ code }) => !FOLLOWING.has(code)), told] };
}

function isTelling(signs: readonly Sign[]): boolean {
  if (signs.some((sign) => TELLING.includes(sign))) return true;
  const suspicious = signs.filter((sign) => SUSPICIOUS.includes(sign)).length;
  return suspicious > 1 || (suspicious === 1 && signs.includes('quotes'));
}

function signsOf(file: CheckableFile): Sign[] {
  const { table, layout } = file;
  if (table.rowCount === 0) return [];
  if (isTabbed(table)) return ['tabs'];
  const signs = new Set<Sign>();
  const rows = Math.min(table.rowCount, ROWS_READ);
  if (hasOtherColumns(file, rows)) signs.add('columns');
  else if (!hasWholeRow(file, rows)) return []; // shifted items: nothing in them can be relied on
  for (const item of layout.items) for (const sign of signsOfItem(table, item, rows)) signs.add(sign);
  if (hasNoQuotes(table, layout, rows)) signs.add('quotes');
  return [...signs];
}

/** A row of one item that holds tabs: 「テキスト（タブ区切り）」「Unicodeテキスト」. */
function isTabbed(table: Table): boolean {
  return table.itemCount(0) < 4 && table.text(0, 1).split('\t').length > 3;
}

function hasWholeRow(file: CheckableFile, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (isWhole(file, row)) return true;
  return false;
}

/** The most empty items at a row's end that a spreadsheet may have dropped; more would be another layout. */
const MOST_DROPPED = 3;

/** Whether rows lack items at the end that may be empty, or have empty ones too many: a spreadsheet knows no 25th column. */
function hasOtherColumns({ table, layout }: CheckableFile, rows: number): boolean {
  const expected = layout.items.length;
  const other = layoutOf(layout.kind, layout.edition === '3' ? '4.1' : '3')?.items.length;
  let deviating = 0;
  for (let row = 0; row < rows; row++) {
    const count = table.itemCount(row);
    if (count === expected) continue;
    if (count === other) return false;
    const isShort = count < expected && count >= expected - MOST_DROPPED && mayEndAt(layout, count);
    if (!isShort && !(count > expected && isEmptyFrom(table, row, expected + 1))) return false;
    deviating++;
  }
  return deviating > 1 || deviating === rows;
}

function mayEndAt({ items }: Layout, count: number): boolean {
  return items.slice(count).every(({ required }) => !required);
}

function isEmptyFrom(table: Table, row: number, item: number): boolean {
  for (let at = item; at <= table.itemCount(row); at++) if (!table.isEmpty(row, at)) return false;
  return true;
}

function hasNoQuotes(table: Table, { items }: Layout, rows: number): boolean {
  const texts = items.filter(({ format }) => format === 'text');
  let bare = 0;
  for (let row = 0; row < rows; row++) {
    for (const { no } of texts) {
      if (table.isQuoted(row, no)) return false;
      if (!table.isEmpty(row, no)) bare++;
    }
  }
  return bare > 0;
}

/** Lengths of numbers that may begin with a zero, by the form of their item; spreadsheets drop that zero. */
const ZERO_LENGTHS: Readonly<Partial<Record<Item['format'], number>>> = {
  insured: 10,
  insurer: 6,
  office: 10,
  ymd0: 8,
  ym0: 6,
  hm: 4,
  hm9: 4,
  dayflags: 31,
};

const FORMS: readonly (readonly [Sign, RegExp, (format: Item['format']) => boolean])[] = [
  ['exponent', /^-?[0-9](\.[0-9]+)?E\+?[0-9]+$/i, (format) => format !== 'text'],
  ['hashes', /^#{3,}$/, (format) => format !== 'text'],
  ['booleans', /^(TRUE|FALSE)$/i, (format) => format !== 'text'],
  ['thousands', /^-?[0-9]{1,3}(,[0-9]{3})+$/, (format) => format !== 'text'],
  [
    'dates',
    /^[0-9]{2,4}([/.-][0-9]{1,2}[/.-][0-9]{1,4}|年[0-9]{1,2}月[0-9]{1,2}日)( .*)?$|^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}$|^[0-9]{1,2}月[0-9]{1,2}日$/,
    (format) => format === 'ymd' || format === 'ymd0',
  ],
  ['times', /^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[AP]M)?$/i, (format) => format === 'hm' || format === 'hm9'],
];

/** Looks down a column for values of a spreadsheet's forms, and for zeros that are gone from all of it. */
function signsOfItem(table: Table, item: Item, rows: number): Sign[] {
  const forms = FORMS.filter(([, , asked]) => asked(item.format));
  const length = ZERO_LENGTHS[item.format];
  if (forms.length === 0 && length === undefined) return [];
  const signs = new Set<Sign>();
  let shortened = 0;
  let keepsZeros = false;
  for (let row = 0; row < rows; row++) {
    if (row > 0 && table.sameAs(row, row - 1, item.no)) continue;
    const value = table.text(row, item.no);
    if (value === '') continue;
    for (const [sign, form] of forms) if (form.test(value)) signs.add(sign);
    if (length === undefined) continue;
    if (value.length === length && value.startsWith('0')) keepsZeros = true;
    if (value === '0' || (value.length < length && /^[1-9][0-9]*$/.test(value))) shortened++;
  }
  if (shortened > 0 && !keepsZeros) signs.add(item.format === 'insured' ? 'insured' : 'zeros');
  return [...signs];
}
