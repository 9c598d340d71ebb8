import { actorOf, type LookedAt, listAudit, recordAudit } from '../audit/index.js';
import {
  type Certificates,
  certificatesOf,
  enrolledCertificatesOf,
  officesWithCertificate,
  readersOf,
  revokeCertificate,
  trustData,
} from '../certificates/index.js';
import { searchDirectory } from '../directory/index.js';
import {
  addOffice,
  changeOffice,
  countOffices,
  findOffices,
  isLicensed,
  listOffices,
  type Office,
  requireOffice,
} from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { closeIncident, listAlerts } from '../sessions/index.js';
import { presentOffice } from './offices.js';

const dateOf = (text: string | null) => (text === null ? null : new Date(text));

/** Routes by which offices look each other up. */
export function registerOffices({ route }: Router, context: Context, certificates: Certificates): void {
  const { database, now } = context;
  route('trust', () => trustData(context, certificates));
  route('findOffice', async ({ caller, params }) => {
    const office = await requireOffice(database, params.officeNumber);
    const numbers = [office.officeNumber];
    const readers = await readersOf(database, numbers, now(), caller.agent?.delegationId ?? null);
    const certified = await officesWithCertificate(database, numbers, now());
    await recordAudit(database, {
      at: now(),
      ...actorOf(caller),
      action: 'office.looked-up',
      subjectType: 'office',
      subjectId: office.officeNumber,
    });
    return {
      officeNumber: office.officeNumber,
      name: office.name,
      serviceTypes: [...office.serviceTypes],
      canReceive: isLicensed(office, now()) && certified.has(office.officeNumber),
      certificates: readers.get(office.officeNumber) ?? [],
    };
  });
  route('searchOffices', async ({ caller, query }) => {
    const { items: entries, next } = await searchDirectory(database, { ...query, registered: true }, now());
    const numbers = entries.map(({ officeNumber }) => officeNumber);
    const offices = await findOffices(database, numbers);
    const items = numbers.flatMap((number) => offices.get(number) ?? []);
    const certified = await officesWithCertificate(database, numbers, now());
    await recordAudit(database, {
      at: now(),
      ...actorOf(caller),
      action: 'offices.searched',
      subjectType: 'office',
      subjectId: caller.officeNumber,
    });
    const present = (office: Office) => ({
      officeNumber: office.officeNumber,
      name: office.name,
      serviceTypes: [...office.serviceTypes],
      canReceive: isLicensed(office, now()) && certified.has(office.officeNumber),
    });
    return { items: items.map(present), next };
  });
  route('listOfficeCertificates', async ({ caller, params }) => {
    const { officeNumber } = await requireOffice(database, params.officeNumber);
    const asking = officeNumber === caller.officeNumber ? (caller.agent?.delegationId ?? null) : null;
    await recordAudit(database, {
      at: now(),
      ...actorOf(caller),
      action: 'office.looked-up',
      subjectType: 'office',
      subjectId: officeNumber,
    });
    return { certificates: await enrolledCertificatesOf(database, officeNumber, asking) };
  });
  route('listOwnCertificates', async ({ caller }) => ({
    certificates: await certificatesOf(database, caller.officeNumber, caller.agent?.delegationId),
  }));
}

/** Routes of the hub's operators. */
export function registerOperator({ route }: Router, context: Context, certificates: Certificates): void {
  const { database, now } = context;
  const looked = (caller: Caller, what: LookedAt) =>
    recordAudit(database, {
      at: now(),
      ...actorOf(caller),
      action: `operator.looked-at-${what}`,
      subjectType: 'hub',
      subjectId: what,
    });
  route('operatorListOffices', async ({ caller, query }) => {
    await looked(caller, 'offices');
    // Counting reads every office: told on the first page only, and asked for while that is looked for.
    const [{ items, next }, counts] = await Promise.all([
      listOffices(database, query, now()),
      query.cursor ? null : countOffices(database, now()),
    ]);
    return { items: items.map(presentOffice), next, counts };
  });
  route('operatorAddOffice', async ({ caller, body }) =>
    presentOffice(await addOffice(context, { ...body, licensedUntil: dateOf(body.licensedUntil) }, caller.userId)),
  );
  route('operatorChangeOffice', async ({ caller, params, body }) => {
    const licensedUntil = body.licensedUntil === undefined ? undefined : dateOf(body.licensedUntil);
    return presentOffice(await changeOffice(context, params.officeNumber, { ...body, licensedUntil }, caller.userId));
  });
  route('operatorRevokeCertificate', ({ caller, params, body }) =>
    revokeCertificate(context, certificates, params.fingerprint, body.reason, caller.userId),
  );
  route('operatorCloseIncident', async ({ caller, params }) => {
    const incident = await closeIncident(context, params.incidentId, caller.userId);
    return {
      ...incident,
      openedAt: incident.openedAt.toISOString(),
      closedAt: incident.closedAt?.toISOString() ?? null,
    };
  });
  route('operatorListAlerts', async ({ caller, query }) => {
    await looked(caller, 'alerts');
    return listAlerts(database, query);
  });
  route('operatorListAudit', async ({ caller, query }) => {
    await looked(caller, 'audit');
    return listAudit(database, query);
  });
}
