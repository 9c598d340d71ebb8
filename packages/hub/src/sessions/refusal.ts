import { recordAudit } from '../audit/index.js';
import { type Account, type CountedTry, lockWhenFull, undoSignIn } from '../people/index.js';
import type { Context } from '../platform/context.js';
import { Problem } from '../platform/problem.js';

/** Why a sign-in failed: the problem the caller sees and the reason the audit log keeps. */
export interface Refusal {
  readonly problem: Problem;
  readonly reason: string;
}

export const refused = (reason: string, code: Problem['code'] = 'MSB-AUTH-REFUSED'): Refusal => ({
  problem: new Problem(code),
  reason,
});

/** Tells whether a refused try may be a guess and counts; every other refusal needed the right password first. */
const isGuess = ({ problem }: Refusal) => problem.code === 'MSB-AUTH-REFUSED';

/** Every refusal leaves a record, the one that locks another (R06); a try that was nobody's guess is taken back. */
export async function recordRefusal(
  context: Context,
  userId: string,
  refusal: Refusal,
  known: { readonly account: Account | null; readonly counted: CountedTry | null } = { account: null, counted: null },
): Promise<void> {
  const { account, counted } = known;
  await context.database.transaction(async (queries) => {
    const audit = {
      at: context.now(),
      actor: userId,
      officeNumber: account?.officeNumber ?? null,
      subjectType: 'account',
      subjectId: userId,
    };
    await recordAudit(queries, { ...audit, action: 'session.refused', outcome: 'refused', detail: refusal.reason });
    if (!counted || counted.isLocked) return;
    if (!isGuess(refusal)) return undoSignIn(queries, counted);
    if (await lockWhenFull(queries, context, counted))
      await recordAudit(queries, { ...audit, action: 'account.locked' });
  });
}
