import type { Kind, ServiceCode } from '../service-codes.js';
import { type Columns, FIELD_NAMES, type Field } from './columns.js';
import { type ImportCode, type ImportFinding, importFinding } from './findings.js';
import type { SourceRow } from './rows.js';
import { amountOf, basisOf, kindOfName, monthOf, nameOf, plain, type Value } from './values.js';

/** Values that later rows leave out because their cell is merged with the one above. */
export interface Above {
  readonly type: string;
  readonly basis: string;
}

export interface ReadLine {
  readonly line: ServiceCode | null;
  readonly findings: readonly ImportFinding[];
  /** Whether the file itself says if the code is 基本, 加算 or 減算. */
  readonly saysKind: boolean;
  /** A rate or basis that was read from the name. */
  readonly isPresumed: boolean;
  readonly above: Above;
}

export interface LineSource {
  readonly file: string;
  readonly columns: Columns;
  readonly above: Above;
  /** YYYY-MM; what the file or the person says of the whole table. */
  readonly month: string | null;
}

/** The line of a table that a row says, or what is wrong with the row: every fault of it, not only the first. */
export function readLine(row: SourceRow, { file, columns, above, month }: LineSource): ReadLine {
  const findings: ImportFinding[] = [];
  const cell = (field: Field) => row.cells[columns.get(field) ?? -1] ?? '';
  const refuse = (code: ImportCode, field: Field) => {
    const at = columns.get(field);
    const about = { item: FIELD_NAMES[field], column: at === undefined ? 0 : at + 1, value: cell(field) };
    findings.push(importFinding(code, file, row, about));
  };
  const type = plain(cell('type')) || above.type;
  const code = (columns.has('item') ? type + plain(cell('item')) : plain(cell('code'))).toUpperCase();
  if (!/^[0-9A-Z]{6}$/.test(code)) refuse('REF-BAD-CODE', columns.has('item') ? 'item' : 'code');
  const insurer = plain(cell('insurer'));
  const isMunicipal = /^A/.test(code);
  if (insurer !== '' ? !/^\d{6}$/.test(insurer) : isMunicipal && columns.has('insurer'))
    refuse('REF-BAD-INSURER', 'insurer');
  const name = nameOf(cell('name'));
  if (name === '') refuse('REF-BAD-NAME', 'name');
  const from = columns.has('from') && cell('from') !== '' ? monthOf(cell('from')) : month;
  if (from === null) refuse(cell('from') === '' ? 'REF-NO-MONTH' : 'REF-BAD-PERIOD', 'from');
  const until = untilOf(cell('until'));
  if (until === undefined || (until !== null && from !== null && until < from)) refuse('REF-BAD-PERIOD', 'until');
  const basisText = cell('basis') || above.basis;
  const { basis, isPresumed: isGuess } = basisOfMaster(basisText);
  if (basis === null) refuse('REF-BAD-BASIS', 'basis');
  const said = amountOf(cell('value'));
  if (said === null) refuse('REF-BAD-UNITS', 'value');
  const rated =
    rateIn(row, columns, said, basisText) ?? rateOfName(name, said, { basisText, isMaster: insurer !== '' });
  const { value, isPresumed } = rated;
  const kindText = plain(cell('kind')).slice(0, 1);
  const saysKind = kindText === '基' || kindText === '加' || kindText === '減';
  const kind: Kind = saysKind ? kindText : kindOfName(name, value);
  const next = { type, basis: basisText };
  if (findings.length > 0 || from === null || basis === null)
    return { line: null, findings, saysKind, isPresumed: false, above: next };
  const line = { code, name, ...value, basis, kind, from, until: until ?? null, insurer: insurer || null };
  return { line, findings, saysKind, isPresumed: isPresumed || isGuess, above: next };
}

/** 999999 and nothing: still holds; undefined for what is no month. */
function untilOf(text: string): string | null | undefined {
  const bare = plain(text);
  return bare === '' || /^9{6}(99)?$/.test(bare) ? null : (monthOf(bare) ?? undefined);
}

/** Masters count on above 3 for rates (4 to 6 each time, day and month, and so on): the basis goes round by three. */
function basisOfMaster(text: string): { basis: ServiceCode['basis'] | null; isPresumed: boolean } {
  const number = Number(/^0?([4-9])$/.exec(plain(text))?.[1] ?? 0);
  return number === 0
    ? { basis: basisOf(text), isPresumed: false }
    : { basis: basisOf(String(((number - 1) % 3) + 1)), isPresumed: true };
}

interface Rated {
  readonly value: Value;
  readonly isPresumed: boolean;
}

/** A rate that stands in a column of its own, in the words of 算定単位, or, where there are no units, in 算定項目. */
function rateIn(row: SourceRow, columns: Columns, said: Value | null, basisText: string): Rated | null {
  const rate = plain(row.cells[columns.get('rate') ?? -1] ?? '');
  if (/^\d+(\.\d+)?$/.test(rate)) return { value: { units: null, permille: Number(rate) }, isPresumed: false };
  const units = said?.units ?? null;
  if (units !== null && basisText.includes('千分率'))
    return { value: { units: null, permille: units }, isPresumed: false };
  if (units !== null && basisText.includes('百分率'))
    return { value: { units: null, permille: units * 10 }, isPresumed: false };
  if (said?.permille !== null || units !== null) return null;
  const own = ['type', 'item', 'code', 'name'].map((field) => columns.get(field as Field));
  const texts = row.cells.filter((_, at) => !own.includes(at)).map(plain);
  const found = texts.flatMap((text) => /\d+(\.\d+)?(\/1000|‰|%)/.exec(text)?.[0] ?? []).map(amountOf);
  return found[0]?.permille ? { value: found[0], isPresumed: false } : null;
}

/** Masters write rates as bare numbers: ‰ of 処遇改善, % of the areas, 同一建物 and whatever is counted above 3. */
function rateOfName(name: string, said: Value | null, of: { basisText: string; isMaster: boolean }): Rated {
  const value = said ?? { units: null, permille: null };
  if (!of.isMaster || value.units === null) return { value, isPresumed: false };
  if (/処遇改善|ベースアップ/.test(name)) return { value: { units: null, permille: value.units }, isPresumed: true };
  const isArea = /特別地域|小規模事業所|中山間|同一建物/.test(name) && Math.abs(value.units) <= 15;
  return isArea || /^0?[4-9]$/.test(plain(of.basisText))
    ? { value: { units: null, permille: value.units * 10 }, isPresumed: true }
    : { value, isPresumed: false };
}
