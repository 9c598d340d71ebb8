import { actorOf, type LookedAt, listOwnAudit, recordAudit } from '../audit/index.js';
import type { Certificates } from '../certificates/index.js';
import { requireOffice } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { overseeOffice } from '../transmissions/index.js';
import { registerActs } from './acts-routes.js';
import { exportAudit } from './audit-export.js';
import { certificateMonths, endingCertificates } from './certificates.js';
import { healthOf } from './health.js';
import { journeyOf, openRecord } from './journeys.js';
import { officeDetail, presentOffice } from './offices.js';
import { searchPeople } from './people.js';
import { countProblems } from './problem-counts.js';
import { closeOffice, resumeOffice, suspendOffice } from './states.js';

/** The operator's desk; every look leaves an audit row. Returns the job that keeps its figures. */
export function registerDesk(router: Router, context: Context, certificates: Certificates): Job[] {
  const { database, now } = context;
  const startedAt = now();
  const looked: Looked = (caller, what, subjectType = 'hub', subjectId = what) =>
    recordAudit(database, {
      at: now(),
      ...actorOf(caller),
      action: `operator.looked-at-${what}`,
      subjectType,
      subjectId,
    });
  registerOfficeActs(router, context, looked);
  registerJourneys(router, context, looked);
  registerActs(router, context, certificates, looked);
  const { route, app } = router;
  route('operatorSearchPeople', async ({ caller, query }) => {
    await looked(caller, 'people');
    return searchPeople(context, query);
  });
  route('operatorCertificateMonths', async ({ caller }) => {
    await looked(caller, 'certificates');
    return certificateMonths(database, now());
  });
  route('operatorListCertificates', async ({ caller, query }) => {
    await looked(caller, 'certificates');
    return endingCertificates(database, query, now());
  });
  route('operatorHealth', async ({ caller }) => {
    await looked(caller, 'health');
    return healthOf(context, startedAt);
  });
  route('operatorExportAudit', async ({ caller, query, reply }) => {
    const detail = [query.from, query.to, query.officeNumber ?? '', query.format].join(' ');
    const subject = { subjectType: 'hub', subjectId: 'audit', detail };
    await recordAudit(database, { at: now(), ...actorOf(caller), action: 'operator.audit-exported', ...subject });
    const { type, stream } = exportAudit(database, query);
    reply.type(type);
    return stream;
  });
  route('listOwnAudit', async ({ caller, query }) => {
    const subject = { subjectType: 'office', subjectId: caller.officeNumber };
    await recordAudit(database, { at: now(), ...actorOf(caller), action: 'audit.listed', ...subject });
    return listOwnAudit(database, { ...query, officeNumber: caller.officeNumber });
  });
  return [countProblems(app, database, now)];
}

/** Notes that an operator has looked at something. */
export type Looked = (caller: Caller, what: LookedAt, subjectType?: string, subjectId?: string) => Promise<void>;

function registerOfficeActs({ route }: Router, context: Context, looked: Looked): void {
  route('operatorGetOffice', async ({ caller, params }) => {
    await looked(caller, 'office', 'office', params.officeNumber);
    return officeDetail(context, params.officeNumber);
  });
  route('operatorSuspendOffice', async ({ caller, params, body }) =>
    presentOffice(await suspendOffice(context, params.officeNumber, { caller, ...body })),
  );
  route('operatorResumeOffice', async ({ caller, params, body }) =>
    presentOffice(await resumeOffice(context, params.officeNumber, { caller, ...body })),
  );
  route('operatorCloseOffice', async ({ caller, params, body }) => {
    const closing = { caller, reason: body.reason, fetchUntil: new Date(body.fetchUntil) };
    return presentOffice(await closeOffice(context, params.officeNumber, closing));
  });
}

function registerJourneys({ route }: Router, context: Context, looked: Looked): void {
  route('operatorListTransmissions', async ({ caller, query }) => {
    await looked(caller, 'transmissions', 'office', query.officeNumber);
    await requireOffice(context.database, query.officeNumber);
    return overseeOffice(context.database, query);
  });
  route('operatorGetJourney', async ({ caller, params }) => {
    await looked(caller, 'transmission', 'transmission', params.transmissionId);
    return journeyOf(context, params.transmissionId);
  });
  route('operatorOpenRecord', ({ caller, params, body }) =>
    openRecord(context, caller, params.transmissionId, body.reason),
  );
}
