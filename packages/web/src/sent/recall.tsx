import type { Transmission } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useMaySend } from '../app/desk-context.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';

/** Whether 取消 is still possible: the other side has not begun to fetch it. */
export function isRecallable({ delivery, releasedAt }: Transmission): boolean {
  return delivery === 'consigned' && releasedAt === null;
}

/** 取消 of what nobody has fetched yet; each answers for itself. */
export function RecallMany({ chosen, onDone }: { chosen: readonly Transmission[]; onDone: () => void }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const maySend = useMaySend();
  const [asking, setAsking] = useState(false);
  const open = chosen.filter(isRecallable);
  const recalling = useMutation({
    mutationFn: async () => {
      const failures: unknown[] = [];
      for (const { id } of open)
        await desk.hub.call('recall', { params: { id } }).catch((error) => failures.push(error));
      return failures;
    },
    onSuccess: async (failures) => {
      const done = open.length - failures.length;
      if (done > 0) tell('good', `${done}件を取り消しました。送信先は、もう取得できません。`);
      if (failures.length > 0) tell('bad', `${failures.length}件は取り消せませんでした。${errorText(failures[0])}`);
      setAsking(false);
      onDone();
      await queries.invalidateQueries();
    },
  });
  if (!maySend || chosen.length === 0) return null;
  return (
    <div className="card row" role="group" aria-label="選んだもの">
      <strong>{chosen.length}件を選んでいます</strong>
      <Button look="danger" disabled={open.length === 0} onClick={() => setAsking(true)}>
        取り消す（{open.length}件）
      </Button>
      {open.length < chosen.length && <span className="weak">相手が受け取りを始めたものは取り消せません。</span>}
      {asking && (
        <Confirm
          title="送信を取り消しますか"
          action="取り消す"
          danger
          busy={recalling.isPending}
          onConfirm={() => recalling.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{open.length}件を取り消します。送信先は取得できなくなり、取消の証跡が残ります。</p>
          <ul>
            {open.slice(0, 10).map(({ id, recipient }) => (
              <li key={id}>{recipient.name}</li>
            ))}
          </ul>
        </Confirm>
      )}
    </div>
  );
}
