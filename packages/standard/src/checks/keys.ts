import type { CsvKind } from '../layouts/types.js';
import { type CheckableFile, isWhole } from './items.js';

/** Distinct keys of a file with the first row of each. A key joins the values of some items. */
export type KeyRows = ReadonlyMap<string, number>;

/** Collects the distinct keys of the given items; runs of equal rows cost a comparison each. */
export function keyRows(file: CheckableFile, items: readonly number[]): KeyRows {
  const rows = new Map<string, number>();
  let previous = -1;
  for (let row = 0; row < file.table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    if (previous >= 0 && file.table.sameIn(row, previous, items)) continue;
    previous = row;
    const key = items.map((item) => file.table.text(row, item)).join(' ');
    if (!rows.has(key)) rows.set(key, row);
  }
  return rows;
}

/** One link of rules.md section 6: children point to a parent by the values of some items, in this order. */
export interface Link {
  readonly parent: CsvKind;
  readonly parentItems: readonly number[];
  readonly child: CsvKind;
  readonly childItems: readonly number[];
  /** What the third part of the key is called. */
  readonly keyName: string;
  /** Whether every parent must have a child of this kind. */
  readonly childNeeded: boolean;
}

const PLAN_DATE = '計画作成（変更）日';
const MONTH = '対象年月';
const INTERVIEW = '相談日';

/** The linkage keys of the standard (rules.md section 6): insurer, insured person, and a date or month. */
export const LINKS: readonly Link[] = [
  {
    parent: 'UP1KYO',
    parentItems: [2, 3, 14],
    child: 'UP2KYO',
    childItems: [2, 3, 5],
    keyName: PLAN_DATE,
    childNeeded: true,
  },
  {
    parent: 'UP1KYO',
    parentItems: [2, 3, 14],
    child: 'UP3KYO',
    childItems: [2, 3, 5],
    keyName: PLAN_DATE,
    childNeeded: false,
  },
  {
    parent: 'UP1KYO',
    parentItems: [2, 3, 14],
    child: 'UPHOSOKU',
    childItems: [2, 3, 4],
    keyName: PLAN_DATE,
    childNeeded: true,
  },
  { parent: 'UPPLAN', parentItems: [2, 3], child: 'UPSIKYU', childItems: [2, 3], keyName: MONTH, childNeeded: true },
  { parent: 'UPPLAN', parentItems: [2, 3], child: 'UPHOSOKU', childItems: [2, 3], keyName: MONTH, childNeeded: true },
  {
    parent: 'UPKIHON',
    parentItems: [2, 3, 4],
    child: 'UPKIHON_SUB1',
    childItems: [2, 3, 4],
    keyName: INTERVIEW,
    childNeeded: false,
  },
  {
    parent: 'UPKIHON',
    parentItems: [2, 3, 4],
    child: 'UPKIHON_SUB2',
    childItems: [2, 3, 4],
    keyName: INTERVIEW,
    childNeeded: false,
  },
  {
    parent: 'UPYOBO',
    parentItems: [2, 3, 4],
    child: 'UPYOBO_SUB',
    childItems: [2, 3, 4],
    keyName: PLAN_DATE,
    childNeeded: false,
  },
  {
    parent: 'UPYOBO',
    parentItems: [2, 3],
    child: 'UPKIHON',
    childItems: [2, 3],
    keyName: '利用者',
    childNeeded: false,
  },
];

/** Kinds with one record per key, and the items of that key. */
export const UNIQUE_KEYS: Readonly<Partial<Record<CsvKind, readonly number[]>>> = {
  UPHOSOKU: [2, 3, 4],
  UP1KYO: [2, 3, 14],
  UPKIHON: [2, 3, 4],
  UPYOBO: [2, 3, 4],
  DLT1KYO: [2, 3, 4],
  DLTPLAN: [2, 3, 4],
  DLTJSK: [2, 3, 4, 5, 6],
  DLTKIHON: [2, 3, 4],
  DLTYOBO: [2, 3, 4],
};
