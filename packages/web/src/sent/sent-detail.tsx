import type { KeptContent } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useDesk, useMaySend } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { useTransmission } from '../app/queries.js';
import { usePrintNoted } from '../app/use-print-noted.js';
import '../boxes/box.css';
import { progressText } from '../boxes/box-list.js';
import { ContentView } from '../boxes/content-view.js';
import { openContent } from '../boxes/contents.js';
import { Evidence } from '../boxes/evidence.js';
import { resend } from '../send/resend.js';
import { StaleNote } from '../top/stale-note.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { KIND_NAMES, sentState } from '../words/kinds.js';
import { isRecallable, RecallMany } from './recall.js';

/** One thing we sent: how far it is, what was in it, evidence, 取消 and 再送. */
export default function SentDetail({ id }: { id: string }): ReactNode {
  const { data, error } = useTransmission(id);
  return (
    <Page
      title={data ? titleOf(data.value) : '送信データ'}
      actions={
        <Link href="/sent" className="no-print">
          送信一覧へ戻る
        </Link>
      }
    >
      {error && <Failure error={error} />}
      {!data && !error && <p role="status">読み込んでいます…</p>}
      {data?.copyOf && <StaleNote at={data.copyOf} />}
      {data && <Detail transmission={data.value} />}
    </Page>
  );
}

const titleOf = ({ kind, recipient }: Transmission) => `${KIND_NAMES[kind]}（${recipient.name}あて）`;

function Detail({ transmission }: { transmission: Transmission }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [, go] = useLocation();
  const maySend = useMaySend();
  usePrintNoted(transmission.id);
  const { id, recipient, submittedAt, serviceMonth, supersedes } = transmission;
  const content = useQuery({
    queryKey: ['content', id],
    queryFn: () => openContent(desk, transmission),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const state = sentState(transmission);
  const again = (kept: KeptContent) => {
    resend(transmission, kept);
    go('/new');
  };
  return (
    <>
      <div className="row">
        <Badge tone={state.tone} icon={state.icon}>
          {state.text}
        </Badge>
        <span>
          {dates.moment(submittedAt)} に <strong>{recipient.name}</strong> へ送りました
          {serviceMonth ? `（${dates.month(serviceMonth)}）` : ''}
        </span>
      </div>
      {transmission.agentName && <p>代行: {transmission.agentName}（自事業所に代わって送信しました）</p>}
      <p>{progressText(transmission, dates.moment)}</p>
      {supersedes && (
        <p className="weak">
          <Link href={`/sent/${supersedes}`}>前に送ったもの</Link>の送り直しです。
        </p>
      )}
      <div className="row no-print">
        {maySend && content.data && (
          <Button icon="send" onClick={() => again(content.data)}>
            新しい送信として送り直す
          </Button>
        )}
        <Button icon="file" onClick={() => window.print()}>
          印刷
        </Button>
      </div>
      <RecallMany chosen={isRecallable(transmission) ? [transmission] : []} onDone={() => {}} />
      {content.error && <Failure error={content.error} />}
      {content.isPending && <p role="status">開いています…</p>}
      {content.data && <ContentView content={content.data} from="自事業所" />}
      <div className="no-print">
        <Evidence transmission={transmission} />
      </div>
    </>
  );
}
