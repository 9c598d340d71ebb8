import type { ActOnOffice } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { ACT_HEADINGS, actOnOfficeText, LET_IN_BY } from '../words/acts.js';
import { ROLE_NAMES } from '../words/people.js';
import { AlertBar } from './alert-bar.js';
import type { Desk } from './desk.js';
import { useDesk } from './desk-context.js';
import { useDates } from './preferences.js';
import { KEYS } from './queries.js';

/** An operator's act on the office, which may be disowned. */
export function ActBar({ act, more }: { act: ActOnOffice; more: number }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const params = { actId: act.id };
  const settled = () => queries.invalidateQueries({ queryKey: KEYS.actsOnOffice });
  const seeing = useMutation({ mutationFn: () => desk.hub.call('seeActOnOffice', { params }), onSuccess: settled });
  const disowning = useMutation({
    mutationFn: async () => {
      const { state } = await desk.hub.call('disownActOnOffice', { params });
      await desk.hub.call('seeActOnOffice', { params });
      return state;
    },
    onSuccess: async (state) => {
      setAsking(false);
      tell('good', `すべての運営者に知らせました。${state === 'refused' ? 'この操作は断りました。' : ''}`);
      await settled();
    },
  });
  const isWaiting = act.state === 'waiting';
  const canDisown = !act.disowned && (isWaiting || act.state === 'done');
  const at = act.state === 'done' && act.decidedAt ? act.decidedAt : act.askedAt;
  return (
    <>
      <AlertBar
        label="運営者の操作のお知らせ"
        actions={
          <>
            <Button small disabled={seeing.isPending} onClick={() => seeing.mutate()}>
              確かめました
            </Button>
            {canDisown && (
              <Button small look="danger" onClick={() => setAsking(true)}>
                覚えがない…
              </Button>
            )}
          </>
        }
      >
        <p>
          <strong>{ACT_HEADINGS[act.state]}</strong>
          {more > 0 && `（ほか${more}件）`}
        </p>
        <p>
          {actOnOfficeText(act)}（{dates.moment(at)}。理由: {act.reason}）
          {isWaiting && `別の運営者が ${dates.moment(act.expiresAt)} までに確認すると、行われます。`}
        </p>
        {canDisown && <p>事業所から頼んだ覚えがないときは、「覚えがない」を押してください。</p>}
        {seeing.error && <Failure error={seeing.error} />}
      </AlertBar>
      {isAsking && (
        <Confirm
          title="この操作に覚えがないと知らせます"
          action={isWaiting ? '知らせて、断る' : '知らせる'}
          danger
          busy={disowning.isPending}
          onConfirm={() => disowning.mutate()}
          onClose={() => setAsking(false)}
        >
          {disowning.error && <Failure error={disowning.error} />}
          <p>すべての運営者に警報が出ます。{isWaiting ? 'まだ行われていないので、この操作は行われません。' : ''}</p>
          {!isWaiting && (
            <p>
              操作はもう行われています。<Link href="/people">担当者</Link>で知らない人を使えなくし、
              <Link href="/settings">設定</Link>の「証明書」で知らない証明書を失効させてください。
            </p>
          )}
          <p>
            くわしい事情は<Link href="/contact">お問い合わせ</Link>から運営者に知らせてください。
          </p>
        </Confirm>
      )}
    </>
  );
}

/** People whom nobody of the office let in, until somebody knows them. */
export function StrangersBar({
  strangers,
  isAdministrator,
}: {
  strangers: Awaited<ReturnType<Desk['people']['strangers']>>;
  isAdministrator: boolean;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const knowing = useMutation({
    mutationFn: () => desk.people.know(strangers.map(({ userId }) => userId)),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS.strangers }),
  });
  return (
    <AlertBar
      label="知らない人のお知らせ"
      actions={
        <Button small disabled={knowing.isPending} onClick={() => knowing.mutate()}>
          知っている人です
        </Button>
      }
    >
      <p>
        <strong>この事業所の人が追加していないユーザがいます。</strong>
      </p>
      <ul>
        {strangers.map(({ userId, displayName, role, addedBy, addedAt }) => (
          <li key={userId}>
            {displayName}（{userId}、{ROLE_NAMES[role] ?? role}）{dates.moment(addedAt)}、
            {LET_IN_BY[addedBy ?? 'unknown']}
          </li>
        ))}
      </ul>
      <p>
        心当たりがないときは、
        {isAdministrator ? (
          <>
            すぐに<Link href="/people">担当者</Link>で使えなくしてください。
          </>
        ) : (
          'すぐに管理者に知らせてください。'
        )}
      </p>
      {knowing.error && <Failure error={knowing.error} />}
    </AlertBar>
  );
}
