import type { Ticket } from '@musubi/contract';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { Paragraphs, PublicPage, Section } from './public-page.js';
import { CATEGORY_NAMES, STATE_NAMES } from './words.js';

/** Number and secret from the part of the address that browsers keep to themselves. */
function fromAddress(): { ticketNumber: string; secret: string } {
  const [ticketNumber = '', secret = ''] = location.hash.slice(1).split('.');
  return { ticketNumber, secret };
}

/** The answer to an enquiry, for whoever has its number and secret. */
export default function AnswerScreen(): ReactNode {
  const desk = useDesk();
  const [entered, setEntered] = useState(fromAddress);
  const [ticket, setTicket] = useState<Ticket | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const look = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      setTicket(await desk.hub.call('lookUpTicket', { body: entered }));
    } catch (error) {
      setTicket(null);
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <PublicPage title="お問い合わせの返事を見る" lead="受け付けたときの番号と合言葉を入れてください。">
      <form className="stack public-form" onSubmit={(event) => void look(event)}>
        <TextField
          label="受付番号"
          hint="例: 7K2M-9XPA"
          value={entered.ticketNumber}
          onChange={({ target }) => setEntered({ ...entered, ticketNumber: target.value })}
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          required
        />
        <TextField
          label="合言葉"
          value={entered.secret}
          onChange={({ target }) => setEntered({ ...entered, secret: target.value })}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          required
        />
        {failure !== null && <Failure error={failure} />}
        <div className="row">
          <Button look="main" type="submit" disabled={busy}>
            {busy ? '調べています…' : '返事を見る'}
          </Button>
        </div>
      </form>
      {ticket && <TicketView ticket={ticket} />}
      <p>
        合言葉が分からないときは、もう一度 <Link href="/contact">お問い合わせ</Link> ください。
      </p>
    </PublicPage>
  );
}

function TicketView({ ticket }: { ticket: Ticket }): ReactNode {
  const dates = useDates();
  const { ticketNumber, state, category, body, receivedAt, answers } = ticket;
  return (
    <Section title={`受付番号 ${ticketNumber}`}>
      <p role="status" className="row">
        <Badge tone={state === 'open' ? 'care' : 'good'}>{STATE_NAMES[state]}</Badge>
        <span>
          {CATEGORY_NAMES[category]}（{dates.moment(receivedAt)}）
        </span>
      </p>
      <article className="card stack-s">
        <h3>お問い合わせの内容</h3>
        <Paragraphs text={body} />
      </article>
      {answers.map((answer) => (
        <article className="card stack-s" key={answer.at}>
          <h3>返事（{dates.moment(answer.at)}）</h3>
          <Paragraphs text={answer.body} />
        </article>
      ))}
      {answers.length === 0 && <p>まだ返事はありません。数日たってから、もう一度ご覧ください。</p>}
    </Section>
  );
}
