import type { Preferences, TransmissionKind } from '@musubi/contract';
import { formatMonth, UNIT_NAMES } from '@musubi/standard';
import type { ArrivedTransmission } from '../transmissions/index.js';

const KIND_NAMES: Readonly<Record<TransmissionKind, string>> = {
  ...UNIT_NAMES,
  attachments: '添付ファイル',
  message: 'メッセージ',
};
const MAX_LINES = 30;

/** Subject and text of a mail about arrivals: from whom, what and for which month. No links: they invite forgeries. */
export function digestOf(
  officeName: string,
  arrived: readonly ArrivedTransmission[],
  dateStyle: Preferences['dateStyle'],
): { subject: string; text: string } {
  const line = ({ senderName, senderOffice, kind, serviceMonth }: ArrivedTransmission) => {
    const month = serviceMonth ? ` ${formatMonth(serviceMonth, dateStyle)}分` : '';
    return `・${senderName}（${senderOffice}） ${KIND_NAMES[kind]}${month}`;
  };
  const more = arrived.length - MAX_LINES;
  const text = [
    `${officeName} に届いたデータがあります（${arrived.length}件）。`,
    '',
    ...arrived.slice(0, MAX_LINES).map(line),
    ...(more > 0 ? [`・ほか${more}件`] : []),
    '',
    'Musubi を開いて、取得してください。中身を読めるのは、ログインした人だけです。',
    'このメールにはリンクを載せていません。リンクのある同じようなメールは、開かないでください。',
    'このお知らせは、Musubi の設定でいつでも止められます。',
    '',
  ];
  return { subject: `【Musubi】届いたデータがあります（${arrived.length}件）`, text: text.join('\n') };
}
