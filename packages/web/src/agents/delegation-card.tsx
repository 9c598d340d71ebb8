import type { DelegationData, GrantAnswer } from '@musubi/contract';
import type { ReactNode } from 'react';
import { useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { rightWords } from '../words/offices.js';
import { DelegationActions } from './delegation-actions.js';

export const STATE_WORDS: Readonly<Record<DelegationData['state'], string>> = { running: '有効', ended: '終了' };

/** How far the hand-over has come, or how often the agent was at work. */
function progressOf({ handedOverAt, certificate, lastSignedInAt }: DelegationData): string | null {
  if (handedOverAt === null) return '相手は、まだリンクを開いていません。';
  if (certificate === 'none')
    return '相手には、いま使える証明書がありません。受け取っていないか、期限が切れたか、失効しています。リンクを作り直して渡してください。';
  if (certificate === 'requested') return '証明書は、認証局の発行を待っています。';
  return lastSignedInAt === null ? '相手は、まだログインしていません。' : null;
}

/** One agent: what it may do, until when, what it did; and what can be done about it. */
export function DelegationCard({
  delegation,
  onLink,
}: {
  delegation: DelegationData;
  onLink: (answer: GrantAnswer) => void;
}): ReactNode {
  const dates = useDates();
  const { agentName, agentOfficeNumber, state, validUntil, endedAt, userId, lastSignedInAt } = delegation;
  const { certificateUntil } = delegation;
  const isRunning = state === 'running';
  const isShorter = certificateUntil !== null && dates.date(certificateUntil) !== dates.date(validUntil);
  const waits = isRunning ? progressOf(delegation) : null;
  return (
    <section className="card stack" aria-label={`代行: ${agentName}`}>
      <div className="row spread">
        <h2>{agentName}</h2>
        <Badge tone={isRunning ? 'good' : 'quiet'}>{STATE_WORDS[state]}</Badge>
      </div>
      <dl className="facts">
        <dt>できること</dt>
        <dd>{rightWords(delegation)}</dd>
        <dt>期間</dt>
        <dd>{isRunning ? `${dates.date(validUntil)}まで` : `${dates.date(endedAt ?? validUntil)}に終わりました`}</dd>
        {isRunning && certificateUntil && (
          <>
            <dt>証明書</dt>
            <dd>
              {dates.date(certificateUntil)}まで
              {isShorter && '（期間が延びています。相手がログインして、設定で新しくします）'}
            </dd>
          </>
        )}
        {agentOfficeNumber && (
          <>
            <dt>相手の事業所番号</dt>
            <dd>{agentOfficeNumber}</dd>
          </>
        )}
        <dt>ユーザID</dt>
        <dd>{userId}</dd>
        <dt>最後のログイン</dt>
        <dd>{lastSignedInAt ? dates.moment(lastSignedInAt) : 'まだありません'}</dd>
        <dt>行ったこと</dt>
        <dd>
          送信 {delegation.sentCount}件、受信 {delegation.receivedCount}件
        </dd>
      </dl>
      {waits && <p className="weak">{waits}</p>}
      {isRunning && <DelegationActions delegation={delegation} onLink={onLink} />}
    </section>
  );
}
