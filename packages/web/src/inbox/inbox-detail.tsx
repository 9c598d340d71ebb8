import type { KeptContent } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk, useMaySend } from '../app/desk-context.js';
import { noteOutput } from '../app/output.js';
import { useDates } from '../app/preferences.js';
import { useStandingError, useTransmission } from '../app/queries.js';
import { usePrintNoted } from '../app/use-print-noted.js';
import '../boxes/box.css';
import { ContentView } from '../boxes/content-view.js';
import { openContent, tellOpened } from '../boxes/contents.js';
import { Evidence } from '../boxes/evidence.js';
import { filesToSave, saveAsZip } from '../boxes/retrieve.js';
import { StaleNote } from '../top/stale-note.js';
import { SignerQuestion } from '../trust/signer-question.js';
import { Badge } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { inboxState, KIND_NAMES } from '../words/kinds.js';
import { ResendRequest } from './resend-request.js';

/** One thing that arrived: content as readable forms, message, attachments, and what proves it. */
export default function InboxDetail({ id }: { id: string }): ReactNode {
  const { data, error } = useTransmission(id);
  if (error) {
    return (
      <Page title="受信データ">
        <Failure error={error} />
        <Link href="/inbox">受信一覧へ戻る</Link>
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title="受信データ">
        <p role="status">読み込んでいます…</p>
      </Page>
    );
  }
  return <Detail transmission={data.value} copyOf={data.copyOf} />;
}

function Detail({ transmission, copyOf }: { transmission: Transmission; copyOf: string | null }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const { id, kind, serviceMonth, sender, submittedAt, delivery, fileNames } = transmission;
  const isGone = delivery === 'recalled' || delivery === 'expired';
  const content = useQuery({
    queryKey: ['content', id],
    queryFn: async () => {
      const opened = await openContent(desk, transmission);
      await tellOpened(desk, transmission).catch(() => {}); // off line it is told at the next opening
      await queries.invalidateQueries({ queryKey: ['index'] });
      return opened;
    },
    // What was opened here before stays readable after its retention on the hub.
    enabled: true,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const failure = useStandingError(content);
  const state = inboxState(transmission);
  const title = `${KIND_NAMES[kind]}${serviceMonth ? ` ${dates.month(serviceMonth)}` : ''}`;
  return (
    <Page
      title={title}
      actions={
        <Link href="/inbox" className="no-print">
          受信一覧へ戻る
        </Link>
      }
    >
      {copyOf && <StaleNote at={copyOf} />}
      <div className="row">
        <Badge tone={state.tone} icon={state.icon}>
          {state.text}
        </Badge>
        <span>
          <strong>{sender.name}</strong> から {dates.moment(submittedAt)} に届きました
        </span>
      </div>
      {failure && (!isGone || content.data === undefined) && (
        <Failure error={failure}>
          <SignerQuestion transmission={transmission} error={failure} onAccepted={() => void content.refetch()} />
          <ResendRequest transmission={transmission} error={failure} />
        </Failure>
      )}
      {content.isPending && !failure && <p role="status">署名を確かめて開いています…</p>}
      {content.data && <Actions transmission={transmission} content={content.data} />}
      {content.data && <ContentView content={content.data} from={sender.name} />}
      <div className="detail-columns no-print">
        <Evidence transmission={transmission} />
        <section className="card stack" aria-label="ファイル">
          <h2>ファイル（{fileNames.length}件）</h2>
          <ul className="plain-list">
            {fileNames.map((name) => (
              <li key={name}>
                <code>{name}</code>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  );
}

function Actions({ transmission, content }: { transmission: Transmission; content: KeptContent }): ReactNode {
  const maySend = useMaySend();
  const desk = useDesk();
  const tell = useTell();
  usePrintNoted(transmission.id);
  const [asking, setAsking] = useState(false);
  const { decision, delivery, sender } = transmission;
  const saving = useMutation({
    mutationFn: () => {
      saveAsZip('受信データ.zip', filesToSave([{ transmission, content, error: null }]));
      return noteOutput(desk, 'files-saved', { transmissions: [transmission] });
    },
  });
  const accepting = useDecision(transmission, () => tell('good', '取込済として、送信元に知らせました。'));
  return (
    <div className="row no-print">
      <Button look="main" icon="down" onClick={() => saving.mutate()}>
        データ取得（ZIP）
      </Button>
      <Button icon="file" onClick={() => window.print()}>
        印刷
      </Button>
      {maySend && transmission.kind === 'schedule' && transmission.serviceMonth && (
        <ButtonLink to={`/actuals/${transmission.serviceMonth}/${sender.officeNumber}`} icon="draft">
          実績を入力する
        </ButtonLink>
      )}
      {maySend && (
        <ButtonLink to={`/letters/${sender.officeNumber}`} icon="letter">
          返事を書く
        </ButtonLink>
      )}
      {maySend && decision === null && delivery !== 'expired' && transmission.fileNames.length > 0 && (
        <>
          <Button
            icon="good"
            disabled={accepting.isPending}
            onClick={() =>
              accepting.mutate({ decision: 'accepted' }, { onError: (error) => tell('bad', errorText(error)) })
            }
          >
            取り込みました
          </Button>
          <Button look="text" onClick={() => setAsking(true)}>
            差し戻す
          </Button>
        </>
      )}
      {saving.error && <Failure error={saving.error} />}
      {asking && <Rejection transmission={transmission} onClose={() => setAsking(false)} />}
    </div>
  );
}

type Decision = { decision: 'accepted' } | { decision: 'rejected'; reason: (typeof REASONS)[number][0]; findings: [] };

function useDecision(transmission: Transmission, onDone: () => void) {
  const desk = useDesk();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Decision) => {
      // Opening may have run off line: the hub wants to know of it first.
      await tellOpened(desk, transmission);
      return desk.hub.call('decide', { params: { id: transmission.id }, body });
    },
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries();
    },
  });
}

const REASONS = [
  ['cannot-import', '介護ソフトに取り込めない'],
  ['wrong-client', '利用者が違う'],
  ['wrong-recipient', '送り先が違う'],
  ['duplicate', '同じものが二重に届いた'],
  ['other', 'そのほか'],
] as const;

function Rejection({ transmission, onClose }: { transmission: Transmission; onClose: () => void }): ReactNode {
  const tell = useTell();
  const [reason, setReason] = useState<(typeof REASONS)[number][0]>('cannot-import');
  const rejecting = useDecision(transmission, () => {
    tell('good', '差戻しを、送信元に知らせました。');
    onClose();
  });
  return (
    <Confirm
      title="差し戻しますか"
      action="差し戻す"
      danger
      busy={rejecting.isPending}
      onConfirm={() => rejecting.mutate({ decision: 'rejected', reason, findings: [] })}
      onClose={onClose}
    >
      {rejecting.error && <Failure error={rejecting.error} />}
      <RadioGroup legend="理由" value={reason} options={REASONS} onChange={setReason} />
      <p>送信元に理由が知らされ、証跡に残ります。取り消せません。くわしい事情は「返事を書く」から伝えると親切です。</p>
    </Confirm>
  );
}
