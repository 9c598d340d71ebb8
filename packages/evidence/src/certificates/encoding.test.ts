import { describe, expect, it } from 'vitest';
import { DerReader, TAG } from '../der/reader.js';
import { bitString, der, sequence } from '../der/writer.js';
import { newAuthority, newIdentity, openssl } from '../evidence.testing.js';
import { generateKeyPair, parseCertificate, parseCertificateRequest, parseRevocationList } from '../index.js';

const authority = await newAuthority('p-256');
const { certificate } = await newIdentity(authority);
const inner = certificate.der.subarray(4); // after tag and a length of two bytes

/** The same certificate with another signature value. */
function withSignature(change: (signature: Uint8Array) => Uint8Array): Uint8Array {
  const reader = new DerReader(certificate.der, 'MSB-CERT-MALFORMED').enter(TAG.sequence);
  const [tbs, algorithm] = [reader.next().raw, reader.next().raw];
  return sequence(tbs, algorithm, bitString(change(reader.bits())));
}

describe('L3: one certificate has one encoding, so one fingerprint', () => {
  it.each<[string, Uint8Array]>([
    [
      'a length longer than it need be',
      Uint8Array.of(0x30, 0x83, 0, certificate.der[2] ?? 0, certificate.der[3] ?? 0, ...inner),
    ],
    ['an indefinite length', Uint8Array.of(0x30, 0x80, ...inner, 0, 0)],
    ['bytes after the certificate', Uint8Array.of(...certificate.der, 0)],
    ['bytes after the signature', sequence(inner, der(TAG.null))],
  ])('%s is refused', async (_title, bytes) => {
    await expect(parseCertificate(bytes)).rejects.toMatchObject({ code: 'MSB-CERT-MALFORMED' });
  });

  it.each<[string, (signature: Uint8Array) => Uint8Array]>([
    ['bytes after its numbers', (signature) => Uint8Array.of(...signature, 0)],
    ['a third number', (signature) => sequence(signature.subarray(2), der(TAG.integer, Uint8Array.of(1)))],
    [
      'a number with zeros in front',
      (signature) => {
        const reader = new DerReader(signature, 'MSB-SIG-MALFORMED').enter(TAG.sequence);
        const [r, s] = [reader.integer(), reader.integer()];
        return sequence(der(TAG.integer, Uint8Array.of(0, 0, ...r)), der(TAG.integer, s));
      },
    ],
  ])('a signature with %s does not hold', async (_title, change) => {
    const altered = await parseCertificate(withSignature(change));
    const { isSignedBy } = await import('./keys.js');
    const { tbs, algorithm, signature } = altered.signed;
    expect(await isSignedBy(authority.certificate.publicKey, algorithm, signature, tbs)).toBe(false);
  });

  it('a revocation list with bytes after it is refused', async () => {
    const [thisUpdate, nextUpdate] = [certificate.notBefore, certificate.notAfter];
    const list = await authority.revocationList({ revoked: [], thisUpdate, nextUpdate, number: 1 });
    expect(() => parseRevocationList(Uint8Array.of(...list.der, 0))).toThrow(/失効リスト/);
  });
});

describe('L1: the trial authority certifies no key that nobody would accept', () => {
  it.each([
    ['rsa:1024', 'MSB-CERT-WEAK-KEY'],
    ['ed25519', 'MSB-CERT-KEY-KIND'],
  ])('%s', async (kind, code) => {
    const made = openssl({}, ['req', '-new', '-newkey', kind, '-nodes', '-keyout', '/dev/null', '-subj', '/CN=x']);
    await expect(parseCertificateRequest(made.stdout.toString())).rejects.toMatchObject({ code });
  });

  it('whoever asks the authority itself', async () => {
    const made = openssl({}, ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024', '-outform', 'DER']);
    const pub = openssl({ 'k.der': made.stdout }, [
      'pkey',
      '-inform',
      'DER',
      '-in',
      'k.der',
      '-pubout',
      '-outform',
      'DER',
    ]);
    const issue = (spki: Uint8Array) => authority.issue({ profile: 'dx', spki, notBefore: certificate.notBefore });
    await expect(issue(new Uint8Array(pub.stdout))).rejects.toMatchObject({ code: 'MSB-CERT-WEAK-KEY' });
    const good = await generateKeyPair('p-256');
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', good.publicKey));
    expect((await issue(spki)).publicKey.curve).toBe('P-256');
  });
});
