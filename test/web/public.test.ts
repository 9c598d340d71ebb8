import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { enrolOffice, signIn, type TestPerson } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARE, login, startWorld, type World } from './world.js';

const PAGES = {
  '/welcome': 'はじめての方へ',
  '/start': 'はじめるまでの7つの手順',
  '/faq': 'よくある質問',
  '/news': 'お知らせ',
  '/contact': 'お問い合わせ',
  '/contact/answer': 'お問い合わせの返事を見る',
  '/simulation': 'かんたんシミュレーション',
  '/downloads': 'ダウンロード',
  '/software': '対応ソフト',
  '/authorities': '認証局の指紋',
} as const;

let world: World;
let operator: TestPerson;
let page: Page;

beforeAll(async () => {
  world = await startWorld();
  const own = await enrolOffice(world.hub, { officeNumber: '1300000000', serviceTypes: ['43'] });
  operator = await signIn(world.hub, own, 'operator');
  const notice = { body: '本文', important: false };
  await operator.hub.call('operatorAddNotice', {
    body: { ...notice, title: '夜間に止まります', audience: { kind: 'everyone' } },
  });
  await operator.hub.call('operatorAddNotice', { body: { ...notice, title: '参加事業所の皆さまへ' } });
  ({ page } = await world.open({ viewport: { width: 1366, height: 768 } }));
});
afterAll(() => world.close());

const open = (path: string, on = page) => on.goto(world.hub.url + path);
const heading = (name: string, on = page) => on.getByRole('heading', { level: 1, name, exact: true });

describe('public pages', () => {
  it('open by address and by the links at the foot, each with its title', async () => {
    for (const [path, title] of Object.entries(PAGES)) {
      await open(path);
      await heading(title).waitFor();
      expect(await page.title()).toBe(`${title}｜Musubi（結）`);
    }
    for (const title of Object.values(PAGES)) {
      await page.getByRole('navigation', { name: '案内' }).getByRole('link', { name: title, exact: true }).click();
      await heading(title).waitFor();
    }
  });

  it('have a menu that a phone opens by a button and that closes by itself', async () => {
    const { page: phone, context } = await world.open({ viewport: { width: 390, height: 844 } });
    await open('/welcome', phone);
    await heading('はじめての方へ', phone).waitFor();
    const link = phone.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: 'よくある質問' });
    expect(await link.isVisible()).toBe(false);
    await phone.getByRole('button', { name: 'メニュー' }).click();
    await link.click();
    await heading('よくある質問', phone).waitFor();
    expect(await link.isVisible()).toBe(false);
    await context.close();
  });

  it('show notices to everybody, and those for offices after login', async () => {
    await open('/news');
    await page.getByRole('heading', { name: '夜間に止まります' }).waitFor();
    expect(await page.getByText('参加事業所の皆さまへ').count()).toBe(0);
    const { page: desk, context } = await world.open();
    await login(desk, world, await world.join(CARE));
    await open('/news', desk);
    await desk.getByRole('heading', { name: '参加事業所の皆さまへ' }).waitFor();
    await desk.getByRole('heading', { name: '夜間に止まります' }).waitFor();
    await context.close();
  });
});

describe('よくある質問', () => {
  it('are found while typing, in kana of any kind, and say when there is nothing', async () => {
    await open('/faq');
    const all = await page.getByText(/^全\d+件$/).textContent();
    expect(Number(all?.replaceAll(/\D/g, ''))).toBeGreaterThanOrEqual(25);
    const field = page.getByLabel('言葉で探す');
    await field.fill('ﾊﾟｽﾜｰﾄﾞ　忘れ');
    await page.getByText(/^\d+件見つかりました。$/).waitFor();
    const first = page.locator('main summary').first();
    await expect.poll(() => first.textContent()).toBe('パスワードを忘れました。');
    await first.click();
    await page.getByText('事業所の管理者に、パスワードの初期化を頼んでください。').waitFor();
    await field.fill('そんな言葉はない');
    await page.getByText('0件見つかりました。').waitFor();
  });
});

describe('かんたんシミュレーション', () => {
  const saved = () => page.getByRole('region', { name: '計算の結果' }).locator('dd').first();

  it('computes while typing, tells mistakes, and follows the assumptions', async () => {
    await open('/simulation');
    const values = {
      '1か月の利用者数': '10',
      毎月やり取りする: '5',
      参加している割合: '50',
      書類1件にかかる: '６',
      人件費: '1,000',
    };
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label).first().fill(value);
    await page.getByLabel(/^連携する相手1か所あたりの月の確認/).fill('0');
    // 40 documents a month, half of them in 1 minute in place of 6: 20 × 5 × 12 minutes.
    await expect.poll(() => saved().textContent()).toBe('20時間');
    await page.getByLabel(/^連携したときの書類1件の時間/).fill('3');
    await expect.poll(() => saved().textContent()).toBe('12時間');
    await page.getByLabel('参加している割合').fill('120');
    await page.getByText('0から100までの数を入れてください。').waitFor();
    await page.getByLabel('参加している割合').fill('50');
    await page.getByRole('radio', { name: 'サービス事業所' }).check();
    await expect.poll(() => saved().textContent()).toBe('6時間');
    await page.getByLabel('1か月の利用者数').fill('20');
    await page.waitForURL(/role=provider&clients=20&/);
    await page.reload();
    await expect.poll(() => saved().textContent()).toBe('12時間');
  });

  it('prints on one A4 page, and the address brings the numbers back', async () => {
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', '');
    });
    await page.getByRole('button', { name: /結果を印刷する/ }).click();
    await page.locator('body[data-printed]').waitFor();
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.reload();
    await expect.poll(() => saved().textContent()).toBe('12時間');
    expect(await page.getByRole('radio', { name: 'サービス事業所' }).isChecked()).toBe(true);
  });
});

describe('お問い合わせ', () => {
  it('keeps what was typed through a failure and a reload, gives a number, and shows the answer', async () => {
    await open('/contact');
    await page.getByLabel('種類（必須）').selectOption({ label: 'エラー・不具合' });
    await page.getByLabel('内容（必須）').fill('MSB-AUTH-LOCKED と出ました。');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '送る', exact: true }).click();
    await page.getByRole('alert').getByText('書いた内容は、このまま残っています。').waitFor();
    await page.context().setOffline(false);
    await page.reload();
    expect(await page.getByLabel('内容（必須）').inputValue()).toBe('MSB-AUTH-LOCKED と出ました。');
    await page.getByRole('button', { name: '送る', exact: true }).click();
    await heading('お問い合わせを受け付けました').waitFor();
    const ticketNumber = (await page.locator('.public-number').textContent()) ?? '';
    await operator.hub.call('operatorAnswerTicket', {
      params: { ticketNumber },
      body: { body: '30分お待ちください。' },
    });
    await page.getByRole('link', { name: '返事の画面を開く' }).click();
    await page.getByRole('button', { name: '返事を見る' }).click();
    await page.getByText('30分お待ちください。').waitFor();
    await page.getByLabel('合言葉').fill('chigau');
    await page.getByRole('button', { name: '返事を見る' }).click();
    await page.getByRole('alert').getByText('受付番号か合言葉が違います。').waitFor();
    expect(await page.getByText('30分お待ちください。').count()).toBe(0);
    await open('/contact');
    expect(await page.getByLabel('内容（必須）').inputValue()).toBe('');
  });

  it('is opened for makers with its kind chosen', async () => {
    await open('/software');
    await page.getByText('Musubi CLI').first().waitFor();
    await page.getByRole('main').getByRole('link', { name: 'お問い合わせ' }).click();
    expect(await page.getByLabel('種類（必須）').inputValue()).toBe('software');
  });
});

describe('ダウンロード', () => {
  it('gives the package file whose digest the page names', async () => {
    await open('/downloads');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^musubi-cli-.*をダウンロード/ }).click(),
    ]);
    const digest = createHash('sha256')
      .update(readFileSync(await download.path()))
      .digest('hex');
    await page.getByText(digest, { exact: true }).waitFor();
  });
});
