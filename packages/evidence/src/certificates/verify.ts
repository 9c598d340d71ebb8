import { EvidenceError } from '../problems.js';
import { schemeOf } from './algorithm.js';
import type { Certificate } from './certificate.js';
import { isSignedBy, requireKey } from './keys.js';
import { requirePermittedNames } from './name-constraints.js';
import { sameName } from './names.js';
import { type RevocationList, speaksFor } from './revocation-list.js';

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
  /** sign: an office signs manifests and logins, and is encrypted to; receipt: the hub signs receipts, and nothing else. */
  readonly usage: 'sign' | 'receipt';
}

/** Extended key usages with which offices sign: none named, or one of these. */
const OFFICE_USAGES = [
  '2.5.29.37.0', // any
  '1.3.6.1.5.5.7.3.2', // TLS client
  '1.3.6.1.5.5.7.3.4', // e-mail
  '1.3.6.1.5.5.7.3.36', // signed documents (RFC 9336)
  '1.3.6.1.4.1.311.10.3.12', // signed documents (Microsoft)
];
/** Usages that speak against signing transmissions, whatever stands beside them: TLS server, code, stamps, OCSP. */
const FOREIGN_USAGES = ['1', '3', '8', '9'].map((last) => `1.3.6.1.5.5.7.3.${last}`);
const MAX_CHAIN = 5;

/**
 * Verifies key, usage, path to an anchor, validity and revocation (RFC 5280 6.1, every policy being fine); throws an
 * EvidenceError with the reason.
 */
export async function verifyCertificate(
  certificate: Certificate,
  trust: TrustStore,
  { at, usage }: CertificateCheck,
): Promise<void> {
  const known = `${usage} ${certificate.fingerprint}`;
  if (trust.verified?.has(known)) return;
  requireKey(certificate.publicKey, certificate.fingerprint);
  requireUsage(certificate, usage);
  await verifyPath([certificate], trust, at);
  trust.verified?.add(known);
}

function requireUsage(certificate: Certificate, usage: CertificateCheck['usage']): void {
  const { isAuthority, keyUsage, extendedKeyUsage, publicKey, fingerprint } = certificate;
  const signs = !keyUsage || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
  const isOffices = !extendedKeyUsage || allows(extendedKeyUsage, OFFICE_USAGES);
  const isForeign = extendedKeyUsage !== null && allows(extendedKeyUsage, FOREIGN_USAGES);
  // A receipt's key must be kept for signing, so that no office's certificate passes for the hub's.
  const isKept = keyUsage !== null && !keyUsage.has('keyEncipherment') && !keyUsage.has('keyAgreement');
  if (isAuthority || !signs || !isOffices || isForeign || (usage === 'receipt' && !isKept))
    throw new EvidenceError('MSB-CERT-WRONG-USAGE', fingerprint);
  if (publicKey.isPssOnly) throw new EvidenceError('MSB-CERT-KEY-KIND', fingerprint);
}

const allows = (usages: ReadonlySet<string>, wanted: readonly string[]) => wanted.some((usage) => usages.has(usage));

/** `path` begins with the certificate in question and grows by issuers until an anchor ends it. */
async function verifyPath(path: readonly [Certificate, ...Certificate[]], trust: TrustStore, at: Date): Promise<void> {
  const certificate = path.at(-1) ?? path[0];
  const { fingerprint, unhandled } = certificate;
  const isAnchor = trust.anchors.some((anchor) => anchor.fingerprint === fingerprint);
  if (!isAnchor && path.length > MAX_CHAIN) throw new EvidenceError('MSB-CERT-UNKNOWN-ISSUER', 'chain too long');
  const issuer = isAnchor ? null : await findIssuer(certificate, trust);
  if (at < certificate.notBefore) throw new EvidenceError('MSB-CERT-NOT-YET-VALID', fingerprint);
  if (at > certificate.notAfter) throw new EvidenceError('MSB-CERT-EXPIRED', fingerprint);
  if (unhandled.length > 0) throw new EvidenceError('MSB-CERT-UNHANDLED', `${fingerprint} ${unhandled.join(' ')}`);
  if (!issuer) return;
  requireIssuer(issuer, path, trust);
  await checkRevocation(certificate, issuer, trust, at);
  await verifyPath([...path, issuer], trust, at);
}

/** Whether an authority may have issued what stands below it. */
function requireIssuer(issuer: Certificate, below: readonly Certificate[], { anchors }: TrustStore): void {
  const { fingerprint, keyUsage, pathLength, extendedKeyUsage } = issuer;
  requireKey(issuer.publicKey, fingerprint);
  if (keyUsage && !keyUsage.has('keyCertSign')) throw new EvidenceError('MSB-CERT-ISSUER-NOT-ALLOWED', fingerprint);
  const isAnchor = anchors.some((anchor) => anchor.fingerprint === fingerprint);
  if (!isAnchor && extendedKeyUsage && !allows(extendedKeyUsage, OFFICE_USAGES))
    throw new EvidenceError('MSB-CERT-ISSUER-NOT-ALLOWED', fingerprint);
  const between = below.slice(1).filter((one) => !isSelfIssued(one));
  if (pathLength !== null && between.length > pathLength)
    throw new EvidenceError('MSB-CERT-ISSUER-NOT-ALLOWED', `${fingerprint} path length`);
  for (const [at, one] of below.entries()) if (at === 0 || !isSelfIssued(one)) requirePermittedNames(one, issuer);
}

const isSelfIssued = ({ subjectKey, issuerKey }: Certificate) => sameName(subjectKey, issuerKey);

async function findIssuer(certificate: Certificate, trust: TrustStore): Promise<Certificate> {
  const { tbs, algorithm, signature } = certificate.signed;
  // A root that a sender brings along is nobody's anchor: only authorities issued by others count in between.
  const between = (trust.intermediates ?? []).filter((one) => !isSelfIssued(one));
  const isNamed = (candidate: Certificate) => sameName(candidate.subjectKey, certificate.issuerKey);
  const named = [...trust.anchors, ...between].filter(isNamed);
  const refused = (trust.notAccepted ?? []).filter(isNamed);
  const isKnown = schemeOf(algorithm, 'MSB-CERT-MALFORMED') !== null;
  if (!isKnown && named.length + refused.length > 0)
    throw new EvidenceError('MSB-CERT-ALGORITHM', `${certificate.fingerprint} ${algorithm.oid}`);
  const issuers: Certificate[] = [];
  for (const candidate of named)
    if (await isSignedBy(candidate.publicKey, algorithm, signature, tbs)) issuers.push(candidate);
  const issuer = issuers.find(({ isAuthority }) => isAuthority);
  if (issuer) return issuer;
  if (issuers.length > 0) throw new EvidenceError('MSB-CERT-ISSUER-NOT-ALLOWED', certificate.fingerprint);
  for (const { publicKey } of refused)
    if (await isSignedBy(publicKey, algorithm, signature, tbs))
      throw new EvidenceError('MSB-CERT-NOT-ACCEPTED', certificate.fingerprint);
  const isAltered = named.some(({ isAuthority }) => isAuthority);
  throw new EvidenceError(isAltered ? 'MSB-CERT-ALTERED' : 'MSB-CERT-UNKNOWN-ISSUER', certificate.fingerprint);
}

async function checkRevocation(
  certificate: Certificate,
  issuer: Certificate,
  trust: TrustStore,
  at: Date,
): Promise<void> {
  const maySign = !issuer.keyUsage || issuer.keyUsage.has('cRLSign');
  let isCurrent = false;
  for (const list of maySign ? trust.revocationLists : []) {
    const { algorithm, signature, tbs } = list.signed;
    if (!sameName(list.issuerKey, issuer.subjectKey) || !speaksFor(list, certificate)) continue;
    if (!(await isSignedBy(issuer.publicKey, algorithm, signature, tbs))) continue;
    const revokedAt = list.revoked.get(certificate.serialNumber);
    if (revokedAt && revokedAt <= at) throw new EvidenceError('MSB-CERT-REVOKED', certificate.fingerprint);
    if (list.thisUpdate <= at && at <= list.nextUpdate) isCurrent = true;
  }
  if (trust.requireRevocationList && !isCurrent)
    throw new EvidenceError('MSB-CERT-REVOCATION-UNKNOWN', certificate.fingerprint);
}
