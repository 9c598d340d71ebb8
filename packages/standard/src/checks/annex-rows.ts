import { OUTSIDE_TYPES, type ServiceKnowledge } from '../services/knowledge.js';
import { type CheckableFile, isWhole, itemNamed } from './items.js';

/** Numbers of the 第7表 items used here, found by name since edition 3 lacks three of them. */
export interface AnnexItems {
  readonly office: number;
  readonly service: number;
  readonly units: number;
  readonly discount: number;
  readonly discounted: number;
  readonly count: number;
  readonly amount: number;
  readonly managed: number;
  readonly overLimit: number;
  /** Items 19 to 22: units within and over the limits of type and level. A row that has one counts towards the limit. */
  readonly limitMarks: readonly number[];
  readonly over30: number;
  readonly officeCode: number;
}

export function annexItems(file: CheckableFile): AnnexItems {
  const no = (name: string) => itemNamed(file, name);
  return {
    office: no('サービス事業所コード'),
    service: no('サービスコード'),
    units: no('単位数'),
    discount: no('割引後率'),
    discounted: no('割引後単位数'),
    count: no('回数／日数'),
    amount: no('サービス単位／金額'),
    managed: no('給付管理単位数'),
    overLimit: no('区分支給限度基準超単位数'),
    limitMarks: [
      '種類支給限度基準超単位数',
      '種類支給限度基準内単位数',
      '区分支給限度基準超単位数',
      '区分支給限度基準内単位数',
    ].map(no),
    over30: no('３０日超区分'),
    officeCode: no('事業所コード'),
  };
}

/** Whether a row counts towards 区分支給限度基準額: it does, does not, is of a day over 30, or nothing tells. */
export type Share = 'inside' | 'outside' | 'over30' | 'unknown';

export interface AnnexRow {
  readonly row: number;
  readonly office: string;
  readonly service: string;
  readonly type: string;
  /** サービス単位／金額; 0 where it is empty. */
  readonly amount: number;
  /** 給付管理単位数; null where it is empty. */
  readonly managed: number | null;
  readonly overLimit: number;
  readonly count: number | null;
  readonly share: Share;
}

/** The rows of one client in 第7表. */
export interface AnnexClient {
  readonly insurer: string;
  readonly insured: string;
  readonly details: readonly AnnexRow[];
  readonly subtotals: readonly AnnexRow[];
  readonly totals: readonly AnnexRow[];
  /** Whether every figure that sums are made of can be read. */
  readonly isReadable: boolean;
}

export const TOTAL = '999999';
const SUBTOTAL = /^..(AAAA|EEEE|ZZZZ)$/;

export function isSubtotal(service: string): boolean {
  return SUBTOTAL.test(service);
}

/** The clients of a 第7表 with their rows. `month` is YYYYMM. */
export function annexClients(file: CheckableFile, month: string, table?: ServiceKnowledge): AnnexClient[] {
  const items = annexItems(file);
  const rows = new Map<string, number[]>();
  let previous = -1;
  let own: number[] = [];
  for (let row = 0; row < file.table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const isSame = previous >= 0 && file.table.sameIn(row, previous, [3, 2]);
    previous = row;
    if (!isSame) {
      const key = `${file.table.text(row, 2)} ${file.table.text(row, 3)}`;
      own = rows.get(key) ?? [];
      rows.set(key, own);
    }
    own.push(row);
  }
  return [...rows.values()].map((numbers) => clientOf(file, items, numbers, month, table));
}

function clientOf(
  file: CheckableFile,
  items: AnnexItems,
  own: readonly number[],
  month: string,
  codes: ServiceKnowledge | undefined,
): AnnexClient {
  const { table } = file;
  const [first = 0] = own;
  const insurer = table.text(first, 2);
  let isReadable = true;
  const figure = (row: number, item: number): number | null => {
    if (table.isEmpty(row, item)) return null;
    const number = numberIn(table.text(row, item));
    isReadable &&= number !== null;
    return number;
  };
  const rows = own.map((row): AnnexRow => {
    const service = table.text(row, items.service);
    const amount = figure(row, items.amount) ?? 0;
    const managed = figure(row, items.managed);
    const overLimit = table.isEmpty(row, items.overLimit) ? 0 : (numberIn(table.text(row, items.overLimit)) ?? 0);
    const count = numberIn(table.text(row, items.count));
    const office = table.text(row, items.office);
    return { row, office, service, type: service.slice(0, 2), amount, managed, overLimit, count, share: 'unknown' };
  });
  const isDetail = ({ service }: AnnexRow) => service !== TOTAL && !isSubtotal(service);
  const details = rows.filter(isDetail);
  // If one row of the sheet has 給付管理単位数, those without it stand outside the limit (rules.md 12.2).
  const marksUsed = details.some(({ managed }) => managed !== null);
  const shareOf = ({ row, service, type, amount, managed }: AnnexRow): Share => {
    if (table.text(row, items.over30) === '1') return 'over30';
    if (OUTSIDE_TYPES.has(type)) return 'outside';
    if (marksUsed) return managed === null ? 'outside' : 'inside';
    if (items.limitMarks.some((item) => !table.isEmpty(row, item))) return 'inside';
    const inLimit = codes?.kindOf(service, month, insurer)?.inLimit ?? null;
    // A reduction lessens what is paid; whether it lessens what counts towards the limit, no mark says.
    if (inLimit === null || (!inLimit && amount < 0)) return 'unknown';
    return inLimit ? 'inside' : 'outside';
  };
  return {
    insurer,
    insured: table.text(first, 3),
    details: details.map((row) => ({ ...row, share: shareOf(row) })),
    subtotals: rows.filter(({ service }) => isSubtotal(service)),
    totals: rows.filter(({ service }) => service === TOTAL),
    isReadable,
  };
}

function numberIn(text: string): number | null {
  return /^-?[0-9]{1,9}$/.test(text) ? Number(text) : null;
}
