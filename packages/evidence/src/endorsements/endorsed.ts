import type { Certificate } from '../certificates/certificate.js';
import { EvidenceError } from '../problems.js';
import type { SignedStatement } from '../receipts/handover.js';
import { type Endorsement, type Holder, readEndorsement } from './endorsement.js';

/** A certificate of an office that counts, by its fingerprint; only the office's own endorse others. */
export interface KnownCertificate {
  readonly fingerprint: string;
  readonly holder: Holder;
}

/** A certificate that is enrolled for an office, also one that ended, with who says that it is the office's. */
export interface EnrolledCertificate {
  readonly certificate: Certificate;
  readonly revokedAt: Date | null;
  readonly endorsements: readonly SignedStatement[];
}

interface Read {
  readonly endorsement: Endorsement;
  readonly signer: Certificate;
}

/**
 * Returns the certificates of an office that those already known endorse, directly or through others. An endorser is a
 * known or endorsed certificate of the office itself, not revoked, within its validity at the statement's time. What is
 * malformed, forged or about another office counts for nothing and stops nothing: a hub may offer what it likes.
 */
export async function endorsedCertificates(
  officeNumber: string,
  known: readonly KnownCertificate[],
  enrolled: readonly EnrolledCertificate[],
): Promise<readonly KnownCertificate[]> {
  const isKnown = new Set(known.map(({ fingerprint }) => fingerprint));
  const open = enrolled.filter(({ certificate }) => !isKnown.has(certificate.fingerprint));
  const read = (await Promise.all(open.map((one) => readAll(officeNumber, one)))).flat();
  const endorsers = new Set(known.filter(({ holder }) => holder === 'office').map(({ fingerprint }) => fingerprint));
  const revoked = new Set(enrolled.flatMap((one) => (one.revokedAt === null ? [] : [one.certificate.fingerprint])));
  const endorsed = new Map<string, Holder>();
  for (let before = -1; before < endorsed.size + endorsers.size; ) {
    before = endorsed.size + endorsers.size;
    for (const { endorsement, signer } of read) {
      const { certificateFingerprint, holder } = endorsement;
      if (!endorsers.has(signer.fingerprint) || revoked.has(signer.fingerprint) || !wasValid(signer, endorsement.at))
        continue;
      if (holder === 'office') endorsers.add(certificateFingerprint);
      endorsed.set(certificateFingerprint, endorsers.has(certificateFingerprint) ? 'office' : 'agent');
    }
  }
  return [...endorsed].map(([fingerprint, holder]) => ({ fingerprint, holder }));
}

function wasValid({ notBefore, notAfter }: Certificate, at: string): boolean {
  const time = new Date(at);
  return notBefore <= time && time <= notAfter;
}

async function readAll(officeNumber: string, { certificate, endorsements }: EnrolledCertificate): Promise<Read[]> {
  const all = await Promise.all(endorsements.map(readOrNull));
  const isMeant = ({ endorsement }: Read) =>
    endorsement.officeNumber === officeNumber && endorsement.certificateFingerprint === certificate.fingerprint;
  return all.filter((one) => one !== null).filter(isMeant);
}

async function readOrNull(signed: SignedStatement): Promise<Read | null> {
  try {
    const { endorsement, certificate } = await readEndorsement(signed);
    return { endorsement, signer: certificate };
  } catch (error) {
    if (error instanceof EvidenceError) return null; // the caller says so by not counting it
    throw error;
  }
}
