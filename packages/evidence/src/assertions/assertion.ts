import { OID } from '../algorithms.js';
import { hashOf, signWith } from '../authority/certificate-writer.js';
import { fromBase64, toBase64, utf8 } from '../bytes.js';
import { type Certificate, parseCertificate } from '../certificates/certificate.js';
import type { Identity } from '../certificates/identity.js';
import { ecdsaToDer, ecdsaToRaw, isSignedBy } from '../certificates/keys.js';
import { canonicalJson } from '../json/canonical.js';
import { closed, count, listOf, oneOf, parseCanonical, text } from '../json/shape.js';
import { EvidenceError } from '../problems.js';

/** What a terminal or machine signs with the office's certificate to sign in (in the manner of RFC 7523). */
export type AssertionClaims = {
  /** Account that signs in. */
  readonly sub: string;
  /** Name of the hub it is for. */
  readonly aud: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
  /** Used once. */
  readonly jti: string;
};

const ALGORITHMS = {
  RS256: OID.rsaSha256,
  RS384: OID.rsaSha384,
  RS512: OID.rsaSha512,
  ES256: OID.ecdsaSha256,
} as const;
const OF_RSA = { 'SHA-256': 'RS256', 'SHA-384': 'RS384', 'SHA-512': 'RS512' } as const;
const HEADER = closed({
  alg: oneOf(['RS256', 'RS384', 'RS512', 'ES256']),
  typ: oneOf(['JWT']),
  x5c: listOf(text(/^[A-Za-z0-9+/]+={0,2}$/), 5),
});
const short = text(/^[\s\S]{1,200}$/);
const CLAIMS = closed<AssertionClaims>({ sub: short, aud: short, iat: count, exp: count, jti: short });

const toUrl = (bytes: Uint8Array) => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const fromUrl = (part: string) => fromBase64(part.replaceAll('-', '+').replaceAll('_', '/'));

/** A compact JWS with the certificate chain in x5c. */
export async function signAssertion(
  claims: AssertionClaims,
  { certificate, chain, signingKey }: Identity,
): Promise<string> {
  const isRsa = certificate.publicKey.algorithm === 'RSA';
  // An RSA key signs with the hash it was imported for; EC keys of any curve take this one, as hubs always did.
  const alg = isRsa ? OF_RSA[hashOf(signingKey, 'SHA-256')] : 'ES256';
  const header = { alg, typ: 'JWT', x5c: [certificate, ...chain].map(({ der }) => toBase64(der)) };
  const signed = `${toUrl(utf8(canonicalJson(header)))}.${toUrl(utf8(canonicalJson(claims)))}`;
  const signature = await signWith(signingKey, utf8(signed));
  const raw = isRsa ? signature : ecdsaToRaw(signature, certificate.publicKey.bits);
  return `${signed}.${toUrl(raw ?? signature)}`;
}

/** Checks form and signature; whether certificate, times, audience and jti are acceptable is the hub's to say. */
export async function readAssertion(
  jws: string,
): Promise<{ claims: AssertionClaims; certificate: Certificate; chain: readonly Certificate[] }> {
  const [header = '', payload = '', signature = '', ...rest] = jws.split('.');
  if (rest.length > 0 || !/^[\w-]+$/.test(header + payload + signature))
    throw new EvidenceError('MSB-ASSERTION-INVALID', 'form');
  try {
    const { alg, x5c } = parseCanonical(fromUrl(header), HEADER, 'MSB-ASSERTION-INVALID');
    const claims = parseCanonical(fromUrl(payload), CLAIMS, 'MSB-ASSERTION-INVALID');
    const [certificate, ...chain] = await Promise.all(x5c.map((one) => parseCertificate(fromBase64(one))));
    if (!certificate) throw new EvidenceError('MSB-ASSERTION-INVALID', 'no certificate');
    const isRsa = certificate.publicKey.algorithm === 'RSA';
    const bytes = isRsa ? fromUrl(signature) : ecdsaToDer(fromUrl(signature));
    if (isRsa !== alg.startsWith('R')) throw new EvidenceError('MSB-ASSERTION-INVALID', 'alg');
    const algorithm = { oid: ALGORITHMS[alg], parameters: null };
    if (!(await isSignedBy(certificate.publicKey, algorithm, bytes, utf8(`${header}.${payload}`)))) {
      throw new EvidenceError('MSB-ASSERTION-INVALID', 'signature');
    }
    return { claims, certificate, chain };
  } catch (error) {
    if (error instanceof EvidenceError) throw error;
    throw new EvidenceError('MSB-ASSERTION-INVALID', 'encoding');
  }
}
