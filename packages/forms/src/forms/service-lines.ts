import type { ServiceRecord } from '@musubi/standard';
import { around, type Content, joined, label, type Piece } from '../layout/piece.js';
import type { Source } from '../page.js';
import { dayRanges } from '../values/calendar.js';
import { groupBy } from '../values/clients.js';
import { withCommas } from '../values/items.js';
import { type FormContext, serviceText } from './context.js';

/** A line of 第6表: one service at one time by one office, with its days. */
export interface ServiceLine {
  readonly times: Content;
  readonly service: Content;
  readonly office: Content;
  /** By day of the month, index 0 is the 1st; null for days without. */
  readonly days: readonly (Piece | null)[];
  readonly total: Piece;
}

const KIND = 'UPPLAN';

/** The records of a month as lines, in the order of the file. 実績 have the same layout (rules.md 12.1). */
export function serviceLines(context: FormContext, records: readonly ServiceRecord[]): ServiceLine[] {
  return [...groupBy(records, lineKey).values()].flatMap((line) => serviceLine(context, line) ?? []);
}

/** What makes a line: rented goods, satellites, pro-rated days and days beyond the 30th have lines of their own. */
function lineKey(record: ServiceRecord): string {
  const { start, end, serviceCode, officeNumber, detailCode, taisCode, noticeCode, goodsName } = record;
  const { satellite, over30Days, proratedDays } = record;
  const goods = [detailCode, taisCode, noticeCode, goodsName];
  return [start, end, serviceCode, officeNumber, satellite, over30Days, proratedDays, ...goods].join(' ');
}

function serviceLine(context: FormContext, records: readonly ServiceRecord[]): ServiceLine | null {
  const [first] = records;
  if (!first) return null;
  const read = context.read(KIND);
  const item = (name: string) => read(first, name);
  return {
    times: joined([item('サービス開始時刻'), item('サービス終了時刻')], '〜'),
    service: joined(
      [serviceText(item('サービスコード'), context.names), ...notesOf(context, first), unitsOf(context, records)],
      '　',
    ),
    office: [
      ...joined([item('サービス事業所名'), item('サービス事業者コード')], '\n'),
      ...around('（枝番', [item('サテライト枝番')], '）'),
    ],
    days: daysOfLine(context, records),
    total: totalOf(context, records),
  };
}

function notesOf(context: FormContext, record: ServiceRecord): Piece[] {
  const item = (name: string) => context.read(KIND)(record, name);
  const prorated = item('日割対象日');
  const days = record.proratedDays ?? [];
  const over = item('３０日超区分');
  return [
    item('用具名称（機種名）'),
    item('TAISコード'),
    item('福祉用具届出コード'),
    prefixed('明細', item('明細判別コード')),
    { ...prorated, text: days.length > 0 ? `日割り ${dayRanges(days)}` : '' },
    { ...over, text: record.over30Days ? '30日超' : '' },
  ];
}

function prefixed(words: string, piece: Piece): Piece {
  return { ...piece, text: piece.text && `${words}${piece.text}` };
}

/** The form has no place for 単位数; in actuals it stands nowhere else, so it follows the service. */
function unitsOf(context: FormContext, records: readonly ServiceRecord[]): Piece {
  const pieces = records.map((record) => context.read(KIND)(record, '単位数'));
  const different = [...new Set(pieces.map(({ text }) => text))].filter((text) => text !== '');
  const text = different.length === 0 ? '' : `${different.join('・')}単位`;
  return { text, sources: pieces.flatMap(({ sources }) => sources), look: 'plain' };
}

function daysOfLine(context: FormContext, records: readonly ServiceRecord[]): (Piece | null)[] {
  const days: (Piece | null)[] = Array.from({ length: 31 }, () => null);
  const counts = new Map<number, { count: number; sources: Source[] }>();
  for (const record of records) {
    const day = Number(record.day?.slice(8));
    const known = counts.get(day) ?? { count: 0, sources: [] };
    known.count += record.count ?? 1;
    known.sources.push(...context.read(KIND)(record, 'サービス利用日').sources);
    known.sources.push(...context.read(KIND)(record, 'サービス回数').sources);
    counts.set(day, known);
  }
  for (const [day, { count, sources }] of counts)
    if (day >= 1 && day <= 31) days[day - 1] = { text: String(count), sources, look: 'plain' };
  return days;
}

function totalOf(context: FormContext, records: readonly ServiceRecord[]): Piece {
  const sources = records.flatMap((record) => context.read(KIND)(record, 'サービス回数').sources);
  const total = records.reduce((sum, { count }) => sum + (count ?? 1), 0);
  return { ...label(withCommas(total)), sources };
}
