import type { OperatorTicket } from '@musubi/contract';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept, useKeptForm } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { CATEGORY_NAMES, TOPIC_NAMES } from '../public/words.js';
import { Badge, type Tone } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { SelectField, TextArea, TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { useTell } from '../ui/toasts.js';
import { type Column, PagedTable } from './columns.js';
import { StateFilter } from './state-filter.js';

type State = OperatorTicket['state'];
const STATES: Readonly<Record<State, { readonly tone: Tone; readonly text: string }>> = {
  open: { tone: 'care', text: '返事待ち' },
  answered: { tone: 'good', text: '回答済' },
  closed: { tone: 'quiet', text: '終了' },
};
const KEY = ['operate', 'tickets'];
const refresh = (queries: QueryClient) => queries.invalidateQueries({ queryKey: KEY });
const fromWhom = ({ personName, officeNumber }: OperatorTicket) =>
  [personName, officeNumber].filter(Boolean).join('／') || '名乗っていない';

const columns = (dates: Dates, open: (ticket: OperatorTicket) => void): Column<OperatorTicket>[] => [
  {
    head: '受付番号',
    text: ({ ticketNumber }) => ticketNumber,
    cell: (ticket) => (
      <Button look="text" small onClick={() => open(ticket)}>
        {ticket.ticketNumber}
      </Button>
    ),
  },
  {
    head: '状態',
    text: ({ state }) => STATES[state].text,
    cell: ({ state }) => <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge>,
  },
  { head: '受付', text: ({ receivedAt }) => dates.moment(receivedAt) },
  { head: '内容の種類', text: ({ category }) => CATEGORY_NAMES[category] },
  { head: '問い合わせた人', text: fromWhom },
  { head: '内容', text: ({ body }) => body, cell: ({ body }) => (body.length > 60 ? `${body.slice(0, 60)}…` : body) },
];

/** 問い合わせ: what people ask, answered here; an answer may become a よくある質問. */
export default function TicketsScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [state, setState] = useState<State | ''>('open');
  const [opened, setOpened] = useKept<OperatorTicket | null>('operate/ticket', null);
  const filter = state ? { state } : {};
  return (
    <Page title="問い合わせ">
      <div className="filters">
        <StateFilter states={STATES} value={state} onChange={setState} />
      </div>
      <PagedTable
        label="問い合わせの一覧"
        fileName="問い合わせ"
        queryKey={[...KEY, filter]}
        load={(page) => desk.hub.call('operatorListTickets', { query: { ...filter, ...page } })}
        columns={columns(dates, setOpened)}
        keyOf={({ ticketNumber }) => ticketNumber}
        empty="当てはまる問い合わせはありません。"
      />
      {opened && <TicketDialog ticket={opened} onChange={setOpened} onClose={() => setOpened(null)} />}
    </Page>
  );
}

function TicketDialog({
  ticket,
  onChange,
  onClose,
}: {
  ticket: OperatorTicket;
  onChange: (ticket: OperatorTicket) => void;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const [answer, setAnswer] = useKept(`operate/answer/${ticket.ticketNumber}`, '');
  const [isFaq, setFaq] = useKept(`operate/is-faq/${ticket.ticketNumber}`, false);
  const params = { ticketNumber: ticket.ticketNumber };
  const answering = useMutation({
    mutationFn: () => desk.hub.call('operatorAnswerTicket', { params, body: { body: answer } }),
    onSuccess: (changed) => {
      onChange(changed);
      setAnswer('');
      tell('good', '返事を書きました。');
      return refresh(queries);
    },
  });
  const closing = useMutation({
    mutationFn: () => desk.hub.call('operatorCloseTicket', { params }),
    onSuccess: () => {
      onClose();
      return refresh(queries);
    },
  });
  return (
    <Dialog title={`${ticket.ticketNumber} ${CATEGORY_NAMES[ticket.category]}`} wide onClose={onClose}>
      {(answering.error ?? closing.error) && <Failure error={answering.error ?? closing.error} />}
      <p className="weak">
        {dates.moment(ticket.receivedAt)}／{fromWhom(ticket)}
        {ticket.mailAddress ? '／メールで返事を希望' : '／返事は受付番号で見る'}
      </p>
      <p className="operate-text">{ticket.body}</p>
      {ticket.answers.map(({ at, body }) => (
        <section key={at} className="card stack-s" aria-label={`${dates.moment(at)} の返事`}>
          <p className="weak">{dates.moment(at)} の返事</p>
          <p className="operate-text">{body}</p>
        </section>
      ))}
      {ticket.state !== 'closed' && (
        <>
          <TextArea label="返事" value={answer} maxLength={4000} onChange={({ target }) => setAnswer(target.value)} />
          <div className="row">
            <Button look="main" disabled={!answer.trim() || answering.isPending} onClick={() => answering.mutate()}>
              返事をする
            </Button>
            <Button disabled={closing.isPending} onClick={() => closing.mutate()}>
              終わりにする
            </Button>
            {ticket.answers.length > 0 && !isFaq && (
              <Button onClick={() => setFaq(true)}>よくある質問の下書きにする</Button>
            )}
          </div>
        </>
      )}
      {isFaq && <MakeFaq ticket={ticket} onDone={() => setFaq(false)} />}
    </Dialog>
  );
}

function MakeFaq({ ticket, onDone }: { ticket: OperatorTicket; onDone: () => void }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const [form, change] = useKeptForm<{ topic: keyof typeof TOPIC_NAMES; question: string; answer: string }>(
    `operate/faq-of/${ticket.ticketNumber}`,
    { topic: 'trouble', question: '', answer: ticket.answers.at(-1)?.body ?? '' },
  );
  const { topic, question, answer } = form;
  const making = useMutation({
    mutationFn: () =>
      desk.hub.call('operatorMakeFaq', {
        params: { ticketNumber: ticket.ticketNumber },
        body: { topic, question, answer },
      }),
    onSuccess: () => {
      tell('good', 'よくある質問の下書き（非公開）を作りました。');
      onDone();
    },
  });
  return (
    <section className="card stack" aria-label="よくある質問の下書き">
      <p>問い合わせた人や利用者が分かる言葉を除いて書いてください。公開は「よくある質問」の画面で行います。</p>
      {making.error && <Failure error={making.error} />}
      <SelectField
        label="分類"
        value={topic}
        onChange={({ target }) => {
          const known = Object.keys(TOPIC_NAMES).find((key): key is keyof typeof TOPIC_NAMES => key === target.value);
          if (known) change({ topic: known });
        }}
      >
        {Object.entries(TOPIC_NAMES).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </SelectField>
      <TextField
        label="質問"
        value={question}
        maxLength={200}
        onChange={({ target }) => change({ question: target.value })}
      />
      <TextArea
        label="答え"
        value={answer}
        maxLength={4000}
        onChange={({ target }) => change({ answer: target.value })}
      />
      <div>
        <Button disabled={!question.trim() || !answer.trim() || making.isPending} onClick={() => making.mutate()}>
          下書きを作る
        </Button>
      </div>
    </section>
  );
}
