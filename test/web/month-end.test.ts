import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CARE, drop, goTo, HOME_HELP, login, NURSING, samples, startWorld, type World } from './world.js';

let world: World;
let care: Page;
let nursing: Page;

beforeAll(async () => {
  world = await startWorld();
  const careOffice = await world.join(CARE, '佐藤 ケア');
  const nursingOffice = await world.join(NURSING, '鈴木 一郎');
  await world.join(HOME_HELP);
  care = (await world.open()).page;
  nursing = (await world.open()).page;
  await login(care, world, careOffice);
  await login(nursing, world, nursingOffice);
  await goTo(care, '一括送信');
  await drop(care, [...samples('month-v4/plans', `_${NURSING}_`), ...samples('month-v4/plans', `_${HOME_HELP}_`)]);
  await care.getByRole('button', { name: '2件を送信' }).click();
  await care.getByRole('dialog').getByRole('button', { name: '2件を送信' }).click();
  await care.getByText('2件を送りました。').waitFor();
}, 120_000);
afterAll(() => world.close());

/** The month of the sample files, which is not the month people work on today. */
async function openOctober(page: Page): Promise<void> {
  await goTo(page, '月末');
  await page.getByLabel('対象月').selectOption('202610');
}

it('both sides see what is missing, and one letter asks all who are late', async () => {
  await openOctober(care);
  await care.getByText('相手2か所のうち、2か所がそろっていません。').waitFor();
  await openOctober(nursing);
  await nursing.getByText('実績を送っていません').waitFor();

  await care.getByRole('button', { name: 'まだのところをすべて選ぶ（2件）' }).click();
  await care.getByRole('button', { name: 'お願いを送る（2件）' }).click();
  const dialog = care.getByRole('dialog');
  expect(await dialog.getByLabel('メッセージ').inputValue()).toContain('令和8年10月分の実績が、まだ届いておりません。');
  await dialog.getByRole('button', { name: '送信', exact: true }).click();
  await care.getByText('2件のお願いを送りました。').waitFor();

  await goTo(nursing, '連絡');
  await nursing.getByRole('link', { name: /ひまわり1/ }).click();
  await nursing.getByText('令和8年10月分の実績が、まだ届いておりません。').waitFor();

  await goTo(nursing, '新規作成');
  await drop(nursing, samples('month-v4/actuals', `_${NURSING}_`));
  await nursing.getByRole('button', { name: '送信', exact: true }).click();
  await nursing.getByText('1件を送りました。').waitFor();
  await care.getByText('相手2か所のうち、1か所がそろっていません。').waitFor();
  await openOctober(nursing);
  await nursing.getByText('相手1か所とも、そろっています。').waitFor();
});
