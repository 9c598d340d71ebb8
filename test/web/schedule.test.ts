import { readFileSync } from 'node:fs';
import { checkFiles, type SendingUnit, unitToModel } from '@musubi/standard';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
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

const MONTH = '202611';
const CLIENT = '伊藤　千代子';
const INSURED = 'H052902550';

let world: World;
let careOffice: Participant;
let care: Page;
let home: Page;

beforeAll(async () => {
  world = await startWorld();
  careOffice = await world.join(CARE, '佐藤 ケア');
  const homeOffice = await world.join(HOME_HELP, '高橋 訪問');
  await world.join(NURSING, '鈴木 一郎');
  care = (await world.open({ acceptDownloads: true })).page;
  home = (await world.open({ acceptDownloads: true })).page;
  await login(care, world, careOffice);
  await login(home, world, homeOffice);
  await goTo(care, '一括送信');
  await drop(care, [...samples('month-v4/plans', `_${HOME_HELP}_`), ...samples('month-v4/plans', `_${NURSING}_`)]);
  await send(care);
});
afterAll(() => world.close());

async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: '2件を送信' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '2件を送信' }).click();
  await page.getByText('2件を送りました。').waitFor();
}

/** The units of a ZIP that a page downloads. */
async function received(page: Page): Promise<readonly SendingUnit[]> {
  await goTo(page, '受信一覧');
  await page.getByRole('button', { name: /^未取得をすべて選ぶ/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'データ取得（ZIP）' }).click(),
  ]);
  const zip = unzipSync(new Uint8Array(readFileSync(await download.path())));
  const { units, findings } = checkFiles(Object.entries(zip).map(([name, bytes]) => ({ name, bytes })));
  expect(findings).toEqual([]);
  return units;
}

/** The sentence that says how many units of the limit are used. */
const units = (page: Page, number: string) => page.locator('strong', { hasText: `${number}単位` });
const totals = async (page: Page) => {
  const cells = await page.getByRole('row', { name: /^合計/ }).getByRole('cell').allTextContents();
  return cells.filter((text) => text !== '').join(' ');
};
const cell = (page: Page, row: string, day: number) =>
  page.getByRole('row', { name: new RegExp(row) }).getByRole('gridcell', { name: new RegExp(`^${day}日 `) });

it('next month is made from the last by keyboard, comes to the sums worked out by hand, and goes to the offices', async () => {
  await goTo(care, '月末');
  await care.getByLabel('対象月').selectOption(MONTH);
  await care.getByRole('link', { name: /予定を画面で作る/ }).click();
  await care.getByText(/曜日に合わせて写しました/).waitFor();
  await care.getByRole('link', { name: CLIENT }).click();
  // Carried by weekday: 身体介護１ 8 times × 244 units, two rented goods 900 and 700.
  await units(care, '3,552').waitFor();
  expect(care.url()).not.toContain(INSURED);

  await cell(care, '身体介護１', 2).focus();
  await care.keyboard.press('ArrowRight');
  await care.keyboard.press('Space');
  await cell(care, '身体介護１', 3).and(care.getByLabel('3日 予定1')).waitFor();
  // A service found by reading, every Monday: 2, 9, 16, 23, 30 November.
  await care.getByRole('button', { name: 'サービスを加える' }).click();
  const dialog = care.getByRole('dialog');
  await dialog.getByLabel('サービスをさがす').fill('しんたい ２');
  await dialog.getByRole('button', { name: /^身体介護２\s*111211/ }).waitFor();
  await care.keyboard.press('Enter');
  await dialog.getByText('「身体介護２」を選びました。').waitFor();
  await dialog.getByLabel('開始').fill('10:00');
  await dialog.getByLabel('終了').fill('11:00');
  await dialog.getByLabel('事業所', { exact: true }).selectOption(HOME_HELP);
  await dialog.getByRole('checkbox', { name: '月', exact: true }).check();
  await dialog.getByRole('button', { name: '加える', exact: true }).click();
  // 9 × 244 + 5 × 387 + 1,600 = 5,731 units; yen: 25,034 + 22,059 + 10,260 + 7,980, tenths 2,504 + 2,206 + 1,026 + 798.
  await units(care, '5,731').waitFor();
  expect(await totals(care)).toBe('合計 5,731 65,333 58,799 6,534');
  await care.getByText('保存しました').waitFor();

  await care.getByRole('button', { name: '予定を送る' }).click();
  await care.getByRole('heading', { name: /送信先（/ }).waitFor();
  await care.getByText('送信先を確認中').first().waitFor({ state: 'hidden' });
  await send(care);

  const [unit] = (await received(home)).filter(({ month }) => month === MONTH);
  const model = unitToModel(unit ?? expect.fail('the unit of November came'));
  const mine = model.annex.filter(({ insuredNumber }) => insuredNumber === INSURED);
  expect(mine.find(({ serviceCode }) => serviceCode === '111211')).toMatchObject({
    ...{ units: 387, count: 5, amount: 1935, unitPrice: 1140, benefitPercent: 90, cost: 22059, claim: 19853 },
  });
  expect(mine.find(({ serviceCode }) => serviceCode === '11AAAA')).toMatchObject({ amount: 2196 + 1935 });
  expect(mine.find(({ serviceCode }) => serviceCode === '999999')).toMatchObject({ amount: 5731 });
});

it('a client is made from nothing, and another terminal goes on with it', async () => {
  await care.goto(`${world.hub.url}/schedule/202703`);
  await care.getByText(/空から始めます/).waitFor();
  await care.getByRole('button', { name: '利用者を加える' }).click();
  const person = care.getByRole('dialog');
  for (const [label, value] of Object.entries({
    ...{ 保険者番号: '132071', 被保険者番号: '0000000017', 氏名: '見本　花子', フリガナ: 'ミホン　ハナコ' },
    ...{ 生年月日: '1940-01-15', 認定日: '2026-04-01', 限度額適用の開始: '2026-04-01' },
    限度額適用の終了: '2028-03-31',
  }))
    await person.getByLabel(label, { exact: true }).fill(value);
  await person.getByLabel('性別').selectOption('2');
  await person.getByLabel('要介護度').selectOption({ label: '要介護１' });
  expect(await person.getByLabel('区分支給限度基準額（単位）').inputValue()).toBe('16765');
  await person.getByRole('button', { name: '加える', exact: true }).click();
  await care.getByRole('heading', { name: '見本　花子' }).waitFor();
  await care.getByRole('button', { name: 'サービスを加える' }).click();
  const service = care.getByRole('dialog');
  await service.getByLabel('サービスをさがす').fill('111111');
  await service.getByRole('button', { name: /^身体介護１\s*111111/ }).waitFor();
  await care.keyboard.press('Enter');
  await service.getByLabel('開始').fill('09:00');
  await service.getByLabel('終了').fill('09:30');
  await service.getByLabel('ほかの事業所をさがす').fill('1378700010');
  await service.getByRole('button', { name: /さくら/ }).click();
  await service.getByLabel('事業所の級地').selectOption({ label: '3級地' });
  await service.getByRole('checkbox', { name: '水', exact: true }).check();
  await service.getByRole('button', { name: '加える', exact: true }).click();
  // March 2027 has five Wednesdays: 5 × 244 = 1,220 units × 11.05 = 13,481 yen.
  await units(care, '1,220').waitFor();
  await care.getByText(/給付率が分かりません/).waitFor();
  await care.getByLabel('給付率').selectOption('80');
  await care.getByRole('row', { name: /^合計/ }).getByText('2,697').waitFor();
  expect(await totals(care)).toBe('合計 1,220 13,481 10,784 2,697');
  await care.getByText('保存しました').waitFor();

  const second = (await world.open()).page;
  await login(second, world, careOffice);
  await second.goto(care.url());
  await units(second, '1,220').waitFor();
  await second.getByRole('button', { name: 'この月から外す' }).click();
  await second.getByRole('dialog').getByRole('button', { name: '外す' }).click();
  await second.getByText('この月の利用者が、まだいません。').waitFor();
  await second.getByText('保存しました').waitFor();
  await care.goto(`${world.hub.url}/schedule/202703`);
  await care.getByText('この月の利用者が、まだいません。').waitFor();
});
