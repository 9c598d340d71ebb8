import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCertificate } from '@musubi/evidence';
import { createClock } from '@musubi/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareSystem } from '../../tools/system.js';
import { newOperator, openDesk } from './operator.js';
import {
  CARE,
  drop,
  goTo,
  login,
  NURSING,
  type Participant,
  samples,
  startWorld,
  typePassword,
  type World,
} from './world.js';

/** An authority outside, as its own software runs it: everything it does is done by openssl. */
const folder = mkdtempSync(join(tmpdir(), 'musubi-authority-'));
const at = (name: string) => join(folder, name);

function openssl(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}

function foundAuthority(): void {
  writeFileSync(at('index.txt'), '');
  writeFileSync(at('number'), '01\n');
  const settings = ['[ca]', 'default_ca=own', '[own]', 'database=index.txt', 'crlnumber=number', 'default_md=sha256'];
  const usages = ['[office]', 'keyUsage=critical,digitalSignature,keyAgreement', 'basicConstraints=CA:FALSE'];
  writeFileSync(at('ca.cnf'), [...settings, 'default_crl_days=30', ...usages, ''].join('\n'));
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ca.key'];
  const name = ['-subj', '/C=JP/O=Outside/CN=Outside Authority', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  openssl('req', '-x509', ...key, '-out', 'ca.pem', '-days', '3650', ...name);
  openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'ca.key', '-cert', 'ca.pem', '-out', 'crl.pem');
}

/** The certificate for a request, for an office's name of the authority's own choice. */
function certify(requestPath: string): string {
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '1095'];
  const how = ['-extfile', 'ca.cnf', '-extensions', 'office', '-subj', '/C=JP/O=Outside/CN=Office'];
  openssl('x509', '-req', '-in', requestPath, ...by, ...how, '-out', 'office.pem');
  return at('office.pem');
}

let world: World;
let care: Participant;

beforeAll(async () => {
  prepareSystem(['openssl']);
  foundAuthority();
  const settings = { authority: 'external', trustAnchors: at('ca.pem'), revocationLists: at('crl.pem') } as const;
  world = await startWorld(settings, createClock()); // openssl dates what it signs by the machine's clock
  care = await world.join(CARE, '佐藤 ケア');
  await world.join(NURSING, '鈴木 一郎');
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

it('a request made on the PC goes to an authority outside, comes back by the operator, and opens the door', async () => {
  const { page: office } = await world.open();
  await login(office, world, care);
  await goTo(office, '設定');
  const certificates = office.getByRole('region', { name: '事業所の証明書の管理' });
  await certificates.getByRole('button', { name: '新しい証明書を申請する' }).click();
  await certificates.getByText('認証局の発行を待っている申請が1件あります。').waitFor();
  // Asked too early: nothing is there, and nothing breaks.
  await certificates.getByRole('button', { name: '発行された証明書を受け取る' }).click();
  await office.getByText('この PC で申請した証明書は、まだ発行されていません。').waitFor();

  const { page: desk } = await world.open({ acceptDownloads: true });
  await openDesk(desk, world, await newOperator(world));
  await desk.goto(`${world.hub.url}/operate/applications`);
  const waiting = desk.getByRole('region', { name: '証明書の申請' });
  const saving = desk.waitForEvent('download');
  await waiting.getByRole('button', { name: '申請（CSR）を保存' }).click();
  const request = await saving;
  expect(request.suggestedFilename()).toMatch(new RegExp(`^証明書の申請_${CARE}_.*\\.csr$`));
  await request.saveAs(at('office.csr'));
  openssl('req', '-in', 'office.csr', '-verify', '-noout');
  await waiting.getByRole('button', { name: '証明書を登録する' }).click();
  await desk.getByLabel('証明書、または証明書の申請（CSR）').setInputFiles(certify(at('office.csr')));
  await desk.getByRole('button', { name: '登録する', exact: true }).click();
  await desk.getByText(/登録しました。.*まで使えます。/).waitFor();
  await desk.getByRole('dialog').getByRole('button', { name: '閉じる' }).click();
  await waiting.getByText('待っている申請はありません。').waitFor();

  await certificates.getByRole('button', { name: '発行された証明書を受け取る' }).click();
  await certificates.getByText('この PC に証明書が入りました。').waitFor();
  await certificates.getByText(/発行を待っている申請/).waitFor({ state: 'detached' });
  await office.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await office.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  const { fingerprint } = await parseCertificate(readFileSync(at('office.pem'), 'utf8'));
  await office.getByRole('radio', { name: new RegExp(`番号 ${fingerprint.slice(0, 8)}`), checked: true }).waitFor();
  await typePassword(office, care);
  await office.getByRole('heading', { name: 'トップページ' }).waitFor();
  await goTo(office, '設定');
  const own = office.getByRole('region', { name: '証明書', exact: true });
  await own
    .getByRole('listitem')
    .filter({ hasText: fingerprint.slice(0, 8) })
    .getByText('いま使うもの')
    .waitFor();

  // What it signs is accepted, and what it seals can be read by the recipient.
  await goTo(office, '一括送信');
  await drop(office, samples('month-v4/plans', NURSING));
  await office.getByText('送れます').waitFor();
  await office.getByRole('button', { name: '送信', exact: true }).click();
  await office.getByText('1件を送りました。').waitFor();
});
