import { spawnSync } from 'node:child_process';
import { createHmac, pbkdf2Sync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OID } from '../algorithms.js';
import { DerReader, TAG } from '../der/reader.js';
import { integer, octets, oid, sequence } from '../der/writer.js';
import { newAuthority, newIdentity } from '../evidence.testing.js';
import {
  certificateToPem,
  decryptWith,
  encryptFor,
  exportPkcs12,
  identityFromPkcs8,
  importPkcs12,
  readPkcs12,
  toPem,
} from '../index.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/pkcs12/', import.meta.url));
const JAPANESE = 'ひまわり苑の証明書２０２６';

let folder: string;
let office: Awaited<ReturnType<typeof newIdentity>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-p12-'));
  const authority = await newAuthority('p-256');
  office = await newIdentity(authority, 'p-256');
  writeFileSync(join(folder, 'key.pem'), toPem(office.pkcs8, 'PRIVATE KEY'));
  writeFileSync(join(folder, 'cert.pem'), certificateToPem(office.certificate));
  writeFileSync(join(folder, 'ca.pem'), certificateToPem(authority.certificate));
});
afterAll(() => rmSync(folder, { recursive: true }));

function openssl(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder });
  return { ok: status === 0, out: new Uint8Array(stdout), err: stderr.toString() };
}

/** A file by `openssl pkcs12 -export`. */
function exported(password: string, ...more: readonly string[]): Uint8Array {
  const base = ['pkcs12', '-export', '-inkey', 'key.pem', '-in', 'cert.pem', '-certfile', 'ca.pem'];
  const { ok, out, err } = openssl(...base, '-passout', `pass:${password}`, ...more);
  if (!ok) throw new Error(err);
  return out;
}

/** Opens it and uses the key, so that nothing that only looks like a key passes. */
async function opens(bytes: Uint8Array, password: string): Promise<void> {
  const { certificate, chain, privateKeyPkcs8 } = await importPkcs12(bytes, password);
  expect(certificate.fingerprint).toBe(office.certificate.fingerprint);
  expect(chain).toHaveLength(1);
  const identity = await identityFromPkcs8(certificate, chain, privateKeyPkcs8);
  const content = new TextEncoder().encode('本文');
  expect(await decryptWith(await encryptFor(content, [certificate]), [identity])).toEqual(content);
}

describe('L10: a right password opens the file, whatever its letters', () => {
  it.each([
    ['Japanese', JAPANESE],
    ['accents', 'clé-été'],
    ['emoji', '鍵🔑2026'],
    ['decomposed kana', 'か\u3099きぐ'],
    ['nothing', ''],
    ['ASCII', 'abc'],
  ])('%s: our own export, openssl’s, and each other’s', async (_title, password) => {
    await opens(exported(password), password);
    await opens(exported(password, '-legacy'), password);
    await opens(exported(password, '-macalg', 'SHA512', '-iter', '1'), password);
    const { certificate, chain, pkcs8 } = office;
    const ours = await exportPkcs12({ certificate, chain, privateKeyPkcs8: pkcs8, password });
    await opens(ours, password);
    writeFileSync(join(folder, 'ours.p12'), ours);
    expect(openssl('pkcs12', '-in', 'ours.p12', '-passin', `pass:${password}`, '-nodes').err).toBe('');
    await expect(importPkcs12(ours, `${password}x`)).rejects.toMatchObject({ code: 'MSB-P12-WRONG-PASSWORD' });
  });

  it('kana that one keyboard composes and another does not', async () => {
    await opens(exported('が'), 'か\u3099');
    await opens(exported('か\u3099'), 'が');
  });
});

describe('PKCS #12: what other software writes opens', () => {
  it.each([
    ['AES-128', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC']],
    ['AES-192', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC']],
    ['3DES under PBES2', ['-keypbe', 'DES-EDE3-CBC', '-certpbe', 'DES-EDE3-CBC']],
    ['3DES, as Windows', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['3DES of two keys', ['-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-2DES', '-legacy']],
    ['RC2 of 128 bits', ['-keypbe', 'PBE-SHA1-RC2-128', '-certpbe', 'PBE-SHA1-RC2-128', '-legacy']],
    ['RC2 of 40 bits', ['-legacy']],
    ['certificates in clear', ['-certpbe', 'NONE']],
    ['keys in clear', ['-keypbe', 'NONE']],
    ['no MAC', ['-nomac']],
    ['a MAC with SHA-384', ['-macalg', 'SHA384']],
    ['a MAC of one round', ['-nomaciter']],
    ['50,000 rounds', ['-iter', '50000', '-legacy']],
    ['a Japanese name', ['-name', 'ひまわり苑']],
  ])('%s', async (_title, args) => {
    await opens(exported(JAPANESE, ...args), JAPANESE);
  });

  it('zeros after the file, as some downloads have', async () => {
    await opens(Uint8Array.of(...exported('abc'), 0, 0, 0), 'abc');
  });

  it('indefinite lengths and strings in pieces (BER)', async () => {
    const der = exported('abc');
    const file = new DerReader(der, 'MSB-P12-MALFORMED').enter(TAG.sequence);
    const [version, info, mac] = [file.next().raw, file.enter(TAG.sequence), file.next().raw];
    info.oid();
    const safe = info.enter(0xa0).next(TAG.octetString).content;
    const half = Math.floor(safe.length / 2);
    const open = (tag: number, ...parts: readonly Uint8Array[]) =>
      Uint8Array.of(tag, 0x80, ...parts.flatMap((part) => [...part]), 0, 0);
    const pieces = open(0x24, octets(safe.subarray(0, half)), octets(safe.subarray(half)));
    await opens(open(0x30, version, open(0x30, oid(OID.data), open(0xa0, pieces)), mac), 'abc');
  });

  it('a MAC by PBMAC1 (RFC 9579)', async () => {
    const der = exported(JAPANESE, '-nomac');
    const file = new DerReader(der, 'MSB-P12-MALFORMED').enter(TAG.sequence);
    const [version, content] = [file.next().raw, file.next()];
    const safe = file.inside(content);
    safe.oid();
    const bytes = safe.enter(0xa0).next(TAG.octetString).content;
    const salt = new Uint8Array(16).fill(7);
    const key = pbkdf2Sync(Buffer.from(JAPANESE), salt, 2048, 32, 'sha256');
    const digest = createHmac('sha256', key).update(bytes).digest();
    const hmac = sequence(oid('1.2.840.113549.2.9'));
    const kdf = sequence(oid('1.2.840.113549.1.5.12'), sequence(octets(salt), integer(2048), integer(32), hmac));
    const algorithm = sequence(oid('1.2.840.113549.1.5.14'), sequence(kdf, hmac));
    const mac = sequence(sequence(algorithm, octets(digest)), octets(new TextEncoder().encode('NOT USED')), integer(1));
    await opens(sequence(version, content.raw, mac), JAPANESE);
    await expect(importPkcs12(sequence(version, content.raw, mac), 'x')).rejects.toMatchObject({
      code: 'MSB-P12-WRONG-PASSWORD',
    });
  });

  it('Java’s old form', async () => {
    const old = await importPkcs12(new Uint8Array(readFileSync(join(FIXTURES, 'legacy.p12'))), 'himitsu-2026');
    expect(old.certificate.subject).toBe('CN=KaigoJigyousho');
  });
});

describe('PKCS #12: the true reason is said', () => {
  it.each([
    ['RC4', ['-keypbe', 'PBE-SHA1-RC4-128', '-certpbe', 'PBE-SHA1-RC4-128', '-legacy']],
    ['Camellia', ['-keypbe', 'CAMELLIA-256-CBC', '-certpbe', 'CAMELLIA-256-CBC']],
    ['DES', ['-keypbe', 'PBE-MD5-DES', '-certpbe', 'PBE-MD5-DES', '-legacy']],
    ['a MAC with SHA-224', ['-macalg', 'SHA224']],
  ])('%s is not supported, which is no wrong password', async (_title, args) => {
    await expect(importPkcs12(exported('abc', ...args), 'abc')).rejects.toMatchObject({ code: 'MSB-P12-UNSUPPORTED' });
  });

  it.each([
    ['RSA-PSS', ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['Ed25519', ['-algorithm', 'ED25519']],
    ['secp256k1', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp256k1']],
  ])('a key of a kind that is not used (%s) is not called missing', async (_title, args) => {
    openssl('genpkey', ...args, '-out', 'other.key');
    openssl('req', '-x509', '-key', 'other.key', '-subj', '/CN=x', '-days', '9', '-out', 'other.pem');
    const out = ['pkcs12', '-export', '-inkey', 'other.key', '-in', 'other.pem', '-passout', 'pass:abc'];
    await expect(importPkcs12(openssl(...out).out, 'abc')).rejects.toMatchObject({ code: 'MSB-CERT-KEY-KIND' });
  });

  it('a file of certificates has no key, a file of keys has no certificate, any other file is none', async () => {
    const base = ['pkcs12', '-export', '-passout', 'pass:abc'];
    const noKey = openssl(...base, '-nokeys', '-in', 'cert.pem').out;
    await expect(importPkcs12(noKey, 'abc')).rejects.toMatchObject({ code: 'MSB-P12-NO-KEY' });
    const noCertificate = openssl(...base, '-nocerts', '-inkey', 'key.pem').out;
    await expect(importPkcs12(noCertificate, 'abc')).rejects.toMatchObject({ code: 'MSB-P12-NO-CERTIFICATE' });
    const text = new TextEncoder().encode('これは証明書ではありません');
    await expect(importPkcs12(text, 'abc')).rejects.toMatchObject({ code: 'MSB-P12-MALFORMED' });
  });

  it('without a MAC a wrong password is still called that', async () => {
    await expect(importPkcs12(exported('abc', '-nomac'), 'xyz')).rejects.toMatchObject({
      code: 'MSB-P12-WRONG-PASSWORD',
    });
  });

  it('of several keys none is taken silently: all are offered', async () => {
    const bytes = new Uint8Array(readFileSync(join(FIXTURES, 'two-keys.p12')));
    const keys = await readPkcs12(bytes, 'himitsu-2026');
    expect(keys.map(({ name, certificate }) => [name, certificate.subject])).toEqual([
      ['himawari', 'CN=KaigoJigyousho'],
      ['minato', 'CN=CarePlanJigyousho'],
    ]);
    await expect(importPkcs12(bytes, 'himitsu-2026')).rejects.toMatchObject({ code: 'MSB-P12-SEVERAL-KEYS' });
  });

  it('changed bytes never do more than throw an EvidenceError', async () => {
    const good = exported('abc', '-iter', '1', '-nomac');
    let state = 7;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % below;
    };
    for (let run = 0; run < 200; run++) {
      const bytes = good.slice();
      for (let edit = random(3); edit >= 0; edit--) bytes[random(bytes.length)] = random(256);
      await importPkcs12(bytes, 'abc').catch((error: unknown) =>
        expect(error).toMatchObject({ name: 'EvidenceError' }),
      );
    }
  });
});
