import { readFileSync } from 'node:fs';
import { checkFiles, compareScheduleWithActuals, unitToModel } from '@musubi/standard';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CARE, drop, goTo, login, NURSING, type Participant, samples, startWorld, type World } from './world.js';

let world: World;
let care: Page;
let nursing: Page;
let nursingOffice: Participant;

beforeAll(async () => {
  world = await startWorld();
  const careOffice = await world.join(CARE, '佐藤 ケア');
  nursingOffice = await world.join(NURSING, '鈴木 一郎');
  care = (await world.open({ acceptDownloads: true })).page;
  nursing = (await world.open()).page;
  await login(care, world, careOffice);
  await login(nursing, world, nursingOffice);
  await goTo(care, '新規作成');
  await drop(care, samples('month-v4/plans', `_${NURSING}_`));
  await care.getByRole('button', { name: '送信', exact: true }).click();
  await care.getByText('1件を送りました。').waitFor();
}, 120_000);
afterAll(() => world.close());

const plans = () =>
  checkFiles(
    samples('month-v4/plans', `_${NURSING}_`).map(({ name, buffer }) => ({ name, bytes: new Uint8Array(buffer) })),
  ).units;

it('an office without care software enters a month by keyboard and sends a standard file', async () => {
  await goTo(nursing, '受信一覧');
  await nursing.getByRole('link', { name: /サービス利用票/ }).click();
  await nursing.getByRole('link', { name: '実績を入力する' }).click();
  await nursing.getByRole('button', { name: '全員、予定どおりにする' }).press('Enter');
  await nursing.getByText('未入力の日 0日').waitFor();
  // One planned visit did not take place, one was added on a day without a plan.
  const planned = nursing.getByRole('gridcell', { name: /予定1 実績1$/ }).first();
  await planned.focus();
  const label = (await planned.getAttribute('aria-label')) ?? '';
  await nursing.keyboard.press('0');
  await nursing
    .getByRole('gridcell', { name: label.replace('実績1', '実績0') })
    .first()
    .waitFor();
  const free = nursing.getByRole('gridcell', { name: /予定なし 実績未入力$/ }).first();
  await free.focus();
  await nursing.keyboard.press('1');
  await nursing.keyboard.press('ArrowRight');
  await nursing.getByText('保存しました').waitFor();
  await nursing.getByRole('button', { name: '実績を送る' }).press('Enter');
  await nursing.getByText('問題なし').waitFor();
  await nursing.getByRole('button', { name: '送信', exact: true }).click();
  await nursing.getByText('1件を送りました。').waitFor();

  await goTo(care, '受信一覧');
  await care.getByRole('button', { name: '未取得をすべて選ぶ（1件）' }).click();
  const [download] = await Promise.all([
    care.waitForEvent('download'),
    care.getByRole('button', { name: 'データ取得（ZIP）' }).click(),
  ]);
  const zip = unzipSync(new Uint8Array(readFileSync(await download.path())));
  const actuals = checkFiles(Object.entries(zip).map(([name, bytes]) => ({ name, bytes })));
  expect(actuals.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { differences } = compareScheduleWithActuals(plans(), actuals.units);
  // Of the services of this office exactly what was changed differs.
  const own = differences.filter(({ officeNumber }) => officeNumber === NURSING);
  expect(own.map(({ kind }) => kind).sort()).toEqual(['added', 'notProvided']);

  // The care manager's screen shows just these two.
  await goTo(care, '月末');
  await care.getByLabel('対象月').selectOption('202610');
  await care.getByRole('link', { name: '予定と実績を突き合わせる' }).click();
  await care.getByText('確認していない違いが2件').waitFor();
  const kinds = care.getByRole('group', { name: '違いの表' }).locator('tbody tr td:nth-child(2)');
  expect((await kinds.allTextContents()).sort()).toEqual(['予定になし', '提供なし']);
});

it('what one person entered, another terminal goes on with', async () => {
  const second = (await world.open()).page;
  await login(second, world, nursingOffice);
  await second.goto(nursing.url().replace(/\/new.*$/, `/actuals/202610/${CARE}`));
  await second.getByText('未入力の日 0日').waitFor();
  await second.getByRole('button', { name: '入力をすべて消す' }).click();
  await second.getByText('保存しました').waitFor();
  await nursing.goto(second.url());
  await nursing.getByText(/未入力の日 [1-9]/).waitFor();
});

it('somebody served without a schedule is added by name of the service, mended, and sent', async () => {
  await nursing.getByRole('button', { name: '予定にない利用者' }).click();
  const person = nursing.getByRole('dialog');
  await person.getByLabel('保険者番号', { exact: true }).fill('132071');
  await person.getByLabel('被保険者番号', { exact: true }).fill('0000000017');
  await person.getByLabel(/^氏名/).fill('見本 花子');
  await person.getByRole('button', { name: '加える', exact: true }).click();
  const own = nursing.getByRole('region', { name: '見本 花子' });
  for (const day of ['3', '4']) {
    await own.getByRole('button', { name: '予定にないサービス' }).click();
    const service = nursing.getByRole('dialog');
    await service.getByLabel('サービスをさがす').fill('訪看 ２');
    await service.getByRole('button', { name: /^訪看Ⅰ２\s*131111/ }).click();
    expect(await service.getByLabel('単位数').inputValue()).toBe('471');
    await service.getByLabel('日', { exact: true }).fill(day);
    await service.getByLabel('開始').fill('09:00');
    await service.getByLabel('終了').fill('09:30');
    await service.getByRole('button', { name: '加える', exact: true }).click();
  }
  // The second row was one too many.
  await own.getByRole('gridcell', { name: '4日 予定なし 実績1' }).click();
  await own.getByRole('button', { name: '加えたこの行を取り除く' }).click();
  await own.getByRole('gridcell', { name: '4日 予定なし 実績1' }).waitFor({ state: 'detached' });
  await own.getByRole('button', { name: '保険者番号 132071' }).click();
  await nursing.getByRole('dialog').getByLabel('保険者番号', { exact: true }).fill('131016');
  await nursing.getByRole('dialog').getByRole('button', { name: '直す' }).click();
  await nursing.getByText('保存しました').waitFor();
  await nursing.reload();
  await nursing.getByRole('button', { name: /見本 花子/ }).click();
  await nursing.getByRole('gridcell', { name: '3日 予定なし 実績1' }).waitFor();
  await nursing.getByRole('button', { name: '実績を送る' }).click();
  await nursing
    .getByText(/問題なし/)
    .first()
    .waitFor();
  // What was sent first and cleared since is taken back by a deletion of its own.
  await nursing.getByRole('button', { name: '2件を送信' }).click();
  await nursing.getByRole('dialog').getByRole('button', { name: '2件を送信' }).click();
  await nursing.getByText('2件を送りました。').waitFor();
  await goTo(care, '受信一覧');
  await care.getByRole('button', { name: /^未取得をすべて選ぶ/ }).click();
  const [download] = await Promise.all([
    care.waitForEvent('download'),
    care.getByRole('button', { name: 'データ取得（ZIP）' }).click(),
  ]);
  const zip = unzipSync(new Uint8Array(readFileSync(await download.path())));
  const { units } = checkFiles(Object.entries(zip).map(([name, bytes]) => ({ name, bytes })));
  const added = units
    .flatMap((unit) => unitToModel(unit).services)
    .filter(({ insuredNumber }) => insuredNumber === '0000000017');
  expect(added).toMatchObject([{ insurerNumber: '131016', day: '2026-10-03', serviceCode: '131111', units: 471 }]);
});
