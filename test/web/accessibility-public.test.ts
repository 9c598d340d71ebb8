import { grantAgent } from '@musubi/testkit';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './barriers.js';
import { altered, upload } from './files.js';
import { LONG_NAME, newDesk, openAt as openScreen, type Screens, testScreens } from './screens.js';
import {
  approvedApplication,
  CARE,
  chooseCertificate,
  drop,
  NURSING,
  type Participant,
  samples,
  startWorld,
  type World,
} from './world.js';

let world: World;
let care: Participant;
let outsider: Page;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  outsider = await newDesk(world);
});
afterAll(() => world.close());

const openAt = (page: Page, path: string, shows: (page: Page) => Locator) => openScreen(world, page, path, shows);

async function openCheck(): Promise<void> {
  await outsider.goto(`${world.hub.url}/check`);
  await drop(outsider, [
    ...samples('defects/bad-date'),
    ...samples('defects/utf8').map((file) => altered(file, { '20260927080000': '20260927080011' })),
    ...samples('month-v4/plans', NURSING),
    ...samples('month-v4/actuals', NURSING),
    upload('UPPLAN_202610_1377700001_43_1375400014_13_20260927080022.CSV', '%PDF-1.7'),
    upload(`${LONG_NAME}.csv`, 'a,b\r\n'),
  ]);
  await outsider.getByRole('heading', { name: /^予定と実績の違い（/ }).waitFor();
}

const SCREENS: Screens = {
  'the login': () => openAt(outsider, '/', (page) => page.getByLabel('証明書ファイルのパスワード')),
  'the login with a certificate': async () => {
    const page = await openAt(outsider, '/', (login) => login.getByLabel('証明書ファイルのパスワード'));
    await chooseCertificate(page, care.certificateFile);
    await page.getByLabel('ユーザID', { exact: true }).fill('a');
    await page.getByLabel('パスワード', { exact: true }).fill('b');
    await page.getByRole('button', { name: 'ログイン', exact: true }).click();
    await page.getByRole('alert').waitFor();
    return page;
  },
  'the application with mistakes': async () => {
    const page = await openAt(outsider, '/apply', (apply) => apply.getByRole('button', { name: '申請する' }));
    await page.getByRole('button', { name: '申請する' }).click();
    await page.getByRole('alert').first().waitFor();
    return page;
  },
  'an approved application with everything handed over': async () => {
    const { place, claimCode } = await approvedApplication(world);
    const page = await openAt(outsider, place, (status) => status.getByText('正常に完了'));
    await page.getByLabel('受取コード（8桁の数字）').fill(claimCode);
    await page.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' }).click();
    await page.getByText('一度だけ表示しています。').waitFor();
    await page.getByRole('button', { name: 'この PC に証明書を入れる' }).click();
    await page.getByText('この PC に証明書が入りました。').waitFor();
    return page;
  },
  "an agent's link": async () => {
    const { link } = await grantAgent(world.hub, care.person);
    const { pathname, hash } = new URL(link ?? '');
    return openAt(outsider, pathname + hash, (page) => page.getByRole('heading', { name: '任された内容' }));
  },
  'the check with results': async () => {
    await openCheck();
    return outsider;
  },
  'the content of a unit': async () => {
    await openCheck();
    await outsider.getByRole('button', { name: '中身を見る' }).first().click();
    await outsider.locator('.sheet').first().waitFor();
    await outsider.getByLabel('どのファイルの何行目かを表示').check();
    return outsider;
  },
  'the forms with the origin of a value': async () => {
    await openCheck();
    await outsider.getByRole('button', { name: '帳票を見る・印刷する' }).click();
    await outsider.locator('.form-svg text').first().waitFor();
    await outsider.getByLabel('出どころを見る').check();
    await outsider.getByRole('button', { name: '次の値' }).click();
    await outsider
      .getByText(/件目：「.+」/)
      .first()
      .waitFor();
    return outsider;
  },
  'the conversion of editions': async () => {
    await openCheck();
    await outsider.getByRole('button', { name: /^版を変換/ }).click();
    await outsider.getByRole('radio', { name: '第3版' }).check();
    await outsider.getByRole('button', { name: '変換する' }).click();
    await outsider.getByText('除いたもの').waitFor();
    return outsider;
  },
  ...Object.fromEntries(
    [
      '/welcome',
      '/start',
      '/downloads',
      '/faq',
      '/news',
      '/contact',
      '/contact/answer',
      '/software',
      '/simulation',
    ].map((path) => [
      `the public page ${path}`,
      () => openAt(outsider, path, (page) => page.locator('.public > :last-child')),
    ]),
  ),
  'the directory with its map': async () => {
    await openAt(outsider, '/offices', (page) => page.locator('.area-map path'));
    await outsider.getByRole('table', { name: '見つかった事業所' }).getByRole('link').first().waitFor();
    return outsider;
  },
  'the recovery': () => openAt(outsider, '/recover', (page) => page.getByRole('heading', { name: 'ユーザIDを忘れた' })),
  'the end of a kind of mail': () =>
    openAt(outsider, '/unsubscribe', (page) => page.getByRole('button', { name: /^この種類/ })),
};

it('a barrier is found where there is one', async () => {
  const page = await openAt(outsider, '/', (login) => login.getByLabel('証明書ファイルのパスワード'));
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('input')));
  expect(await violations(page)).toEqual([expect.stringMatching(/^label: <input>/)]);
});

testScreens(SCREENS);
