import { Line } from '@musubi/testkit';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  anew,
  CARE,
  drop,
  goTo,
  HOME_HELP,
  login,
  NURSING,
  type Participant,
  samples,
  startWorld,
  type World,
} from './world.js';

let world: World;
let line: Line;
let care: Participant;
let page: Page;
let context: BrowserContext;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  await world.join(HOME_HELP);
  await world.join(NURSING);
  line = new Line(Number(new URL(world.hub.url).port));
  const throughLine = { ...world, hub: { ...world.hub, url: `http://localhost:${await line.listen()}` } };
  ({ page, context } = await world.open({ serviceWorkers: 'allow' }));
  await login(page, throughLine, care);
  // The client keeps itself for use without a network.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
});
afterAll(async () => {
  await line.close();
  await world.close();
});

const cutLine = async () => {
  line.state = 'down';
  await context.setOffline(true);
};
const mendLine = async () => {
  line.state = 'up';
  await context.setOffline(false);
};
const stored = async () =>
  (await world.hub.context.database.query<{ id: string }>('select id from transmissions')).length;

it('while the hub is away, what was opened stays readable and sending queues, also over a reload', async () => {
  await goTo(page, '新規作成');
  await drop(page, samples('month-v4/plans', `_${HOME_HELP}_`));
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件を送りました。').waitFor();
  await goTo(page, '送信一覧');
  await page.getByRole('link', { name: /サービス利用票/ }).click();
  await page.getByRole('heading', { name: '第6表 サービス利用票（予定）' }).first().waitFor();
  const address = page.url();
  await goTo(page, '新規作成');
  await drop(page, samples('month-v4/plans', `_${NURSING}_`));
  await page.getByText('送れます', { exact: true }).waitFor();

  await cutLine();
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件は送信待ちです。つながりしだい自動で送ります。').waitFor();
  await page.getByText('オフラインです。').first().waitFor();
  expect(await stored()).toBe(1);

  await page.goto(address);
  await page.getByRole('heading', { name: '第6表 サービス利用票（予定）' }).first().waitFor();
  await page.getByText(/オフラインのため、.*の内容を表示しています/).waitFor();
  await goTo(page, '送信一覧');
  await page.getByText('送信待ちが1件あります（この端末）').waitFor();
  expect(await stored()).toBe(1);

  await mendLine();
  await page.getByText('送信待ちが1件あります（この端末）').waitFor({ state: 'hidden' });
  await page.getByRole('row').filter({ hasText: '訪問看護ステーションひまわり14' }).waitFor();
  expect(await stored()).toBe(2);
});

it('what is refused when the hub is back stays with the reason and can be mended', async () => {
  await goTo(page, '新規作成');
  await drop(page, anew(samples('month-v4/plans', `_${HOME_HELP}_`)));
  await page.getByText('送れます', { exact: true }).waitFor();
  await cutLine();
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件は送信待ちです。つながりしだい自動で送ります。').waitFor();
  const { database } = world.hub.context;
  await database.query('update offices set suspended = true where office_number = $1', [HOME_HELP]);
  await mendLine();
  await goTo(page, '送信一覧');
  await page.getByText(/いま受信できません/).waitFor();
  await database.query('update offices set suspended = false where office_number = $1', [HOME_HELP]);
  await page.getByRole('button', { name: '開いて直す' }).click();
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件を送りました。').waitFor();
});

it('what was sent already is not sent twice; with another message it goes as what replaces it', async () => {
  const before = 3;
  await expect.poll(stored).toBe(before); // of the tests above
  const again = async (message: string) => {
    await goTo(page, '送信一覧'); // leaves what the form shows of the last time
    await goTo(page, '新規作成');
    await drop(page, samples('month-v4/plans', `_${HOME_HELP}_`));
    await page.getByText('送れます', { exact: true }).waitFor();
    if (message) await page.getByLabel('メッセージ', { exact: true }).fill(message); // open in a form for one
    await page.getByRole('button', { name: '送信', exact: true }).click();
  };
  await again('');
  await page.getByText('1件は、同じ中身をもう送ってあるため、送り直していません。').waitFor();
  expect(await stored()).toBe(before);
  await again('曜日を直しました。');
  await page.getByText(/中身の違うものを、.*に送ってあります/).waitFor();
  expect(await stored()).toBe(before);
  await page.getByRole('button', { name: '差し替えとして送る' }).click();
  await page.getByText('送れます（差し替え）').waitFor();
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件を送りました。').waitFor();
  await expect.poll(stored).toBe(before + 1);
});

it('a draft made off line survives a reload and becomes the office’s when the hub is back', async () => {
  await goTo(page, '一括送信');
  await page.getByRole('button', { name: 'ファイルを選ぶ' }).waitFor();
  await cutLine();
  await drop(page, samples('month-v4/plans', `_${NURSING}_`));
  await page.getByText('この端末だけに保存（オフライン）').waitFor();
  await page.reload();
  await goTo(page, '下書き一覧');
  await page.getByText('この端末だけ').waitFor();
  await mendLine();
  await page.getByText('オフラインです。').waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: '続ける' }).click();
  await page.getByText('訪問看護ステーションひまわり14', { exact: true }).waitFor();
  await page.getByText(/下書き保存/).waitFor();
  await goTo(page, '下書き一覧');
  await page.getByText('佐藤 ケアさんが保存').waitFor();
});
