import { createReadStream } from 'node:fs';
import { importDirectory, officeUserId } from '@musubi/hub';
import { enrolOffice, type Mailbox, signIn, startMailbox, type TestPerson } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shown, signInFirst } from './joining.js';
import { CARE, drop, NURSING, samples, startWorld, type World } from './world.js';

let mailbox: Mailbox;
let world: World;
let operator: TestPerson;

beforeAll(async () => {
  mailbox = await startMailbox();
  world = await startWorld({ smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  const own = await enrolOffice(world.hub, { officeNumber: '1300000000', serviceTypes: ['43'] });
  operator = await signIn(world.hub, own, 'operator');
  await world.join(NURSING, '鈴木 一郎');
  const file = createReadStream(new URL('../fixtures/registry/jigyosho_120.csv', import.meta.url));
  await importDirectory(world.hub.context, { file, edition: '2025-12', actor: 'test' });
});
afterAll(async () => {
  await world.close();
  await mailbox.close();
});

async function fillForm(page: Page, officeNumber: string): Promise<void> {
  await page.getByLabel('事業所番号').fill(officeNumber);
  await page.getByLabel('事業所の名前').fill('ケアプランひまわり');
  await page.getByLabel('法人の名前').fill('社会福祉法人ひまわり会');
  await page.getByLabel('サービス種類', { exact: true }).selectOption('43');
  await page.getByLabel('氏名').fill('佐藤 ケア');
  await page.getByLabel('メールアドレス').fill('ｓａｔｏ@himawari.example.jp');
  await page.getByLabel('電話番号').fill('０４５-０００-０００１');
}

async function approveNewest(): Promise<void> {
  const { items } = await operator.hub.call('operatorListApplications', { query: { state: 'waiting' } });
  const applicationNumber = items[0]?.applicationNumber ?? '';
  await operator.hub.call('operatorApproveApplication', { params: { applicationNumber } });
}

describe('an office that has never taken part', () => {
  it('goes from the public page to its first transmission in one sitting', async () => {
    const { page } = await world.open({ acceptDownloads: true });
    await page.goto(world.hub.url);
    await page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: '利用申請' }).click();
    await page.getByRole('heading', { name: '利用申請' }).waitFor();
    await fillForm(page, '１３７７７０００01');
    await page.getByRole('button', { name: '申請する' }).click();
    await page.getByText('sato@himawari.example.jp にメールを送りました。').waitFor();

    await page.goto(mailbox.lastLink());
    await page.getByText('運営者が内容を確かめています。').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await approveNewest();
    await page.goto('about:blank');
    await page.goto(mailbox.lastLink());
    await page.getByText('利用申請が正常に完了しております。').waitFor();
    await page.getByText('この PC で申請したので、受取コードは入っています。').waitFor();

    await page.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' }).click();
    await page.getByText('一度だけ表示しています。').waitFor();
    expect(await shown(page, '事業所のユーザID')).toBe(officeUserId(CARE));
    const password = await shown(page, '初期パスワード');
    await page.getByRole('button', { name: 'この PC に証明書を入れる' }).click();
    await page.getByText('この PC に証明書が入りました。').waitFor();
    const filePassword = await shown(page, '証明書ファイルのパスワード');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '証明書ファイルを保存する' }).click();
    const file = await (await saving).path();

    await page.getByRole('link', { name: 'ログインへ進む' }).click();
    await signInFirst(page, password);
    await sendFirst(page);

    // The file and its password open the door on another PC; the link shows the password to nobody any more.
    const other = (await world.open()).page;
    await other.goto(world.hub.url);
    await other.getByLabel('証明書ファイル', { exact: true }).setInputFiles(file);
    await other.getByLabel('証明書ファイルのパスワード').fill(filePassword);
    await other.getByRole('button', { name: 'この証明書を使う' }).click();
    await other.getByText(/まで有効/).waitFor();
    await other.goto(mailbox.lastLink());
    await other.getByText(/にお渡ししました/).waitFor();
    expect(await other.content()).not.toContain(password);
  });

  it('takes over on another PC with the 受取コード from its note, and hears when it is wrong', async () => {
    const { page } = await world.open();
    await page.goto(`${world.hub.url}/apply`);
    await fillForm(page, '1471000093');
    await page.getByLabel('メールアドレス').fill('other-pc@himawari.example.jp');
    await page.getByRole('button', { name: '申請する' }).click();
    await page.getByText('受取コードを控えてください。').waitFor();
    const code = await shown(page, '受取コード');
    expect(code).toMatch(/^\d{4}-\d{4}$/);
    const other = (await world.open()).page;
    await other.goto(mailbox.lastLink());
    await other.getByText('運営者が内容を確かめています。').waitFor();
    await approveNewest();
    await other.goto('about:blank');
    await other.goto(mailbox.lastLink());
    const take = other.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' });
    await take.waitFor();
    expect(await take.isDisabled()).toBe(true);
    const field = other.getByLabel('受取コード（8桁の数字）');
    await field.fill(code === '1111-1111' ? '2222-2222' : '１１１１　１１１１');
    await take.click();
    await other.getByText('受取コードが違います。').waitFor();
    await field.fill(code);
    await take.click();
    await other.getByText('一度だけ表示しています。').waitFor();
    await other.getByRole('button', { name: 'この PC に証明書を入れる' }).click();
    await other.getByText('この PC に証明書が入りました。').waitFor();
  });

  it('is told in words what is missing, and finds again what it typed', async () => {
    const { page } = await world.open();
    await page.goto(`${world.hub.url}/apply`);
    await page.getByRole('button', { name: '申請する' }).click();
    await page.getByText('入力を確かめてください（7か所）。').waitFor();
    await page.getByText('10桁の事業所番号を入力してください。').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    await fillForm(page, '1471000010');
    await page.reload();
    await page.getByLabel('電話番号').waitFor();
    expect(await page.getByLabel('事業所の名前').inputValue()).toBe('ケアプランひまわり');
    await page.getByLabel('電話番号').fill('0450000001');
    await page.getByRole('button', { name: '申請する' }).click();
    await page.getByRole('heading', { name: '申請を受け付けました' }).waitFor();
    await page.goto(`${world.hub.url}/apply`);
    await page.getByLabel('電話番号').waitFor();
    expect(await page.getByLabel('事業所の名前').inputValue()).toBe('');
  });

  it('takes over what the open list says of its number, and hears when it takes part already', async () => {
    const { page } = await world.open();
    await page.goto(`${world.hub.url}/apply`);
    await page.getByLabel('事業所番号').fill('０１７０２１０２３１');
    await page.getByText('アサヒサンクリーン在宅介護センター札幌北ですか。').waitFor();
    await page.getByText(/^出典: 厚生労働省/).waitFor();
    await page.getByRole('button', { name: 'この内容を入力する' }).click();
    expect(await page.getByLabel('事業所の名前').inputValue()).toBe('アサヒサンクリーン在宅介護センター札幌北');
    expect(await page.getByLabel('法人の名前').inputValue()).toBe('アサヒサンクリーン株式会社');
    expect(await page.getByLabel('サービス種類', { exact: true }).inputValue()).toBe('12');
    await page.getByLabel('事業所番号').fill('9999999999');
    await page.getByText(/^出典: 厚生労働省/).waitFor({ state: 'detached' });
    await page.getByLabel('事業所番号').fill(NURSING);
    await page.getByText(/すでに参加しています。$/).waitFor();
  });

  it('reads why a link does not open and why it was refused', async () => {
    const { page } = await world.open();
    await page.goto(`${world.hub.url}/apply/status#${'A'.repeat(43)}`);
    await page.getByText('このリンクは使えません。').waitFor();
    await page.goto(`${world.hub.url}/apply`);
    await fillForm(page, NURSING);
    await page.getByRole('button', { name: '申請する' }).click();
    await page.getByRole('heading', { name: '申請を受け付けました' }).waitFor();
    await page.goto(mailbox.lastLink());
    await page.getByText('この申請は承認されませんでした。').waitFor();
    await page.getByText(/すでに利用が始まっています/).waitFor();
  });
});

async function sendFirst(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: '一括送信' }).click();
  await drop(page, samples('month-v4/plans', NURSING));
  await page.getByText('送れます').waitFor();
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件を送りました。').waitFor();
}
