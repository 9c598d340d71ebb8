import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { verifyEvidence } from '@musubi/client';
import { certificateToPem } from '@musubi/evidence';
import { spreadsheetCell } from '@musubi/standard';
import { issuerOf, type TestPerson } from '@musubi/testkit';
import { unzipSync, zipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { musubi } from '../../packages/cli/src/cli.testing.js';
import { prepareSystem } from '../../tools/system.js';
import { CARE, drop, goTo, login, NURSING, samples, startWorld, type World } from './world.js';

let world: World;
let care: Page;
let administrator: TestPerson;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-records-'));
  world = await startWorld();
  const careOffice = await world.join(CARE, '佐藤 ケア');
  administrator = careOffice.person;
  const nursingOffice = await world.join(NURSING, '鈴木 一郎');
  care = (await world.open({ acceptDownloads: true })).page;
  await login(care, world, careOffice);
  await goTo(care, '新規作成');
  await drop(care, samples('month-v4/plans', `_${NURSING}_`));
  await care.getByLabel('メッセージ').fill('10月分です。');
  await care.getByRole('button', { name: '送信', exact: true }).click();
  await care.getByText('1件を送りました。').waitFor();
  const nursing = (await world.open()).page;
  await login(nursing, world, nursingOffice);
  await goTo(nursing, '受信一覧');
  await nursing.getByRole('link', { name: /サービス利用票/ }).click();
  await nursing.getByRole('heading', { name: '第6表 サービス利用票（予定）' }).first().waitFor();
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Saves what a click hands out and returns its bytes. */
async function saved(page: Page, button: string | RegExp, within: Page | Locator = page): Promise<Uint8Array> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    within.getByRole('button', { name: button }).click(),
  ]);
  return new Uint8Array(readFileSync(await download.path()));
}

it('proof for an inspection: what was sent to whom, and when it was fetched and opened, by client', async () => {
  await goTo(care, '記録と保存');
  await care.getByLabel('利用者（氏名か番号の一部）').fill('だれでもない');
  await care.getByRole('button', { name: '集める' }).click();
  await care.getByText('この期間に、該当する送受信はありません。').waitFor();
  await care.getByLabel('利用者（氏名か番号の一部）').fill('渡邊 太郎');
  await care.getByRole('button', { name: '集める' }).click();
  await care.getByRole('heading', { name: '1件を集めました' }).waitFor();
  const csv = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await saved(care, '一覧を CSV で保存'));
  expect(csv.startsWith('\ufeff方向,相手の事業所')).toBe(true);
  const [, row = ''] = csv.split('\r\n');
  expect(row).toContain('送信,訪問看護ステーションひまわり14');
  expect(row).toContain('渡邊　太郎');
  expect(row).toContain('鈴木 一郎');
  expect(row).toContain('開封済');
});

it('a PDF signed in the browser proves off line what was sent to whom, and says nothing of other clients', async () => {
  prepareSystem(['openssl', 'pdftotext', 'pdfsig']);
  await care.getByRole('button', { name: '運営指導のための記録（署名つきPDF）' }).click();
  const dialog = care.getByRole('dialog', { name: '運営指導のための記録' });
  const clients = await dialog.getByRole('checkbox').count();
  expect(clients).toBeGreaterThan(1);
  // Of all clients in the same files only those that were searched for are chosen.
  expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(1);
  await dialog.getByRole('button', { name: 'すべて外す' }).click();
  await dialog.getByText('記録に入るものがありません。').waitFor();
  await dialog.getByLabel('渡邊　太郎').check();
  await dialog.getByText('1件が入ります。').waitFor();
  const bytes = await saved(care, '署名つきPDFを保存');
  const path = join(folder, 'report.pdf');
  writeFileSync(path, bytes);

  const pack = unzipSync(await saved(care, /^一式を保存/, dialog));
  const json = JSON.parse(new TextDecoder().decode(pack['送受信の記録.json']));
  expect(json.clients.map(({ name }: { name: string }) => name)).toEqual(['渡邊　太郎']);
  const [entry] = json.transmissions;
  expect(entry).toMatchObject({ direction: 'sent', serviceMonth: '202610', evidence: `evidence/${entry.id}/` });
  expect(entry.receipts.map(({ event }: { event: string }) => event)).toContain('ContentHandover');
  const evidence = join(folder, 'pack', 'evidence', entry.id);
  mkdirSync(evidence, { recursive: true });
  for (const [name, bytes] of Object.entries(pack))
    if (name.startsWith(entry.evidence)) writeFileSync(join(evidence, name.slice(entry.evidence.length)), bytes);
  const apart = await musubi(['verify', evidence, '--json', '--authority', ...knownAuthorities()], {
    MUSUBI_HOME: join(folder, 'no-home'),
  });
  const answers = { signature: 'proven', time: 'proven', content: 'absent', chain: 'proven' };
  expect(JSON.parse(apart.out)).toMatchObject({ proof: 'absent', folders: [{ answers }] });
  for (const [name, start] of [
    ['送受信の記録.pdf', '%PDF'],
    ['送受信の記録.csv', '\ufeff方向'],
    ['確かめ方.txt', '\ufeffこの一式の確かめ方'],
  ] as const)
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(pack[name]).startsWith(start), name).toBe(true);

  const verdict = await musubi(['verify', path, '--authority', ...knownAuthorities()], {
    MUSUBI_HOME: join(folder, 'no-home'),
  });
  expect(verdict.code, verdict.out + verdict.err).toBe(0);
  for (const word of ['受付', '取得', '開封', `${CARE} → ${NURSING}`, `事業所番号 ${CARE} のものと同じ証明書です`])
    expect(verdict.out).toContain(word);
  expect(spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8' }).stdout).toMatch(
    /Total document signed[\s\S]*Signature is Valid/,
  );
  opensslAccepts(bytes);
  const text = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout;
  for (const word of ['渡邊', '訪問看護ステーションひまわり14', '鈴木 一郎', '令和8年10月分', 'で電子署名されています'])
    expect(text).toContain(word);
  const attached = join(folder, 'attached');
  mkdirSync(attached);
  spawnSync('pdfdetach', ['-saveall', '-o', attached, path]);
  const [, row = ''] = readFileSync(join(attached, 'records.csv'), 'utf8').split('\r\n');
  expect(row.split(',')[5]).toBe('渡邊　太郎');

  await dialog.getByRole('button', { name: '閉じる' }).click();
  await care.getByLabel('一式のファイル').setInputFiles(path);
  const reader = care.getByRole('region', { name: '保存した一式や署名つきPDFを開く' });
  await reader
    .getByText('PDFは署名されたときのままです。添付された証跡1件も、すべて正しいことを確かめました。')
    .waitFor();
  await reader.getByText(`${CARE}（添付された送信と同じ証明書）`).waitFor();
  await reader.getByText(/サービス利用票（予定） 令和8年10月分.*→ 訪問看護ステーションひまわり14/).click();
  for (const word of ['署名と証跡を確かめました', '受付（', '取得（', '開封'])
    await reader.getByText(word, { exact: false }).first().waitFor();

  const changed = bytes.slice();
  changed[1000] = (changed[1000] ?? 0) ^ 1;
  writeFileSync(path, changed);
  const refused = await musubi(['verify', path]);
  expect(refused.code).toBe(1);
  expect(refused.out).toContain('✕ PDFの電子署名: MSB-SIG-CONTENT-CHANGED');
  await drop(care, [{ name: 'changed.pdf', mimeType: 'application/pdf', buffer: Buffer.from(changed) }]);
  await reader.getByText('このPDFの電子署名は確かめられません。').waitFor();
  await reader.getByText(/MSB-SIG-CONTENT-CHANGED/).waitFor();
  expect(await reader.getByText('署名した者').count()).toBe(0);
});

/** Fingerprints as the authorities publish them. */
function knownAuthorities(): string[] {
  const { receipts } = world.hub.certificates.keys;
  return [issuerOf(world.hub).certificate, ...receipts.chain].map(({ fingerprint }) => fingerprint);
}

/** Takes signature and signed ranges out of a PDF with nothing of ours, as a person with a hex editor would. */
function opensslAccepts(pdf: Uint8Array): void {
  const text = Buffer.from(pdf).toString('latin1');
  const [before = 0, after = 0] = (/\/ByteRange \[0 (\d+) (\d+) /.exec(text) ?? []).slice(1).map(Number);
  writeFileSync(join(folder, 'a.p7s'), Buffer.from(text.slice(before + 1, after - 1), 'hex'));
  writeFileSync(join(folder, 'a.bin'), Buffer.concat([pdf.subarray(0, before), pdf.subarray(after)]));
  writeFileSync(join(folder, 'ca.pem'), certificateToPem(issuerOf(world.hub).certificate));
  const at = `-attime ${Math.floor(world.hub.clock.now().getTime() / 1000)}`;
  const args = `cms -verify -inform DER -in a.p7s -content a.bin -binary -CAfile ca.pem -purpose any -out /dev/null ${at}`;
  expect(spawnSync('openssl', args.split(' '), { cwd: folder, encoding: 'utf8' }).stderr).toContain('successful');
}

it('an archive opens without Musubi, proves itself off line, and is read again', async () => {
  const encrypted = care.getByLabel('自事業所の証明書で暗号化する');
  await encrypted.uncheck();
  const zip = unzipSync(await saved(care, '一式を保存（ファイル・証跡・一覧）'));
  expect(new TextDecoder().decode(zip['index.html'])).toContain('訪問看護ステーションひまわり14');
  const data = Object.entries(zip).filter(([name]) => name.startsWith('data/'));
  for (const { name, buffer } of samples('month-v4/plans', `_${NURSING}_`)) {
    const [, bytes] = data.find(([path]) => path.endsWith(`/${name}`)) ?? [];
    expect(Buffer.from(bytes ?? []).equals(buffer), name).toBe(true);
  }
  const evidence = new Map<string, Uint8Array>();
  for (const [path, bytes] of Object.entries(zip)) {
    if (path.startsWith('evidence/')) evidence.set(path.split('/').slice(2).join('/'), bytes);
  }
  const given = data.map(([path, bytes]) => {
    const name = path.split('/').at(-1) ?? '';
    return { path, name, size: bytes.length, isOwn: true, read: () => bytes };
  });
  const known = knownAuthorities();
  const verdict = await verifyEvidence(evidence, given, { offices: known, receipts: known });
  expect(verdict.steps.filter(({ proof }) => proof !== 'proven')).toEqual([]);
  expect(verdict.receipts.map(({ erdsEventId }) => erdsEventId)).toContain('ContentAccessTracking');

  // H1: what was taken out of an archive is missed, what was changed is named.
  const reopen = async (name: string, change: (files: Record<string, Uint8Array>) => void) => {
    const files = { ...zip };
    change(files);
    const altered = join(folder, name);
    mkdirSync(dirname(altered), { recursive: true });
    writeFileSync(altered, zipSync(files, { level: 0 }));
    await care.getByLabel('一式のファイル').setInputFiles(altered);
    await care.getByRole('button', { name: 'サービス利用票（予定） 令和8年10月分' }).click();
    return care.getByRole('dialog');
  };
  const [messagePath = ''] = data.flatMap(([name]) => (name.endsWith('/message.txt') ? [name] : []));
  const without = await reopen('without.zip', (files) => delete files[messagePath]);
  await without.getByText(/ここにないもの1件は確かめていません/).waitFor();
  await without.getByText('一式の一覧にあるファイルが、一式に入っていません。').waitFor();
  await without.getByRole('button', { name: '閉じる' }).click();
  const forged = await reopen('forged.zip', (files) => {
    files[messagePath] = new TextEncoder().encode('来月から中止します。');
  });
  await forged.getByText('正しいことを確かめられない証跡があります').waitFor();
  await forged.getByText(/MSB-PACK-MESSAGE-CHANGED/).waitFor();
  await forged.getByRole('button', { name: '閉じる' }).click();

  await encrypted.check();
  const sealed = await saved(care, '一式を保存（ファイル・証跡・一覧）');
  expect(new TextDecoder('latin1').decode(sealed)).not.toContain('index.html');
  const path = join(folder, 'archive.p7m');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, sealed);
  await care.getByLabel('一式のファイル').setInputFiles(path);
  await care.getByRole('button', { name: 'サービス利用票（予定） 令和8年10月分' }).click();
  const dialog = care.getByRole('dialog');
  await dialog.getByText(/署名と証跡を確かめました（\d+項目すべて正しい）/).waitFor();
  await dialog.getByText('10月分です。').waitFor();
  await dialog.getByRole('heading', { name: '第6表 サービス利用票（予定）' }).first().waitFor();
  await dialog.getByRole('button', { name: '閉じる' }).click();

  writeFileSync(path, 'no archive');
  await care.getByLabel('一式のファイル').setInputFiles(path);
  await care.getByText('Musubi で保存した「一式」のファイルではありません。').waitFor();
});

it.each([
  ['=1+1', "'=1+1"],
  ['+81', "'+81"],
  ['-1', "'-1"],
  ['@sum', "'@sum"],
  ['a,"b"', '"a,""b"""'],
  ['訪問看護', '訪問看護'],
])('no cell of a list is a formula: %s', (text, cell) => {
  expect(spreadsheetCell(text)).toBe(cell);
});

it('R22: what was saved on this terminal is in the audit log of the office, by transmission and month', async () => {
  await goTo(care, '月末');
  await care.getByLabel('対象月').selectOption('202610');
  await saved(care, '一覧を CSV で保存');
  const outputs = async () => {
    const { items } = await administrator.hub.call('listOwnAudit', { query: { limit: 200 } });
    return items.filter(({ action }) => action.startsWith('output.'));
  };
  await expect.poll(async () => (await outputs()).map(({ subjectType }) => subjectType)).toContain('month');
  const { items } = await administrator.hub.call('listTransmissions', { query: { box: 'sent' } });
  const told = new Set((await outputs()).map(({ action, subjectId }) => `${action} ${subjectId}`));
  expect(told).toContain('output.list-saved 202610');
  expect(told).toContain(`output.list-saved ${items[0]?.id}`);
  expect(told).toContain(`output.inspection-saved ${items[0]?.id}`);
});
