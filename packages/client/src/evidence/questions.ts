import { type Proof, type VerificationStep, worstOf } from './verdict.js';

/**
 * The questions evidence answers, each on its own (security.md R35). signature: who signed, and that nothing signed was changed.
 * time: when, by the hub's clock in its receipts (there is no time stamp of a third party). content: the ciphertext and
 * the parts sent are those whose digests were signed. chain: the hub's receipts follow each other without a gap to the end
 * of the transmission; that they stand in a public log is not proven by anything here.
 */
export const QUESTIONS = ['signature', 'time', 'content', 'chain'] as const;
export type Question = (typeof QUESTIONS)[number];
export type Answers = Readonly<Record<Question, Proof>>;

/** Certificates out of their time, and a statement before it may be made. */
const TIME_CODES: ReadonlySet<string | null> = new Set([
  'MSB-CERT-EXPIRED',
  'MSB-CERT-NOT-YET-VALID',
  'MSB-RECEIPT-EARLY-EXPIRY',
]);

/** The question that a step answers first; receipts answer that of the time as well. */
export function questionOf({ subject, code }: Pick<VerificationStep, 'subject' | 'code'>): Question {
  if (TIME_CODES.has(code)) return 'time';
  switch (subject) {
    case 'chain':
    case 'outcome':
      return 'chain';
    case 'payload':
    case 'file':
    case 'attachment':
    case 'message':
      return 'content';
    default:
      return 'signature';
  }
}

/** Each question's answer: the worst of what was looked at for it; absent where nothing was. */
export function answersOf(steps: readonly VerificationStep[]): Answers {
  const answer = (question: Question): Proof => {
    const asked = steps.filter((step) => questionOf(step) === question);
    return asked.length === 0 ? 'absent' : worstOf(asked.map(({ proof }) => proof));
  };
  return { signature: answer('signature'), time: timeOf(steps), content: answer('content'), chain: answer('chain') };
}

/** A time is told by receipts that hold; one that does not hold tells none. */
function timeOf(steps: readonly VerificationStep[]): Proof {
  const told = steps.filter((step) => step.subject === 'receipt' && step.proof !== 'changed');
  if (steps.some((step) => step.proof === 'changed' && questionOf(step) === 'time')) return 'changed';
  return told.length === 0 ? 'absent' : worstOf(told.map(({ proof }) => proof));
}
