import type { DelegationData } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { KEYS } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { rightWords } from '../words/offices.js';
import { chosenOf, RightsChoice, toRights } from './rights.js';

/** 任せることを変える: holds from the agent's next request on. */
export function RightsDialog({ delegation, onClose }: { delegation: DelegationData; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const { id: delegationId, agentName } = delegation;
  const [chosen, setChosen] = useKept(`agents/rights/${delegationId}/chosen`, () => chosenOf(delegation));
  const saving = useMutation({
    mutationFn: () => desk.hub.call('changeDelegationRights', { params: { delegationId }, body: toRights(chosen) }),
    onSuccess: async (changed) => {
      tell('good', `${agentName}に任せることを「${rightWords(changed)}」に変えました。`);
      await queries.invalidateQueries({ queryKey: KEYS.delegations });
      onClose();
    },
  });
  return (
    <Dialog title={`${agentName}に任せること`} onClose={onClose}>
      {saving.error && <Failure error={saving.error} />}
      <RightsChoice value={chosen} onChange={setChosen} />
      <p>変えると、すぐに効きます。相手がもう取得して保存したデータは、取り戻せません。</p>
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button
          look="main"
          disabled={saving.isPending || chosen === chosenOf(delegation)}
          onClick={() => saving.mutate()}
        >
          変える
        </Button>
      </div>
    </Dialog>
  );
}
