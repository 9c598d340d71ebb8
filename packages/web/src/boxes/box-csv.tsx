import { listAll } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { type ReactNode, useRef } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { noteOutput } from '../app/output.js';
import { type Dates, useDates } from '../app/preferences.js';
import { SaveCsv } from '../ui/save-csv.js';
import { inboxState, KIND_NAMES, sentState } from '../words/kinds.js';
import { queryOf } from './box-filters.js';
import type { Box } from './use-box.js';

const MOST_SAVED = 5000;
const HEADINGS = ['日時', '相手の事業所番号', '相手の事業所', '内容', '対象年月', '状態', '取得', '開封', '番号'];

/** The list as it is narrowed, for a spreadsheet: also the rows that were not scrolled to yet. */
export function BoxCsv({ name, box }: { name: 'inbox' | 'sent'; box: Box }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const saved = useRef<readonly Transmission[]>([]);
  const title = name === 'inbox' ? '受信一覧' : '送信一覧';
  return (
    <SaveCsv
      name={title}
      rows={async () => {
        const all = box.total === null ? await load(desk, name, box) : box.rows;
        saved.current = all;
        return [HEADINGS, ...all.map((one) => cellsOf(name, one, dates))];
      }}
      onSaved={() => noteOutput(desk, 'list-saved', { transmissions: saved.current })}
    />
  );
}

async function load(desk: Desk, name: 'inbox' | 'sent', { filter }: Box): Promise<Transmission[]> {
  const all: Transmission[] = [];
  for await (const one of listAll(desk.hub, queryOf(name, filter))) {
    all.push(one);
    if (all.length === MOST_SAVED) break;
  }
  return all;
}

function cellsOf(name: 'inbox' | 'sent', transmission: Transmission, dates: Dates): string[] {
  const { id, sender, recipient, kind, serviceMonth, submittedAt, handedOverAt, openedAt } = transmission;
  const partner = name === 'inbox' ? sender : recipient;
  const state = name === 'inbox' ? inboxState(transmission) : sentState(transmission);
  return [
    dates.moment(submittedAt),
    partner.officeNumber,
    partner.name,
    KIND_NAMES[kind],
    serviceMonth ? dates.month(serviceMonth) : '',
    state.text,
    handedOverAt ? dates.moment(handedOverAt) : '',
    openedAt ? dates.moment(openedAt) : '',
    id,
  ];
}
