import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MESSAGE, NOW, newAuthority, newIdentity, packInput, trustOf } from './evidence.testing.js';
import {
  type Authority,
  addRecipients,
  canonicalJson,
  checkReceiptChain,
  decryptWith,
  envelopeDigest,
  type Identity,
  issueReceipt,
  OFFICE_SCHEME,
  type PackedTransmission,
  packTransmission,
  parseCertificate,
  parseManifest,
  parseRevocationList,
  type Receipt,
  readAssertion,
  readHandover,
  sha256Hex,
  signAssertion,
  signDetached,
  signHandover,
  type TrustStore,
  unpackTransmission,
  verifyCertificate,
  verifyReceipt,
  verifySubmission,
} from './index.js';
import { unzipContents, zipContents } from './transmissions/contents.js';
import { manifestBytes } from './transmissions/manifest.js';

let authority: Authority;
let sender: Identity;
let recipient: Identity;
let trust: TrustStore;
let packed: PackedTransmission;
const DAY = 86_400_000;

beforeAll(async () => {
  authority = await newAuthority();
  [sender, recipient] = [await newIdentity(authority, 'rsa-2048'), await newIdentity(authority)];
  trust = await trustOf(authority);
  packed = await packTransmission(packInput(sender, [sender, recipient]));
});

const flip = (bytes: Uint8Array, at: number) => {
  const copy = new Uint8Array(bytes);
  const index = at < 0 ? copy.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
};

describe('a good transmission', () => {
  it('is verified by the hub and opened by every reader', async () => {
    const { manifest, certificate } = await verifySubmission(packed, { trust, at: NOW });
    expect(certificate.fingerprint).toBe(sender.certificate.fingerprint);
    expect(JSON.stringify(manifest)).not.toContain('意見書');
    for (const reader of [sender, recipient]) {
      const opened = await unpackTransmission(packed, [reader], { trust, at: NOW });
      expect(opened).toMatchObject({ message: MESSAGE, attachments: [{ name: '主治医意見書.pdf' }] });
    }
  });

  it('is opened by a certificate that was added later, under the same signature', async () => {
    const renewed = await newIdentity(authority);
    const payload = await addRecipients(packed.payload, recipient, [renewed.certificate]);
    expect(await envelopeDigest(payload)).toBe(await envelopeDigest(packed.payload));
    expect((await unpackTransmission({ ...packed, payload }, [renewed], { trust, at: NOW })).message).toBe(MESSAGE);
  });
});

/** Signs a changed manifest anew, as a cheating sender would. */
async function resigned(
  change: (manifest: ReturnType<typeof parseManifest>) => ReturnType<typeof parseManifest>,
): Promise<PackedTransmission> {
  const manifest = manifestBytes(change(parseManifest(packed.manifest)));
  return { ...packed, manifest, signature: await signDetached(manifest, sender, { signingTime: NOW }) };
}

const open = (one: PackedTransmission, reader = recipient, store = trust, at = NOW) =>
  unpackTransmission(one, [reader], { trust: store, at });
const OTHER = 'f'.repeat(64);

describe('what cannot be trusted is refused with its own code', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    [
      'an altered manifest',
      () =>
        open({
          ...packed,
          manifest: new TextEncoder().encode(new TextDecoder().decode(packed.manifest).replace('202610', '202611')),
        }),
      'MSB-SIG-CONTENT-CHANGED',
    ],
    [
      'a manifest that is no JSON',
      () => open({ ...packed, manifest: flip(packed.manifest, 0) }),
      'MSB-MANIFEST-MALFORMED',
    ],
    [
      'a manifest with spaces',
      async () => parseManifest(new TextEncoder().encode(` ${new TextDecoder().decode(packed.manifest)}`)),
      'MSB-MANIFEST-MALFORMED',
    ],
    ['an altered signature', () => open({ ...packed, signature: flip(packed.signature, -5) }), 'MSB-SIG-INVALID'],
    [
      'a signature that is none',
      () => open({ ...packed, signature: new Uint8Array([48, 3, 2, 1, 0]) }),
      'MSB-SIG-MALFORMED',
    ],
    [
      'an altered payload, at the hub',
      () => verifySubmission({ ...packed, payload: flip(packed.payload, -40) }, { trust, at: NOW }),
      'MSB-PACK-PAYLOAD-CHANGED',
    ],
    [
      'an altered payload, at the recipient',
      () => open({ ...packed, payload: flip(packed.payload, -40) }),
      'MSB-PACK-PAYLOAD-CHANGED',
    ],
    ['an altered envelope', async () => decryptWith(flip(packed.payload, -40), [recipient]), 'MSB-ENV-ALTERED'],
    ['an envelope that is none', async () => decryptWith(new Uint8Array([1, 2, 3]), [recipient]), 'MSB-ENV-MALFORMED'],
    ['an envelope for other offices', async () => open(packed, await newIdentity(authority)), 'MSB-ENV-NOT-FOR-US'],
    [
      'another file than signed',
      async () => open(await resigned((m) => ({ ...m, files: m.files.map((file) => ({ ...file, digest: OTHER })) }))),
      'MSB-PACK-FILE-CHANGED',
    ],
    [
      'another message than signed',
      async () => open(await resigned((m) => ({ ...m, message: { size: m.message?.size ?? 0, digest: OTHER } }))),
      'MSB-PACK-MESSAGE-CHANGED',
    ],
    [
      'a file too few',
      async () =>
        open(await resigned((m) => ({ ...m, files: m.files.map((file) => ({ ...file, name: 'UPPLAN_x.CSV' })) }))),
      'MSB-PACK-FILE-MISSING',
    ],
    [
      'L16: another attachment name than signed',
      async () =>
        open(
          await resigned((m) => ({ ...m, attachments: m.attachments.map((one) => ({ ...one, nameDigest: OTHER })) })),
        ),
      'MSB-PACK-NAME-CHANGED',
    ],
    [
      'L16: another content key than signed',
      async () => open(await resigned((m) => ({ ...m, payload: { ...m.payload, keyDigest: OTHER } }))),
      'MSB-ENV-OTHER-KEY',
    ],
    [
      'L16: a manifest of the second version with members of the first',
      async () =>
        parseManifest(
          new TextEncoder().encode(
            new TextDecoder().decode(packed.manifest).replace('"formatVersion":2', '"formatVersion":1'),
          ),
        ),
      'MSB-MANIFEST-MALFORMED',
    ],
    ['a file too many', async () => open(await resigned((m) => ({ ...m, attachments: [] }))), 'MSB-PACK-FILE-EXTRA'],
    ['a ZIP larger than announced', async () => bomb(), 'MSB-PACK-MALFORMED'],
    [
      'an expired certificate',
      async () =>
        signedBy(
          await newIdentity(authority, 'p-256', {
            notBefore: new Date(NOW.getTime() - 2 * DAY),
            notAfter: new Date(NOW.getTime() - DAY),
          }),
        ),
      'MSB-CERT-EXPIRED',
    ],
    [
      'a certificate not yet valid',
      async () => signedBy(await newIdentity(authority, 'p-256', { notBefore: new Date(NOW.getTime() + DAY) })),
      'MSB-CERT-NOT-YET-VALID',
    ],
    [
      'a revoked certificate',
      async () => open(packed, recipient, await trustOf(authority, [sender])),
      'MSB-CERT-REVOKED',
    ],
    [
      'an authority that was offered and not accepted',
      async () => {
        const other = await newAuthority('p-256', 'Other CA');
        const offered = { ...trust, notAccepted: [other.certificate] };
        return open(await packTransmission(packInput(await newIdentity(other), [recipient])), recipient, offered);
      },
      'MSB-CERT-NOT-ACCEPTED',
    ],
    [
      'an unknown authority',
      async () => signedBy(await newIdentity(await newAuthority('p-256', 'Other CA'))),
      'MSB-CERT-UNKNOWN-ISSUER',
    ],
    [
      'an authority of the same name',
      async () => signedBy(await newIdentity(await newAuthority('p-256'))),
      'MSB-CERT-ALTERED',
    ],
    [
      'a TLS certificate',
      async () => signedBy(await newIdentity(authority, 'p-256', { profile: 'tls-server' })),
      'MSB-CERT-WRONG-USAGE',
    ],
    [
      'an authority as signer',
      async () => verifyCertificate(authority.certificate, trust, { at: NOW, usage: 'sign' }),
      'MSB-CERT-WRONG-USAGE',
    ],
    [
      'a weak key',
      async () => verifyCertificate(await weakCertificate(), trust, { at: NOW, usage: 'sign' }),
      'MSB-CERT-WEAK-KEY',
    ],
    [
      'no revocation list',
      async () => open(packed, recipient, { ...trust, revocationLists: [] }),
      'MSB-CERT-REVOCATION-UNKNOWN',
    ],
    [
      'an outdated revocation list',
      async () => open(packed, recipient, trust, new Date(NOW.getTime() + 30 * DAY)),
      'MSB-CERT-REVOCATION-UNKNOWN',
    ],
    ['a certificate that is none', async () => parseCertificate(new Uint8Array([48, 1])), 'MSB-CERT-MALFORMED'],
    ['a revocation list that is none', async () => parseRevocationList(new Uint8Array([48, 1])), 'MSB-CRL-MALFORMED'],
    ['an assertion whose claims were changed', async () => tamperedAssertion(), 'MSB-ASSERTION-INVALID'],
    [
      'a handover statement of another form',
      async () => readHandover({ statement: new TextEncoder().encode('{}'), signature: packed.signature }),
      'MSB-STATEMENT-MALFORMED',
    ],
  ];

  it.each(cases)('%s', async (_title, run, code) => {
    await expect(run()).rejects.toMatchObject({ name: 'EvidenceError', code });
  });

  async function signedBy(identity: Identity) {
    return open(await packTransmission(packInput(identity, [recipient])));
  }

  async function bomb() {
    const manifest = parseManifest(packed.manifest);
    const zip = zipContents({
      salt: new Uint8Array(32),
      files: [{ name: 'a', bytes: new Uint8Array(5_000_000) }],
      attachments: [],
      message: null,
    });
    return unzipContents(zip, manifest);
  }

  async function weakCertificate() {
    const folder = mkdtempSync(join(tmpdir(), 'musubi-weak-'));
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:1024',
        '-nodes',
        '-keyout',
        'k.pem',
        '-out',
        'c.pem',
        '-subj',
        '/CN=KaigoJigyousho',
        '-days',
        '9',
      ],
      { cwd: folder, stdio: 'ignore' },
    );
    const pem = readFileSync(join(folder, 'c.pem'), 'utf8');
    rmSync(folder, { recursive: true });
    return parseCertificate(pem);
  }

  async function tamperedAssertion() {
    const jws = await signAssertion({ sub: 'C1', aud: 'hub', iat: 1, exp: 2, jti: 'x' }, sender);
    const [header, , signature] = jws.split('.');
    const claims = Buffer.from(canonicalJson({ sub: 'C2', aud: 'hub', iat: 1, exp: 2, jti: 'x' })).toString(
      'base64url',
    );
    return readAssertion([header, claims, signature].join('.'));
  }
});

describe('receipts', () => {
  const statement = async (change: Partial<Receipt> = {}): Promise<Receipt> => {
    const manifest = parseManifest(packed.manifest);
    const party = (office: { officeNumber: string; serviceType: string }) => ({ scheme: OFFICE_SCHEME, ...office });
    return {
      formatVersion: 1,
      evidenceIdentifier: crypto.randomUUID(),
      erdsEventId: 'SubmissionAcceptance',
      eventReasons: [],
      eventTime: NOW.toISOString(),
      submissionTime: NOW.toISOString(),
      messageIdentifier: manifest.id,
      evidenceIssuer: { name: 'hub', policyId: 'urn:x' },
      sender: party(manifest.sender),
      recipient: party(manifest.recipient),
      actor: null,
      userContent: {
        hashAlgorithm: 'SHA-256',
        manifestDigest: await sha256Hex(packed.manifest),
        contentDigest: manifest.payload.contentDigest,
        size: 1,
        kind: 'schedule',
        edition: '4.1',
      },
      expiresAt: new Date(NOW.getTime() + 93 * DAY).toISOString(),
      previousEvidenceId: null,
      serviceMonth: '202610',
      fileSerial: '20260925100004',
      supersedes: null,
      ...change,
    };
  };
  const check = async (receipts: readonly Receipt[]) =>
    checkReceiptChain(receipts, parseManifest(packed.manifest), await sha256Hex(packed.manifest));

  it('verify off line, years later, after their certificate has expired', async () => {
    const signed = await issueReceipt(
      await statement(),
      await newIdentity(authority, 'p-256', { profile: 'receipt', notAfter: new Date(NOW.getTime() + DAY) }),
    );
    expect((await verifyReceipt(signed, { ...trust, requireRevocationList: false })).erdsEventId).toBe(
      'SubmissionAcceptance',
    );
    await expect(verifyReceipt({ ...signed, receipt: flip(signed.receipt, -4) }, trust)).rejects.toMatchObject({
      name: 'EvidenceError',
    });
  });

  it('of refusals need a reason', async () => {
    await expect(issueReceipt(await statement({ erdsEventId: 'ConsignmentRejection' }), sender)).rejects.toMatchObject({
      code: 'MSB-RECEIPT-NO-REASON',
    });
  });

  it('of one transmission form an unbroken chain with one outcome', async () => {
    const first = await statement();
    const next = (event: Receipt['erdsEventId'], previous: Receipt, change: Partial<Receipt> = {}) =>
      statement({ erdsEventId: event, previousEvidenceId: previous.evidenceIdentifier, ...change });
    const handover = await next('ContentHandover', first);
    await check([first, handover]);
    await expect(check([first, await statement({ erdsEventId: 'ContentHandover' })])).rejects.toMatchObject({
      code: 'MSB-RECEIPT-CHAIN',
    });
    await expect(check([first, handover, await next('Recalled', handover)])).rejects.toMatchObject({
      code: 'MSB-RECEIPT-TWO-OUTCOMES',
    });
    await expect(check([first, await next('ContentHandoverFailure', first)])).rejects.toMatchObject({
      code: 'MSB-RECEIPT-EARLY-EXPIRY',
    });
    await expect(check([await statement({ messageIdentifier: crypto.randomUUID() })])).rejects.toMatchObject({
      code: 'MSB-RECEIPT-OTHER-CONTENT',
    });
  });

  it('of a handover rest on the recipient’s signed statement', async () => {
    const content = {
      formatVersion: 1,
      transmissionId: parseManifest(packed.manifest).id,
      contentDigest: OTHER,
      at: NOW.toISOString(),
    } as const;
    const read = await readHandover(await signHandover(content, recipient));
    expect(read.statement).toEqual(content);
    expect(read.certificate.fingerprint).toBe(recipient.certificate.fingerprint);
  });
});
