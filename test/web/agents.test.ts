import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shown, signInFirst, takeOver } from './agent.js';
import { CARE, drop, goTo, login, NURSING, type Participant, samples, startWorld, type World } from './world.js';

let world: World;
let care: Participant;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  await world.join(NURSING, '鈴木 一郎');
});
afterAll(() => world.close());

it('an administrator lets an agent send, sees what it did, and ends it', async () => {
  const { page: office } = await world.open({ acceptDownloads: true });
  await login(office, world, care);
  await goTo(office, '設定');
  await office.getByRole('link', { name: '代行を見る・認める' }).click();
  await office.getByLabel('代行する人または会社の名前').fill('みどり事務代行');
  await office.getByRole('radio', { name: '送信だけ' }).check();
  await office.getByRole('button', { name: '代行を認める' }).click();
  await office.getByText('次のリンクをみどり事務代行に渡してください。').waitFor();
  const link = await shown(office, '手続きのリンク');
  const claimCode = (await shown(office, '受取コード')) ?? '';

  const { page: agent } = await world.open({ acceptDownloads: true });
  const ids = await takeOver(agent, { link, claimCode });
  await agent.getByText('送信だけ', { exact: true }).waitFor();
  expect(new URL(agent.url()).hash).toBe('');
  await agent.getByRole('link', { name: 'ログインへ進む' }).click();
  await agent.getByText(new RegExp(`（${CARE}）の代行（`)).waitFor();
  await signInFirst(agent, ids, CARE);

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

  // Rights change while the agent is at work: its menu follows by itself.
  await office.getByRole('button', { name: '任せることを変える' }).click();
  await office.getByRole('dialog').getByRole('radio', { name: '受信だけ' }).check();
  await office.getByRole('dialog').getByRole('button', { name: '変える', exact: true }).click();
  await office.getByText('みどり事務代行に任せることを「受信だけ」に変えました。').waitFor();
  await menu.getByRole('link', { name: '受信一覧' }).waitFor();
  await agent.getByText('の代行をしています（受信だけ）').waitFor();
  for (const name of ['送信一覧', '一括送信', '月末', '連絡', '記録と保存'])
    expect(await menu.getByRole('link', { name }).count(), name).toBe(0);
  await menu.getByRole('link', { name: '受信一覧' }).click();
  await agent.getByRole('heading', { name: '受信一覧' }).waitFor();

  const saved = office.waitForEvent('download');
  await office.getByRole('button', { name: '一覧を CSV で保存' }).click();
  const csv = await readFile(await (await saved).path(), 'utf8');
  expect(csv.split('\r\n')[1]).toMatch(new RegExp(`みどり事務代行.*有効.*受信だけ.*${ids.userId}`));

  // 担当者 points to this screen: an agent is not removed there.
  await goTo(office, '担当者');
  const card = office.getByRole('listitem', { name: 'みどり事務代行（代行）' });
  await card.getByText('できること').click();
  await card.getByRole('button', { name: 'パスワードを初期化する' }).waitFor();
  for (const name of ['外す', '権限を変える', '一時的に止める'])
    expect(await card.getByRole('button', { name }).count(), name).toBe(0);
  await card.getByRole('link', { name: /代行の画面/ }).click();

  await office.getByRole('button', { name: '代行を終わりにする' }).click();
  await office.getByRole('dialog').getByRole('button', { name: '終わりにする' }).click();
  await office.getByText('みどり事務代行の代行を終わりにしました。').waitFor();
  // The agent's screen hears of it by itself and says why it was signed out.
  await agent.getByText('この代行は終わっています。').waitFor();
});
