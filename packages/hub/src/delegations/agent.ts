import type { CertificateData, Claim, DelegationHandover, Handover } from '@musubi/contract';
import { type Certificates, requestCertificate } from '../certificates/index.js';
import { handOver } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { recordStep } from './grant.js';
import { presentToAgent, requireByToken, requireClaim, requireRunning } from './store.js';

/** Shows the agent who opens its link what it was entrusted with. */
export async function openDelegation({ database, now }: Context, token: string): Promise<DelegationHandover> {
  return database.transaction(async (queries) => presentToAgent(queries, await requireByToken(queries, token, now())));
}

/** Hands ids and first password to the agent, once. */
export async function takeOver({ database, now }: Context, claim: Claim): Promise<Handover> {
  await requireClaim(database, claim, now());
  return database.transaction(async (queries) => {
    const at = now();
    const row = await requireByToken(queries, claim.token, at);
    if (row.handedOverAt !== null) throw new Problem('MSB-DELEGATION-HANDED-OVER');
    const handover = await handOver(queries, row.accountId, at);
    await queries.query('update delegations set handed_over_at = $2 where delegation_id = $1', [row.id, at]);
    await recordStep(queries, at, 'agent', row, 'delegation.handed-over');
    return handover;
  });
}

/** The agent's own certificate, of the office's number and bound to the delegation, for a key its browser made. */
export async function certify(
  context: Context,
  certificates: Certificates,
  { requestPem, ...claim }: Claim & { readonly requestPem: string },
): Promise<DelegationHandover> {
  await requireClaim(context.database, claim, context.now());
  const { token } = claim;
  return context.database.transaction(async (queries) => {
    const at = context.now();
    const row = await requireByToken(queries, token, at);
    if (row.certificate !== 'none') throw new Problem('MSB-DELEGATION-CERTIFIED');
    const { officeNumber, id, validUntil } = row;
    await requestCertificate(context, certificates, queries, {
      officeNumber,
      requestPem,
      actor: row.userId,
      delegation: { id, validUntil },
    });
    return presentToAgent(queries, await requireByToken(queries, token, at));
  });
}

/**
 * Another certificate for an agent whose delegation was prolonged beyond the one it has: it lasts as long as the
 * delegation, never longer. Null while an authority outside has to issue it. Throws MSB-DELEGATION-CERTIFICATE-LASTS.
 */
export async function renewCertificate(
  context: Context,
  certificates: Certificates,
  { agent, officeNumber, userId }: Caller,
  requestPem: string,
): Promise<CertificateData | null> {
  // The office's own people ask in the office's name (requestCertificate).
  if (agent === null) throw new Problem('MSB-AUTH-FORBIDDEN');
  return context.database.transaction(async (queries) => {
    const at = context.now();
    const { id, validUntil, certificateUntil } = await requireRunning(queries, officeNumber, agent.delegationId, at);
    // Certificates know whole seconds only.
    if (certificateUntil && validUntil.getTime() - certificateUntil.getTime() < 1000)
      throw new Problem('MSB-DELEGATION-CERTIFICATE-LASTS');
    const delegation = { id, validUntil };
    return requestCertificate(context, certificates, queries, { officeNumber, requestPem, actor: userId, delegation });
  });
}
