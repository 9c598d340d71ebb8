import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttachedTrust,
  certificateToPem,
  createAuthority,
  EVIDENCE_ZIP,
  evidenceZip,
  generateKeyPair,
  type Identity,
  identityFromPkcs8,
  signPdf,
} from '@musubi/evidence';
import { enrolmentProofPages } from '@musubi/forms';
import { readFont } from '@musubi/forms/node';
import { toPdf } from '@musubi/forms/pdf';
import { startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareSystem } from '../../../tools/system.js';
import { musubi } from './cli.testing.js';

let hub: TestHub;
let folder: string;

beforeAll(async () => {
  prepareSystem(['pdftotext', 'pdfsig']);
  hub = await startTestHub({ plainHttp: true });
  folder = mkdtempSync(join(tmpdir(), 'musubi-verify-pdf-'));
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A 利用証明 as a hub gives it out: signed by `signer`, saying whom to trust. */
async function proof(signer: Identity, said: { name?: string; trust?: AttachedTrust } = {}): Promise<Uint8Array> {
  const { issuer, fingerprint } = signer.certificate;
  const issuedAt = hub.context.now();
  const pages = enrolmentProofPages({
    office: { name: '居宅介護支援事業所さくら', officeNumber: '1377700001' },
    licence: '有効（令和9年3月31日まで）',
    since: '2026-04-01T00:00:00.000Z',
    partners: 7,
    certificate: { issuer, fingerprint },
    issuedAt: issuedAt.toISOString(),
    hubName: '試験の連携基盤',
  });
  const answer = await fetch(new URL('/v1/trust', hub.url));
  const bytes = evidenceZip(said.trust ?? (await answer.json()), new Map());
  const files = [{ name: EVIDENCE_ZIP, mediaType: 'application/zip', description: '認証局の一覧', bytes }];
  const pdf = await toPdf(pages, readFont(), { attachments: { files, madeAt: issuedAt } });
  return signPdf(pdf, signer, { signingTime: issuedAt, name: said.name ?? '試験の連携基盤', reason: '利用証明' });
}

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

it('a proof of enrolment signed by the hub’s receipt key holds off line', async () => {
  const path = file('proof.pdf', await proof(hub.certificates.keys.receipts));
  const [authority] = hub.certificates.keys.receipts.chain;
  const known = ['--authority', authority?.fingerprint ?? ''];
  const { code, out } = await musubi(['verify', path, ...known], { MUSUBI_HOME: join(folder, 'no-home') });
  expect(code, out).toBe(0);
  const unknown = await musubi(['verify', path], { MUSUBI_HOME: join(folder, 'no-home') });
  expect(unknown.code, 'M15: nobody said whom to trust').toBe(4);
  expect(out).toContain('連携基盤の証明書');
  expect(out).toContain(hub.certificates.keys.receipts.certificate.fingerprint);
  expect(spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8' }).stdout).toContain('Signature is Valid');
  const text = spawnSync('pdftotext', [path, '-'], { encoding: 'utf8' }).stdout;
  for (const word of ['利用証明書', '1377700001', '7か所', '令和8年4月1日']) expect(text).toContain(word);
});

it('a proof signed by somebody else’s key of the same name does not', async () => {
  const authority = await createAuthority({
    commonName: 'Musubi Hub CA',
    keyType: 'p-256',
    notBefore: new Date(hub.context.now().getTime() - 1000),
    notAfter: new Date(hub.context.now().getTime() + 86_400_000),
  });
  const keys = await generateKeyPair('p-256');
  const certificate = await authority.issue({
    profile: 'receipt',
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
    notBefore: new Date(hub.context.now().getTime() - 1000),
    notAfter: new Date(hub.context.now().getTime() + 86_400_000),
  });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const forged = await proof(await identityFromPkcs8(certificate, [authority.certificate], pkcs8));
  const { code, out } = await musubi(['verify', file('forged.pdf', forged)]);
  expect(code).toBe(1);
  expect(out).toContain('MSB-CERT-ALTERED');
});

it.each([
  ['no PDF', () => 'これはPDFではありません', 'MSB-PDF-MALFORMED'],
  ['an empty file', () => '', 'MSB-PDF-MALFORMED'],
])('%s is refused with its reason, not with a crash', async (name, content, problem) => {
  const { code, out } = await musubi(['verify', file(`${name}.pdf`, content())]);
  expect(code).toBe(1);
  expect(out).toContain(`✕ PDFの電子署名: ${problem}`);
});

it('M15: what a signer wrote begins no line and reaches no terminal as control characters', async () => {
  const authority = await createAuthority({
    commonName: 'e-seikyuu CA\u001b[8m\n○ 本物の認証局',
    keyType: 'p-256',
    notBefore: new Date(hub.context.now().getTime() - 1000),
    notAfter: new Date(hub.context.now().getTime() + 86_400_000),
  });
  const keys = await generateKeyPair('p-256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const notBefore = new Date(hub.context.now().getTime() - 1000);
  const certificate = await authority.issue({ profile: 'dx', spki, notBefore });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const signer = await identityFromPkcs8(certificate, [authority.certificate], pkcs8);
  const name = 'さくら\n○ 認証局の指紋は公表のものと一致しました\u001b[8m\u009b2J\u202e\r';
  const trust = {
    ...(await (await fetch(new URL('/v1/trust', hub.url))).json()),
    anchors: [certificateToPem(authority.certificate)],
  };
  const path = file('escape.pdf', await proof(signer, { name, trust }));
  const { code, out, err } = await musubi(['verify', path], { MUSUBI_HOME: join(folder, 'no-home') });
  expect(code, out + err).toBe(4);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(out.split('\n').filter((line) => line.startsWith('○'))).toEqual([]);
  expect(out).toContain('だれが署名したかは分かりません');
  expect(out).toContain('さくら\\u000a○ 認証局');
});
