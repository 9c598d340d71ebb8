import type { SourceRow } from './rows.js';
import { plain } from './values.js';

/** The content of a table's column. */
export type Field =
  | 'insurer'
  | 'code'
  | 'type'
  | 'item'
  | 'name'
  | 'value'
  | 'rate'
  | 'basis'
  | 'kind'
  | 'from'
  | 'until';
/** Column of each field, from 0. */
export type Columns = ReadonlyMap<Field, number>;

export const FIELD_NAMES: Readonly<Record<Field, string>> = {
  insurer: '保険者番号',
  code: 'サービスコード',
  type: 'サービス種類コード',
  item: 'サービス項目コード',
  name: 'サービス名称',
  value: '単位数',
  rate: '率',
  basis: '算定単位',
  kind: '種別',
  from: '適用開始年月',
  until: '適用終了年月',
};

/** The headings in the ministry's tables, in the masters of municipalities, and in our own extracts. */
const HEADINGS: readonly (readonly [Field, RegExp])[] = [
  ['insurer', /^(証記載)?保険者番号$|^insurer(_no)?$/],
  ['type', /^(サービス)?種類(コード)?$|^(service_)?type$/],
  ['item', /^(サービス)?項目(コード)?$|^item(_code)?$/],
  ['code', /^サービスコード$|^(service_)?code$/],
  ['name', /^サービス(内容)?(略称|名称|名)$|^(略称|名称)$|^(service_)?name$/],
  ['value', /^(合成)?単位(数)?$|^合成$|^units(_or_permille)?$/],
  ['rate', /^(率|千分率|割合)$|^(rate_)?permille$/],
  ['basis', /^算定(単位)?$|^(unit_)?basis$/],
  ['kind', /^(種別|算定区分|加減算区分)$|^kind$/],
  ['from', /^適用(開始)?年月$|^開始年月$|^(valid_)?from$/],
  ['until', /^(適用)?終了年月$|^(valid_)?until$/],
];

const fieldOf = (cell: string): Field | null => {
  const text = plain(cell);
  return HEADINGS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
};

/** The columns a row of headings names; null for other rows. */
export function headingsIn({ cells }: SourceRow): Columns | null {
  const found = new Map<Field, number>();
  for (const [at, cell] of cells.entries()) {
    const field = fieldOf(cell);
    if (field !== null && !found.has(field)) found.set(field, at);
  }
  return found.size >= 2 ? found : null;
}

/** Headings of two rows (サービスコード above 種類 and 項目) are one. */
export function merged(first: Columns | null, second: Columns): Columns {
  return new Map([...(first ?? []), ...second]);
}

/** Whether the columns suffice for reading rows. */
export function areWhole(columns: Columns): boolean {
  return columns.has('name') && (columns.has('code') || (columns.has('type') && columns.has('item')));
}

const MASTER: readonly Field[] = ['insurer', 'type', 'item', 'from', 'until', 'name', 'value', 'basis'];

/** The columns of 総合事業's 単位数表マスタ, which has no headings: told by its first row. */
export function masterColumns(rows: readonly SourceRow[]): Columns | null {
  const [first] = rows;
  if (!first) return null;
  const [insurer = '', type = '', item = '', from = ''] = first.cells.map(plain);
  const isMaster =
    /^\d{1,6}$/.test(insurer) && /^A[0-9A-Z]$/.test(type) && /^[0-9A-Z]{1,4}$/.test(item) && /^\d+$/.test(from);
  return isMaster ? new Map(MASTER.map((field, at) => [field, at])) : null;
}
