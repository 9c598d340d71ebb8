import {
  answersOf,
  type EvidenceVerdict,
  type Proof,
  QUESTIONS,
  type Question,
  type VerificationStep,
} from '@musubi/client';
import type { ReactNode } from 'react';
import { useDates } from '../app/preferences.js';
import { Banner, type Tone } from '../ui/banner.js';
import { RECEIPT_EVENTS } from '../words/kinds.js';
import './box.css';

const TONES: Readonly<Record<Proof, Tone>> = { proven: 'good', absent: 'care', unknown: 'care', changed: 'bad' };

/** Shows a transmission's evidence: what is proven, and what is not, each with its reason. */
export function Verdict({
  verdict: { proof, steps },
}: {
  verdict: Pick<EvidenceVerdict, 'proof' | 'steps'>;
}): ReactNode {
  const answers = answersOf(steps);
  return (
    <Banner tone={TONES[proof]} title={TITLES[proof](steps)} live>
      <p>
        {QUESTIONS.map((question) => (
          <span key={question} className="nowrap">
            {QUESTION_WORDS[question]}: {PROOF_WORDS[answers[question]]}{' '}
          </span>
        ))}
      </p>
      <OpenSteps steps={steps} />
    </Banner>
  );
}

const QUESTION_WORDS: Readonly<Record<Question, string>> = {
  signature: '署名',
  time: '日時（連携基盤の時計）',
  content: '中身',
  chain: '証跡のつながり',
};
const PROOF_WORDS: Readonly<Record<Proof, string>> = {
  proven: '確かめました',
  absent: '確かめていません',
  unknown: '署名した者が分かりません',
  changed: '正しくありません',
};

const count = (steps: readonly VerificationStep[], wanted: Proof) =>
  steps.filter(({ proof }) => proof === wanted).length;

const TITLES: Readonly<Record<Proof, (steps: readonly VerificationStep[]) => string>> = {
  proven: (steps) => `署名と証跡を確かめました（${steps.length}項目すべて正しい）`,
  absent: (steps) =>
    `署名と証跡を確かめました（${count(steps, 'proven')}項目は正しい）。ここにないもの${count(steps, 'absent')}件は確かめていません`,
  unknown: () => 'この端末で受け入れていない認証局なので、だれが署名したかは分かりません',
  changed: () => '正しいことを確かめられない証跡があります',
};

/** Lists what is not proven, in the words of its reason. */
export function OpenSteps({ steps }: Pick<EvidenceVerdict, 'steps'>): ReactNode {
  return steps
    .filter(({ proof }) => proof !== 'proven')
    .map(({ subject, name, message, code }) => (
      <p key={`${subject} ${name}`}>
        <bdi>{name}</bdi>: {message}
        {code && `（${code}）`}
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
