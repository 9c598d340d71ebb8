import { createClock } from '@musubi/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { EvidenceError, parseCertificate, parseRevocationList, verifyCertificate } from '../index.js';
import { CA, OFFICE, OpensslAuthority, type Wish } from './openssl-authority.testing.js';

const made = new OpensslAuthority();
afterAll(() => made.close());
made.make('root', { subject: '/C=JP/O=National/CN=e-seikyuu CA' });

interface Judged {
  readonly lists?: readonly string[];
  readonly anchor?: string;
  readonly between?: readonly string[];
}

/** 'ok' or the code with which we refuse. */
async function ours(name: string, { lists, anchor = 'root', between = [] }: Judged = {}): Promise<string> {
  const parse = (one: string) => parseCertificate(made.pem(one));
  const trust = {
    anchors: [await parse(anchor)],
    intermediates: await Promise.all(between.map(parse)),
    revocationLists: (lists ?? []).map(parseRevocationList),
    requireRevocationList: lists !== undefined,
  };
  try {
    await verifyCertificate(await parse(name), trust, { at: createClock().now(), usage: 'sign' });
    return 'ok';
  } catch (error) {
    if (error instanceof EvidenceError) return error.code;
    throw error;
  }
}

const CODE = {
  unhandled: 'MSB-CERT-UNHANDLED',
  issuer: 'MSB-CERT-ISSUER-NOT-ALLOWED',
  name: 'MSB-CERT-NAME-NOT-PERMITTED',
  usage: 'MSB-CERT-WRONG-USAGE',
  unknown: 'MSB-CERT-REVOCATION-UNKNOWN',
};
const UNKNOWN_CRITICAL = '1.2.3.4.5=critical,ASN1:UTF8String:x';

/** An office's certificate under an authority between it and the root. */
function under(name: string, between: Wish, office: Wish = {}): string {
  made.make(`${name}-ca`, { by: 'root', extensions: CA, ...between });
  made.make(name, { by: `${name}-ca`, ...office });
  return name;
}

describe('M5: a path that openssl refuses is refused, with the reason', () => {
  it.each<[string, Wish, string]>([
    ['an unknown critical extension', { extensions: [...OFFICE, UNKNOWN_CRITICAL] }, CODE.unhandled],
    ['a certificate for signing code', { extensions: [...OFFICE, 'extendedKeyUsage=codeSigning'] }, CODE.usage],
    ['a certificate for time stamps', { extensions: [...OFFICE, 'extendedKeyUsage=timeStamping'] }, CODE.usage],
    ['a certificate of a TLS server', { extensions: [...OFFICE, 'extendedKeyUsage=serverAuth'] }, CODE.usage],
    ['a key for encipherment only', { extensions: ['keyUsage=critical,keyEncipherment'] }, CODE.usage],
  ])('%s', async (title, wish, code) => {
    made.make('office', { by: 'root', ...wish });
    expect(await ours('office'), title).toBe(code);
    expect(made.verify('office', 'root').ok).toBe(false);
  });

  it.each<[string, Wish, Wish, string]>([
    ['an authority with an unknown critical extension', { extensions: [...CA, UNKNOWN_CRITICAL] }, {}, CODE.unhandled],
    [
      'an issuer without keyCertSign',
      { extensions: [CA[0] ?? '', 'keyUsage=critical,digitalSignature'] },
      {},
      CODE.issuer,
    ],
    ['an issuer that is no authority', { extensions: OFFICE }, {}, CODE.issuer],
    ['an issuer for TLS servers only', { extensions: [...CA, 'extendedKeyUsage=serverAuth'] }, {}, CODE.issuer],
    [
      'a name outside the permitted ones',
      { extensions: [...CA, 'nameConstraints=critical,permitted;dirName:allowed', '[allowed]', 'O=Offices'] },
      { subject: '/O=Others/CN=x' },
      CODE.name,
    ],
    [
      'an excluded name',
      { extensions: [...CA, 'nameConstraints=critical,excluded;dirName:allowed', '[allowed]', 'O=Offices'] },
      { subject: '/O=Offices/CN=x' },
      CODE.name,
    ],
    [
      'a mail address outside the permitted ones',
      { extensions: [...CA, 'nameConstraints=critical,permitted;email:example.jp'] },
      { extensions: [...OFFICE, 'subjectAltName=email:a@example.com'] },
      CODE.name,
    ],
  ])('%s', async (title, between, office, code) => {
    under('below', between, office);
    expect(await ours('below', { between: ['below-ca'] }), title).toBe(code);
    expect(made.verify('below', 'root', ['below-ca']).ok).toBe(false);
  });

  it('more authorities than the path length allows', async () => {
    made.make('short', { by: 'root', extensions: [`${CA[0]},pathlen:0`, CA[1] ?? ''] });
    made.make('second', { by: 'short', extensions: CA });
    made.make('long', { by: 'second' });
    expect(await ours('long', { between: ['short', 'second'] })).toBe(CODE.issuer);
    expect(made.verify('long', 'root', ['short', 'second']).text).toContain('path length constraint exceeded');
    made.make('direct', { by: 'short' });
    expect(await ours('direct', { between: ['short'] })).toBe('ok');
  });
});

describe('M5: what offices really have is accepted, as by openssl', () => {
  it.each<[string, Wish]>([
    ['a key for non-repudiation', { extensions: ['keyUsage=critical,nonRepudiation'] }],
    ['a certificate for TLS clients', { extensions: [...OFFICE, 'extendedKeyUsage=critical,clientAuth'] }],
    ['a certificate for mail', { extensions: [...OFFICE, 'extendedKeyUsage=emailProtection'] }],
    ['policies, critically named', { extensions: [...OFFICE, 'certificatePolicies=critical,1.2.392.1.1'] }],
    ['a P-521 key', { key: 'p-521' }],
    [
      'an empty subject with another name',
      { subject: '/', extensions: [...OFFICE, 'subjectAltName=critical,email:a@example.jp'] },
    ],
  ])('%s', async (title, wish) => {
    made.make('office', { by: 'root', ...wish });
    const purpose = title.includes('TLS clients') ? ['-purpose', 'sslclient'] : [];
    const verdict = made.verify('office', 'root', [], purpose);
    expect([await ours('office'), verdict.ok], `${title} ${verdict.text}`).toEqual(['ok', true]);
  });

  it.each<[string, Wish, Wish]>([
    [
      'RSA-PSS with SHA-256',
      { key: 'rsa-2048' },
      { sign: '-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32' },
    ],
    [
      'RSA-PSS with SHA-512',
      { key: 'rsa-2048' },
      { sign: '-sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20' },
    ],
    ['RSA-PSS with a key kept for it', { key: 'rsa-pss' }, { sign: '-sha256' }],
    ['RSA with SHA-512', { key: 'rsa-2048' }, { sign: '-sha512' }],
    ['ECDSA with SHA-512', { key: 'p-521' }, { sign: '-sha512' }],
    ['ECDSA with SHA-512 on P-256', { key: 'p-256' }, { sign: '-sha512' }],
  ])('an authority that signs by %s', async (title, authority, office) => {
    made.make('signer', authority);
    made.make('office', { by: 'signer', ...office });
    const verdict = made.verify('office', 'signer');
    expect([await ours('office', { anchor: 'signer' }), verdict.ok], `${title} ${verdict.text}`).toEqual(['ok', true]);
  });

  it('an issuer’s name that is encoded otherwise than the authority’s own', async () => {
    made.make('utf8', { subject: '/O=National Office/CN=e-seikyuu CA', strings: 'utf8only' });
    made.make('printable', { keyOf: 'utf8', subject: '/O=NATIONAL  Office/CN=e-seikyuu CA', strings: 'nombstr' });
    made.make('office', { by: 'printable' });
    expect(await ours('office', { anchor: 'utf8' })).toBe('ok');
    expect(made.verify('office', 'utf8').ok).toBe(true);
  });

  it('names within what an authority may name', async () => {
    const limits = [
      ...CA,
      'nameConstraints=critical,permitted;dirName:allowed,permitted;email:.example.jp',
      '[allowed]',
      'O=Offices',
    ];
    const office = { subject: '/O=Offices/CN=x', extensions: [...OFFICE, 'subjectAltName=email:a@mail.example.jp'] };
    under('within', { extensions: limits }, office);
    expect(await ours('within', { between: ['within-ca'] })).toBe('ok');
    expect(made.verify('within', 'root', ['within-ca']).ok).toBe(true);
  });

  it('a Japanese name, whatever its encoding, is read as it is', async () => {
    for (const strings of ['utf8only', 'default'] as const) {
      const pem = made.make('office', { by: 'root', subject: '/O=訪問看護/CN=さくら', strings });
      expect((await parseCertificate(pem)).subject).toBe('O=訪問看護, CN=さくら');
    }
  });
});

describe('M5: the true reason is said', () => {
  it.each<[string, Wish, string]>([
    ['an RSA key of 1024 bits', { key: 'rsa-1024' }, 'MSB-CERT-WEAK-KEY'],
    ['a key on secp256k1', { key: 'secp256k1' }, 'MSB-CERT-KEY-KIND'],
    ['a key on a Brainpool curve', { key: 'brainpool' }, 'MSB-CERT-KEY-KIND'],
    ['an Ed25519 key', { key: 'ed25519' }, 'MSB-CERT-KEY-KIND'],
    ['a signature with SHA-1', { sign: '-sha1' }, 'MSB-CERT-ALGORITHM'],
    ['a signature with SHA-224', { sign: '-sha224' }, 'MSB-CERT-ALGORITHM'],
  ])('of %s', async (_title, wish, code) => {
    made.make('office', { by: 'root', ...wish });
    expect(await ours('office')).toBe(code);
  });

  it('of RSA-PSS with SHA-1, openssl’s default parameters', async () => {
    made.make('signer', { key: 'rsa-2048' });
    made.make('office', { by: 'signer', sign: '-sha1 -sigopt rsa_padding_mode:pss' });
    expect(await ours('office', { anchor: 'signer' })).toBe('MSB-CERT-ALGORITHM');
  });
});

describe('M5: a revocation list counts only for what it speaks of', () => {
  const idp = (...lines: string[]) => ({
    extensions: ['issuingDistributionPoint=critical,@idp'],
    sections: `[idp]\n${lines.join('\n')}`,
  });
  const point = 'fullname=URI:http://crl.example.jp/1.crl';

  it.each<[string, Parameters<OpensslAuthority['revocationList']>[1], string]>([
    ['all certificates', {}, 'ok'],
    ['end users only', idp('onlyuser=TRUE'), 'ok'],
    ['the part in which the certificate is', idp(point), 'ok'],
    ['authorities only', idp('onlyCA=TRUE'), CODE.unknown],
    ['another part', idp('fullname=URI:http://crl.example.jp/2.crl'), CODE.unknown],
    ['other issuers', idp('indirectCRL=TRUE'), CODE.unknown],
    ['some reasons', idp('onlysomereasons=keyCompromise'), CODE.unknown],
    ['something critical that nobody knows', { extensions: [UNKNOWN_CRITICAL] }, CODE.unknown],
    ['a time to come', { args: '-crl_lastupdate 20400101000000Z -crl_nextupdate 20410101000000Z' }, CODE.unknown],
    ['a time gone by', { args: '-crl_lastupdate 20200101000000Z -crl_nextupdate 20210101000000Z' }, CODE.unknown],
  ])('%s', async (title, options, expected) => {
    made.make('office', {
      by: 'root',
      extensions: [...OFFICE, 'crlDistributionPoints=URI:http://crl.example.jp/1.crl'],
    });
    const list = made.revocationList('root', options);
    expect(await ours('office', { lists: [list] }), title).toBe(expected);
    const theirs = made.verify('office', 'root', [], ['-crl_check', '-CRLfile', 'root.crl', '-extended_crl']);
    if (expected === 'ok') expect(theirs.ok, theirs.text).toBe(true);
  });

  it('one signed by RSA-PSS counts, and what it revokes is refused', async () => {
    made.make('pss', { key: 'rsa-2048' });
    made.make('office', { by: 'pss' });
    const sign = '-crldays 30 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32';
    expect(await ours('office', { anchor: 'pss', lists: [made.revocationList('pss', { args: sign })] })).toBe('ok');
    const { serialNumber } = await parseCertificate(made.pem('office'));
    const revoked = `R\t401231235959Z\t200101000000Z\t${serialNumber}\tunknown\t/CN=office\n`;
    const list = made.revocationList('pss', { args: sign, revoked });
    expect(await ours('office', { anchor: 'pss', lists: [list] })).toBe('MSB-CERT-REVOKED');
  });

  it('one of an authority that may not sign lists does not', async () => {
    made.make('nolist', { extensions: [CA[0] ?? '', 'keyUsage=critical,keyCertSign'] });
    made.make('office', { by: 'nolist' });
    const list = made.revocationList('nolist');
    expect(await ours('office', { anchor: 'nolist', lists: [list] })).toBe(CODE.unknown);
    expect(made.verify('office', 'nolist', [], ['-crl_check', '-CRLfile', 'nolist.crl']).ok).toBe(false);
  });
});
