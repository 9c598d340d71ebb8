import type { OperatorAct } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { SecretNote, type ShownSecret } from '../people/secret-note.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { actOnOfficeText } from '../words/acts.js';

export const WAITING_ACTS = ['operate', 'waiting-acts'] as const;

export const NEEDS_SECOND =
  'この事業所はすでに利用を始めています。頼むと事業所の管理者に知らせ、もう一人の運営者が確認すると行われます。';
export const ASKED_SECOND =
  'まだ行っていません。もう一人の運営者が確認すると行われます（「もう一人の確認を待つ操作」に入りました）。';

interface Given {
  readonly officeNumber: string;
  readonly secret: ShownSecret;
}

/** もう一人の確認を待つ操作: what one operator asked for, on one office or all, and another confirms. Nothing when none waits. */
export function WaitingActs({ officeNumber }: { officeNumber?: string }): ReactNode {
  const desk = useDesk();
  const { data } = useQuery({ queryKey: WAITING_ACTS, queryFn: () => desk.hub.call('operatorListActs', {}) });
  const [given, setGiven] = useState<Given | null>(null);
  const acts = data?.acts.filter((act) => officeNumber === undefined || act.officeNumber === officeNumber) ?? [];
  if (!data || (acts.length === 0 && !given)) return null;
  return (
    <section className="card stack" aria-label="もう一人の確認を待つ操作">
      <h2>もう一人の確認を待つ操作</h2>
      <p>
        運営者に対する操作と、利用中の事業所に人や証明書を加える操作は、頼んだ人でも相手でもない、もう一人の運営者が確認すると行われます。
      </p>
      <p>事業所が本当に頼んだかを、登録の電話番号などで確かめてから、確認してください。</p>
      {data.otherOperators === 0 && <NobodyElse />}
      <ul className="plain-list stack">
        {acts.map((act) => (
          <WaitingAct key={act.id} act={act} onGiven={setGiven} />
        ))}
      </ul>
      {given && <SecretNote {...given} onClose={() => setGiven(null)} />}
    </section>
  );
}

/** A hub with one operator has to get another: nothing lets one alone do this. */
function NobodyElse(): ReactNode {
  return (
    <Banner tone="care" title="確認できる運営者が、ほかにいません。">
      <p>
        連携基盤のサーバで <code>musubi hub operator add</code> を実行し、もう一人の運営者を作ってください。
      </p>
      <p>急ぐときは、封をした緊急用の資格情報でも確認できます（使うと、すぐに警報が出て記録に残ります）。</p>
    </Banner>
  );
}

function WaitingAct({ act, onGiven }: { act: OperatorAct; onGiven: (given: Given) => void }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const own = useSession().account.userId;
  const { id, subjectId, subjectName, officeNumber, officeName, reason, askedBy, askedAt, expiresAt } = act;
  const deciding = useMutation({
    mutationFn: (confirmed: boolean) =>
      desk.hub.call('operatorDecideAct', { params: { actId: id }, body: { confirmed } }),
    onSuccess: async ({ userId, mailed, initialPassword, passwordExpiresAt }, confirmed) => {
      const done = mailed ? '確認し、行いました。本人にパスワードを決めるリンクを送ります。' : '確認し、行いました。';
      tell(confirmed ? 'good' : 'info', confirmed ? done : 'やめました。');
      if (userId !== null && initialPassword !== null) {
        const secret = { userId, displayName: subjectName ?? userId, secret: initialPassword };
        onGiven({ officeNumber, secret: { kind: 'password', ...secret, expiresAt: passwordExpiresAt } });
      }
      await queries.invalidateQueries({ queryKey: ['operate'] });
    },
  });
  const isParty = own === askedBy || own === subjectId;
  return (
    <li className="stack-s">
      <p>
        <strong>{actOnOfficeText(act)}</strong>
        <br />
        <Link href={`/operate/offices/${officeNumber}`}>
          {officeName}（{officeNumber}）
        </Link>
        。{askedBy} が {dates.moment(askedAt)} に依頼。{dates.moment(expiresAt)} まで待ちます。
        <br />
        理由: {reason}
      </p>
      {deciding.error && <Failure error={deciding.error} />}
      <div className="row">
        {!isParty && (
          <Button small look="main" disabled={deciding.isPending} onClick={() => deciding.mutate(true)}>
            確認して行う
          </Button>
        )}
        <Button small disabled={deciding.isPending} onClick={() => deciding.mutate(false)}>
          やめる
        </Button>
      </div>
    </li>
  );
}
