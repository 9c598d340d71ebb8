import { newClaimCode } from '../people/index.js';
import type { Context } from '../platform/context.js';
import { Problem } from '../platform/problem.js';
import { recordStep } from './apply.js';
import { requireByNumber } from './store.js';

/**
 * A new 受取コード for an applicant who lost it; the one before it ends. The operator tells it by telephone or letter,
 * and is not the one who handed over the link. Throws MSB-NOT-FOUND, MSB-APPLICATION-SAME-OPERATOR.
 */
export async function remakeClaimCode(
  { database, now }: Context,
  applicationNumber: string,
  operator: string,
): Promise<{ claimCode: string }> {
  const { code, hash } = await newClaimCode();
  await database.transaction(async (queries) => {
    const row = await requireByNumber(queries, applicationNumber);
    if (row.linkShownTo === operator) throw new Problem('MSB-APPLICATION-SAME-OPERATOR');
    await queries.query(
      'update applications set claim_code_hash = $2, claim_tries = 0, code_shown_to = $3 where application_number = $1',
      [applicationNumber, hash, operator],
    );
    await recordStep(queries, now(), operator, row, 'application.code-made');
  });
  return { claimCode: code };
}
