import { createHash } from 'node:crypto';
import type { CertificateData } from '@musubi/contract';
import {
  type Certificate,
  EvidenceError,
  parseCertificate,
  parseCertificateRequest,
  verifyCertificate,
} from '@musubi/evidence';
import { recordAudit } from '../audit/index.js';
import { tellOffice } from '../events/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { requireRoom } from './room.js';
import { present, SELECT_CERTIFICATE, type StoredCertificate } from './store.js';
import type { Certificates } from './trust.js';

export type NewCertificate =
  | { readonly requestPem: string; readonly profile: 'kaigo' | 'dx'; readonly notAfter?: Date }
  | { readonly certificatePem: string };

/**
 * Issues a certificate for a request, or enrols one issued elsewhere, and binds it to the office. `require` throws, in the
 * same transaction and before anything is done, where the caller may not after all.
 */
export async function addCertificate(
  context: Context,
  certificates: Certificates,
  officeNumber: string,
  input: NewCertificate,
  actor: string,
  require: (queries: Queries) => Promise<void> = async () => {},
): Promise<CertificateData> {
  const certificate = await obtain(context, certificates, input);
  return context.database.transaction(async (queries) => {
    await require(queries);
    return enrol(context, certificates, queries, officeNumber, certificate, actor);
  });
}

/** Examines a new certificate before anything is done. */
export interface Examined {
  /** Fingerprint of the certificate or, of a request, the SHA-256 of its key; hexadecimal. */
  readonly id: string;
  /** The office itself asked for a certificate of this key and waits for it. */
  readonly isAskedFor: boolean;
}

/** Looks at what is to be enrolled or issued as `addCertificate` would, and changes nothing. */
export async function examineCertificate(
  context: Context,
  certificates: Certificates,
  officeNumber: string,
  input: NewCertificate,
): Promise<Examined> {
  const { database } = context;
  const key = await examineKey(context, certificates, input);
  const [enrolled] = await database.query('select 1 from certificates where fingerprint = $1', [key.id]);
  if (enrolled) throw new Problem('MSB-CERTIFICATE-ENROLLED');
  const asked = await database.query(
    'select 1 from certificate_requests where office_number = $1 and key_digest = $2 and fingerprint is null',
    [officeNumber, digestOf(key.spki)],
  );
  return { id: key.id, isAskedFor: asked.length > 0 };
}

async function examineKey(
  context: Context,
  certificates: Certificates,
  input: NewCertificate,
): Promise<{ id: string; spki: Uint8Array }> {
  if ('certificatePem' in input) {
    const { fingerprint, publicKey } = await obtain(context, certificates, input);
    return { id: fingerprint, spki: publicKey.spki };
  }
  const { spki } = await readRequest(input.requestPem);
  if (!certificates.keys.trialAuthority) throw new Problem('MSB-CERTIFICATE-OUTER-AUTHORITY');
  return { id: digestOf(spki).toString('hex'), spki };
}

/** Binds a certificate to an office, or to an agent of it, and answers the request (CSR) of its key when one was waiting. */
async function enrol(
  context: Context,
  certificates: Certificates,
  queries: Queries,
  officeNumber: string,
  certificate: Certificate,
  actor: string,
  delegationId: string | null = null,
): Promise<CertificateData> {
  const at = context.now();
  const { fingerprint, issuer, subject, serialNumber, notBefore, notAfter } = certificate;
  const keyDigest = digestOf(certificate.publicKey.spki);
  const fromTrialAuthority = issuer === certificates.keys.trialAuthority?.certificate.subject;
  const [row] = await queries.query<StoredCertificate>(
    `with added as (
       insert into certificates (fingerprint, office_number, der, issuer, subject, serial_number, from_trial_authority, not_before, not_after, enrolled_at, delegation_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
         coalesce($11, (select delegation_id from certificate_requests where office_number = $2 and key_digest = $12))) on conflict do nothing returning *)
     ${SELECT_CERTIFICATE.replace('from certificates', 'from added')}`,
    [
      fingerprint,
      officeNumber,
      certificate.der,
      issuer,
      subject,
      serialNumber,
      fromTrialAuthority,
      notBefore,
      notAfter,
      at,
      delegationId,
      keyDigest,
    ],
  );
  if (!row) throw new Problem('MSB-CERTIFICATE-ENROLLED');
  await queries.query(
    'update certificate_requests set fingerprint = $3 where office_number = $1 and key_digest = $2 and fingerprint is null',
    [officeNumber, keyDigest, fingerprint],
  );
  const subjectRow = { subjectType: 'certificate', subjectId: fingerprint };
  await recordAudit(queries, { at, actor, officeNumber, action: 'certificate.enrolled', ...subjectRow });
  await tellOffice(queries, officeNumber, 'office.changed'); // its terminals look whether they know the certificate
  return present(row);
}

const digestOf = (spki: Uint8Array) => createHash('sha256').update(spki).digest();

/**
 * An office asks for a certificate. The trial authority issues at once; with an authority outside the request waits for
 * an operator, who enrols the certificate that comes back. Null while it waits.
 */
export async function requestCertificate(
  context: Context,
  certificates: Certificates,
  queries: Queries,
  wanted: { officeNumber: string; requestPem: string; actor: string; delegation?: { id: string; validUntil: Date } },
): Promise<CertificateData | null> {
  const { officeNumber, requestPem, actor, delegation } = wanted;
  const delegationId = delegation?.id ?? null;
  await requireRoom(queries, officeNumber, context.now());
  if (context.settings.authority === 'trial') {
    const certificate = await obtain(context, certificates, {
      requestPem,
      profile: 'dx',
      ...(delegation ? { notAfter: delegation.validUntil } : {}),
    });
    return enrol(context, certificates, queries, officeNumber, certificate, actor, delegationId);
  }
  const { spki } = await readRequest(requestPem);
  const requestId = crypto.randomUUID();
  const at = context.now();
  const added = await queries.query(
    `insert into certificate_requests (request_id, office_number, request_pem, key_digest, requested_by, requested_at, delegation_id)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning request_id`,
    [requestId, officeNumber, requestPem, digestOf(spki), actor, at, delegationId],
  );
  if (added.length === 0) throw new Problem('MSB-CERTIFICATE-ENROLLED');
  const subject = { subjectType: 'certificate-request', subjectId: requestId };
  await recordAudit(queries, { at, actor, officeNumber, action: 'certificate.requested', ...subject });
  return null;
}

async function readRequest(requestPem: string): Promise<{ spki: Uint8Array }> {
  try {
    return await parseCertificateRequest(requestPem);
  } catch (error) {
    if (error instanceof EvidenceError) throw new Problem('MSB-CERTIFICATE-REQUEST-INVALID', { reason: error.code });
    throw error;
  }
}

async function obtain(context: Context, certificates: Certificates, input: NewCertificate): Promise<Certificate> {
  try {
    if ('requestPem' in input) {
      const { requestPem, ...wanted } = input;
      const { spki } = await readRequest(requestPem);
      const { trialAuthority } = certificates.keys;
      if (!trialAuthority) throw new Problem('MSB-CERTIFICATE-OUTER-AUTHORITY');
      return await trialAuthority.issue({ ...wanted, spki, notBefore: context.now() });
    }
    const certificate = await parseCertificate(input.certificatePem);
    await verifyCertificate(certificate, await certificates.trustStore(), { at: context.now(), usage: 'sign' });
    return certificate;
  } catch (error) {
    if (error instanceof EvidenceError) throw new Problem('MSB-CERTIFICATE-REQUEST-INVALID', { reason: error.code });
    throw error;
  }
}

/** Revokes a certificate at once, when given an office only one of its own; throws MSB-CERTIFICATE-UNKNOWN. */
export async function revokeCertificate(
  context: Context,
  certificates: Certificates,
  fingerprint: string,
  reason: string,
  actor: string,
  officeNumber: string | null = null,
): Promise<CertificateData> {
  const at = context.now();
  const revoked = await context.database.transaction(async (queries) => {
    const [row] = await queries.query<StoredCertificate>(
      `with changed as (update certificates set revoked_at = coalesce(revoked_at, $2), revocation_reason = $3 where fingerprint = $1 and ($4::text is null or office_number = $4) returning *)
       ${SELECT_CERTIFICATE.replace('from certificates', 'from changed')}`,
      [fingerprint, at, reason, officeNumber],
    );
    if (!row) throw new Problem('MSB-CERTIFICATE-UNKNOWN');
    const audit = {
      at,
      actor,
      officeNumber: row.officeNumber,
      subjectType: 'certificate',
      subjectId: fingerprint,
      detail: reason,
    };
    await recordAudit(queries, { ...audit, action: 'certificate.revoked' });
    await tellOffice(queries, row.officeNumber, 'office.changed');
    return present(row);
  });
  certificates.refresh();
  return revoked;
}

/** Revokes what an agent holds, in the transaction that ends its delegation; `refresh` the trust afterwards. */
export async function revokeOfDelegation(
  queries: Queries,
  at: Date,
  delegationId: string,
  actor: string,
): Promise<void> {
  const revoked = await queries.query<{ fingerprint: string; officeNumber: string }>(
    `update certificates set revoked_at = $2, revocation_reason = 'cessationOfOperation'
      where delegation_id = $1 and revoked_at is null returning fingerprint, office_number as "officeNumber"`,
    [delegationId, at],
  );
  for (const { fingerprint, officeNumber } of revoked) {
    const subject = { subjectType: 'certificate', subjectId: fingerprint, detail: 'cessationOfOperation' };
    await recordAudit(queries, { at, actor, officeNumber, action: 'certificate.revoked', ...subject });
  }
}
