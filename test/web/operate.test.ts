import { readFileSync } from 'node:fs';
import { oneTimeCode } from '@musubi/hub';
import { decodeMs932 } from '@musubi/standard';
import { fromBase32 } from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { confirmCode, firstLogin, type NewOperator, newOperator } from './operator.js';
import { CARE, goTo, login, NURSING, type Participant, startWorld, type World } from './world.js';

let world: World;
let care: Participant;
let nursing: Participant;
let operator: NewOperator;
let desk: Page;
let careDesk: Page;
let sentId: string;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  nursing = await world.join(NURSING, '鈴木 一郎');
  operator = await newOperator(world);
  const input = packInputFor(CARE, '43', NURSING, '13');
  sentId = (await submitSample(care.person, care.office, nursing.office, input)).transmission.id;
  desk = (await world.open({ acceptDownloads: true, viewport: { width: 1366, height: 768 } })).page;
  careDesk = (await world.open()).page;
  await login(careDesk, world, care);
}, 120_000);
afterAll(() => world.close());

const giveReason = async (reason: string, action: string) => {
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('理由').fill(reason);
  await dialog.getByRole('button', { name: action }).click();
  await dialog.waitFor({ state: 'detached' });
};

it('an operator enrols a one-time code at the first sign-in, and sees nothing before', async () => {
  await firstLogin(desk, world, operator);
  await desk.goto(`${world.hub.url}/operate/offices`);
  await desk.getByRole('heading', { name: '確認コードを登録してください' }).waitFor();
  expect(await desk.getByRole('link', { name: '事業所', exact: true }).count()).toBe(0);
  await desk.goto(world.hub.url);
  await desk.getByRole('button', { name: '登録する' }).click();
  const secret = await desk.locator('code').textContent();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await confirmCode(desk, oneTimeCode(fromBase32(secret ?? ''), new Date()));
}, 90_000);

it('an office is found and suspended with a reason, which the office reads at once', async () => {
  await goTo(desk, '事業所');
  await desk.getByLabel('事業所番号の始め、または名前の一部').fill(care.name.slice(0, 3));
  await desk.getByRole('button', { name: '探す' }).click();
  await desk.getByRole('link', { name: care.name }).click();
  await desk.getByRole('heading', { name: '登録', exact: true }).waitFor();
  await desk.getByRole('button', { name: '利用を停止する…' }).click();
  const reason = '証明書の紛失の届けがあったため';
  await giveReason(reason, '停止する');
  await desk.getByText(`利用を停止しています。理由: ${reason}`).waitFor();
  await careDesk.getByText(`理由: ${reason}`).waitFor();
  await desk.getByRole('button', { name: '利用停止を解く…' }).click();
  await giveReason('新しい証明書を登録したため', '停止を解く');
  await careDesk.getByText(`理由: ${reason}`).waitFor({ state: 'detached' });
}, 60_000);

it('the way of a transmission is seen without content, and opened for a reason both offices read', async () => {
  await goTo(desk, '送受信の経過');
  await desk.getByLabel('事業所番号、または送信番号').fill(NURSING);
  await desk.getByRole('button', { name: '探す' }).click();
  await desk.getByRole('table').getByRole('link').first().click();
  await desk.getByText('配置（送信先が取得できるようになりました）').waitFor();
  await desk.getByText(sentId).first().waitFor();
  expect(await desk.locator('main').textContent()).not.toContain('UPPLAN');
  await desk.getByRole('button', { name: '理由を書いて開く…' }).click();
  const saving = desk.waitForEvent('download');
  await giveReason('取得できないとの問い合わせの調査', '開いて保存する');
  expect((await saving).suggestedFilename()).toBe(`記録_${sentId}.zip`);
  await careDesk.getByText('運営者が送受信の記録を閲覧しました').first().waitFor();
  await careDesk.goto(`${world.hub.url}/audit`);
  await careDesk.getByText('取得できないとの問い合わせの調査').first().waitFor();
}, 60_000);

it('a person is found and helped', async () => {
  await goTo(desk, '人');
  await desk.getByLabel('ユーザIDの始め、または氏名の一部').fill('鈴木');
  await desk.getByRole('button', { name: '探す' }).click();
  await desk.getByRole('button', { name: '使えなくする' }).click();
  await giveReason('退職の連絡があったため', '使えなくする');
  await desk.getByRole('button', { name: '使えるようにする' }).waitFor();
}, 60_000);

it('audit records are written out for a spreadsheet', async () => {
  await goTo(desk, '監査記録');
  await desk.getByRole('table').waitFor();
  const saving = desk.waitForEvent('download');
  await desk.getByRole('button', { name: '期間のすべてを書き出す' }).click();
  const text = decodeMs932(readFileSync(await (await saving).path()));
  expect(text.split('\r\n')[0]).toMatch(/^日時,行った人,事業所番号/);
  expect(text).toContain('証明書の紛失の届けがあったため');
}, 60_000);

it('an office is registered and gets its first administrator', async () => {
  await goTo(desk, '事業所');
  await desk.getByRole('button', { name: '事業所を登録する' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('事業所番号').fill('1379900001');
  await dialog.getByLabel('名前').fill('あたらしい訪問介護');
  await dialog.getByLabel('ライセンスの最後の日').fill('2027-03-31');
  await dialog.getByLabel('訪問介護', { exact: true }).check();
  await dialog.getByRole('button', { name: '登録する' }).click();
  await desk.getByRole('link', { name: 'あたらしい訪問介護' }).click();
  await desk.getByRole('button', { name: '管理者を追加する' }).click();
  await dialog.getByLabel('氏名').fill('新井 管理');
  await dialog.getByRole('button', { name: '追加する' }).click();
  await dialog.locator('code').first().waitFor();
  expect(await dialog.locator('code').allTextContents()).toEqual([
    expect.stringMatching(/^C\d{10}$/),
    expect.stringMatching(/^\S{13,}$/),
  ]);
}, 60_000);
