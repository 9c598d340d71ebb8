import type { AuditAction } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { endorseCertificate } from './endorse.js';
import { requestCertificate, revokeCertificate } from './enrol.js';
import type { Certificates } from './trust.js';

interface StoredRequest {
  readonly id: string;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly officeNumber: string;
  readonly officeName: string;
  readonly requestPem: string;
}

/** The oldest; what is done makes room for the rest. */
const MOST_LISTED = 200;

const WAITING = `
  select r.request_id as id, r.requested_at as "requestedAt", r.requested_by as "requestedBy", r.office_number as "officeNumber",
         o.name as "officeName", r.request_pem as "requestPem"
    from certificate_requests r join offices o using (office_number)
   where r.fingerprint is null
     and not exists (select 1 from delegations d where d.delegation_id = r.delegation_id and d.ended_at is not null) and ($1::text is null or r.office_number = $1) order by r.requested_at limit ${MOST_LISTED}`;

/** Routes by which offices renew, add and revoke their certificates, and operators see what waits for an authority. */
export function registerCertificates({ route }: Router, context: Context, certificates: Certificates): void {
  const { database, now } = context;
  const looked = (caller: Caller, action: AuditAction) => {
    const subject = { subjectType: 'office', subjectId: caller.officeNumber };
    return recordAudit(database, { at: now(), ...actorOf(caller), action, ...subject });
  };
  route('requestCertificate', ({ caller, body }) =>
    database.transaction(async (queries) => {
      const wanted = { officeNumber: caller.officeNumber, requestPem: body.requestPem, actor: caller.userId };
      return { certificate: await requestCertificate(context, certificates, queries, wanted) };
    }),
  );
  route('revokeOwnCertificate', ({ caller, params, body }) =>
    revokeCertificate(context, certificates, params.fingerprint, body.reason, caller.userId, caller.officeNumber),
  );
  route('endorseCertificate', ({ caller, params, body }) =>
    endorseCertificate(context, caller, params.fingerprint, body),
  );
  route('listCertificateRequests', async ({ caller }) => {
    await looked(caller, 'certificate-requests.listed');
    const rows = await database.query<StoredRequest>(WAITING, [caller.officeNumber]);
    return {
      requests: rows.map(({ id, requestedAt, requestedBy }) => ({
        id,
        requestedAt: requestedAt.toISOString(),
        requestedBy,
      })),
    };
  });
  route('operatorListCertificateRequests', async ({ caller }) => {
    await looked(caller, 'operator.looked-at-certificate-requests');
    const rows = await database.query<StoredRequest>(WAITING, [null]);
    return { requests: rows.map(({ requestedAt, ...row }) => ({ ...row, requestedAt: requestedAt.toISOString() })) };
  });
}
