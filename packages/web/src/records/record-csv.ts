import type { Dates } from '../app/preferences.js';
import { inboxState, KIND_NAMES, sentState } from '../words/kinds.js';
import { clientText, type RecordEntry } from './collect.js';

const HEAD = [
  '方向',
  '相手の事業所',
  '事業所番号',
  '種類',
  '対象月',
  '利用者',
  '送信',
  '取得できるようになった',
  '取得',
  '取得した人',
  '開封',
  '状態',
  '送信番号',
];

const when = (instant: string | null, dates: Dates) => (instant ? `${dates.date(instant)} ${clock(instant)}` : '');
const clock = (instant: string) =>
  new Date(instant).toLocaleTimeString('ja-JP', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A row per transmission: what was sent to whom, when it could be fetched, was fetched and was opened. */
export function recordRows(entries: readonly RecordEntry[], dates: Dates): string[][] {
  return entries.map(({ transmission, isIncoming, receipts, clients }) => {
    const { id, kind, serviceMonth, sender, recipient, submittedAt, handedOverAt, handedOverTo, openedAt } =
      transmission;
    const partner = isIncoming ? sender : recipient;
    const consigned = receipts.find(({ event }) => event === 'ContentConsignment')?.at ?? null;
    return [
      isIncoming ? '受信' : '送信',
      partner.name,
      partner.officeNumber,
      KIND_NAMES[kind],
      serviceMonth ? dates.month(serviceMonth) : '',
      clients.map(clientText).join('、'),
      when(submittedAt, dates),
      when(consigned, dates),
      when(handedOverAt, dates),
      handedOverTo ?? '',
      when(openedAt, dates),
      (isIncoming ? inboxState(transmission) : sentState(transmission)).text,
      id,
    ];
  });
}

/** Heading and rows of the list, for CSV. */
export function recordTable(entries: readonly RecordEntry[], dates: Dates): string[][] {
  return [HEAD, ...recordRows(entries, dates)];
}

export const RECORD_HEAD: readonly string[] = HEAD;
