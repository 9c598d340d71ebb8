import type { Page } from 'playwright-core';
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
let care: Participant;
let first: Page;
let second: Page;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  await world.join(HOME_HELP);
  await world.join(NURSING);
  first = (await world.open()).page;
  second = (await world.open()).page;
  await login(first, world, care);
  await login(second, world, care);
});
afterAll(() => world.close());

it('what one terminal sends, the other shows by itself', async () => {
  await goTo(second, '送信一覧');
  await second.getByText('該当する送信データはありません。').waitFor();
  await goTo(first, '新規作成');
  await drop(first, samples('month-v4/plans', `_${HOME_HELP}_`));
  await first.getByRole('button', { name: '送信', exact: true }).click();
  await first.getByText('1件を送りました。').waitFor();
  await second.getByRole('row').filter({ hasText: '訪問介護さくら10' }).waitFor();
});

it('a draft appears on the other terminal, says who is at work on it, and is not overwritten', async () => {
  await goTo(first, '一括送信');
  await drop(first, samples('month-v4/plans', `_${NURSING}_`));
  await first.getByText(/下書き保存/).waitFor();
  await goTo(second, '下書き一覧');
  await second.getByText('サービス利用票（予定） 令和8年10月分').waitFor();
  await second.getByText('佐藤 ケアさんが編集中（事務所のPC）').waitFor();
  await second.getByRole('link', { name: '続ける' }).click();
  await second.getByText('佐藤 ケアさんもこの下書きを開いています').waitFor();
  await second.getByText('訪問看護ステーションひまわり14', { exact: true }).waitFor();

  await first.getByText('全員へのメッセージと添付').or(first.getByText('メッセージと添付')).first().click();
  await writeMessage(first, 'こちらで書きました');
  await first.getByRole('button', { name: '一時保存' }).click();
  await writeMessage(second, 'あちらで書きました');
  await second.getByText('この下書きは、ほかの端末で変更されました。').waitFor();
  await second.getByRole('button', { name: 'ここでの変更を、別の下書きとして保存' }).click();
  await second.getByText(/下書き保存/).waitFor();
  await goTo(second, '下書き一覧');
  await expect.poll(() => second.getByRole('link', { name: '続ける' }).count()).toBe(2);
});

/** The letter is folded away until somebody writes one. */
async function writeMessage(page: Page, text: string): Promise<void> {
  const field = page.getByLabel('メッセージ', { exact: true });
  if (!(await field.isVisible())) await page.getByText('メッセージと添付').first().click();
  await field.fill(text);
}

it('a draft with an attachment survives a logout and the loss of the page', async () => {
  const third = (await world.open()).page;
  await login(third, world, care);
  await goTo(third, '一括送信');
  const pdf = {
    name: '主治医意見書.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7\nfictitious\n%%EOF\n'),
  };
  await drop(third, [...anew(samples('month-v4/plans', `_${HOME_HELP}_`)), pdf]);
  await third.getByText('主治医意見書.pdf', { exact: true }).waitFor();
  await third.getByText(/下書き保存/).waitFor();
  await third.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await third.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  await third.close();

  await goTo(first, '下書き一覧');
  const items = first.getByRole('listitem').filter({ hasText: '訪問介護さくら10' });
  await items.getByRole('link', { name: '続ける' }).click();
  await first.getByText('主治医意見書.pdf', { exact: true }).waitFor();
  await first.getByRole('button', { name: '送信', exact: true }).click();
  await first.getByText('1件を送りました。').waitFor();
  const [sent] = await world.hub.context.database.query<{ count: number }>(
    'select attachment_count as count from transmissions order by submitted_at desc limit 1',
  );
  expect(sent?.count).toBe(1);
  await goTo(first, '下書き一覧');
  await expect.poll(() => first.getByRole('listitem').filter({ hasText: '訪問介護さくら10' }).count()).toBe(0);
});

it('a terminal can be signed out from another one', async () => {
  await goTo(first, '設定');
  const terminals = first.getByRole('region', { name: 'ログイン中の端末' });
  await expect.poll(() => terminals.getByRole('button', { name: 'ログアウトさせる' }).count()).toBeGreaterThan(0);
  for (let left = await terminals.getByRole('button', { name: 'ログアウトさせる' }).count(); left > 0; left--) {
    await terminals.getByRole('button', { name: 'ログアウトさせる' }).first().click();
    await expect.poll(() => terminals.getByRole('button', { name: 'ログアウトさせる' }).count()).toBe(left - 1);
  }
  await goTo(second, '受信一覧');
  await second.getByText('ログインの有効時間が過ぎたため、ログアウトしました。').waitFor();
});
