import type { AuditAction, DelegationData } from '@musubi/contract';
import { type Certificates, revokeOfDelegation } from '../certificates/index.js';
import { tellOffice } from '../events/index.js';
import { endSessions } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { recordStep } from './grant.js';
import { remindAgents, tellAgent } from './news.js';
import { requireDelegation, type StoredDelegation, showDelegation } from './store.js';

/** Ends a delegation at once: sessions, account, certificates and link, or nothing of it. */
async function endIn(
  queries: Queries,
  at: Date,
  actor: string,
  row: StoredDelegation,
  action: AuditAction,
): Promise<void> {
  await queries.query(
    'update delegations set ended_at = $2, ended_by = $3, token_hash = null, token_expires_at = null where delegation_id = $1',
    [row.id, at, actor],
  );
  await queries.query('update accounts set disabled = true where account_id = $1', [row.accountId]);
  await endSessions(queries, row.accountId, at);
  await revokeOfDelegation(queries, at, row.id, actor);
  await recordStep(queries, at, actor, row, action);
  await tellOffice(queries, row.officeNumber, 'delegation.changed');
  await tellAgent(queries, row, 'delegation-ended', at);
}

/** An administrator takes a delegation back; one that ended already stays as it is. */
export async function revoke(
  { database, now }: Context,
  certificates: Certificates,
  { officeNumber, userId }: Caller,
  id: string,
): Promise<DelegationData> {
  const at = now();
  const ended = await database.transaction(async (queries) => {
    const row = await requireDelegation(queries, officeNumber, id, at);
    if (row.endedAt === null) await endIn(queries, at, userId, row, 'delegation.revoked');
    return showDelegation(queries, row, at);
  });
  certificates.refresh();
  return ended;
}

export function delegationJobs(context: Context, certificates: Certificates): Job[] {
  return [
    { name: 'end-delegations', everySeconds: 60, run: () => endExpired(context, certificates) },
    { name: 'remind-agents', everySeconds: 60 * 60, run: () => remindAgents(context) },
  ];
}

/** Ends what is past its last day; requests were refused from that instant on (sessions/authenticate.ts). */
export async function endExpired({ database, now }: Context, certificates: Certificates): Promise<void> {
  const at = now();
  const due = await database.query<{ id: string; officeNumber: string }>(
    'select delegation_id as id, office_number as "officeNumber" from delegations where ended_at is null and valid_until <= $1',
    [at],
  );
  for (const { id, officeNumber } of due) {
    await database.transaction(async (queries) => {
      const row = await requireDelegation(queries, officeNumber, id, at);
      // An administrator may have renewed or revoked it meanwhile.
      if (row.endedAt === null && row.validUntil <= at) await endIn(queries, at, 'system', row, 'delegation.expired');
    });
  }
  if (due.length > 0) certificates.refresh();
}
