import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyEvidence } from '@musubi/client';
import { addAccount } from '@musubi/hub';
import {
  enrolCertificate,
  enrolOffice,
  gainAuthority,
  issuerOf,
  Line,
  PASSWORD,
  startTestHub,
  type TestHub,
  type TestOffice,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computerOf, p12In } from '../../../test/operator/computer.js';
import { killedMusubi, musubi, musubiOnFullDisk, type Run, SAMPLES } from './cli.testing.js';

const MANAGER = '1377700001';
const VISITING_NURSE = '1375400014';
const HELPER = '1378700010';
const PLAN = join(SAMPLES, 'careplan-v4');
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;

let hub: TestHub;
let folder: string;

beforeAll(async () => {
  hub = await startTestHub({ authority: 'external' });
  folder = mkdtempSync(join(tmpdir(), 'musubi-online-'));
  writeFileSync(join(folder, 'ca.pem'), hub.caPem);
});

afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const p12File = (certified: Omit<TestOffice, 'officeNumber'>, name: string) => p12In(folder, certified, name);
const signedIn = (office: TestOffice, name: string) => computerOf({ hub, folder, office, name });

/** Transmissions the hub has. */
async function count(): Promise<number> {
  const [row] = await hub.context.database.query<{ count: number }>('select count(*)::int as count from transmissions');
  return row?.count ?? 0;
}

/** Runs stored whole; the folder of one that is being written starts with a dot. */
const storedRuns = (): number => {
  const drafts = join(folder, 'home-manager', 'drafts');
  return existsSync(drafts) ? readdirSync(drafts).filter((name) => !name.startsWith('.')).length : 0;
};

/** Points the care manager's computer at another address of the hub. */
function setHubUrl(hubUrl: string): void {
  const settings = join(folder, 'home-manager', 'settings.json');
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), hubUrl }));
}

function evidenceOf(name: string): Map<string, Uint8Array> {
  const path = join(folder, name);
  const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((file) => [file.name, new Uint8Array(readFileSync(join(path, file.name)))]));
}

/** The evidence with one bit of one file turned over. */
function changed(evidence: ReadonlyMap<string, Uint8Array>, name: string): Map<string, Uint8Array> {
  const bytes = Uint8Array.from(evidence.get(name) ?? []);
  const at = name === 'trust.json' ? 0 : Math.floor(bytes.length * 0.9);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return new Map([...evidence, [name, bytes]]);
}

/** Verifies on a computer without a login, whose user compared the fingerprints. */
function strangerVerifies(path: string): Promise<Run> {
  const known = [issuerOf(hub).certificate, ...hub.certificates.keys.receipts.chain].map(
    ({ fingerprint }) => fingerprint,
  );
  return musubi(['verify', path, '--authority', ...known], { MUSUBI_HOME: join(folder, 'no-home') });
}

const idIn = ({ out }: Run): string => ID.exec(out)?.[0] ?? '';

describe('a care plan through the hub by the executable', () => {
  let manager: (...args: string[]) => Promise<Run>;
  let nurse: (...args: string[]) => Promise<Run>;

  beforeAll(async () => {
    manager = await signedIn(await enrolOffice(hub, { officeNumber: MANAGER, serviceTypes: ['43'] }), 'manager');
    nurse = await signedIn(await enrolOffice(hub, { officeNumber: VISITING_NURSE, serviceTypes: ['13'] }), 'nurse');
  });

  it('is sent, received byte for byte, and proven off line by both sides', async () => {
    const sent = await manager('send', PLAN, '--message', 'よろしくお願いします');
    expect(sent.code, sent.err).toBe(0);
    const inbox = await nurse('inbox', '--json');
    expect(JSON.parse(inbox.out)).toMatchObject([{ id: idIn(sent), kind: 'careplan', delivery: 'consigned' }]);

    const to = join(folder, 'received');
    const received = await nurse('receive', '--to', to);
    expect(received.code, received.err).toBe(0);
    for (const name of readdirSync(PLAN))
      expect(readFileSync(join(to, name)).equals(readFileSync(join(PLAN, name))), name).toBe(true);
    expect(readFileSync(join(to, 'attachments', idIn(sent), 'message.txt'), 'utf8')).toBe('よろしくお願いします');

    const map = JSON.parse(readFileSync(join(to, 'evidence', idIn(sent), 'saved.json'), 'utf8'));
    expect(map).toMatchObject({ message: `attachments/${idIn(sent)}/message.txt`, attachments: [] });
    expect(map.files.map(({ path }: { path: string }) => path).sort()).toEqual(readdirSync(PLAN).sort());
    const verified = await strangerVerifies(to);
    expect(verified.code, verified.out).toBe(0);
    const exported = join(folder, 'sent-evidence');
    expect((await manager('receipts', idIn(sent), '--to', exported)).code).toBe(0);
    const proof = await strangerVerifies(exported);
    expect(proof.code, proof.out).toBe(0);
    for (const event of ['受付', '配置', '取得']) expect(proof.out).toContain(event);
    expect(proof.out).toContain(issuerOf(hub).certificate.fingerprint);
  });

  it('sent again by the same command is not sent twice, and says when it went', async () => {
    const before = await count();
    const again = await manager('send', PLAN, '--message', 'よろしくお願いします');
    expect(again.code, again.err).toBe(0);
    expect(again.out).toMatch(/○ もう送ってあります +\d+年\d+月\d+日/);
    expect(again.err).toContain('--again');
    expect(await count()).toBe(before);
    expect((await manager('outbox')).out).toContain('送信待ちはありません');
  });

  it('is not received a second time by itself; by its id it is, without a second copy', async () => {
    const to = join(folder, 'received');
    const before = readdirSync(to).sort();
    expect((await nurse('receive', '--to', to)).out).toContain('新しく届いたデータはありません');
    const [transmission] = JSON.parse((await nurse('inbox', '--json')).out);
    expect((await nurse('receive', transmission.id, '--to', to)).code).toBe(0);
    expect(readdirSync(to).sort()).toEqual(before);
  });

  it('handed over but killed before its receipts were saved, says so in verify and is completed by the next receive', async () => {
    const to = join(folder, 'received');
    const evidence = join(to, 'evidence');
    const [id = ''] = readdirSync(evidence);
    const whole = readdirSync(join(evidence, id)).sort();
    for (const name of whole.filter((one) => /^receipt-\d/.test(one))) rmSync(join(evidence, id, name));
    const lacking = await musubi(['verify', to], { MUSUBI_HOME: join(folder, 'home-nurse') });
    expect(lacking.code).toBe(3);
    expect(lacking.out).toContain('1件の送信には、証跡');
    const completed = await nurse('receive', '--to', to);
    expect(completed.code, completed.err).toBe(0);
    expect(completed.err).toContain('1件の証跡を');
    expect(readdirSync(join(evidence, id)).sort()).toEqual(whole);
    expect(await musubi(['verify', to], { MUSUBI_HOME: join(folder, 'home-nurse') })).toMatchObject({ code: 0 });
  });

  it('is recalled before it was fetched, and then cannot be fetched', async () => {
    const sent = await manager('send', '--to', `${VISITING_NURSE}-13`, '--message', '取り消します');
    expect(sent.code, sent.err).toBe(0);
    expect((await manager('recall', idIn(sent))).code).toBe(0);
    const fetched = await nurse('receive', idIn(sent), '--to', join(folder, 'recalled'));
    expect(fetched.code).toBe(1);
    expect((await manager('sent')).out).toContain('取消');
  });

  it('with errors is not sent, and the hub hears nothing of it', async () => {
    const before = await count();
    const { code, err } = await manager('send', join(SAMPLES, 'defects/bad-date'));
    expect(code).toBe(1);
    expect(err).toContain('✕');
    expect(await count()).toBe(before);
  });

  it('a dry run sends nothing and needs no login', async () => {
    const { code, out } = await musubi(['send', PLAN, '--dry-run'], { MUSUBI_HOME: join(folder, 'no-home') });
    expect(code).toBe(0);
    expect(out).toContain(VISITING_NURSE);
  });

  it('an executable that calls itself a PDF is refused before anything is sent', async () => {
    const fake = join(folder, '請求書.pdf');
    writeFileSync(fake, 'MZ\x90\0');
    const { code, err } = await manager('send', '--to', `${VISITING_NURSE}-13`, '--attach', fake);
    expect(code).toBe(1);
    expect(err).toContain('実行ファイル');
  });

  it('on a full disk says so, leaves nothing half-written and sends nothing', async () => {
    const home = join(folder, 'home-manager');
    const before = await count();
    const { code, err } = await musubiOnFullDisk(1, ['send', PLAN], { MUSUBI_HOME: home });
    expect(code).toBe(1);
    expect(err).toContain('ディスクの空きがない');
    expect(err).toContain('何も保存せず、何も送っていません');
    expect(await manager('outbox')).toMatchObject({ out: '送信待ちはありません。\n' });
    expect(await count()).toBe(before);
  });

  it('renews the session by itself when its token has ended', async () => {
    const settings = join(folder, 'home-manager', 'settings.json');
    const before = JSON.parse(readFileSync(settings, 'utf8'));
    writeFileSync(settings, JSON.stringify({ ...before, token: 'ended' }));
    expect(await manager('whoami')).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(settings, 'utf8')).token).not.toBe('ended');
  });

  it('keeps what could not be sent while the hub was out of reach, and sends it once', async () => {
    const before = await count();
    setHubUrl('https://localhost:9'); // nothing listens on the discard port
    const waiting = await manager('send', PLAN, '--again');
    expect(waiting.code, waiting.err).toBe(1);
    expect(waiting.out).toMatch(/1375400014 +… 送信待ち/);
    setHubUrl(hub.url);
    const retried = await manager('outbox', '--retry');
    expect(retried.code, retried.out + retried.err).toBe(0);
    expect((await manager('outbox', '--retry')).out).toContain('送信待ちはありません');
    expect(await count()).toBe(before + 1);
  });

  it.each([
    ['before the hub could answer anything', 0, storedRuns],
    ['after the hub took it, before it heard so', 1, count],
  ])('killed with SIGKILL %s, a send is made up for exactly once', async (_moment, taken, reached) => {
    const before = await count();
    const line = new Line(Number(new URL(hub.url).port));
    line.state = taken === 0 ? 'silent' : 'swallowsAnswers';
    setHubUrl(`https://localhost:${await line.listen()}`);
    const start = await reached();
    await killedMusubi(['send', PLAN, '--again'], { MUSUBI_HOME: join(folder, 'home-manager') }, () =>
      expect.poll(async () => reached()).toBe(start + 1),
    );
    await line.close();
    setHubUrl(hub.url);
    expect(await count()).toBe(before + taken);
    expect(await manager('outbox', '--retry')).toMatchObject({ code: 0 });
    expect(await count()).toBe(before + 1);
    expect((await manager('outbox')).out).toContain('送信待ちはありません');
  });

  it('one unknown recipient does not stop the others', async () => {
    const both = join(folder, 'both');
    mkdirSync(both);
    for (const name of readdirSync(PLAN)) copyFileSync(join(PLAN, name), join(both, name));
    const plans = join(SAMPLES, 'month-v4/plans');
    for (const name of readdirSync(plans).filter((one) => one.includes('1378700010')))
      copyFileSync(join(plans, name), join(both, name));
    const { code, out } = await manager('send', both, '--again');
    expect(code).toBe(1);
    expect(out).toMatch(/1378700010 +✕ 送れません/);
    expect(out).toContain('○ 受付済');
    expect((await manager('outbox')).out).toContain('送信待ちはありません');
  });

  it('a new certificate reads what was sent to the old one, here and on terminals that never had it', async () => {
    const sent = await manager('send', '--to', `${VISITING_NURSE}-13`, '--message', '証明書の更新前');
    const renewed = await enrolCertificate(hub, VISITING_NURSE);
    const p12 = await p12File(renewed, 'nurse-renewed');
    const home = { MUSUBI_HOME: join(folder, 'home-nurse') };
    const secrets = { MUSUBI_PASSWORD: PASSWORD, MUSUBI_CERTIFICATE_PASSWORD: 'p12-secret' };
    const login = await musubi(['login', '--certificate', p12], { ...home, ...secrets });
    expect(login.code, login.err).toBe(0);
    expect(login.err).toContain('新しい証明書でも読めるように');
    const settings = join(folder, 'home-nurse', 'settings.json');
    const known = JSON.parse(readFileSync(settings, 'utf8'));
    expect(known.previousKeys).toHaveLength(1);
    writeFileSync(settings, JSON.stringify({ ...known, previousKeys: [] }));
    const to = join(folder, 'renewed');
    const received = await nurse('receive', idIn(sent), '--to', to);
    expect(received.code, received.out + received.err).toBe(0);
    expect(readFileSync(join(to, 'attachments', idIn(sent), 'message.txt'), 'utf8')).toBe('証明書の更新前');
  });

  it('shows what is wrong with changed evidence, and exits with 1', async () => {
    const evidence = evidenceOf('sent-evidence');
    const tampered = join(folder, 'tampered');
    mkdirSync(tampered);
    for (const [name, bytes] of changed(evidence, 'payload.p7m')) writeFileSync(join(tampered, name), bytes);
    const { code, out } = await musubi(['verify', tampered]);
    expect(code).toBe(1);
    expect(out).toContain('✕ payload.p7m: MSB-');
  });

  it.each([
    ['manifest.json', 'manifest.json'],
    ['manifest.p7s', 'manifest.json'],
    ['payload.p7m', 'payload.p7m'],
    ['receipt-01-SubmissionAcceptance.json', 'receipt-01-SubmissionAcceptance.json'],
    ['receipt-02-ContentConsignment.p7s', 'receipt-02-ContentConsignment.json'],
    ['trust.json', 'trust.json'],
  ])('one changed byte of %s is found, and named as %s', async (name, subject) => {
    const { proof, steps } = await verifyEvidence(changed(evidenceOf('sent-evidence'), name), [], null);
    expect(proof).toBe('changed');
    expect(steps.filter((step) => step.proof === 'changed').map((step) => step.name)).toContain(subject);
  });

  it('a receipt taken out of the folder breaks the chain', async () => {
    const shortened = evidenceOf('sent-evidence');
    shortened.delete('receipt-02-ContentConsignment.json');
    const { proof, steps } = await verifyEvidence(shortened, [], null);
    expect(proof).toBe('changed');
    expect(steps.find((step) => step.subject === 'chain')).toMatchObject({ proof: 'changed' });
  });

  it('a received file that was changed afterwards is named', async () => {
    const to = join(folder, 'received');
    const name = readdirSync(to).find((one) => one.startsWith('UP1KYO')) ?? '';
    writeFileSync(join(to, name), 'changed');
    const { code, out } = await musubi(['verify', join(to, 'evidence')]);
    expect(code).toBe(1);
    expect(out).toContain(`✕ ${name}: MSB-PACK-FILE-CHANGED`);
  });

  it('does not go by an authority the hub names later until its fingerprint was accepted', async () => {
    const second = await gainAuthority(hub);
    await enrolOffice(hub, { officeNumber: HELPER, serviceTypes: ['11'], authority: second });
    const send = () => manager('send', '--to', `${HELPER}-11`, '--message', '新しい認証局の事業所へ');
    const refused = await send();
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('まだ受け入れていない認証局');
    const { fingerprint } = second.certificate;
    const shown = await manager('trust');
    expect(shown.out).toMatch(/✕ まだ受け入れていません[^✕]*CN=Second CA/);
    expect(shown.out).toContain(fingerprint.slice(0, 4));
    expect(await manager('trust', 'accept', fingerprint.slice(0, 16))).toMatchObject({ code: 2 });
    expect(await manager('trust', 'accept', 'a'.repeat(64))).toMatchObject({ code: 1 });
    const published = fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:'); // as openssl prints it
    expect(await manager('trust', 'accept', published)).toMatchObject({ code: 0 });
    expect((await manager('trust')).out).not.toContain('✕');
    expect(await send()).toMatchObject({ code: 0 });
  });

  it('evidence of an authority that a computer with a login did not accept is refused there, and only there', async () => {
    const home = join(folder, 'home-manager');
    const evidence = join(folder, 'sent-evidence');
    expect(await musubi(['verify', evidence], { MUSUBI_HOME: home })).toMatchObject({ code: 0 });
    for (const name of readdirSync(join(home, 'trust')).filter((one) => one.endsWith('.json')))
      writeFileSync(join(home, 'trust', name), JSON.stringify({ offices: [], receipts: [] }));
    const { code, out } = await musubi(['verify', evidence], { MUSUBI_HOME: home });
    expect(code).toBe(4);
    expect(out).toContain('？ manifest.json: MSB-CERT-NOT-ACCEPTED');
    expect(out).toContain('だれが署名したかは分かりません');
    expect(await strangerVerifies(evidence)).toMatchObject({ code: 0 });
  });

  it('C1: a login names whom nobody of the office let in, once', async () => {
    const stranger = { officeNumber: VISITING_NURSE, displayName: '偽の 職員', kind: 'person', role: 'staff' } as const;
    const { account } = await addAccount(hub.context, { ...stranger, addedBy: 'operator' }, 'test');
    const again = () => musubi(['login'], { MUSUBI_HOME: join(folder, 'home-nurse'), MUSUBI_PASSWORD: PASSWORD });
    const { code, err } = await again();
    expect(code, err).toBe(0);
    expect(err).toContain(`この事業所の人が追加していないユーザがいます: 偽の 職員（${account.userId}）`);
    expect((await again()).err).not.toContain('偽の 職員');
  });

  it('after logout every command says how to sign in again', async () => {
    expect((await nurse('logout')).code).toBe(0);
    const { code, err } = await nurse('inbox');
    expect(code).toBe(1);
    expect(err).toContain('musubi login');
  });
});
