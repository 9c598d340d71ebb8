import type { CertificateData, OwnCertificateData } from '@musubi/contract';
import { toPem } from '@musubi/evidence';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';

export interface StoredCertificate {
  readonly fingerprint: string;
  readonly officeNumber: string;
  readonly der: Buffer;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly enrolledAt: Date;
  readonly revokedAt: Date | null;
}

export const SELECT_CERTIFICATE = `
  select fingerprint, office_number as "officeNumber", der, subject, issuer, not_before as "notBefore", not_after as "notAfter",
         enrolled_at as "enrolledAt", revoked_at as "revokedAt" from certificates`;

export function present({
  fingerprint,
  der,
  subject,
  issuer,
  notBefore,
  notAfter,
  enrolledAt,
  revokedAt,
}: StoredCertificate): CertificateData {
  return {
    fingerprint,
    certificatePem: toPem(der, 'CERTIFICATE'),
    subject,
    issuer,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    enrolledAt: enrolledAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}

/** Whose a certificate is: the office it is enrolled for, whatever its subject says, and the agent who holds it, if any. */
export interface CertificateOwner {
  readonly officeNumber: string;
  readonly delegationId: string | null;
}

/**
 * SQL that is true when an enrolled certificate (columns of `certificates` under the alias) may be used at the parameter:
 * not revoked here, in its own time, and, for an agent's, while the delegation runs. The one rule for signing in, going on,
 * submitting and stating; whether its issuer still vouches for it is the trust store's to say.
 */
export const isUsableCertificate = (alias: string, at: string): string =>
  `(${alias}.revoked_at is null and ${alias}.not_before <= ${at} and ${alias}.not_after >= ${at} and (${alias}.delegation_id is null or exists (
  select 1 from delegations d where d.delegation_id = ${alias}.delegation_id and d.ended_at is null and d.valid_until > ${at})))`;

/** Returns whose a certificate is that may be used now; null when it is not enrolled or may not be used any more. */
export async function ownerOfUsableCertificate(
  queries: Queries,
  fingerprint: string,
  at: Date,
): Promise<CertificateOwner | null> {
  const [row] = await queries.prepared<CertificateOwner>(
    'find-usable-certificate',
    `select office_number as "officeNumber", delegation_id as "delegationId" from certificates c
      where fingerprint = $1 and ${isUsableCertificate('c', '$2')}`,
    [fingerprint, at],
  );
  return row ?? null;
}

/** Whether a certificate may speak for a caller now: one of its office and, for an agent, of the agent's own. */
export async function isOwnCertificate(
  queries: Queries,
  fingerprint: string,
  { certificateFingerprint, officeNumber, agent }: Pick<Caller, 'certificateFingerprint' | 'officeNumber' | 'agent'>,
  at: Date,
): Promise<boolean> {
  if (fingerprint === certificateFingerprint) return true; // judged with this request's session
  const owner = await ownerOfUsableCertificate(queries, fingerprint, at);
  return owner?.officeNumber === officeNumber && owner.delegationId === (agent?.delegationId ?? null);
}

/** Those that may be used come first (certificates/room.ts bounds them), then the latest of those that were. */
const MOST_SHOWN = 500;

/**
 * All certificates of an office, those of its agents and those that ended among them, as the office itself sees them; an
 * agent of it (`asking`) sees the office's own and its own.
 */
export async function certificatesOf(
  queries: Queries,
  officeNumber: string,
  asking: string | null = null,
): Promise<OwnCertificateData[]> {
  const rows = await queries.query<StoredCertificate & { agentName: string | null }>(
    `select c.*, d.agent_name as "agentName" from (${SELECT_CERTIFICATE} where office_number = $1) c
       join certificates using (fingerprint) left join delegations d using (delegation_id)
      where $2::uuid is null or d.delegation_id is null or d.delegation_id = $2
      order by c."revokedAt" is null desc, c."notAfter" desc limit ${MOST_SHOWN}`,
    [officeNumber, asking],
  );
  return rows.map((row) => ({ ...present(row), agentName: row.agentName }));
}

/** The certificates of an agent. */
export async function certificatesOfDelegation(queries: Queries, delegationId: string): Promise<CertificateData[]> {
  const rows = await queries.query<StoredCertificate>(
    `${SELECT_CERTIFICATE} where delegation_id = $1 order by not_after desc limit ${MOST_SHOWN}`,
    [delegationId],
  );
  return rows.map(present);
}

/** Something can be encrypted to it at $2: those of agents count while the agent may receive. */
const IS_READER = `revoked_at is null and not_before <= $2 and not_after >= $2 and (delegation_id is null or exists (
  select 1 from delegations d where d.delegation_id = certificates.delegation_id and d.may_receive and d.ended_at is null and d.valid_until > $2))`;

/** Those of several offices that something can be encrypted to right now. */
export async function officesWithCertificate(
  queries: Queries,
  officeNumbers: readonly string[],
  at: Date,
): Promise<ReadonlySet<string>> {
  const rows = await queries.query<{ officeNumber: string }>(
    `select distinct office_number as "officeNumber" from certificates where office_number = any($1) and ${IS_READER}`,
    [officeNumbers, at],
  );
  return new Set(rows.map(({ officeNumber }) => officeNumber));
}

/**
 * Certificates of several offices to encrypt to right now, by office; an agent of one (`asking`) who may only send is
 * shown its own as well.
 */
export async function readersOf(
  queries: Queries,
  officeNumbers: readonly string[],
  at: Date,
  asking: string | null,
): Promise<ReadonlyMap<string, CertificateData[]>> {
  const rows = await queries.query<StoredCertificate>(
    `${SELECT_CERTIFICATE} where office_number = any($1) and (${IS_READER} or delegation_id = $3 and revoked_at is null)
      order by not_after desc`,
    [officeNumbers, at, asking],
  );
  const byOffice = new Map<string, CertificateData[]>();
  for (const row of rows) byOffice.set(row.officeNumber, [...(byOffice.get(row.officeNumber) ?? []), present(row)]);
  return byOffice;
}
