import { beforeAll, describe, expect, it } from 'vitest';
import { OID } from '../algorithms.js';
import { signWith } from '../authority/certificate-writer.js';
import { sha256 } from '../bytes.js';
import { DerReader, TAG } from '../der/reader.js';
import { bitString, compareBytes, der, integer, nothing, octets, oid, sequence, tagged, time } from '../der/writer.js';
import { NOW, newAuthority, newIdentity, openssl } from '../evidence.testing.js';
import { type Authority, certificateToPem, type Identity, signDetached, verifyDetached } from '../index.js';
import { attribute, issuerAndSerial } from './signed-data.js';

const CONTENT = new TextEncoder().encode('{"plan":1}');
const OTHER = new TextEncoder().encode('{"plan":2}');
const SHA256 = sequence(oid(OID.sha256));

let authority: Authority;
let signer: Identity;
beforeAll(async () => {
  authority = await newAuthority('p-256');
  signer = await newIdentity(authority);
});

/** The parts of a signature that a test sets; everything else is as `signDetached` writes it. */
interface Crafted {
  readonly attributes?: (good: Good) => readonly Uint8Array[];
  /** Attributes in the order given instead of DER's. */
  readonly unsorted?: boolean;
  readonly digests?: readonly Uint8Array[];
  readonly version?: number;
  readonly signerVersion?: number;
  readonly content?: Uint8Array;
  readonly signature?: (signature: Uint8Array) => Uint8Array;
  readonly afterSigner?: readonly Uint8Array[];
  readonly afterSigners?: readonly Uint8Array[];
  readonly afterAll?: Uint8Array;
  readonly algorithm?: Uint8Array;
  readonly signers?: (one: Uint8Array) => readonly Uint8Array[];
}

interface Good {
  readonly type: Uint8Array;
  readonly digest: Uint8Array;
  readonly otherDigest: Uint8Array;
  readonly time: Uint8Array;
}

async function craft(one: Crafted): Promise<Uint8Array> {
  const good: Good = {
    type: attribute(OID.contentType, oid(OID.data)),
    digest: attribute(OID.messageDigest, octets(await sha256(CONTENT))),
    otherDigest: attribute(OID.messageDigest, octets(await sha256(OTHER))),
    time: attribute(OID.signingTime, time(NOW)),
  };
  const list = [...(one.attributes?.(good) ?? [good.type, good.digest, good.time])];
  const attributes = der(TAG.set, ...(one.unsorted ? list : list.sort(compareBytes)));
  const signature = await signWith(signer.signingKey, attributes);
  const implicit = attributes.slice();
  implicit[0] = 0xa0;
  const info = sequence(
    integer(one.signerVersion ?? 1),
    issuerAndSerial(signer.certificate),
    SHA256,
    implicit,
    one.algorithm ?? sequence(oid(OID.ecdsaSha256)),
    octets(one.signature?.(signature) ?? signature),
    ...(one.afterSigner ?? []),
  );
  const data = sequence(
    integer(one.version ?? 1),
    der(TAG.set, ...(one.digests ?? [SHA256])),
    one.content ?? sequence(oid(OID.data)),
    tagged(0, signer.certificate.der),
    der(TAG.set, ...(one.signers?.(info) ?? [info])),
    ...(one.afterSigners ?? []),
  );
  const whole = sequence(oid(OID.signedData), tagged(0, data));
  return one.afterAll ? Uint8Array.of(...whole, ...one.afterAll) : whole;
}

function opensslAccepts(signature: Uint8Array, content = CONTENT): boolean {
  const files = { 's.der': signature, 'c.bin': content, 'ca.pem': certificateToPem(authority.certificate) };
  const at = String(NOW.getTime() / 1000);
  const args = `cms -verify -inform DER -in s.der -content c.bin -binary -CAfile ca.pem -purpose any -attime ${at}`;
  return openssl(files, args.split(' ')).ok;
}

const setOfTwo = (type: string, ...values: readonly Uint8Array[]) => sequence(oid(type), der(TAG.set, ...values));
const numbers = (signature: Uint8Array) => {
  const reader = new DerReader(signature, 'MSB-SIG-MALFORMED').enter(TAG.sequence);
  return [reader.integer(), reader.integer()] as const;
};
const number = (content: Uint8Array) => der(TAG.integer, content);

/** Title, how it is made, and whether openssl takes it all the same (it is laxer here than RFC 5652). */
const CORPUS: readonly (readonly [string, Crafted, 'openssl refuses' | 'openssl accepts'])[] = [
  ['no content type', { attributes: ({ digest, time: at }) => [digest, at] }, 'openssl refuses'],
  [
    'another content type than the content’s',
    { attributes: ({ digest }) => [attribute(OID.contentType, oid('1.2.3.4')), digest] },
    'openssl accepts',
  ],
  ['no digest', { attributes: ({ type }) => [type] }, 'openssl refuses'],
  ['two digests', { attributes: ({ type, digest, otherDigest }) => [type, digest, otherDigest] }, 'openssl refuses'],
  [
    'a digest with two values',
    {
      attributes: ({ type }) => [
        type,
        setOfTwo(OID.messageDigest, octets(new Uint8Array(32)), octets(new Uint8Array(32))),
      ],
    },
    'openssl refuses',
  ],
  [
    'two times of signing',
    { attributes: ({ type, digest, time: at }) => [type, digest, at, attribute(OID.signingTime, time(new Date(0)))] },
    'openssl refuses',
  ],
  [
    'attributes out of order',
    { unsorted: true, attributes: ({ type, digest, time: at }) => [digest, at, type] },
    'openssl accepts',
  ],
  ['digest algorithms without the signer’s', { digests: [sequence(oid('1.3.14.3.2.26'))] }, 'openssl refuses'],
  ['no digest algorithm', { digests: [] }, 'openssl refuses'],
  ['version 99', { version: 99 }, 'openssl accepts'],
  ['a signer of version 99', { signerVersion: 99 }, 'openssl accepts'],
  ['content inside as well', { content: sequence(oid(OID.data), tagged(0, octets(OTHER))) }, 'openssl accepts'],
  ['something after the signers', { afterSigners: [nothing()] }, 'openssl refuses'],
  ['something after the signature', { afterSigner: [nothing()] }, 'openssl refuses'],
  ['bytes after the end', { afterAll: Uint8Array.of(0, 0) }, 'openssl accepts'],
  ['the same signer twice', { signers: (one) => [one, one] }, 'openssl accepts'],
  ['no signer', { signers: () => [] }, 'openssl refuses'],
  [
    'a third number in the signature',
    { signature: (s) => sequence(...numbers(s).map(number), number(Uint8Array.of(1))) },
    'openssl refuses',
  ],
  ['bytes after the signature’s numbers', { signature: (s) => Uint8Array.of(...s, 0) }, 'openssl refuses'],
  [
    'a number with zeros in front',
    { signature: (s) => sequence(number(Uint8Array.of(0, 0, ...numbers(s)[0])), number(numbers(s)[1])) },
    'openssl refuses',
  ],
  [
    'a number with junk in front',
    {
      signature: (s) =>
        sequence(number(Uint8Array.of(1, 2, 3, 4, 5, ...numbers(s)[0].slice(-32))), number(numbers(s)[1])),
    },
    'openssl refuses',
  ],
  [
    'a negative number',
    { signature: (s) => sequence(number(Uint8Array.of(0xff)), number(numbers(s)[1])) },
    'openssl refuses',
  ],
  ['numbers of zero', { signature: () => sequence(integer(0), integer(0)) }, 'openssl refuses'],
  ['bits instead of octets', { signature: (s) => bitString(s) }, 'openssl refuses'],
  [
    'an algorithm with parameters that it has not',
    { algorithm: sequence(oid(OID.ecdsaSha256), octets(new Uint8Array(1))) },
    'openssl accepts',
  ],
  ['the signature algorithm of another key', { algorithm: sequence(oid(OID.rsaSha256), nothing()) }, 'openssl accepts'],
];

describe('M4: a signature is exactly what RFC 5652 says', () => {
  it('what is crafted like ours is accepted by both', async () => {
    const good = await craft({});
    await verifyDetached(good, CONTENT);
    expect(opensslAccepts(good)).toBe(true);
    const ours = await signDetached(CONTENT, signer, { signingTime: NOW });
    expect(opensslAccepts(ours)).toBe(true);
  });

  it.each(CORPUS)('%s is refused', async (_title, crafted, theirs) => {
    const signature = await craft(crafted);
    await expect(verifyDetached(signature, CONTENT)).rejects.toMatchObject({ name: 'EvidenceError' });
    expect(opensslAccepts(signature)).toBe(theirs === 'openssl accepts');
  });

  it('with two digests holds for neither content', async () => {
    const both = await craft({ attributes: ({ type, digest, otherDigest }) => [type, digest, otherDigest] });
    for (const content of [CONTENT, OTHER])
      await expect(verifyDetached(both, content)).rejects.toMatchObject({ code: 'MSB-SIG-MALFORMED' });
  });

  it.each(['p-256', 'rsa-2048'] as const)('no single changed byte of a %s signature is overlooked', async (kind) => {
    const identity = await newIdentity(authority, kind);
    const signature = await signDetached(CONTENT, identity, { signingTime: NOW });
    const accepted: number[] = [];
    for (let at = 0; at < signature.length; at++) {
      const changed = signature.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      const verdict = await verifyDetached(changed, CONTENT).catch(() => null);
      if (verdict && verdict.certificate.fingerprint === identity.certificate.fingerprint) accepted.push(at);
    }
    // Certificates of the chain may be others: nobody signed them here, and trust is judged by verifyCertificate.
    const chain = identity.chain.map((one) => Buffer.from(signature).indexOf(Buffer.from(one.der)));
    const isInChain = (at: number) =>
      chain.some((from, i) => at >= from && at < from + (identity.chain[i]?.der.length ?? 0));
    expect(accepted.filter((at) => !isInChain(at))).toEqual([]);
  });
});

describe('signatures with the keys that offices have, both ways with openssl', () => {
  it.each(['P-384', 'P-521'])('%s', async (curve) => {
    const made = openssl({}, ['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`]);
    const key = made.stdout.toString();
    const convert = (args: string) => openssl({ 'k.pem': key }, args.split(' ')).stdout;
    const spki = new Uint8Array(convert('pkey -in k.pem -pubout -outform DER'));
    const pkcs8 = new Uint8Array(convert('pkcs8 -topk8 -nocrypt -in k.pem -outform DER'));
    const certificate = await authority.issue({ profile: 'dx', spki, notBefore: new Date(NOW.getTime() - 1000) });
    const { identityFromPkcs8, encryptFor, decryptWith, signAssertion, readAssertion } = await import('../index.js');
    const identity = await identityFromPkcs8(certificate, [authority.certificate], pkcs8);
    const ours = await signDetached(CONTENT, identity, { signingTime: NOW });
    expect(opensslAccepts(ours)).toBe(true);
    await verifyDetached(ours, CONTENT);
    const files = { 'k.pem': key, 'c.pem': certificateToPem(certificate), 'c.bin': CONTENT };
    const theirs = openssl(
      files,
      'cms -sign -binary -in c.bin -signer c.pem -inkey k.pem -outform DER -md sha256'.split(' '),
    );
    await verifyDetached(new Uint8Array(theirs.stdout), CONTENT);
    const sealed = await encryptFor(CONTENT, [certificate]);
    expect(await decryptWith(sealed, [identity])).toEqual(CONTENT);
    const opened = openssl(
      { ...files, 'e.der': sealed },
      'cms -decrypt -inform DER -in e.der -inkey k.pem -recip c.pem -binary'.split(' '),
    );
    expect(new Uint8Array(opened.stdout)).toEqual(CONTENT);
    const wrap =
      'cms -encrypt -binary -in c.bin -aes-256-gcm -outform DER -recip c.pem -keyopt ecdh_kdf_md:sha256 -aes256-wrap';
    const encrypted = openssl(files, wrap.split(' '));
    expect(encrypted.stderr).toBe('');
    expect(await decryptWith(new Uint8Array(encrypted.stdout), [identity])).toEqual(CONTENT);
    const claims = { sub: 'C1', aud: 'hub', iat: 1, exp: 2, jti: 'x' };
    expect((await readAssertion(await signAssertion(claims, identity))).claims).toEqual(claims);
  });
});
