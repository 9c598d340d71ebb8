import { officeUserId } from '@musubi/hub';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  CARE,
  CERTIFICATE_PASSWORD,
  HOME_HELP,
  NURSING,
  type Participant,
  samples,
  startWorld,
  type World,
} from './world.js';

let world: World;
let care: Participant;
let nursing: Participant;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  nursing = await world.join(NURSING, '鈴木 一郎');
  await world.join(HOME_HELP);
});
afterAll(() => world.close());

/** Presses Tab until the wanted thing has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const matches = (text: string) => (typeof name === 'string' ? text === name : name.test(text));
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return '';
      const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
      const labels = isField ? [...(element.labels ?? [])] : [];
      const label = labels.map((one) => one.textContent ?? '').join(' ');
      return (element.getAttribute('aria-label') ?? (label || element.textContent) ?? '').trim();
    });
    if (matches(focused)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

async function loginByKeyboard(page: Page, { certificateFile, person, office }: Participant): Promise<void> {
  page.on('filechooser', () => {}); // from here on choosers are handed to the test instead of opening
  await page.goto(world.hub.url);
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  await tabTo(page, 'ファイルを選ぶ');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles(certificateFile);
  await tabTo(page, '証明書ファイルのパスワード');
  await page.keyboard.type(CERTIFICATE_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('ユーザID', { exact: true }).waitFor();
  await tabTo(page, 'ユーザID');
  await page.keyboard.type(person.userId);
  await tabTo(page, 'パスワード');
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await page.getByLabel('事業所のユーザID').waitFor();
  await page.keyboard.type(officeUserId(office.officeNumber)); // the field has taken the focus
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
}

it('somebody without a mouse logs in, sends, receives, answers and takes back', async () => {
  const sender = (await world.open()).page;
  await loginByKeyboard(sender, care);
  await tabTo(sender, '一括送信');
  await sender.keyboard.press('Enter');
  await sender.getByRole('heading', { name: '一括送信' }).waitFor();
  await tabTo(sender, 'ファイルを選ぶ');
  const [chooser] = await Promise.all([sender.waitForEvent('filechooser'), sender.keyboard.press('Enter')]);
  await chooser.setFiles([
    ...samples('month-v4/plans', `_${NURSING}_`),
    ...samples('month-v4/plans', `_${HOME_HELP}_`),
  ]);
  await sender.getByRole('button', { name: '2件を送信' }).waitFor();
  await tabTo(sender, /^編集/);
  await sender.keyboard.press('Enter');
  await sender.getByRole('dialog').waitFor();
  await sender.keyboard.press('Escape');
  await sender.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await sender.evaluate(() => document.activeElement?.textContent)).toMatch(/^編集/);
  await tabTo(sender, '2件を送信');
  await sender.keyboard.press('Enter');
  await sender.getByRole('dialog').waitFor();
  await tabTo(sender, '2件を送信');
  await sender.keyboard.press('Enter');
  await sender.getByText('2件を送りました。').waitFor();

  const receiver = (await world.open({ acceptDownloads: true })).page;
  await loginByKeyboard(receiver, nursing);
  await tabTo(receiver, /^受信一覧/);
  await receiver.keyboard.press('Enter');
  await receiver.getByRole('heading', { name: '受信一覧' }).waitFor();
  await receiver.getByRole('button', { name: '未取得をすべて選ぶ（1件）' }).waitFor();
  await tabTo(receiver, '未取得をすべて選ぶ（1件）');
  await receiver.keyboard.press('Enter');
  await tabTo(receiver, 'データ取得（ZIP）');
  const [download] = await Promise.all([receiver.waitForEvent('download'), receiver.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('受信データ_令和8年10月分.zip');
  await tabTo(receiver, /サービス利用票（予定）/);
  await receiver.keyboard.press('Enter');
  await receiver.getByRole('heading', { name: '第6表 サービス利用票（予定）' }).first().waitFor();
  await tabTo(receiver, '取り込みました');
  await receiver.keyboard.press('Enter');
  await receiver.getByText('取込済として、送信元に知らせました。').waitFor();
  await tabTo(receiver, '返事を書く');
  await receiver.keyboard.press('Enter');
  await receiver.getByRole('button', { name: '送信', exact: true }).waitFor();
  await tabTo(receiver, 'メッセージ');
  await receiver.keyboard.type('受け取りました。');
  await tabTo(receiver, '送信');
  await receiver.keyboard.press('Enter');
  await receiver.getByText('受け取りました。').first().waitFor();

  await tabTo(sender, '送信一覧');
  await sender.keyboard.press('Enter');
  await sender.getByRole('row').filter({ hasText: '訪問介護さくら10' }).waitFor();
  await tabTo(sender, /^訪問介護さくら10、.*を選ぶ$/);
  await sender.keyboard.press('Space');
  await tabTo(sender, '取り消す（1件）');
  await sender.keyboard.press('Enter');
  await sender.getByRole('dialog').waitFor();
  await tabTo(sender, '取り消す');
  await sender.keyboard.press('Enter');
  await sender.getByText('1件を取り消しました。送信先は、もう取得できません。').waitFor();
});
