import type { ServiceRow } from './rows.js';

/** In what a provided service differs from the planned one. */
export type Change = 'code' | 'day' | 'time' | 'units' | 'count' | 'over30' | 'proration' | 'satellite' | 'goods';

/** The use of an item of 第6表 and 実績 when they are compared. */
export type ItemUse =
  /** A difference in it is shown as this change. */
  | { readonly compared: Change }
  /** It tells whose rows are held against each other. */
  | { readonly tells: 'client' | 'month' | 'office' }
  | { readonly leftOut: string };

/**
 * Every item of 第6表 and 実績 (UPPLAN, UPJSK) in both editions, by name. What decides what is paid is compared; what is
 * not has its reason. A test holds this table against the layouts, so that an item of a later edition can't be forgotten.
 */
export const COMPARED_ITEMS: Readonly<Record<string, ItemUse>> = {
  CSVバージョン: { leftOut: 'the edition of the file, not of the service: an office may answer 3 with 4.1' },
  保険者番号: { tells: 'client' },
  被保険者番号: { tells: 'client' },
  作成年月日: { leftOut: 'when each side wrote its own file' },
  対象年月: { tells: 'month' },
  プラン担当業者コード: { leftOut: 'who planned: the service side copies it, and what is paid does not depend on it' },
  プラン担当者名: { leftOut: 'a name in free text' },
  単位数: { compared: 'units' },
  前月までの短期入所利用日数: {
    leftOut: 'the planning side counts it over all offices; what it leads to is ３０日超区分, which is compared',
  },
  サービス利用日: { compared: 'day' },
  日割対象日: { compared: 'proration' },
  サービス開始時刻: { compared: 'time' },
  サービス終了時刻: { compared: 'time' },
  サービス回数: { compared: 'count' },
  サービスコード: { compared: 'code' },
  TAISコード: { compared: 'goods' },
  福祉用具届出コード: { compared: 'goods' },
  '用具名称（機種名）': { leftOut: 'free text; the goods are told by their code' },
  明細判別コード: {
    leftOut: 'a number each side gives to tell like rows apart (rules.md 12.1, item 19): it steers the pairing only',
  },
  サービス事業者コード: { tells: 'office' },
  サービス事業所名: { leftOut: 'a name in free text; the office is told by its number' },
  サテライト枝番: { compared: 'satellite' },
  '３０日超区分': { compared: 'over30' },
  更新業者コード: { leftOut: 'who wrote the file: the planning office in one, the service office in the other' },
  識別子: { leftOut: 'unused by the standard' },
};

/** Changes in the order in which they are told, with their words. */
export const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  code: 'コード',
  day: '日',
  time: '時間',
  units: '単位',
  count: '回数',
  over30: '30日超',
  proration: '日割りの日',
  satellite: 'サテライト枝番',
  goods: '用具',
};

/** The compared items that are held against each other as they stand; the others have rules of their own. */
const AS_THEY_STAND = {
  over30: ({ over30Days }) => over30Days,
  proration: ({ proratedDays }) => proratedDays,
  satellite: ({ satellite }) => satellite,
  goods: ({ goods }) => goods,
} as const satisfies Partial<Record<Change, (row: ServiceRow) => string | boolean>>;

/** In which of the items beside code, day, time, units and count two rows differ. */
export function markChanges(planned: ServiceRow, actual: ServiceRow): Change[] {
  const changes: Change[] = [];
  for (const change of ['over30', 'proration', 'satellite', 'goods'] as const)
    if (AS_THEY_STAND[change](planned) !== AS_THEY_STAND[change](actual)) changes.push(change);
  return changes;
}
