import type { DelegationData, GrantAnswer } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { KEYS } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { endOfDay, inDays } from './period.js';
import { RightsDialog } from './rights-dialog.js';

const YEAR_DAYS = 365;

/** What an administrator can do about an agent that is at work. */
export function DelegationActions({
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
  const [isChanging, setChanging] = useKept(`agents/rights/${delegation.id}`, false);
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
      tell('good', '期間を今日から1年に延ばしました。相手がログインして証明書を新しくすると、最後の日まで使えます。');
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
        <Button onClick={() => setChanging(true)}>任せることを変える</Button>
        <Button onClick={() => renew.mutate()} disabled={renew.isPending}>
          今日から1年に延ばす
        </Button>
        <Button look="danger" onClick={() => setEnding(true)}>
          代行を終わりにする
        </Button>
      </div>
      {isChanging && <RightsDialog delegation={delegation} onClose={() => setChanging(false)} />}
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
