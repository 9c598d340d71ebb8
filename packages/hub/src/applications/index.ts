import { actorOf, recordAudit } from '../audit/index.js';
import type { Certificates } from '../certificates/index.js';
import { dayOf, offersFor } from '../licences/index.js';
import type { Context } from '../platform/context.js';
import type { Router } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { requireTryFrom } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { certify, openApplication, takeOver } from './applicant.js';
import { apply, makeLink, OPENED_MS, type PublicUrl, recordStep, sendLinkAgain } from './apply.js';
import { remakeClaimCode } from './claim-code.js';
import { decideByOperator } from './decide.js';
import type { FindRegistered } from './registry.js';
import { applicationJobs } from './retention.js';
import { listApplications, requireByNumber } from './store.js';

export type { FindRegistered, RegisteredOffice } from './registry.js';

/** Per address a request comes from. */
const APPLICATIONS = { times: 30, minutes: 60 };

export interface ApplicationParts {
  readonly certificates: Certificates;
  readonly findRegistered: FindRegistered;
  /** Where people find the hub's screens. */
  readonly publicUrl: PublicUrl;
}

/** How an office that has never taken part comes to take part. */
export function registerApplications({ route }: Router, context: Context, parts: ApplicationParts): Job[] {
  const { database, now } = context;
  const { publicUrl } = parts;
  const authority: 'external' | 'trial' = context.settings.authority === 'external' ? 'external' : 'trial';
  route('applicationOptions', async () => {
    const today = dayOf(now());
    const offers = await offersFor(database, { today, startsOn: today, officeNumber: null });
    return {
      offers: offers.map(({ plan: _plan, ...offer }) => offer),
      authority,
    };
  });
  route('apply', async ({ body, request }) => {
    await requireTryFrom(context, 'application', request.ip, APPLICATIONS);
    return apply(context, publicUrl, body);
  });
  route('sendApplicationLink', async ({ body, request }) => {
    await requireTryFrom(context, 'application', request.ip, APPLICATIONS);
    return sendLinkAgain(context, publicUrl, body);
  });
  route('openApplication', ({ body }) => openApplication(context, parts.findRegistered, body.token));
  route('takeOverAccount', ({ body }) => takeOver(context, body));
  route('certifyApplication', ({ body }) => certify(context, parts.certificates, body));
  registerDecisions({ route }, context, publicUrl);
  return applicationJobs(context);
}

function registerDecisions({ route }: Pick<Router, 'route'>, context: Context, publicUrl: PublicUrl): void {
  const { database, now } = context;
  route('operatorListApplications', async ({ caller, query }) => {
    const subject = { subjectType: 'hub', subjectId: 'applications' };
    const audit = { at: now(), ...actorOf(caller), action: 'operator.looked-at-applications' as const, ...subject };
    await recordAudit(database, audit);
    return listApplications(database, query);
  });
  route('operatorApproveApplication', ({ caller, params }) =>
    decideByOperator(context, publicUrl, params.applicationNumber, caller.userId, null),
  );
  route('operatorRefuseApplication', ({ caller, params, body }) =>
    decideByOperator(context, publicUrl, params.applicationNumber, caller.userId, body.reason),
  );
  // An operator who hands over a link answers for whom it reaches: the mail address stays unconfirmed.
  route('operatorMakeApplicationLink', ({ caller, params }) =>
    database.transaction(async (queries) => {
      const row = await requireByNumber(queries, params.applicationNumber);
      if (row.codeShownTo === caller.userId) throw new Problem('MSB-APPLICATION-SAME-OPERATOR');
      const at = now();
      await queries.query(
        "update applications set state = 'waiting', waits_because = 'operator' where application_number = $1 and state = 'unconfirmed'",
        [row.applicationNumber],
      );
      const until = new Date(at.getTime() + OPENED_MS);
      const link = await makeLink(queries, publicUrl, row.applicationNumber, until, caller.userId);
      await recordStep(queries, at, caller.userId, row, 'application.link-made');
      return { link };
    }),
  );
  route('operatorMakeClaimCode', ({ caller, params }) =>
    remakeClaimCode(context, params.applicationNumber, caller.userId),
  );
}
