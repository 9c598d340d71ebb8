import type { DelegationData, GrantAnswer } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { useTell } from '../ui/toasts.js';
import { rightWords } from '../words/offices.js';
import { GrantForm } from './grant-form.js';
import { LinkToHandOver } from './link.js';
import { endOfDay, inDays } from './period.js';

/** 代行: who may send and receive in the office's name, what they did, and the end of it. */
export default function AgentsScreen(): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({
    queryKey: KEYS.delegations,
    queryFn: () => desk.hub.call('listDelegations', {}),
  });
  const [made, setMade] = useState<GrantAnswer | null>(null);
  return (
    <Page title="代行" narrow>
      <p>
        請求の代行などを頼む人や会社に、専用のユーザIDと証明書で送受信してもらえます。自事業所の証明書やパスワードを渡す必要はありません。代行で行ったことは、代行の名前で記録に残ります。
      </p>
      {error && <Failure error={error} />}
      {made && <LinkToHandOver answer={made} />}
      {data?.delegations.map((one) => (
        <Delegation key={one.id} delegation={one} onLink={setMade} />
      ))}
      {data?.delegations.length === 0 && <p className="empty">代行は、まだ認めていません。</p>}
      <GrantForm onGranted={setMade} />
    </Page>
  );
}

/** How far the hand-over has come, or how often the agent was at work. */
function progressOf({ handedOverAt, certificate, lastSignedInAt }: DelegationData): string | null {
  if (handedOverAt === null) return '相手は、まだリンクを開いていません。';
  if (certificate === 'none') return '相手は、まだ証明書を入れていません。';
  if (certificate === 'requested') return '証明書は、認証局の発行を待っています。';
  return lastSignedInAt === null ? '相手は、まだログインしていません。' : null;
}

function Delegation({
  delegation,
  onLink,
}: {
  delegation: DelegationData;
  onLink: (answer: GrantAnswer) => void;
}): ReactNode {
  const dates = useDates();
  const { agentName, agentOfficeNumber, state, validUntil, endedAt, userId, lastSignedInAt } = delegation;
  const isRunning = state === 'running';
  const waits = isRunning ? progressOf(delegation) : null;
  return (
    <section className="card stack" aria-label={`代行: ${agentName}`}>
      <div className="row spread">
        <h2>{agentName}</h2>
        <Badge tone={isRunning ? 'good' : 'quiet'}>{isRunning ? '有効' : '終了'}</Badge>
      </div>
      <dl className="facts">
        <dt>できること</dt>
        <dd>{rightWords(delegation)}</dd>
        <dt>期間</dt>
        <dd>{isRunning ? `${dates.date(validUntil)}まで` : `${dates.date(endedAt ?? validUntil)}に終わりました`}</dd>
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
      {isRunning && <Actions delegation={delegation} onLink={onLink} />}
    </section>
  );
}

const YEAR_DAYS = 365;

function Actions({
  delegation,
  onLink,
}: {
  delegation: DelegationData;
  onLink: (answer: GrantAnswer) => void;
}): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [isEnding, setEnding] = useState(false);
  const { id: delegationId, agentName, handedOverAt, certificate } = delegation;
  const onSuccess = () => queries.invalidateQueries({ queryKey: KEYS.delegations });
  const params = { delegationId };
  const relink = useMutation({
    mutationFn: () => desk.hub.call('makeDelegationLink', { params, body: { mailAddress: null } }),
    onSuccess: onLink,
  });
  const renew = useMutation({
    mutationFn: () => desk.hub.call('renewDelegation', { params, body: { validUntil: endOfDay(inDays(YEAR_DAYS)) } }),
    onSuccess: () => {
      tell('good', '期間を今日から1年に延ばしました。');
      return onSuccess();
    },
  });
  const end = useMutation({
    mutationFn: () => desk.hub.call('revokeDelegation', { params }),
    onSuccess: () => {
      setEnding(false);
      tell('good', `${agentName}の代行を終わりにしました。`);
      return onSuccess();
    },
  });
  const failure = relink.error ?? renew.error;
  return (
    <>
      {failure && <Failure error={failure} />}
      <div className="row">
        {(handedOverAt === null || certificate !== 'issued') && (
          <Button onClick={() => relink.mutate()} disabled={relink.isPending}>
            リンクを作り直す
          </Button>
        )}
        <Button onClick={() => renew.mutate()} disabled={renew.isPending}>
          今日から1年に延ばす
        </Button>
        <Button look="danger" onClick={() => setEnding(true)}>
          代行を終わりにする
        </Button>
      </div>
      {isEnding && (
        <Confirm
          title={`${agentName}の代行を終わりにしますか`}
          action="終わりにする"
          danger
          busy={end.isPending}
          onConfirm={() => end.mutate()}
          onClose={() => setEnding(false)}
        >
          {end.error && <Failure error={end.error} />}
          <p>相手はすぐにログアウトし、ユーザIDと証明書が使えなくなります。元には戻せません。</p>
          <p>これまでの送受信と記録は、そのまま残ります。</p>
        </Confirm>
      )}
    </>
  );
}
