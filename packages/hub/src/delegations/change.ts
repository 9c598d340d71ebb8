import type { AuditAction, DelegationData, DelegationRights } from '@musubi/contract';
import { tellOffice } from '../events/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { recordStep, requirePeriod } from './grant.js';
import { tellAgent } from './news.js';
import { requireRunning, type StoredDelegation, showDelegation } from './store.js';

/** Moves the last day of a delegation that runs. Throws MSB-DELEGATION-PERIOD, -UNKNOWN, -OVER. */
export async function renew(context: Context, caller: Caller, id: string, validUntil: Date): Promise<DelegationData> {
  requirePeriod(validUntil, context.now());
  return change(context, caller, id, 'delegation.renewed', async (queries) => {
    await queries.query('update delegations set valid_until = $2 where delegation_id = $1', [id, validUntil]);
  });
}

/** Rights in words for the audit log. */
const namesOf = ({ maySend, mayReceive }: DelegationRights) =>
  [...(maySend ? ['send'] : []), ...(mayReceive ? ['receive'] : [])].join('+');

/**
 * Changes what an agent may do. Sessions read it with every request, so the next one knows; the role of the account
 * goes with it. What was sealed before for the agent's certificate can't be unsealed: that holds for what comes.
 */
export async function changeRights(
  context: Context,
  caller: Caller,
  id: string,
  rights: DelegationRights,
): Promise<DelegationData> {
  const { maySend, mayReceive } = rights;
  return change(
    context,
    caller,
    id,
    'delegation.rights-changed',
    async (queries, { accountId }) => {
      await queries.query('update delegations set may_send = $2, may_receive = $3 where delegation_id = $1', [
        id,
        maySend,
        mayReceive,
      ]);
      await queries.query('update accounts set role = $2 where account_id = $1', [
        accountId,
        maySend ? 'staff' : 'reader',
      ]);
    },
    namesOf(rights),
  );
}

/** Changes a delegation that runs, with its audit row, the news to screens and the mail to the agent. */
async function change(
  { database, now }: Context,
  { officeNumber, userId: actor }: Caller,
  id: string,
  action: AuditAction,
  write: (queries: Queries, row: StoredDelegation) => Promise<void>,
  detail?: string,
): Promise<DelegationData> {
  const at = now();
  return database.transaction(async (queries) => {
    const row = await requireRunning(queries, officeNumber, id, at);
    await write(queries, row);
    await queries.query('update delegations set changed_at = $2 where delegation_id = $1', [id, at]);
    await recordStep(queries, at, actor, row, action, detail);
    await tellOffice(queries, officeNumber, 'delegation.changed');
    await tellAgent(queries, row, 'delegation-changed', at);
    return showDelegation(queries, row, at);
  });
}
