import type { Authority } from '@musubi/evidence';
import { enrolOffice, gainAuthority, issuerOf, signIn } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sideways, violations } from './barriers.js';
import { CARE, goTo, login, type Participant, startWorld, typePassword, type World } from './world.js';

const HELPER = '1378700010';

let world: World;
let care: Participant;
let page: Page;
let second: Authority;

beforeAll(async () => {
  world = await startWorld({ authority: 'external' });
  care = await world.join(CARE, '佐藤 ケア');
  page = (await world.open()).page;
  await login(page, world, care); // pins what the hub names now
  second = await gainAuthority(world.hub);
  await enrolOffice(world.hub, {
    officeNumber: HELPER,
    name: '訪問介護あおば',
    serviceTypes: ['11'],
    authority: second,
  });
});
afterAll(() => world.close());

const card = (on = page) => on.getByRole('region', { name: '認証局', exact: true });
/** As screens write it: groups of four. */
const written = ({ certificate }: Authority) => certificate.fingerprint.replace(/(.{4})(?=.)/g, '$1 ');

/** For anybody, on a PC and on a phone. */
async function expectNoBarriers(on: Page): Promise<void> {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1366, height: 768 },
  ]) {
    await on.setViewportSize(viewport);
    expect(await violations(on)).toEqual([]);
    expect(await sideways(on)).toEqual([]);
  }
}

async function writeTo(on: Page): Promise<void> {
  await goTo(on, '新規作成');
  await on.getByLabel('送信先').fill(HELPER);
  await on.getByRole('button', { name: /訪問介護あおば/ }).click();
  await on.getByLabel('メッセージ').fill('新しい認証局の事業所へ');
  await on.getByRole('button', { name: '送信', exact: true }).click();
}

it('nothing goes to an office of an authority that came later, until an administrator compared and accepted it', async () => {
  await writeTo(page);
  await page.getByText(/訪問介護あおばの証明書は、この端末でまだ受け入れていない認証局が発行したもの/).waitFor();
  const sent = () => world.hub.context.database.query('select 1 from transmissions');
  expect(await sent()).toHaveLength(0);

  await goTo(page, '設定');
  await card().getByText('まだ受け入れていない認証局が1件あります。').waitFor();
  await card().getByRole('button', { name: 'この認証局を受け入れる…' }).click();
  const dialog = page.getByRole('dialog', { name: 'この認証局を受け入れますか' });
  await dialog.getByText('CN=Second CA').waitFor();
  await dialog.getByText(written(second)).waitFor();
  await expectNoBarriers(page);
  await dialog.getByRole('button', { name: '指紋が同じなので受け入れる' }).click();
  await card().getByText('まだ受け入れていない').waitFor({ state: 'detached' });
  await writeTo(page);
  await page.getByText('1件を送りました。').waitFor();
  expect(await sent()).toHaveLength(1);
});

it('what was accepted is kept at logout; what comes later is for administrators to accept, not for staff', async () => {
  await page.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  await gainAuthority(world.hub, 'Third CA');
  const person = await signIn(world.hub, care.office, 'staff', '鈴木 職員');
  await typePassword(page, { ...care, person });
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
  await goTo(page, '設定');
  await card().getByText('まだ受け入れていない認証局が1件あります。').waitFor();
  await card().getByText('管理者に、この PC でログインするよう頼んでください。').waitFor();
  expect(await card().getByRole('button').count()).toBe(0);
});

it('everybody can read the fingerprints of the authorities without a login', async () => {
  const { page: visitor, context } = await world.open();
  await visitor.goto(`${world.hub.url}/authorities`);
  await visitor.getByText(written(second)).waitFor();
  const { receipts } = world.hub.certificates.keys;
  for (const { fingerprint } of [issuerOf(world.hub).certificate, ...receipts.chain])
    await visitor.getByText(fingerprint.replace(/(.{4})(?=.)/g, '$1 ')).waitFor();
  await expectNoBarriers(visitor);
  await context.close();
});
