import type { PersonData } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import { Failure } from '../ui/failure.js';
import { CheckBox } from '../ui/field.js';

/** 全員に確認コードを求める: with how many of the office's people still have none. */
export function OfficeRule({ isOn, people }: { isOn: boolean; people: readonly PersonData[] }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const without = people.filter(
    ({ kind, oneTimeCodeEnabled, disabled }) => kind === 'person' && !oneTimeCodeEnabled && !disabled,
  );
  const saving = useMutation({
    mutationFn: (requiresOneTimeCode: boolean) => desk.hub.call('setOfficeRules', { body: { requiresOneTimeCode } }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEYS.people }),
  });
  return (
    <section className="card stack-s" aria-label="事業所の決まり">
      <h2>事業所の決まり</h2>
      {saving.error && <Failure error={saving.error} />}
      <CheckBox
        label="全員に確認コード（2要素）を求める"
        checked={isOn}
        disabled={saving.isPending}
        onChange={(event) => saving.mutate(event.target.checked)}
      />
      <p className="weak">
        まだ登録していない人（いま{without.length}
        人）は、次にログインしたとき、最初に登録します。スマートフォンが要ります。
      </p>
    </section>
  );
}
