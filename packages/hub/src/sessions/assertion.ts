import { EvidenceError, readAssertion, verifyCertificate } from '@musubi/evidence';
import type { Certificates } from '../certificates/index.js';
import { ownerOfUsableCertificate } from '../certificates/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { isLoopback, type Settings } from '../platform/settings.js';

const MAX_LIFETIME_SECONDS = 300;
const CLOCK_SKEW_SECONDS = 120;

/** Why a certificate or its assertion does not open the door: kept in the audit log, told to nobody. */
export class AssertionRefused extends Error {
  constructor(
    readonly reason: string,
    /** Whether the certificate itself is at fault, or the signature made with it. */
    readonly isCertificate: boolean,
  ) {
    super(reason);
  }
}

/** The office that a certificate-signed assertion proves. */
export interface ProvenOffice {
  readonly officeNumber: string;
  /** Set when the certificate is an agent's (代行). */
  readonly delegationId: string | null;
  readonly fingerprint: string;
}

/** Checks an assertion fully before anything it says is used: form, signature, certificate, enrolment, times, audience, single use. */
export async function checkAssertion(
  context: Context,
  certificates: Certificates,
  queries: Queries,
  jws: string,
  account: string,
): Promise<ProvenOffice> {
  const { claims, certificate } = await readSigned(context, certificates, jws);
  const owner = await ownerOfUsableCertificate(queries, certificate.fingerprint, context.now());
  if (!owner) throw new AssertionRefused('certificate-not-usable', true);
  const now = context.now().getTime() / 1000;
  if (!isForUs(context.settings, claims.aud)) {
    context.log.warn({ audience: claims.aud, setting: 'MUSUBI_PUBLIC_URL' }, 'an assertion for another address');
    throw new AssertionRefused('assertion-audience', false);
  }
  if (claims.sub !== account) throw new AssertionRefused('assertion-subject', false);
  const isInTime = claims.iat <= now + CLOCK_SKEW_SECONDS && now - CLOCK_SKEW_SECONDS <= claims.exp;
  if (!isInTime || claims.exp - claims.iat > MAX_LIFETIME_SECONDS) throw new AssertionRefused('assertion-time', false);
  const used = await queries.query(
    'insert into used_assertions (jti, expires_at) values ($1, $2) on conflict do nothing returning jti',
    [claims.jti, new Date((claims.exp + CLOCK_SKEW_SECONDS) * 1000)],
  );
  if (used.length === 0) throw new AssertionRefused('assertion-replayed', false);
  return { ...owner, fingerprint: certificate.fingerprint };
}

/**
 * Whether an assertion is signed for this hub: for its public address, or for a name that its own certificate has, at any
 * port, since lines are often forwarded. On loopback plain HTTP counts as well, where the hub speaks it.
 */
function isForUs({ publicUrl, hostnames, plainHttp }: Settings, audience: string): boolean {
  if (!URL.canParse(audience)) return false;
  const { origin, protocol, hostname } = new URL(audience);
  if (origin !== audience) return false;
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return true;
  if (protocol === 'http:') return plainHttp && isLoopback(hostname);
  return protocol === 'https:' && !plainHttp && hostnames.includes(hostname);
}

async function readSigned(context: Context, certificates: Certificates, jws: string) {
  try {
    const read = await readAssertion(jws);
    const trust = await certificates.trustStore();
    const intermediates = [...(trust.intermediates ?? []), ...read.chain];
    await verifyCertificate(read.certificate, { ...trust, intermediates }, { at: context.now(), usage: 'sign' });
    return read;
  } catch (error) {
    if (error instanceof EvidenceError) throw new AssertionRefused(error.code, error.code.startsWith('MSB-CERT'));
    throw error;
  }
}
