import { actorOf, recordAudit } from '../audit/index.js';
import type { Certificates } from '../certificates/index.js';
import type { Context } from '../platform/context.js';
import type { Router } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { certify, openDelegation, renewCertificate, takeOver } from './agent.js';
import { changeRights, renew } from './change.js';
import { delegationJobs, revoke } from './end.js';
import { grant, linkAgain } from './grant.js';
import { listDelegations } from './store.js';

export { type AgentMailKind, type DelegationNews, delegationNews } from './news.js';

/** 代行: an office lets others send and receive in its name, sees what they do, and ends it at any time. */
export function registerDelegations(
  { route }: Router,
  context: Context,
  certificates: Certificates,
  publicUrl: () => string,
): Job[] {
  const { database, now } = context;
  route('listDelegations', async ({ caller }) => {
    const subject = { subjectType: 'office', subjectId: caller.officeNumber };
    await recordAudit(database, { at: now(), ...actorOf(caller), action: 'delegations.listed', ...subject });
    return { delegations: await listDelegations(database, caller.officeNumber, now()) };
  });
  route('grantDelegation', ({ caller, body }) => grant(context, publicUrl, caller, body));
  route('makeDelegationLink', ({ caller, params, body }) =>
    linkAgain(context, publicUrl, caller, params.delegationId, body.mailAddress),
  );
  route('renewDelegation', ({ caller, params, body }) =>
    renew(context, caller, params.delegationId, new Date(body.validUntil)),
  );
  route('changeDelegationRights', ({ caller, params, body }) =>
    changeRights(context, caller, params.delegationId, body),
  );
  route('revokeDelegation', ({ caller, params }) => revoke(context, certificates, caller, params.delegationId));
  route('openDelegation', ({ body }) => openDelegation(context, body.token));
  route('takeOverDelegation', ({ body }) => takeOver(context, body));
  route('certifyDelegation', ({ body }) => certify(context, certificates, body));
  route('renewAgentCertificate', async ({ caller, body }) => ({
    certificate: await renewCertificate(context, certificates, caller, body.requestPem),
  }));
  return delegationJobs(context, certificates);
}
