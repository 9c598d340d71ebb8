import { beforeAll, describe, expect, it } from 'vitest';
import { type Hash, MADE_WITH, SUITES, type Suite } from './algorithms.js';
import { MESSAGE, NOW, newAuthority, newIdentity, openssl, packInput, trustOf } from './evidence.testing.js';
import {
  type Authority,
  certificateToPem,
  decryptWith,
  encryptFor,
  type Identity,
  identityFromPkcs8,
  type PackedTransmission,
  packTransmission,
  readAssertion,
  signAssertion,
  signDetached,
  toPem,
  unpackTransmission,
  verifyDetached,
} from './index.js';

const CONTENT = new TextEncoder().encode('{"plan":1}');
const P384 = { name: 'ECDSA', namedCurve: 'P-384' };
const RSA3072 = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 3072,
  publicExponent: Uint8Array.of(1, 0, 1),
  hash: 'SHA-256',
};

let authority: Authority;
/** Signed with the suite in use, by an office with a key of today. */
let today: Identity;
/** Offices that have gone on: their keys and what they make are of the next suite. */
let elliptic: Identity & { readonly pkcs8: Uint8Array };
let rsa: Identity & { readonly pkcs8: Uint8Array };

async function nextIdentity(kind: EcKeyGenParams | RsaHashedKeyGenParams) {
  const keys = await crypto.subtle.generateKey(kind, true, ['sign', 'verify']);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const certificate = await authority.issue({ profile: 'dx', spki, notBefore: new Date(NOW.getTime() - 1000) });
  const identity = await identityFromPkcs8(certificate, [authority.certificate], pkcs8, { suite: SUITES.next });
  return { ...identity, pkcs8 };
}

beforeAll(async () => {
  authority = await newAuthority('p-256');
  [today, elliptic, rsa] = await Promise.all([newIdentity(authority), nextIdentity(P384), nextIdentity(RSA3072)]);
});

/** The digest algorithm that openssl reads in a signature. */
function digestIn(signature: Uint8Array): string {
  const printed = openssl({ 's.der': signature }, 'cms -cmsout -print -noout -inform DER -in s.der'.split(' '));
  return /digestAlgorithm:\s+algorithm: (\S+)/.exec(printed.stdout.toString())?.[1] ?? '';
}

function opensslOpens({ manifest, signature, payload }: PackedTransmission, { certificate, pkcs8 }: typeof rsa): void {
  const files = {
    'm.json': manifest,
    'm.p7s': signature,
    'p.p7m': payload,
    'ca.pem': certificateToPem(authority.certificate),
    'c.pem': certificateToPem(certificate),
    'k.pem': toPem(pkcs8, 'PRIVATE KEY'),
  };
  const at = NOW.getTime() / 1000;
  const verify = `cms -verify -inform DER -in m.p7s -content m.json -binary -CAfile ca.pem -purpose any -attime ${at}`;
  const verified = openssl(files, verify.split(' '));
  expect(verified.ok, verified.stderr).toBe(true);
  const opened = openssl(files, 'cms -decrypt -inform DER -in p.p7m -inkey k.pem -recip c.pem -binary'.split(' '));
  expect(opened.stderr).toBe('');
  expect(opened.stdout.subarray(0, 2).toString()).toBe('PK');
}

describe('R20: the suite of evidence can be changed', () => {
  it('records of the suite in use and of the next one are verified and opened side by side; openssl agrees on the new ones', async () => {
    const all = [today, elliptic, rsa];
    const trust = await trustOf(authority);
    const made = [
      { packed: await packTransmission(packInput(today, all)), digest: 'sha256' },
      { packed: await packTransmission({ ...packInput(elliptic, all), suite: SUITES.next }), digest: 'sha384' },
      { packed: await packTransmission({ ...packInput(rsa, all), suite: SUITES.next }), digest: 'sha384' },
    ];
    for (const { packed, digest } of made) {
      expect(digestIn(packed.signature)).toBe(digest);
      for (const reader of all) {
        const opened = await unpackTransmission(packed, [reader], { trust, at: NOW });
        expect(opened.message).toBe(MESSAGE);
      }
      for (const reader of [elliptic, rsa]) opensslOpens(packed, reader);
    }
  });

  it('what is made goes by one row, and an office whose key follows the next suite can still sign in', async () => {
    const signature = await signDetached(CONTENT, today, { signingTime: NOW });
    expect(digestIn(signature)).toBe(MADE_WITH.signatureHash.replace('-', '').toLowerCase());
    const claims = { sub: 'C1', aud: 'hub', iat: 1, exp: 2, jti: 'x' };
    for (const one of [today, elliptic, rsa])
      expect((await readAssertion(await signAssertion(claims, one))).claims).toEqual(claims);
  });

  const with512 = (place: 'signatureHash' | 'agreementHash' | 'transportHash'): Suite => {
    const hash: Hash = 'SHA-512';
    return { ...SUITES.next, [place]: hash };
  };

  it('a signature whose digest no suite has is refused as such, although openssl takes it', async () => {
    const suite = with512('signatureHash');
    const signature = await signDetached(CONTENT, elliptic, { signingTime: NOW, suite });
    expect(digestIn(signature)).toBe('sha512');
    await expect(verifyDetached(signature, CONTENT)).rejects.toMatchObject({ code: 'MSB-SIG-ALGORITHM' });
  });

  it('a content key wrapped in a way that no suite has is refused as such', async () => {
    const transported = await encryptFor(CONTENT, [rsa.certificate], with512('transportHash'));
    await expect(decryptWith(transported, [rsa])).rejects.toMatchObject({ code: 'MSB-ENV-ALGORITHM' });
    const files = {
      'c.bin': CONTENT,
      'c.pem': certificateToPem(elliptic.certificate),
    };
    const encrypt = 'cms -encrypt -binary -in c.bin -aes-256-gcm -outform DER -recip c.pem -aes256-wrap -keyopt';
    const agreed = (hash: string) => openssl(files, [...encrypt.split(' '), `ecdh_kdf_md:${hash}`]).stdout;
    expect(await decryptWith(new Uint8Array(agreed('sha384')), [elliptic])).toEqual(CONTENT);
    const refused = decryptWith(new Uint8Array(agreed('sha512')), [elliptic]);
    await expect(refused).rejects.toMatchObject({ code: 'MSB-ENV-ALGORITHM' });
    await expect(decryptWith(new Uint8Array(agreed('sha512')), [rsa])).rejects.toMatchObject({
      code: 'MSB-ENV-NOT-FOR-US',
    });
  });

  it('content encrypted in a way that no suite has is refused as such', async () => {
    const files = { 'c.bin': CONTENT, 'c.pem': certificateToPem(elliptic.certificate) };
    const encrypt = 'cms -encrypt -binary -in c.bin -aes-128-gcm -outform DER -recip c.pem -aes256-wrap -keyopt';
    const weaker = openssl(files, [...encrypt.split(' '), 'ecdh_kdf_md:sha256']);
    expect(weaker.stderr).toBe('');
    await expect(decryptWith(new Uint8Array(weaker.stdout), [elliptic])).rejects.toMatchObject({
      code: 'MSB-ENV-ALGORITHM',
    });
  });
});
