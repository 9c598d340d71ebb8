import type { EvidenceVerdict } from '@musubi/client';
import type { ReactNode } from 'react';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { RECEIPT_EVENTS } from '../words/kinds.js';
import './box.css';

/** Whether everything about a transmission's evidence holds, and what does not. */
export function Verdict({ verdict: { ok, steps } }: { verdict: Pick<EvidenceVerdict, 'ok' | 'steps'> }): ReactNode {
  return (
    <Banner
      tone={ok ? 'good' : 'bad'}
      title={
        ok ? `署名と証跡を確かめました（${steps.length}項目すべて正しい）` : '正しいことを確かめられない証跡があります'
      }
      live
    >
      <FailedSteps steps={steps} />
    </Banner>
  );
}

export function FailedSteps({ steps }: Pick<EvidenceVerdict, 'steps'>): ReactNode {
  return steps
    .filter(({ ok }) => !ok)
    .map(({ name, message, code }) => (
      <p key={name}>
        {name}: {message}（{code}）
      </p>
    ));
}

/** What happened when, as the hub's receipts say. */
export function ReceiptList({
  receipts,
}: {
  receipts: readonly { readonly id: string; readonly event: string; readonly at: string }[];
}): ReactNode {
  const dates = useDates();
  return (
    <ol className="plain-list timeline">
      {receipts.map(({ id, event, at }) => (
        <li key={id}>
          <span className="nowrap">{dates.moment(at)}</span>
          <span>{RECEIPT_EVENTS[event] ?? event}</span>
        </li>
      ))}
    </ol>
  );
}
