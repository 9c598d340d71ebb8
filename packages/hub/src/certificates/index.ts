import { existsSync, readFileSync } from 'node:fs';
import type { CertificateData, TrustData } from '@musubi/contract';
import {
  type Certificate,
  certificateToPem,
  EvidenceError,
  parseCertificate,
  parseCertificateRequest,
  parseRevocationList,
  type RevocationList,
  type TrustStore,
  toPem,
  verifyCertificate,
} from '@musubi/evidence';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import type { HubKeys } from './keys.js';

export { type HubKeys, openKeys } from './keys.js';

/** The certificates room: enrolment, trust, revocation. Holds the hub's keys and a short-lived view of what is trusted. */
export interface Certificates {
  readonly keys: HubKeys;
  trustStore(): Promise<TrustStore>;
  /** Forgets the view of what is trusted, after a revocation. */
  refresh(): void;
}

const TRUST_LIFETIME = 5_000;
const LIST_LIFETIME = 7 * 24 * 60 * 60 * 1000;

export function openCertificates(context: Context, keys: HubKeys): Certificates {
  let current: { store: Promise<TrustStore>; until: number } | null = null;
  return {
    keys,
    trustStore: () => {
      const at = context.now().getTime();
      if (!current || current.until < at) current = { store: buildTrust(context, keys), until: at + TRUST_LIFETIME };
      return current.store;
    },
    refresh: () => {
      current = null;
    },
  };
}

const PEM_BLOCK = /-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g;

function readPemFile(path: string | null): string[] {
  return path && existsSync(path) ? (readFileSync(path, 'utf8').match(PEM_BLOCK) ?? []) : [];
}

/** Anchors are the trial authority and those configured; without a current list an issuer's certificates are refused. */
async function buildTrust(context: Context, keys: HubKeys): Promise<TrustStore> {
  const external = await Promise.all(readPemFile(context.settings.trustAnchors).map(parseCertificate));
  const lists = readPemFile(context.settings.revocationLists).map(parseRevocationList);
  const own = await trialRevocationList(context, keys);
  return {
    anchors: [keys.trialAuthority.certificate, ...external],
    revocationLists: [own, ...lists],
    requireRevocationList: true,
    verified: new Set(),
  };
}

async function trialRevocationList({ database, now }: Context, { trialAuthority }: HubKeys): Promise<RevocationList> {
  const revoked = await database.query<{ serialNumber: string; revokedAt: Date }>(
    'select serial_number as "serialNumber", revoked_at as "revokedAt" from certificates where revoked_at is not null and from_trial_authority',
  );
  const thisUpdate = now();
  const nextUpdate = new Date(thisUpdate.getTime() + LIST_LIFETIME);
  return trialAuthority.revocationList({
    revoked,
    thisUpdate,
    nextUpdate,
    number: Math.floor(thisUpdate.getTime() / 1000),
  });
}

/** What clients need to verify certificates and receipts. */
export async function trustData({ settings }: Context, certificates: Certificates): Promise<TrustData> {
  const trust = await certificates.trustStore();
  const { receipts } = certificates.keys;
  return {
    hubName: settings.publicName,
    policyId: `urn:musubi:policy:${settings.publicName}:1`,
    anchors: trust.anchors.map(certificateToPem),
    revocationLists: trust.revocationLists.map(({ der }) => toPem(der, 'X509 CRL')),
    receiptCertificates: [receipts.certificate, ...receipts.chain].map(certificateToPem),
  };
}

interface StoredCertificate {
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

const SELECT_CERTIFICATE = `
  select fingerprint, office_number as "officeNumber", der, subject, issuer, not_before as "notBefore", not_after as "notAfter",
         enrolled_at as "enrolledAt", revoked_at as "revokedAt" from certificates`;

function present({
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

export type NewCertificate =
  | { readonly requestPem: string; readonly profile: 'kaigo' | 'dx' }
  | { readonly certificatePem: string };

/** Issues a certificate for a request, or enrols one issued elsewhere, and binds it to the office. */
export async function addCertificate(
  context: Context,
  certificates: Certificates,
  officeNumber: string,
  input: NewCertificate,
  actor: string,
): Promise<CertificateData> {
  const certificate = await obtain(context, certificates, input);
  const at = context.now();
  return context.database.transaction(async (queries) => {
    const fromTrialAuthority = certificate.issuer === certificates.keys.trialAuthority.certificate.subject;
    const values = [
      certificate.fingerprint,
      officeNumber,
      certificate.der,
      certificate.issuer,
      certificate.subject,
      certificate.serialNumber,
    ];
    const [row] = await queries.query<StoredCertificate>(
      `with added as (
         insert into certificates (fingerprint, office_number, der, issuer, subject, serial_number, from_trial_authority, not_before, not_after, enrolled_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning *)
       ${SELECT_CERTIFICATE.replace('from certificates', 'from added')}`,
      [...values, fromTrialAuthority, certificate.notBefore, certificate.notAfter, at],
    );
    if (!row) throw new Problem('MSB-CERTIFICATE-ENROLLED');
    await recordAudit(queries, {
      at,
      actor,
      officeNumber,
      action: 'certificate.enrolled',
      subjectType: 'certificate',
      subjectId: certificate.fingerprint,
    });
    return present(row);
  });
}

async function obtain(context: Context, certificates: Certificates, input: NewCertificate): Promise<Certificate> {
  try {
    if ('requestPem' in input) {
      const { spki } = await parseCertificateRequest(input.requestPem);
      return await certificates.keys.trialAuthority.issue({ profile: input.profile, spki, notBefore: context.now() });
    }
    const certificate = await parseCertificate(input.certificatePem);
    await verifyCertificate(certificate, await certificates.trustStore(), { at: context.now(), usage: 'sign' });
    return certificate;
  } catch (error) {
    if (error instanceof EvidenceError) throw new Problem('MSB-CERTIFICATE-REQUEST-INVALID', { reason: error.code });
    throw error;
  }
}

/** Revokes a certificate at once; throws MSB-CERTIFICATE-UNKNOWN. */
export async function revokeCertificate(
  context: Context,
  certificates: Certificates,
  fingerprint: string,
  reason: string,
  actor: string,
): Promise<CertificateData> {
  const at = context.now();
  const revoked = await context.database.transaction(async (queries) => {
    const [row] = await queries.query<StoredCertificate>(
      `with changed as (update certificates set revoked_at = coalesce(revoked_at, $2), revocation_reason = $3 where fingerprint = $1 returning *)
       ${SELECT_CERTIFICATE.replace('from certificates', 'from changed')}`,
      [fingerprint, at, reason],
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
    return present(row);
  });
  certificates.refresh();
  return revoked;
}
