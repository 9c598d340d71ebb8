import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { deliver, discardWaiting } from '../app/deliver.js';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { usePartners, useWaiting } from '../app/queries.js';
import '../boxes/box.css';
import { BoxHead, BoxRows } from '../boxes/box-parts.js';
import { useBox } from '../boxes/use-box.js';
import { reopenWaiting } from '../send/resend.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { RecallMany } from './recall.js';

/** 送信一覧: how far each transmission has come, and what still waits on this terminal. */
export default function SentScreen(): ReactNode {
  const box = useBox('sent');
  return (
    <Page title="送信一覧">
      <WaitingList />
      <BoxHead name="sent" box={box} />
      {box.filter.office === '' && <RecallMany chosen={box.chosen} onDone={() => box.setSelected([])} />}
      <BoxRows name="sent" box={box} />
    </Page>
  );
}

/** 送信待ち: stored on this terminal, going as soon as the hub can be reached. */
function WaitingList(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const { data: waiting = [] } = useWaiting();
  const { data: partners } = usePartners();
  const nameOf = (number: string) =>
    partners?.value.partners.find(({ officeNumber }) => officeNumber === number)?.name ?? number;
  const [, go] = useLocation();
  if (waiting.length === 0) return null;
  /** What was refused goes back to where it can be mended; the refused copy is taken out. */
  const mend = async (id: string) => {
    if (!(await reopenWaiting(desk, id))) return;
    await discardWaiting(desk, id);
    go('/new');
  };
  const run = (work: Promise<void>) =>
    void work.catch((error: unknown) => tell('bad', errorText(error))).finally(() => queries.invalidateQueries());
  return (
    <Banner tone="care" title={`送信待ちが${waiting.length}件あります（この端末）`}>
      <ul className="plain-list stack-s">
        {waiting.map(({ id, officeNumber, month, refusal, earlier }) => (
          <li key={id} className="row">
            <span>
              {nameOf(officeNumber)} {month ? dates.month(month) : ''}
            </span>
            <span className="weak">{refusal ?? 'つながりしだい自動で送ります'}</span>
            {refusal && (
              <Button small onClick={() => run(mend(id))}>
                {earlier ? '差し替えとして送る' : '開いて直す'}
              </Button>
            )}
            <Button small look="text" onClick={() => run(discardWaiting(desk, id))}>
              送るのをやめる
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button small icon="send" onClick={() => run(deliver(desk))}>
          いま送ってみる
        </Button>
      </div>
      <SaveCsv
        small
        name="送信待ち"
        rows={() => [
          ['事業所番号', '相手の事業所', '対象年月', '状態'],
          ...waiting.map(({ officeNumber, month, refusal }) => [
            ...[officeNumber, nameOf(officeNumber), month ? dates.month(month) : '', refusal ?? '送信待ち'],
          ]),
        ]}
      />
    </Banner>
  );
}
