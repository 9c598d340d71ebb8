import type { OperatorAct } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { SecretNote, type ShownSecret } from '../people/secret-note.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { ACT_NAMES } from '../words/operate.js';

export const WAITING_ACTS = ['operate', 'waiting-acts'] as const;

/** もう一人の確認を待つ操作: what one operator asked for about another, and a third confirms. Nothing when none waits. */
export function WaitingActs(): ReactNode {
  const desk = useDesk();
  const { data } = useQuery({ queryKey: WAITING_ACTS, queryFn: () => desk.hub.call('operatorListActs', {}) });
  const [given, setGiven] = useState<{ officeNumber: string; secret: ShownSecret } | null>(null);
  if (!data || (data.acts.length === 0 && !given)) return null;
  return (
    <section className="card stack" aria-label="もう一人の確認を待つ操作">
      <h2>もう一人の確認を待つ操作</h2>
      <p>運営者に対する操作は、頼んだ人でも相手でもない、もう一人の運営者が確認すると行われます。</p>
      <ul className="plain-list stack">
        {data.acts.map((act) => (
          <WaitingAct key={act.id} act={act} onGiven={setGiven} />
        ))}
      </ul>
      {given && <SecretNote {...given} onClose={() => setGiven(null)} />}
    </section>
  );
}

function WaitingAct({
  act,
  onGiven,
}: {
  act: OperatorAct;
  onGiven: (given: { officeNumber: string; secret: ShownSecret }) => void;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const own = useSession().account.userId;
  const { id, kind, subjectId, officeNumber, reason, askedBy, askedAt } = act;
  const deciding = useMutation({
    mutationFn: (confirmed: boolean) =>
      desk.hub.call('operatorDecideAct', { params: { actId: id }, body: { confirmed } }),
    onSuccess: async ({ initialPassword, passwordExpiresAt: expiresAt }, confirmed) => {
      tell(confirmed ? 'good' : 'info', confirmed ? '確認し、行いました。' : 'やめました。');
      const secret = { userId: subjectId, displayName: subjectId, secret: initialPassword ?? '', expiresAt };
      if (initialPassword !== null) onGiven({ officeNumber, secret: { kind: 'password', ...secret } });
      await queries.invalidateQueries({ queryKey: ['operate'] });
    },
  });
  const isParty = own === askedBy || own === subjectId;
  return (
    <li className="stack-s">
      <p>
        <strong>
          {subjectId}: {ACT_NAMES[kind]}
        </strong>
        （{askedBy} が {dates.moment(askedAt)} に依頼。理由: {reason}）
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
