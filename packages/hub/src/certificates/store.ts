import type { CertificateData } from '@musubi/contract';
import { toPem } from '@musubi/evidence';
import type { Queries } from '../platform/database.js';

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

/** The office a certificate is enrolled for, whatever its subject says; null when it is not enrolled. */
export async function officeOfCertificate(queries: Queries, fingerprint: string): Promise<string | null> {
  const [row] = await queries.prepared<StoredCertificate>(
    'find-certificate',
    `${SELECT_CERTIFICATE} where fingerprint = $1`,
    [fingerprint],
  );
  return row?.officeNumber ?? null;
}

export async function certificatesOf(queries: Queries, officeNumber: string): Promise<CertificateData[]> {
  const rows = await queries.query<StoredCertificate>(
    `${SELECT_CERTIFICATE} where office_number = $1 order by not_after desc`,
    [officeNumber],
  );
  return rows.map(present);
}

/** Certificates of several offices in one look, by office. */
export async function certificatesOfAll(
  queries: Queries,
  officeNumbers: readonly string[],
): Promise<Map<string, CertificateData[]>> {
  const rows = await queries.query<StoredCertificate>(
    `${SELECT_CERTIFICATE} where office_number = any($1) order by not_after desc`,
    [officeNumbers],
  );
  const byOffice = new Map<string, CertificateData[]>();
  for (const row of rows) byOffice.set(row.officeNumber, [...(byOffice.get(row.officeNumber) ?? []), present(row)]);
  return byOffice;
}

/** Those of several offices that something can be encrypted to right now. */
export async function officesWithCertificate(
  queries: Queries,
  officeNumbers: readonly string[],
  at: Date,
): Promise<ReadonlySet<string>> {
  const rows = await queries.query<{ officeNumber: string }>(
    `select distinct office_number as "officeNumber" from certificates
      where office_number = any($1) and revoked_at is null and not_before <= $2 and not_after >= $2`,
    [officeNumbers, at],
  );
  return new Set(rows.map(({ officeNumber }) => officeNumber));
}

/** Certificates something can be encrypted to right now. */
export function validAt(certificates: readonly CertificateData[], at: Date): CertificateData[] {
  const instant = at.toISOString();
  return certificates.filter(
    ({ notBefore, notAfter, revokedAt }) => revokedAt === null && notBefore <= instant && instant <= notAfter,
  );
}
