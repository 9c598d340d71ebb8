import { readFileSync } from 'node:fs';
import { importDirectory, officeUserId } from '@musubi/hub';
import { type Mailbox, startMailbox } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shown, signInFirst } from './joining.js';
import { mailedLink } from './mailing.js';
import { CARE, drop, goTo, NURSING, samples, startWorld, type World } from './world.js';

const NAME = 'ケアプランひまわり';
const COLLEAGUE = 'tanaka@himawari.example.jp';
const COLLEAGUE_PASSWORD = 'ame-no-hi-no-sanpo';

let mailbox: Mailbox;
let world: World;

/** The ministry's list, with a row that makes our sample office one of its own. */
async function* registry(): AsyncIterable<Uint8Array> {
  const fixture = readFileSync(new URL('../fixtures/registry/jigyosho_120.csv', import.meta.url), 'utf8');
  const [heading = '', first = ''] = fixture.split(/\r?\n/);
  const own = first
    .replaceAll('0170210231', CARE)
    .replace('アサヒサンクリーン在宅介護センター札幌北', NAME)
    .replace('訪問入浴介護', '居宅介護支援')
    .replace('011029', '131016');
  yield new TextEncoder().encode(`${heading}\r\n${own}\r\n`);
}

beforeAll(async () => {
  mailbox = await startMailbox();
  world = await startWorld({
    smtpUrl: mailbox.smtpUrl,
    mailFrom: 'musubi@hub.example.jp',
    applicationApproval: 'automatic',
  });
  await importDirectory(world.hub.context, { file: registry(), edition: '2025-12', actor: 'test' });
  await world.join(NURSING, '鈴木 一郎');
});
afterAll(async () => {
  await world.close();
  await mailbox.close();
});

it('an unknown office joins alone: IDs, certificate, login, a colleague, and the first transmission', async () => {
  const { page } = await world.open({ acceptDownloads: true });
  await page.goto(`${world.hub.url}/welcome`);
  await page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: '利用申請' }).click();
  await page.getByLabel('事業所番号').fill(CARE);
  await page.getByLabel('事業所の名前').fill(NAME);
  await page.getByLabel('法人の名前').fill('社会福祉法人ひまわり会');
  await page.getByLabel('サービス種類', { exact: true }).selectOption('43');
  await page.getByLabel('氏名').fill('佐藤 ケア');
  await page.getByLabel('メールアドレス').fill('sato@himawari.example.jp');
  await page.getByLabel('電話番号').fill('0450000001');
  await page.getByRole('button', { name: '申請する' }).click();
  await page.getByText('sato@himawari.example.jp にメールを送りました。').waitFor();

  // Nobody of the hub is asked: the number is in the ministry's list under this name.
  await page.goto(await mailedLink(world, mailbox, 'sato@himawari.example.jp'));
  await page.getByText('利用申請が正常に完了しております。').waitFor();
  await page.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' }).click();
  await page.getByText('一度だけ表示しています。').waitFor();
  expect(await shown(page, '事業所のユーザID')).toBe(officeUserId(CARE));
  const password = await shown(page, '初期パスワード');
  await page.getByRole('button', { name: 'この PC に証明書を入れる' }).click();
  await page.getByText('この PC に証明書が入りました。').waitFor();
  const filePassword = await shown(page, '証明書ファイルのパスワード');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: '証明書ファイルを保存する' }).click();
  const certificate = await (await saving).path();
  await page.getByRole('link', { name: 'ログインへ進む' }).click();
  await signInFirst(page, password);

  await goTo(page, '担当者');
  await page.getByRole('button', { name: '人を追加' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('氏名').fill('田中 同僚');
  await dialog.getByLabel('本人のメールアドレス').fill(COLLEAGUE);
  await dialog.getByRole('button', { name: '招待メールを送る' }).click();
  await page.getByText('田中 同僚さんに招待メールを送りました。').waitFor();
  const colleague = await joinAsColleague(certificate, filePassword);

  await goTo(page, '一括送信');
  await drop(page, samples('month-v4/plans', NURSING));
  await page.getByText('送れます').waitFor();
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件を送りました。').waitFor();
  await goTo(colleague, '送信一覧');
  await colleague.getByRole('link', { name: /サービス利用票（予定） 令和8年10月分/ }).waitFor();
});

/** On a PC of the colleague's own: the mailed link, a password, then the office's certificate from its file. */
async function joinAsColleague(certificate: string, filePassword: string): Promise<Page> {
  const { page } = await world.open();
  await page.goto(await mailedLink(world, mailbox, COLLEAGUE));
  await page.getByLabel('新しいパスワード', { exact: true }).fill(COLLEAGUE_PASSWORD);
  await page.getByLabel('新しいパスワード（もう一度）').fill(COLLEAGUE_PASSWORD);
  await page.getByRole('button', { name: 'このパスワードにする' }).click();
  await page.getByText('パスワードを決めました。').waitFor();
  const userId = (await page.locator('li strong').first().textContent()) ?? '';
  await page.getByRole('link', { name: 'ログインへ進む' }).click();
  await page.getByLabel('証明書ファイル', { exact: true }).setInputFiles(certificate);
  await page.getByLabel('証明書ファイルのパスワード').fill(filePassword);
  await page.getByRole('button', { name: 'この証明書を使う' }).click();
  await page.getByLabel('ユーザID', { exact: true }).fill(userId);
  await page.getByLabel('パスワード', { exact: true }).fill(COLLEAGUE_PASSWORD);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByLabel('事業所のユーザID').fill(officeUserId(CARE));
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
  return page;
}
