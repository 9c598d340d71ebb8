import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { NOW, newAuthority, newIdentity, openssl, packInput, trustOf } from './evidence.testing.js';
import {
  certificateToPem,
  createCertificateRequest,
  decryptWith,
  encryptFor,
  exportPkcs12,
  generateKeyPair,
  importPkcs12,
  type KeyType,
  packTransmission,
  parseCertificate,
  parseCertificateRequest,
  parseManifest,
  toPem,
  verifyDetached,
} from './index.js';

const KEY_TYPES: readonly KeyType[] = ['rsa-2048', 'p-256'];

describe.each(KEY_TYPES)('with %s keys openssl', async (keyType) => {
  const authority = await newAuthority(keyType);
  const office = await newIdentity(authority, keyType);
  const packed = await packTransmission(packInput(office, [office]));
  const ca = certificateToPem(authority.certificate);
  const at = ['-attime', String(NOW.getTime() / 1000)];

  it('verifies the signature over the manifest', () => {
    const files = { 'manifest.json': packed.manifest, 'manifest.p7s': packed.signature, 'ca.pem': ca };
    const args = [
      'cms',
      '-verify',
      '-inform',
      'DER',
      '-in',
      'manifest.p7s',
      '-content',
      'manifest.json',
      '-binary',
      '-CAfile',
      'ca.pem',
      ...at,
      '-purpose',
      'any',
    ];
    const verdict = openssl(files, args);
    expect(verdict.stderr).toContain('successful');
    expect(new Uint8Array(verdict.stdout)).toEqual(packed.manifest);
  });

  it('refuses the signature over a changed manifest', () => {
    const changed = packed.manifest.slice();
    changed[20] = (changed[20] ?? 0) ^ 1;
    const files = { 'manifest.json': changed, 'manifest.p7s': packed.signature, 'ca.pem': ca };
    const args = [
      'cms',
      '-verify',
      '-inform',
      'DER',
      '-in',
      'manifest.p7s',
      '-content',
      'manifest.json',
      '-binary',
      '-CAfile',
      'ca.pem',
      ...at,
      '-purpose',
      'any',
    ];
    expect(openssl(files, args).ok).toBe(false);
  });

  it('decrypts the payload, and its files have the salted digests of the manifest', () => {
    const files = {
      'payload.p7m': packed.payload,
      'key.pem': toPem(office.pkcs8, 'PRIVATE KEY'),
      'cert.pem': certificateToPem(office.certificate),
    };
    const verdict = openssl(files, [
      'cms',
      '-decrypt',
      '-inform',
      'DER',
      '-in',
      'payload.p7m',
      '-inkey',
      'key.pem',
      '-recip',
      'cert.pem',
      '-binary',
    ]);
    expect(verdict.stderr).toBe('');
    const zip = unzipSync(new Uint8Array(verdict.stdout));
    const [file] = parseManifest(packed.manifest).files;
    const { salt } = JSON.parse(new TextDecoder().decode(zip['contents.json']));
    const salted = Buffer.concat([Buffer.from(salt, 'base64'), zip[`files/${file?.name}`] ?? new Uint8Array()]);
    const digest = openssl({ 'salted.bin': salted }, ['dgst', '-sha256', '-r', 'salted.bin']).stdout.toString();
    expect(digest.slice(0, 64)).toBe(file?.digest);
  });

  it('accepts the certificate and its revocation list', async () => {
    const { revocationLists } = await trustOf(authority);
    const files = {
      'ca.pem': ca,
      'cert.pem': certificateToPem(office.certificate),
      'crl.pem': toPem(revocationLists[0]?.der ?? new Uint8Array(), 'X509 CRL'),
    };
    const args = [
      'verify',
      '-crl_check',
      '-CRLfile',
      'crl.pem',
      '-CAfile',
      'ca.pem',
      ...at,
      '-x509_strict',
      'cert.pem',
    ];
    expect(openssl(files, args).stdout.toString()).toContain('cert.pem: OK');
    const revoked = await trustOf(authority, [office]);
    const verdict = openssl(
      { ...files, 'crl.pem': toPem(revoked.revocationLists[0]?.der ?? new Uint8Array(), 'X509 CRL') },
      args,
    );
    expect(verdict.stderr).toContain('certificate revoked');
  });

  it('opens the PKCS #12 file and refuses a wrong password', async () => {
    const p12 = await exportPkcs12({
      certificate: office.certificate,
      chain: office.chain,
      privateKeyPkcs8: office.pkcs8,
      password: 'himitsu-2026',
    });
    const open = (password: string) =>
      openssl({ 'office.p12': p12 }, ['pkcs12', '-in', 'office.p12', '-passin', `pass:${password}`, '-nodes']);
    expect(
      open('himitsu-2026')
        .stdout.toString()
        .match(/BEGIN CERTIFICATE/g),
    ).toHaveLength(2);
    expect(open('himitsu-2026').stdout.toString()).toContain('BEGIN PRIVATE KEY');
    expect(open('chigau').ok).toBe(false);
    const imported = await importPkcs12(p12, 'himitsu-2026');
    expect(imported.certificate.fingerprint).toBe(office.certificate.fingerprint);
    expect(imported.chain.map(({ fingerprint }) => fingerprint)).toEqual([authority.certificate.fingerprint]);
    expect(imported.privateKeyPkcs8).toEqual(office.pkcs8);
    await expect(importPkcs12(p12, 'chigau')).rejects.toMatchObject({ code: 'MSB-P12-WRONG-PASSWORD' });
  });

  it.each([
    ['modern', []],
    ['legacy', ['-legacy']],
    ['half modern', ['-legacy', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'AES-256-CBC']],
    ['weaker, in its certificates unencrypted', ['-keypbe', 'AES-128-CBC', '-certpbe', 'NONE', '-macalg', 'sha1']],
    ['stronger', ['-iter', '20000', '-macalg', 'sha512', '-keypbe', 'AES-192-CBC']],
    ['MAC-less', ['-nomac']],
  ])('exports a %s PKCS #12 file that we open', async (_style, choices) => {
    const files = {
      'key.pem': toPem(office.pkcs8, 'PRIVATE KEY'),
      'cert.pem': certificateToPem(office.certificate),
      'ca.pem': ca,
    };
    const args = [
      'pkcs12',
      '-export',
      '-inkey',
      'key.pem',
      '-in',
      'cert.pem',
      '-certfile',
      'ca.pem',
      '-passout',
      'pass:abc',
      ...choices,
    ];
    const { stdout, ok } = openssl(files, args);
    expect(ok).toBe(true);
    const imported = await importPkcs12(new Uint8Array(stdout), 'abc');
    expect(imported.certificate.fingerprint).toBe(office.certificate.fingerprint);
    expect(imported.privateKeyPkcs8).toEqual(office.pkcs8);
    await expect(importPkcs12(new Uint8Array(stdout), 'ab')).rejects.toMatchObject({ code: 'MSB-P12-WRONG-PASSWORD' });
  });

  it('signs what we verify and encrypts what we decrypt', async () => {
    const files = {
      'key.pem': toPem(office.pkcs8, 'PRIVATE KEY'),
      'cert.pem': certificateToPem(office.certificate),
      'a.txt': 'hello',
    };
    const signed = openssl(files, [
      'cms',
      '-sign',
      '-binary',
      '-in',
      'a.txt',
      '-signer',
      'cert.pem',
      '-inkey',
      'key.pem',
      '-outform',
      'DER',
      '-md',
      'sha256',
    ]);
    const { certificate } = await verifyDetached(new Uint8Array(signed.stdout), new TextEncoder().encode('hello'));
    expect(certificate.fingerprint).toBe(office.certificate.fingerprint);
    const options =
      keyType === 'p-256'
        ? ['-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap']
        : ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256'];
    const sealed = openssl(files, [
      'cms',
      '-encrypt',
      '-binary',
      '-in',
      'a.txt',
      '-aes-256-gcm',
      '-outform',
      'DER',
      '-recip',
      'cert.pem',
      ...options,
    ]);
    expect(sealed.stderr).toBe('');
    const opened = await decryptWith(new Uint8Array(sealed.stdout), [office]);
    expect(new TextDecoder().decode(opened)).toBe('hello');
  });

  it('reads our certificate request, and we read its', async () => {
    const keys = await generateKeyPair(keyType);
    const ours = await createCertificateRequest(keys);
    expect(openssl({ 'a.csr': ours }, ['req', '-in', 'a.csr', '-verify', '-noout']).stderr).toContain('verify OK');
    const theirs = openssl({ 'key.pem': toPem(office.pkcs8, 'PRIVATE KEY') }, [
      'req',
      '-new',
      '-key',
      'key.pem',
      '-subj',
      '/CN=x',
    ]);
    expect((await parseCertificateRequest(theirs.stdout.toString())).spki).toEqual(office.certificate.publicKey.spki);
  });

  it('shows our certificate as v3 with its constant subject', async () => {
    const text = openssl({ 'c.pem': certificateToPem(office.certificate) }, [
      'x509',
      '-in',
      'c.pem',
      '-noout',
      '-text',
    ]).stdout.toString();
    expect(text).toContain('CN = e-seikyuu CA');
    expect(text).toContain('Subject: CN = CarePlanJigyousho');
    expect((await parseCertificate(certificateToPem(office.certificate))).subject).toBe('CN=CarePlanJigyousho');
  });
});

describe('an envelope for several readers', () => {
  it('opens for each of them, whatever the key type', async () => {
    const authority = await newAuthority();
    const readers = [await newIdentity(authority, 'rsa-2048'), await newIdentity(authority, 'p-256')];
    const envelope = await encryptFor(
      new TextEncoder().encode('本文'),
      readers.map(({ certificate }) => certificate),
    );
    for (const reader of readers) expect(new TextDecoder().decode(await decryptWith(envelope, [reader]))).toBe('本文');
  });
});
