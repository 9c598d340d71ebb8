import { type Mailbox, startMailbox } from '@musubi/testkit';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { mailedLink } from './mailing.js';
import {
  CARE,
  chooseCertificate,
  goTo,
  HOME_HELP,
  login,
  type Participant,
  signInAgain,
  startWorld,
  typePassword,
  type World,
} from './world.js';

let mailbox: Mailbox;
let world: World;
let care: Participant;
const NEW_PASSWORD = 'ame-no-hi-no-sanpo';

beforeAll(async () => {
  mailbox = await startMailbox();
  world = await startWorld({ smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  care = await world.join(CARE, '佐藤 ケア');
});
afterAll(async () => {
  await world.close();
  await mailbox.close();
});

const pcs: BrowserContext[] = [];
afterEach(async () => {
  await Promise.all(pcs.splice(0).map((context) => context.close()));
});

async function newPc(): Promise<Page> {
  const { context, page } = await world.open();
  pcs.push(context);
  return page;
}

/** Invites a colleague on the 担当者 screen. */
async function invite(page: Page, name: string, address: string): Promise<void> {
  await goTo(page, '担当者');
  await page.getByRole('button', { name: '人を追加' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('氏名').fill(name);
  await dialog.getByLabel('本人のメールアドレス').fill(address);
  await dialog.getByRole('button', { name: '招待メールを送る' }).click();
  await page.getByText(`${name}さんに招待メールを送りました。`).waitFor();
}

/** Types a new password twice. */
async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('新しいパスワード', { exact: true }).fill(password);
  await page.getByLabel('新しいパスワード（もう一度）').fill(password);
  await page.getByRole('button', { name: 'このパスワードにする' }).click();
  await page.getByText('パスワードを決めました。').waitFor();
}

it('a colleague is invited by mail, chooses a password, signs in on another PC, recovers, and leaves', async () => {
  const desk = await newPc();
  await login(desk, world, care);
  await invite(desk, '新井 新人', 'arai@example.jp');
  await desk.getByRole('listitem', { name: '新井 新人' }).getByText('招待の期限').waitFor();

  const other = await newPc();
  await other.goto(await mailedLink(world, mailbox, 'arai@example.jp'));
  await other.getByRole('heading', { name: 'ようこそ' }).waitFor();
  await other.getByText(`${care.name}（${CARE}）`).waitFor();
  await other.getByLabel('新しいパスワード', { exact: true }).fill('password');
  await other.getByText('よく使われる言葉（password、kaigo など）を入れないでください').waitFor();
  expect(await other.getByRole('button', { name: 'このパスワードにする' }).isDisabled()).toBe(true);
  await choosePassword(other, NEW_PASSWORD);
  const userId = (await other.locator('li strong').first().textContent()) ?? '';
  expect(userId).toMatch(/^C\d{10}$/);
  await other.getByRole('link', { name: 'ログインへ進む' }).click();
  await chooseCertificate(other, care.certificateFile);
  const colleague = { ...care, person: { ...care.person, userId, password: NEW_PASSWORD } };
  await typePassword(other, colleague);
  await other.getByRole('heading', { name: 'トップページ' }).waitFor();
  expect(await other.getByRole('link', { name: '担当者' }).count()).toBe(0);

  // Forgotten: the mail's link is for this person whoever is signed in.
  mailbox.mails.length = 0;
  const third = await newPc();
  await third.goto(`${world.hub.url}/recover`);
  const form = third.getByRole('form', { name: 'パスワードを忘れた' });
  await form.getByLabel('ユーザID').fill(userId);
  await form.getByLabel('登録したメールアドレス').fill('arai@example.jp');
  await form.getByRole('button', { name: '再設定のメールを送る' }).click();
  await third.getByText('受け付けました。メールを確かめてください。').waitFor();
  await third.goto(await mailedLink(world, mailbox, 'arai@example.jp'));
  await third.getByRole('heading', { name: 'パスワードの再設定' }).waitFor();
  await choosePassword(third, 'yuki-no-asa-no-michi');
  await goTo(other, '受信一覧');
  await other.getByText('ログインの有効時間が過ぎたため、ログアウトしました。').waitFor();
  await signInAgain(other, userId, 'yuki-no-asa-no-michi');
  await other.getByRole('heading', { name: '受信一覧' }).waitFor();

  // The last day: out at once, in the middle of work.
  await desk.reload();
  const card = desk.getByRole('listitem', { name: '新井 新人' });
  await card.getByText('できること').click();
  await card.getByRole('button', { name: '外す' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: '外す' }).click();
  await card.waitFor({ state: 'detached' });
  // The next click says so, unless the hub has said it before.
  const isOut = other.getByText('ログインの有効時間が過ぎたため、ログアウトしました。').waitFor();
  await Promise.any([goTo(other, '送信一覧'), isOut]);
  await isOut;
  await signInAgain(other, userId, 'yuki-no-asa-no-michi');
  await other.getByText('ユーザIDまたはパスワードが正しくありません。').waitFor();
});

it('the only administrator is told why nobody can take that away', async () => {
  const page = await newPc();
  await login(page, world, care);
  await goTo(page, '担当者');
  const card = page.getByRole('listitem', { name: '佐藤 ケア' });
  await card.getByText('できること').click();
  await card.getByRole('button', { name: '外す' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '外す' }).click();
  await page.getByRole('dialog').getByText('管理者がいなくなるため、この操作はできません。').waitFor();
});

it('an address is registered, verified by its mail, and shown as such', async () => {
  const page = await newPc();
  await login(page, world, care);
  await goTo(page, '設定');
  const card = page.getByRole('region', { name: 'メール' });
  await card.getByLabel('メールアドレス').fill('sato@example.jp');
  await card.getByRole('button', { name: '確認メールを送る' }).click();
  await card.getByText('確認待ち').waitFor();
  await page.goto(await mailedLink(world, mailbox, 'sato@example.jp'));
  await page.getByRole('button', { name: '確認を終える' }).click();
  await page.getByText('メールアドレスを確認しました。').waitFor();
  await page.goto(`${world.hub.url}/settings`);
  await page.getByText('確認済み').waitFor();
});

it('what was typed outlives the end of the session, for the same person only', async () => {
  const admin = await world.join(HOME_HELP, '高橋 訪問');
  const page = await newPc();
  await login(page, world, admin);
  const endSession = () =>
    world.hub.context.database.query(
      'update sessions set closed_at = $2 from accounts a where a.account_id = sessions.account_id and a.user_id = $1',
      [admin.person.userId, world.hub.clock.now()],
    );
  await goTo(page, '担当者');
  await page.getByRole('button', { name: '人を追加' }).click();
  await page.getByLabel('氏名').fill('途中 花子');
  await page.getByLabel('本人のメールアドレス').fill('tochu@example.jp');
  await endSession();
  await page.getByRole('button', { name: '招待メールを送る' }).click();
  await page.getByText('ログインの有効時間が過ぎたため、ログアウトしました。').waitFor();
  await signInAgain(page, admin.person.userId, admin.person.password);
  await page.getByRole('dialog').waitFor();
  expect(await page.getByLabel('氏名').inputValue()).toBe('途中 花子');
  expect(await page.getByLabel('本人のメールアドレス').inputValue()).toBe('tochu@example.jp');
  await page.getByRole('button', { name: 'やめる' }).click();

  await goTo(page, '新規作成');
  await page.getByLabel('送信先').fill(CARE);
  await page.getByRole('button', { name: new RegExp(care.name) }).click();
  await page.getByLabel('メッセージ').fill('月末の件で、');
  await page.getByText(/^下書き保存/).waitFor();
  await endSession();
  await page.getByLabel('メッセージ').fill('月末の件で、書きかけの連絡です。');
  await page.getByText('ログインの有効時間が過ぎたため、ログアウトしました。').waitFor();
  await signInAgain(page, admin.person.userId, admin.person.password);
  await page.getByRole('heading', { name: '下書きの続き' }).waitFor();
  await expect.poll(() => page.getByLabel('メッセージ').inputValue()).toBe('月末の件で、書きかけの連絡です。');

  await page.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  await signInAgain(page, admin.person.userId, admin.person.password);
  await goTo(page, '担当者');
  await page.getByRole('button', { name: '人を追加' }).click();
  expect(await page.getByLabel('氏名').inputValue()).toBe('');
});
