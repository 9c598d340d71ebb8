import type { GrantAnswer } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { endOfDay, inDays } from './period.js';
import { type Rights, RightsChoice, toRights } from './rights.js';

const EMPTY = { agentName: '', agentOfficeNumber: '', mailAddress: '' };

/** 新しい代行: who, what, until when. */
export function GrantForm({ onGranted }: { onGranted: (answer: GrantAnswer) => void }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const [rights, setRights] = useState<Rights>('both');
  const [lastDay, setLastDay] = useState(() => inDays(365));
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
      setForm(EMPTY);
      onGranted(answer);
      window.scrollTo({ top: 0 });
      await queries.invalidateQueries({ queryKey: KEYS.delegations });
    },
  });
  const field = (name: keyof typeof EMPTY) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
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
        <RightsChoice value={rights} onChange={setRights} />
        <TextField
          label="代行の最終日"
          hint="1年以内。あとから延ばせます"
          type="date"
          min={inDays(1)}
          max={inDays(365)}
          value={lastDay}
          onChange={(event) => setLastDay(event.target.value)}
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
