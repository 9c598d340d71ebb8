import { addAccount, officeUserId } from '@musubi/hub';
import { authenticator, enrolOffice, fromBase32, PASSWORD, type TestOffice } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { CARE, certificateFile, chooseCertificate, type Upload, type World } from './world.js';

export const DESK = '1300000000';

/** An operator as `musubi hub add-operator` leaves them: a first password, no second factor yet. */
export interface NewOperator {
  readonly office: TestOffice;
  readonly userId: string;
  readonly firstPassword: string;
  readonly certificate: Upload;
}

export async function newOperator(world: World): Promise<NewOperator> {
  return (await newOperators(world)).pc;
}

/** Two at one desk office: everybody enrols the second factor at the own first sign-in. */
export async function newOperators(world: World): Promise<{ pc: NewOperator; phone: NewOperator }> {
  const office = await enrolOffice(world.hub, { officeNumber: DESK, name: '連携基盤 運営', serviceTypes: ['43'] });
  return { pc: await addTo(world, office, '運営 太郎'), phone: await addTo(world, office, '運営 花子') };
}

async function addTo(world: World, office: TestOffice, displayName: string): Promise<NewOperator> {
  const account = { officeNumber: DESK, displayName, kind: 'operator', role: 'operator' } as const;
  const added = await addAccount(world.hub.context, account, 'test');
  const certificate = await certificateFile(office);
  return { office, userId: added.account.userId, firstPassword: added.secret, certificate };
}

async function type(page: Page, userId: string, password: string): Promise<void> {
  await page.getByLabel('ユーザID', { exact: true }).fill(userId);
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByLabel('事業所のユーザID').fill(officeUserId(DESK));
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
}

/** First sign-in to the place where the one-time code is asked for; returns what the authenticator app shows. */
export async function firstLogin(page: Page, world: World, operator: NewOperator): Promise<() => string> {
  await page.goto(world.hub.url);
  await chooseCertificate(page, operator.certificate);
  await type(page, operator.userId, operator.firstPassword);
  await page.getByLabel('いまのパスワード').fill(operator.firstPassword);
  await page.getByLabel('新しいパスワード', { exact: true }).fill(PASSWORD);
  await page.getByLabel('新しいパスワード（もう一度）').fill(PASSWORD);
  await page.getByRole('button', { name: 'パスワードを変える' }).click();
  await page.getByRole('heading', { name: '確認コードを登録してください' }).waitFor();
  await page.getByRole('button', { name: '登録する' }).click();
  const secret = await page.locator('code').textContent();
  return authenticator(fromBase32(secret ?? ''), () => new Date());
}

/** Completes the second factor; the desk opens. */
export async function confirmCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('2. アプリに表示された6桁の数字').fill(code);
  await page.getByRole('button', { name: '登録を完了する' }).click();
  await page.getByRole('heading', { name: '概況' }).waitFor();
}

/** A new operator at the desk. */
export async function openDesk(page: Page, world: World, operator: NewOperator): Promise<void> {
  const code = await firstLogin(page, world, operator);
  await confirmCode(page, code());
}

/** The operator's screens by address, with what they show when they are there. */
export const OPERATOR_SCREENS: Readonly<Record<string, RegExp>> = {
  '/': /月ごとの容量/,
  '/operate/offices': /登録/,
  [`/operate/offices/${CARE}`]: /この31日/,
  '/operate/applications': /外部の認証局を待つ/,
  '/operate/licences': /きっかけ|契約はありません/,
  '/operate/imports': /まだ取り込んでいません/,
  '/operate/service-codes': /取り込んだ表はありません/,
  '/operate/software': /musubi コマンド/,
  '/operate/people': /氏名の一部/,
  '/operate/certificates': /後がない/,
  [`/operate/journeys?office=${CARE}`]: /送信済|取得済|開封済/,
  '/operate/notices': /新しいお知らせ/,
  '/operate/tickets': /問い合わせはありません/,
  '/operate/faq': /直した日/,
  '/operate/audit': /理由・符号/,
};
