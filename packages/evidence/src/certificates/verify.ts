import { MIN_RSA_BITS } from '../algorithms.js';
import { sameBytes } from '../bytes.js';
import { EvidenceError } from '../problems.js';
import type { Certificate } from './certificate.js';
import { isSignedBy } from './keys.js';
import type { RevocationList } from './revocation-list.js';

/** What a verifier trusts. */
export interface TrustStore {
  readonly anchors: readonly Certificate[];
  /** Authorities that were offered and not accepted: they vouch for nothing, but a refusal can say that it is them. */
  readonly notAccepted?: readonly Certificate[];
  readonly intermediates?: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
  /** Fail closed: without a current list of the issuer a certificate is refused. */
  readonly requireRevocationList: boolean;
  /**
   * Certificates this store has verified already. A server that sees the same ones again and again gives an empty set
   * together with a store that it renews every few seconds.
   */
  readonly verified?: Set<string>;
}

export interface CertificateCheck {
  readonly at: Date;
  /** sign: office signs manifests; receipt: hub signs receipts. */
  readonly usage: 'sign' | 'receipt';
}

/** Extended key usages that speak against signing transmissions: TLS servers and OCSP responders. */
const FOREIGN_USAGES = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.9'];
const MAX_CHAIN = 5;

/** Verifies key, usage, chain to an anchor, validity and revocation; throws an EvidenceError with the reason. */
export async function verifyCertificate(
  certificate: Certificate,
  trust: TrustStore,
  { at }: CertificateCheck,
): Promise<void> {
  if (trust.verified?.has(certificate.fingerprint)) return;
  checkKey(certificate);
  if (certificate.isAuthority || certificate.keyUsage?.has('digitalSignature') === false || isForeign(certificate)) {
    throw new EvidenceError('MSB-CERT-WRONG-USAGE', certificate.fingerprint);
  }
  await verifyChain(certificate, trust, at, 0);
  trust.verified?.add(certificate.fingerprint);
}

function isForeign({ extendedKeyUsage }: Certificate): boolean {
  return extendedKeyUsage !== null && FOREIGN_USAGES.some((usage) => extendedKeyUsage.has(usage));
}

function checkKey({ publicKey, fingerprint }: Certificate): void {
  const isWeak = publicKey.algorithm === 'RSA' ? publicKey.bits < MIN_RSA_BITS : publicKey.algorithm !== 'EC';
  if (isWeak) throw new EvidenceError('MSB-CERT-WEAK-KEY', fingerprint);
}

async function verifyChain(certificate: Certificate, trust: TrustStore, at: Date, depth: number): Promise<void> {
  const { fingerprint } = certificate;
  const isAnchor = trust.anchors.some((anchor) => anchor.fingerprint === fingerprint);
  if (!isAnchor && depth === MAX_CHAIN) throw new EvidenceError('MSB-CERT-UNKNOWN-ISSUER', 'chain too long');
  const issuer = isAnchor ? null : await findIssuer(certificate, trust);
  if (at < certificate.notBefore) throw new EvidenceError('MSB-CERT-NOT-YET-VALID', fingerprint);
  if (at > certificate.notAfter) throw new EvidenceError('MSB-CERT-EXPIRED', fingerprint);
  if (!issuer) return;
  await checkRevocation(certificate, issuer, trust, at);
  await verifyChain(issuer, trust, at, depth + 1);
}

async function findIssuer(certificate: Certificate, trust: TrustStore): Promise<Certificate> {
  // A root that a sender brings along is nobody's anchor: only authorities issued by others count in between.
  const between = (trust.intermediates ?? []).filter(({ subjectDer, issuerDer }) => !sameBytes(subjectDer, issuerDer));
  const isNamed = (candidate: Certificate) =>
    candidate.isAuthority && sameBytes(candidate.subjectDer, certificate.issuerDer);
  const named = [...trust.anchors, ...between].filter(isNamed);
  const { tbs, algorithm, signature } = certificate.signed;
  for (const candidate of named) if (await isSignedBy(candidate.publicKey, algorithm, signature, tbs)) return candidate;
  for (const { publicKey } of (trust.notAccepted ?? []).filter(isNamed))
    if (await isSignedBy(publicKey, algorithm, signature, tbs))
      throw new EvidenceError('MSB-CERT-NOT-ACCEPTED', certificate.fingerprint);
  throw new EvidenceError(named.length > 0 ? 'MSB-CERT-ALTERED' : 'MSB-CERT-UNKNOWN-ISSUER', certificate.fingerprint);
}

async function checkRevocation(
  certificate: Certificate,
  issuer: Certificate,
  trust: TrustStore,
  at: Date,
): Promise<void> {
  let isCurrent = false;
  for (const list of trust.revocationLists) {
    if (!sameBytes(list.issuerDer, issuer.subjectDer)) continue;
    if (!(await isSignedBy(issuer.publicKey, list.signed.algorithm, list.signed.signature, list.signed.tbs))) continue;
    const revokedAt = list.revoked.get(certificate.serialNumber);
    if (revokedAt && revokedAt <= at) throw new EvidenceError('MSB-CERT-REVOKED', certificate.fingerprint);
    if (list.nextUpdate >= at) isCurrent = true;
  }
  if (trust.requireRevocationList && !isCurrent)
    throw new EvidenceError('MSB-CERT-REVOCATION-UNKNOWN', certificate.fingerprint);
}
