import type { ServiceRecord } from '@musubi/standard';
import { around, type Content, joined, label, type Piece } from '../layout/piece.js';
import type { Source } from '../page.js';
import { dayRanges } from '../values/calendar.js';
import { groupBy } from '../values/clients.js';
import { withCommas } from '../values/items.js';
import { type FormContext, serviceText } from './context.js';

/** What one unit says of a client's services, with the context that reads it. */
export interface ServicePart {
  readonly context: FormContext;
  readonly records: readonly ServiceRecord[];
}

/** 予定 or 実績 of a line. */
export interface Marks {
  /** By day of the month, index 0 is the 1st; null for days without. */
  readonly days: readonly (Piece | null)[];
  readonly total: Piece;
}

/** A line of 第6表: one service at one time by one office, with its days; null where nothing at hand says any. */
export interface ServiceLine {
  readonly times: Content;
  readonly service: Content;
  readonly office: Content;
  readonly planned: Marks | null;
  readonly actual: Marks | null;
}

interface Entry {
  readonly context: FormContext;
  readonly record: ServiceRecord;
}

const KIND = 'UPPLAN';

export const isActual = ({ client }: FormContext) => client.kind === 'actuals';

/**
 * The records of a month as lines, in the order of the files; 実績 have the same layout (rules.md 12.1). What was planned
 * and provided alike shares a line; provided at another time, by another code, it has a line of its own below those of
 * its office and type, as one would write it by hand.
 */
export function serviceLines(parts: readonly ServicePart[]): ServiceLine[] {
  const entries = parts.flatMap(({ context, records }) => records.map((record): Entry => ({ context, record })));
  const lines = [...groupBy(entries, ({ record }) => lineKey(record)).values()];
  const isMerged = new Set(parts.map(({ context }) => isActual(context))).size > 1;
  const officeOf = ([first]: readonly Entry[]) =>
    `${first?.record.officeNumber} ${first?.record.serviceCode.slice(0, 2)}`;
  const ordered = isMerged ? [...groupBy(lines, officeOf).values()].flat() : lines;
  return ordered.flatMap((line) => serviceLine(line) ?? []);
}

/** What makes a line: rented goods, satellites, pro-rated days and days beyond the 30th have lines of their own. */
function lineKey(record: ServiceRecord): string {
  const { start, end, serviceCode, officeNumber, detailCode, taisCode, noticeCode, goodsName } = record;
  const { satellite, over30Days, proratedDays } = record;
  const goods = [detailCode, taisCode, noticeCode, goodsName];
  return [start, end, serviceCode, officeNumber, satellite, over30Days, proratedDays, ...goods].join(' ');
}

function serviceLine(entries: readonly Entry[]): ServiceLine | null {
  const [first] = entries;
  if (!first) return null;
  const item = (name: string) => itemOf(first, name);
  const planned = entries.filter(({ context }) => !isActual(context));
  const actual = entries.filter(({ context }) => isActual(context));
  const service = serviceText(first.context, item('サービスコード'), first.record);
  return {
    times: joined([item('サービス開始時刻'), item('サービス終了時刻')], '〜'),
    service: joined([service, ...notesOf(first), ...unitsOf(planned, actual)], '　'),
    office: [
      ...joined([item('サービス事業所名'), item('サービス事業者コード')], '\n'),
      ...around('（枝番', [item('サテライト枝番')], '）'),
    ],
    planned: planned.length > 0 ? marksOf(planned) : null,
    actual: actual.length > 0 ? marksOf(actual) : null,
  };
}

function itemOf({ context, record }: Entry, name: string): Piece {
  return context.read(KIND)(record, name);
}

function marksOf(entries: readonly Entry[]): Marks {
  return { days: daysOfLine(entries), total: totalOf(entries) };
}

function notesOf(entry: Entry): Piece[] {
  const { record } = entry;
  const item = (name: string) => itemOf(entry, name);
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
function unitsOf(planned: readonly Entry[], actual: readonly Entry[]): Piece[] {
  const [before, after] = [unitPiece(planned), unitPiece(actual)];
  if (before.text === after.text) return [{ ...before, sources: [...before.sources, ...after.sources] }];
  if (before.text === '' || after.text === '') return [before, after];
  return [prefixed('予定', before), prefixed('実績', after)];
}

function unitPiece(entries: readonly Entry[]): Piece {
  const pieces = entries.map((entry) => itemOf(entry, '単位数'));
  const different = [...new Set(pieces.map(({ text }) => text))].filter((text) => text !== '');
  const text = different.length === 0 ? '' : `${different.join('・')}単位`;
  return { text, sources: pieces.flatMap(({ sources }) => sources), look: 'plain' };
}

function daysOfLine(entries: readonly Entry[]): (Piece | null)[] {
  const days: (Piece | null)[] = Array.from({ length: 31 }, () => null);
  const counts = new Map<number, { count: number; sources: Source[] }>();
  for (const entry of entries) {
    const day = Number(entry.record.day?.slice(8));
    const known = counts.get(day) ?? { count: 0, sources: [] };
    known.count += entry.record.count ?? 1;
    known.sources.push(...itemOf(entry, 'サービス利用日').sources, ...itemOf(entry, 'サービス回数').sources);
    counts.set(day, known);
  }
  for (const [day, { count, sources }] of counts)
    if (day >= 1 && day <= 31) days[day - 1] = { text: String(count), sources, look: 'plain' };
  return days;
}

function totalOf(entries: readonly Entry[]): Piece {
  const sources = entries.flatMap((entry) => itemOf(entry, 'サービス回数').sources);
  const total = entries.reduce((sum, { record }) => sum + (record.count ?? 1), 0);
  return { ...label(withCommas(total)), sources };
}
