import type { EnrolledCertificateData } from '@musubi/contract';
import { EvidenceError, fromBase64, readEndorsement, toBase64 } from '@musubi/evidence';
import { actorOf, recordAudit } from '../audit/index.js';
import { tellOffice } from '../events/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { ownerOfUsableCertificate, present, SELECT_CERTIFICATE, type StoredCertificate } from './store.js';

/** The difference between two clocks that is no reason to refuse a statement. */
const LEEWAY_MS = 5 * 60_000;

interface OfferedEndorsement {
  readonly statement: string;
  readonly signature: string;
}

/**
 * Keeps an office's statement that one of its certificates is its own or its agent's. Signed with another certificate of
 * the office itself that may be used now; throws MSB-CERTIFICATE-UNKNOWN or MSB-ENDORSEMENT-INVALID with the reason.
 */
export async function endorseCertificate(
  { database, now }: Context,
  caller: Caller,
  fingerprint: string,
  offered: OfferedEndorsement,
): Promise<EnrolledCertificateData> {
  const { officeNumber } = caller;
  const at = now();
  const refuse = (reason: string) => new Problem('MSB-ENDORSEMENT-INVALID', { reason });
  if (caller.agent) throw refuse('agent');
  const signed = { statement: fromBase64(offered.statement), signature: fromBase64(offered.signature) };
  const { endorsement, certificate: signer } = await readOffered(signed);
  if (endorsement.certificateFingerprint !== fingerprint) throw refuse('certificate');
  if (endorsement.officeNumber !== officeNumber) throw refuse('office');
  if (signer.fingerprint === fingerprint) throw refuse('itself');
  if (Math.abs(new Date(endorsement.at).getTime() - at.getTime()) > LEEWAY_MS) throw refuse('time');
  return database.transaction(async (queries) => {
    const [endorsed] = await enrolledCertificatesOf(queries, officeNumber, null, fingerprint);
    if (!endorsed) throw new Problem('MSB-CERTIFICATE-UNKNOWN');
    if (endorsed.holder !== endorsement.holder) throw refuse('holder');
    const owner = await ownerOfUsableCertificate(queries, signer.fingerprint, at);
    if (owner?.officeNumber !== officeNumber || owner.delegationId !== null) throw refuse('signer');
    await queries.query(
      `insert into endorsements (fingerprint, endorsed_by, statement, signature, endorsed_at)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [fingerprint, signer.fingerprint, Buffer.from(signed.statement), Buffer.from(signed.signature), at],
    );
    const subject = { subjectType: 'certificate', subjectId: fingerprint, detail: signer.fingerprint };
    await recordAudit(queries, { at, ...actorOf(caller), action: 'certificate.endorsed', ...subject });
    await tellOffice(queries, officeNumber, 'office.changed');
    const [told] = await enrolledCertificatesOf(queries, officeNumber, null, fingerprint);
    return told ?? endorsed;
  });
}

async function readOffered(signed: { statement: Uint8Array; signature: Uint8Array }) {
  try {
    return await readEndorsement(signed);
  } catch (error) {
    if (error instanceof EvidenceError) throw new Problem('MSB-ENDORSEMENT-INVALID', { reason: error.code });
    throw error;
  }
}

interface StoredEndorsement {
  readonly fingerprint: string;
  readonly statement: Buffer;
  readonly signature: Buffer;
}

/**
 * All certificates of an office, those that ended among them, with their endorsements: from one a client knows it walks
 * to today's. An agent of the office (`asking`) sees the office's own and its own; `only` asks for one.
 */
export async function enrolledCertificatesOf(
  queries: Queries,
  officeNumber: string,
  asking: string | null,
  only: string | null = null,
): Promise<EnrolledCertificateData[]> {
  const rows = await queries.query<StoredCertificate & { isAgents: boolean }>(
    `select c.*, delegation_id is not null as "isAgents" from (${SELECT_CERTIFICATE} where office_number = $1) c
       join certificates using (fingerprint)
      where ($2::uuid is null or delegation_id is null or delegation_id = $2) and ($3::text is null or fingerprint = $3)
      order by c."notAfter" desc`,
    [officeNumber, asking, only],
  );
  const endorsements = await queries.query<StoredEndorsement>(
    'select fingerprint, statement, signature from endorsements where fingerprint = any($1) order by endorsed_at',
    [rows.map(({ fingerprint }) => fingerprint)],
  );
  return rows.map((row) => ({
    ...present(row),
    holder: row.isAgents ? 'agent' : 'office',
    endorsements: endorsements
      .filter(({ fingerprint }) => fingerprint === row.fingerprint)
      .map(({ statement, signature }) => ({ statement: toBase64(statement), signature: toBase64(signature) })),
  }));
}
