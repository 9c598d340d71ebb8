import { listAll } from '@musubi/client';
import type { Partner, Transmission } from '@musubi/contract';
import type { ReactNode } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { type Dates, useDates } from '../app/preferences.js';
import { isIncoming, openContent } from '../boxes/contents.js';
import { SaveCsv } from '../ui/save-csv.js';
import { inboxState, KIND_NAMES, sentState } from '../words/kinds.js';

/** The partners of letters as a spreadsheet, who wrote last first as on the screen. */
export function PartnersCsv({ partners }: { partners: readonly Partner[] }): ReactNode {
  const dates = useDates();
  return (
    <SaveCsv
      name="連絡の相手"
      rows={() => [
        ['事業所番号', '事業所', '最後の連絡', '未開封', '受信できるか'],
        ...partners.map(({ officeNumber, name, lastAt, unopened, canReceive }) => [
          ...[officeNumber, name, dates.moment(lastAt), unopened, canReceive ? 'はい' : 'いいえ'],
        ]),
      ]}
    />
  );
}

/** A conversation as a spreadsheet, oldest first, also what was not scrolled to yet. */
export function ThreadCsv({ officeNumber, name }: { officeNumber: string; name: string }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  return <SaveCsv small name={`連絡_${name}`} rows={() => threadRows(desk, officeNumber, dates)} />;
}

async function threadRows(desk: Desk, partner: string, dates: Dates): Promise<string[][]> {
  const all: Transmission[] = [];
  for (const box of ['inbox', 'sent'] as const)
    for await (const one of listAll(desk.hub, { box, partner })) all.push(one);
  all.sort((a, b) => a.submittedAt.localeCompare(b.submittedAt));
  const rows = [['日時', 'どちらから', '内容', '対象年月', 'メッセージ', '添付の数', '状態', '番号']];
  for (const one of all) {
    const incoming = isIncoming(desk, one);
    const { kind, serviceMonth, submittedAt, attachmentCount, id } = one;
    rows.push([
      ...[dates.moment(submittedAt), incoming ? '相手から' : '自事業所から', KIND_NAMES[kind]],
      ...[serviceMonth ? dates.month(serviceMonth) : '', await messageOf(desk, one, incoming), String(attachmentCount)],
      ...[(incoming ? inboxState(one) : sentState(one)).text, id],
    ]);
  }
  return rows;
}

/** What was written. A list opens nothing: that would tell the sender that somebody has read it. */
async function messageOf(desk: Desk, transmission: Transmission, incoming: boolean): Promise<string> {
  const { hasMessage, delivery, openedAt } = transmission;
  if (!hasMessage) return '';
  const known = await desk.contents.load(transmission.id);
  if (known) return known.message ?? '';
  if (delivery === 'recalled' || delivery === 'expired') return '（もう開けません）';
  if (incoming && openedAt === null) return '（まだ開いていません）';
  return (await openContent(desk, transmission)).message ?? '';
}
