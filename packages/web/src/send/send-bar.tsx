import { MAX_MESSAGE_CHARACTERS } from '@musubi/client';
import { type ReactNode, useState } from 'react';
import { useDeskState } from '../app/desk-context.js';
import { FirstContacts } from '../trust/first-contacts.js';
import { Banner, Progress } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { type Batch, isGone, type Row, type RowResult, willSend } from './batch.js';
import { DraftTrouble } from './draft-status.js';
import type { DraftWork } from './use-draft.js';
import type { SendingWork } from './use-sending.js';

const isTooLong = (text: string) => [...text].length > MAX_MESSAGE_CHARACTERS;

/** The button that sends, what it will do, how far it is and what came of it. */
export function SendBar({
  rows,
  batch,
  draft,
  sending,
}: {
  rows: readonly Row[];
  batch: Batch;
  draft: DraftWork;
  sending: SendingWork;
}): ReactNode {
  const { connection } = useDeskState();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const going = rows.filter(willSend);
  const stopped = rows.filter(
    ({ trouble, edit, result }) => trouble !== null && !edit.leftOut && result === null,
  ).length;
  const tooLong = going.some(({ message }) => isTooLong(message));
  const start = async () => {
    setAsking(false);
    setFailure(null);
    try {
      const results = await sending.send(rows, batch, draft.id());
      await settle(results);
    } catch (error) {
      setFailure(error);
    }
  };
  /** When nothing is left to send, the draft has served; else what is left is saved by itself. */
  const settle = async (results: Readonly<Record<string, RowResult>>) => {
    const isDone = ({ key, edit }: Row) => edit.leftOut || isGone({ result: results[key] ?? null });
    if (!rows.every(isDone)) return;
    sending.finish();
    await draft.discard();
  };
  return (
    <section className="send-bar stack-s" aria-label="送信">
      <DraftTrouble draft={draft} onReopen={() => location.assign(`/drafts/${draft.id()}`)} />
      {failure !== null && <Failure error={failure} />}
      {sending.isBusy && sending.progress && (
        <Progress label="送っています" done={sending.progress.done} total={sending.progress.total} />
      )}
      {!sending.isBusy && <Results rows={rows} />}
      {!sending.isFinished && (
        <div className="row">
          <Button
            look="main"
            icon="send"
            disabled={going.length === 0 || sending.isBusy || tooLong}
            onClick={() => (going.length === 1 ? void start() : setAsking(true))}
          >
            {going.length > 1 ? `${going.length}件を送信` : '送信'}
          </Button>
          <span>
            {stopped > 0 && `このままでは送れないものが${stopped}件あります。ほかの${going.length}件は送れます。`}
            {tooLong && 'メッセージが長すぎます。'}
            {connection === 'offline' && 'オフラインです。押しておけば、つながりしだい送ります。'}
          </span>
        </div>
      )}
      {asking && (
        <Confirm
          title="送信しますか"
          action={`${going.length}件を送信`}
          onConfirm={() => void start()}
          onClose={() => setAsking(false)}
        >
          <p>
            {going.length}
            か所の事業所へ送ります。署名し、暗号化して送るので、相手の事業所だけが読めます。取得される前なら取り消せます。
          </p>
          {stopped > 0 && <p>送れない{stopped}件は、下書きに残ります。</p>}
        </Confirm>
      )}
    </section>
  );
}

function Results({ rows }: { rows: readonly Row[] }): ReactNode {
  const count = (state: RowResult['state']) => rows.filter(({ result }) => result?.state === state).length;
  const [accepted, repeated, waiting, refused] = [
    count('accepted'),
    count('repeated'),
    count('waiting'),
    count('refused'),
  ];
  if (accepted + repeated + waiting + refused === 0) return null;
  const tone = refused > 0 ? 'bad' : waiting > 0 ? 'care' : 'good';
  const parts = [
    accepted > 0 ? `${accepted}件を送りました。` : '',
    repeated > 0 ? `${repeated}件は、同じ中身をもう送ってあるため、送り直していません。` : '',
    waiting > 0 ? `${waiting}件は送信待ちです。つながりしだい自動で送ります。` : '',
    refused > 0 ? `${refused}件は送れませんでした。理由は表にあります。` : '',
  ];
  const addressees = rows.flatMap(({ officeNumber, recipient, result }) =>
    result === null ? [] : [{ officeNumber, name: recipient.state === 'known' ? recipient.office.name : '事業所' }],
  );
  return (
    <>
      <Banner tone={tone} title={parts.join('')} live>
        <div className="row">
          <ButtonLink to="/sent" small icon="send">
            送信一覧で確かめる
          </ButtonLink>
        </div>
      </Banner>
      <FirstContacts addressees={addressees} />
    </>
  );
}
