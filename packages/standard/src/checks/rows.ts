import type { Finding } from '../findings/finding.js';
import type { CsvKind, Edition } from '../layouts/types.js';
import { isRental } from '../services/knowledge.js';
import { isDate, lastDayOf } from './item-rules.js';
import { type CheckableFile, findingAt, isWhole, itemNamed } from './items.js';

/** A rule of one record that looks at more than one item, or at the month. */
interface RowRule {
  /** The kinds of file it holds for; an item of a name means the same in each (rules.md 12.1, 12.2). */
  readonly kinds: readonly CsvKind[];
  readonly editions: readonly Edition[];
  /** The items the rule reads, by name: a row that repeats the row above in them has its verdict too. */
  readonly items: readonly string[];
  check(row: Cells, month: string): Finding | null;
}

/** The items a rule asked for, in its order, of one row. */
interface Cells {
  readonly text: (at: number) => string;
  finding(
    at: number,
    ...said: [code: Parameters<typeof findingAt>[3], words?: Parameters<typeof findingAt>[4]]
  ): Finding;
}

const SCHEDULES: readonly CsvKind[] = ['UPPLAN', 'UPJSK'];
const BOTH: readonly Edition[] = ['3', '4.1'];

/**
 * The rules of rows of 第6表, 実績情報 and 第7表. Days, day marks and times stand in the first two only; goods and their
 * codes in all three, from edition 4.1 on (edition 3 has no items for them).
 */
const ROW_RULES: readonly RowRule[] = [
  { kinds: SCHEDULES, editions: BOTH, items: ['サービス利用日'], check: checkDay },
  { kinds: SCHEDULES, editions: BOTH, items: ['日割対象日'], check: checkDayMarks },
  { kinds: SCHEDULES, editions: BOTH, items: ['サービス開始時刻', 'サービス終了時刻'], check: checkTimes },
  {
    kinds: [...SCHEDULES, 'UPSIKYU'],
    editions: ['4.1'],
    items: ['サービスコード', 'TAISコード', '福祉用具届出コード'],
    check: checkGoods,
  },
];

/** Applies the rules of rows that hold for the file's kind and edition; `month` is the file's, YYYYMM. */
export function checkRows(file: CheckableFile, month: string): Finding[] {
  const { kind, edition } = file.layout;
  return ROW_RULES.filter(({ kinds, editions }) => kinds.includes(kind) && editions.includes(edition)).flatMap((rule) =>
    applyToRows(file, month, rule),
  );
}

function applyToRows(file: CheckableFile, month: string, rule: RowRule): Finding[] {
  const { table } = file;
  const items = rule.items.map((name) => itemNamed(file, name));
  const findings: Finding[] = [];
  let previous = -1;
  let current = -1;
  let wasClean = false;
  const cells: Cells = {
    text: (at) => table.text(current, items[at] ?? 0),
    finding: (at, code, words) => findingAt(file, current, items[at] ?? 0, code, words),
  };
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const isRepeated = wasClean && previous >= 0 && table.sameIn(row, previous, items);
    previous = row;
    if (isRepeated) continue;
    current = row;
    const finding = rule.check(cells, month);
    wasClean = finding === null;
    if (finding) findings.push(finding);
  }
  return findings;
}

/** A day that does not exist has its own finding already. */
function checkDay({ text, finding }: Cells, month: string): Finding | null {
  const day = text(0);
  return !day.startsWith(month) && isDate(day) ? finding(0, 'MSB-ITEM-DAY-OUTSIDE-MONTH', { month }) : null;
}

function checkDayMarks({ text, finding }: Cells, month: string): Finding | null {
  const flags = text(0);
  const lastDay = lastDayOf(Number(month.slice(0, 4)), Number(month.slice(4, 6)));
  const isBeyond = flags.length === 31 && flags.slice(lastDay).includes('1');
  return isBeyond ? finding(0, 'MSB-ITEM-DAY-FLAG-BEYOND-MONTH', { month, lastDay }) : null;
}

function checkTimes({ text, finding }: Cells): Finding | null {
  const [start, end] = [text(0), text(1)];
  const isHalf = (start === '9999') !== (end === '9999') && start !== '' && end !== '';
  return isHalf ? finding(0, 'MSB-ITEM-ONE-TIME-ONLY', { start, end }) : null;
}

/** Rented goods (171…, 671…) need one of the two codes; additions and reductions to them do not. */
function checkGoods({ text, finding }: Cells): Finding | null {
  const service = text(0);
  const isBare = /^[16]71/.test(service) && text(1) === '' && text(2) === '';
  return isBare ? finding(1, 'MSB-ITEM-TAIS-MISSING', { service }) : null;
}

/** Items that tell records of a kind apart, nearly always: client, day or office, start, code. */
const TELLING: Readonly<Partial<Record<CsvKind, readonly string[]>>> = {
  UPPLAN: ['被保険者番号', 'サービス利用日', 'サービス開始時刻', 'サービスコード'],
  UPJSK: ['被保険者番号', 'サービス利用日', 'サービス開始時刻', 'サービスコード'],
  UPSIKYU: ['被保険者番号', 'サービス事業所コード', 'サービスコード', 'サービス単位／金額'],
};

/**
 * Records that are the same to the letter: two visits of a day are a count, not two records. Goods may well be there twice:
 * 第6表 numbers them by 明細判別コード, 第7表 has no item for that.
 */
export function checkDuplicateRows(file: CheckableFile): Finding[] {
  const { table, layout } = file;
  const telling = TELLING[layout.kind]?.map((name) => itemNamed(file, name));
  if (!telling) return [];
  const service = itemNamed(file, 'サービスコード');
  const isAnnex = layout.kind === 'UPSIKYU';
  const seen = new Map<number, number>();
  const findings: Finding[] = [];
  const items = layout.items.map(({ no }) => no);
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const hash = table.hashOf(row, telling);
    const earlier = seen.get(hash);
    if (earlier === undefined) seen.set(hash, row);
    else if (table.sameIn(row, earlier, items)) {
      const first = { first: table.line(earlier) };
      if (!isRental(table.text(row, service))) {
        const code = isAnnex ? 'MSB-LINK-DUPLICATE-ANNEX-ROW' : 'MSB-LINK-DUPLICATE-RECORD';
        findings.push(findingAt(file, row, 3, code, first));
      } else if (!isAnnex) {
        const item = itemNamed(file, '明細判別コード');
        findings.push(findingAt(file, row, item, 'MSB-LINK-DUPLICATE-GOODS', first));
      }
    }
  }
  return findings;
}
