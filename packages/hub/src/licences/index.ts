import type { AuditAction } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Certificates } from '../certificates/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { listCampaigns, listLicences, putCampaign, removeCampaign } from './campaigns.js';
import { cancel, keep, ownLicence, renew, setAutomaticRenewal } from './changes.js';
import { enrolmentFacts } from './enrolment.js';
import { enrolmentProof } from './enrolment-proof.js';
import { renewDue } from './renewal.js';

export { dayOf, endOfDay } from './days.js';
export { licencesEnding, renewDue } from './renewal.js';
export { addLicence, offersFor, requireOffer, setSubscription } from './store.js';

/** Contract and fee: an office's own licence, and for operators all licences and the campaigns. */
export function registerLicences({ route }: Router, context: Context, certificates: Certificates): Job[] {
  const { database, now } = context;
  const looked = (caller: Caller, action: AuditAction) =>
    recordAudit(database, {
      at: now(),
      ...actorOf(caller),
      action,
      subjectType: 'office',
      subjectId: caller.officeNumber,
    });
  route('ownLicence', async ({ caller }) => {
    await looked(caller, 'licence.looked-at');
    return ownLicence(database, now(), caller.officeNumber);
  });
  route('renewLicence', ({ caller, body }) => renew(context, caller, body.campaignCode));
  route('changeLicence', ({ caller, body }) => setAutomaticRenewal(context, caller, body.automaticRenewal));
  route('cancelLicence', ({ caller, body }) => cancel(context, caller, body.on));
  route('keepLicence', ({ caller }) => keep(context, caller));
  route('enrolmentFacts', async ({ caller }) => {
    await looked(caller, 'enrolment.looked-at');
    return enrolmentFacts(database, caller.officeNumber);
  });
  route('enrolmentProof', async ({ caller, reply }) => {
    const pdf = await enrolmentProof(context, certificates, caller);
    reply.type('application/pdf');
    return pdf;
  });
  route('operatorListLicences', async ({ caller, query }) => {
    await looked(caller, 'operator.looked-at-licences');
    return listLicences(database, query);
  });
  route('operatorListCampaigns', async ({ caller }) => {
    await looked(caller, 'operator.looked-at-campaigns');
    return { campaigns: await listCampaigns(database) };
  });
  route('operatorPutCampaign', ({ caller, params, body }) =>
    putCampaign(context, caller, { ...body, code: params.campaignCode }),
  );
  route('operatorRemoveCampaign', ({ caller, params }) => removeCampaign(context, caller, params.campaignCode));
  return [{ name: 'renew-licences', everySeconds: 600, run: () => renewDue(context) }];
}
