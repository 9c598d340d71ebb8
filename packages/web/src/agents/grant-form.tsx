import type { GrantAnswer } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKeptForm } from '../app/kept.js';
import { KEYS } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { endOfDay, inDays } from './period.js';
import { type Rights, RightsChoice, toRights } from './rights.js';

interface Fields {
  readonly agentName: string;
  readonly agentOfficeNumber: string;
  readonly mailAddress: string;
  readonly rights: Rights;
  readonly lastDay: string;
}
const empty = (): Fields => ({
  ...{ agentName: '', agentOfficeNumber: '', mailAddress: '' },
  ...{ rights: 'both', lastDay: inDays(365) },
});

/** 新しい代行: who, what, until when. */
export function GrantForm({ onGranted }: { onGranted: (answer: GrantAnswer) => void }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [form, change] = useKeptForm<Fields>('agents/grant', empty);
  const { rights, lastDay } = form;
  const granting = useMutation({
    mutationFn: () =>
      desk.hub.call('grantDelegation', {
        body: {
          agentName: form.agentName,
          agentOfficeNumber: form.agentOfficeNumber.normalize('NFKC').trim() || null,
          mailAddress: form.mailAddress.normalize('NFKC').trim() || null,
          ...toRights(rights),
          validUntil: endOfDay(lastDay),
        },
      }),
    onSuccess: async (answer) => {
      change(empty());
      onGranted(answer);
      window.scrollTo({ top: 0 });
      await queries.invalidateQueries({ queryKey: KEYS.delegations });
    },
  });
  const field = (name: 'agentName' | 'agentOfficeNumber' | 'mailAddress') => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });
  return (
    <section className="card" aria-label="新しい代行を認める">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          granting.mutate();
        }}
      >
        <h2>新しい代行を認める</h2>
        {granting.error && <Failure error={granting.error} />}
        <TextField label="代行する人または会社の名前" maxLength={80} required {...field('agentName')} />
        <TextField
          label="相手の事業所番号（あれば）"
          hint="相手も事業所のときだけ入力します"
          inputMode="numeric"
          {...field('agentOfficeNumber')}
        />
        <RightsChoice value={rights} onChange={(chosen) => change({ rights: chosen })} />
        <TextField
          label="代行の最終日"
          hint="1年以内。あとから延ばせます"
          type="date"
          min={inDays(1)}
          max={inDays(365)}
          value={lastDay}
          onChange={(event) => change({ lastDay: event.target.value })}
          required
        />
        <TextField
          label="リンクを送るメールアドレス（なくてもよい）"
          hint="入力しないときは、次の画面に出るリンクを相手に渡します。アドレスは保存しません"
          type="email"
          {...field('mailAddress')}
        />
        <div>
          <Button look="main" type="submit" disabled={granting.isPending}>
            {granting.isPending ? '手続きしています…' : '代行を認める'}
          </Button>
        </div>
      </form>
    </section>
  );
}
