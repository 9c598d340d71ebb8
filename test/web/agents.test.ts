import { officeUserId } from '@musubi/hub';
import { PASSWORD } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CARE, drop, goTo, login, NURSING, type Participant, samples, startWorld, type World } from './world.js';

let world: World;
let care: Participant;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  await world.join(NURSING, '鈴木 一郎');
}, 120_000);
afterAll(() => world.close());

const shown = (page: Page, label: string) =>
  page.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]').locator('strong').textContent();

async function signInFirst(page: Page, password: string): Promise<void> {
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByLabel('事業所のユーザID').fill(officeUserId(CARE));
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByRole('heading', { name: '新しいパスワードを決めてください' }).waitFor();
  await page.getByLabel('いまのパスワード').fill(password);
  await page.getByLabel('新しいパスワード', { exact: true }).fill(PASSWORD);
  await page.getByLabel('新しいパスワード（もう一度）').fill(PASSWORD);
  await page.getByRole('button', { name: 'パスワードを変える' }).click();
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
}

it('an administrator lets an agent send, sees what it did, and ends it', async () => {
  const { page: office } = await world.open();
  await login(office, world, care);
  await goTo(office, '設定');
  await office.getByRole('link', { name: '代行を見る・認める' }).click();
  await office.getByLabel('代行する人または会社の名前').fill('みどり事務代行');
  await office.getByRole('radio', { name: '送信だけ' }).check();
  await office.getByRole('button', { name: '代行を認める' }).click();
  await office.getByText('次のリンクをみどり事務代行に渡してください。').waitFor();
  const link = (await shown(office, '手続きのリンク')) ?? '';

  const { page: agent } = await world.open({ acceptDownloads: true });
  await agent.goto(link);
  await agent.getByText('送信だけ', { exact: true }).waitFor();
  expect(new URL(agent.url()).hash).toBe('');
  await agent.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' }).click();
  await agent.getByText('一度だけ表示しています。').waitFor();
  const password = (await shown(agent, '初期パスワード')) ?? '';
  await agent.getByRole('button', { name: 'この PC に証明書を入れる' }).click();
  await agent.getByText('この PC に証明書が入りました。').waitFor();
  await agent.getByRole('link', { name: 'ログインへ進む' }).click();
  await agent.getByText(new RegExp(`（${CARE}）の代行（`)).waitFor();
  await signInFirst(agent, password);

  // It may only send: there is no inbox for it.
  const menu = agent.getByRole('navigation', { name: 'メニュー' });
  expect(await menu.getByRole('link', { name: '受信一覧' }).count()).toBe(0);
  await menu.getByRole('link', { name: '一括送信' }).click();
  await drop(agent, samples('month-v4/plans', NURSING));
  await agent.getByText('送れます').waitFor();
  await agent.getByRole('button', { name: '送信', exact: true }).click();
  await agent.getByText('1件を送りました。').waitFor();

  await goTo(office, '送信一覧');
  await office.getByText('代行: みどり事務代行').waitFor();
  await office.getByRole('table').getByRole('link').first().click();
  await office.getByText(/代行: みどり事務代行（自事業所に代わって送信しました）/).waitFor();
  await office.goto(`${world.hub.url}/agents`);
  await office.getByText('送信 1件、受信 0件').waitFor();

  await office.getByRole('button', { name: '代行を終わりにする' }).click();
  await office.getByRole('dialog').getByRole('button', { name: '終わりにする' }).click();
  await office.getByText('みどり事務代行の代行を終わりにしました。').waitFor();
  // The agent's screen hears of it by itself and says why it was signed out.
  await agent.getByText('この代行は終わっています。').waitFor();
}, 120_000);
