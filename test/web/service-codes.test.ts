import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { upload } from './files.js';
import { newOperator, openDesk } from './operator.js';
import { CARE, drop, goTo, login, NURSING, samples, startWorld, type World } from './world.js';

let world: World;
let care: Page;
let nursing: Page;
let desk: Page;

beforeAll(async () => {
  world = await startWorld();
  const [careOffice, nursingOffice] = [await world.join(CARE, '佐藤 ケア'), await world.join(NURSING, '鈴木 一郎')];
  care = (await world.open()).page;
  nursing = (await world.open()).page;
  desk = (await world.open()).page;
  await login(care, world, careOffice);
  await login(nursing, world, nursingOffice);
  await openDesk(desk, world, await newOperator(world));
});
afterAll(() => world.close());

const master = (name: string, rows: readonly string[]) => upload(name, rows.join('\r\n'));

async function preview(page: Page, file: ReturnType<typeof upload>): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: '何が変わるかを調べる' }).click();
  await page.getByRole('dialog').getByText('まだ取り込んでいません。').waitFor();
}

const tables = (page: Page) => page.getByRole('region', { name: '取り込んだ表の一覧' });

it('an office sees where a master is wrong and can’t import it; the mended one it imports after the report', async () => {
  await goTo(care, '設定');
  await care.getByRole('link', { name: 'サービスコード表を見る・取り込む' }).click();
  const good = '131016,A2,1111,202404,999999,訪問型独自サービス１１,1300,3,1,1,3,20240327';
  await preview(care, master('マスタ.csv', [good, '131016,A2,1112,202404,999999,,1300,3,1,1,3,20240327']));
  const dialog = care.getByRole('dialog');
  await dialog.getByRole('table').first().waitFor();
  expect(await dialog.getByText('2行目').count()).toBe(1);
  expect(await dialog.getByRole('button', { name: '取り込む', exact: true }).count()).toBe(0);
  await dialog.getByRole('button', { name: 'やめる' }).click();
  await preview(care, master('マスタ.csv', [good]));
  await dialog.getByLabel('コードか名称で絞り込む').fill('独自サービス');
  await dialog.getByText('新しいコード（1件）').click();
  await dialog.getByText('訪問型独自サービス１１　1,300単位　1月につき').waitFor();
  await dialog.getByRole('button', { name: '取り込む', exact: true }).click();
  await tables(care).getByText('マスタ.csv', { exact: true }).waitFor();
  await nursing.goto(`${world.hub.url}/service-codes`);
  await nursing.getByText('取り込んだ表はありません').waitFor();
});

it('operators publish a table to all offices, and a code that was unknown has its name and kind everywhere', async () => {
  const [planned] = samples('month-v4/plans', `UPPLAN_202610_1377700001_43_${NURSING}`);
  const [done] = samples('month-v4/actuals', `UPJSK_202610_${NURSING}`);
  if (!planned || !done) throw new Error('the samples have a month of nursing');
  const unknown = (file: typeof planned) => ({
    ...file,
    buffer: Buffer.from(file.buffer.toString('latin1').replaceAll(',131111,', ',13Z999,'), 'latin1'),
  });
  await goTo(nursing, '点検');
  await drop(nursing, [unknown(planned), unknown(done)]);
  await nursing.getByText('種類（基本・加算・減算）を番号から推定しました: 13Z999').waitFor();
  await desk.goto(`${world.hub.url}/operate/service-codes`);
  const rows = [
    'サービスコード表（令和8年10月施行分）',
    '種類,項目,サービス内容略称,合成単位数,算定単位',
    '13,Z999,架空の訪問看護,471,1回につき',
  ];
  await desk.getByLabel('全国の表にないコードを').check();
  await preview(desk, master('全国.csv', rows));
  await desk.getByRole('dialog').getByRole('button', { name: '取り込む', exact: true }).click();
  await tables(desk).getByText('すべての事業所').waitFor();
  await nursing.goto(`${world.hub.url}/service-codes`);
  await tables(nursing).getByText('全国.csv', { exact: true }).waitFor();
  await goTo(nursing, '点検');
  await drop(nursing, [unknown(planned), unknown(done)]);
  await nursing.getByText('架空の訪問看護').first().waitFor();
  expect(await nursing.getByText('番号から推定しました').count()).toBe(0);
});

it('a table that is removed counts no longer', async () => {
  await care.goto(`${world.hub.url}/service-codes`);
  await care.getByRole('button', { name: /取り除く.*マスタ/ }).click();
  await care.getByRole('dialog').getByRole('button', { name: '取り除く' }).click();
  await tables(care).getByText('マスタ.csv', { exact: true }).waitFor({ state: 'detached' });
  await tables(care).getByText('全国.csv', { exact: true }).waitFor();
  expect(await care.getByRole('button', { name: /取り除く/ }).count()).toBe(0);
});

it('a check beyond the standard that a PC switched off is told there no more, and on other PCs still', async () => {
  const plans = samples('month-v4/plans');
  const said = (page: Page) => page.getByText('MSB-BEYOND-OVER-LIMIT');
  const check = async (page: Page) => {
    await goTo(page, 'ファイル点検');
    await drop(page, plans);
    await page.getByRole('heading', { name: /送信単位（/ }).waitFor();
    await page.getByText('このまま送れます。').waitFor();
  };
  await check(care);
  await said(care).first().waitFor();
  await goTo(care, '設定');
  await care.getByLabel('区分支給限度基準額を超えていますが、超過の単位数がありません').uncheck();
  await check(care);
  expect(await said(care).count()).toBe(0);
  await check(nursing);
  expect(await said(nursing).count()).toBeGreaterThan(0);
});
