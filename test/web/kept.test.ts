import { oneTimeCode, openSeed } from '@musubi/hub';
import { grantAgent, PASSWORD } from '@musubi/testkit';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newOperator, openDesk } from './operator.js';
import { answerByProgram, sendByProgram } from './program.js';
import {
  apply,
  CARE,
  fill,
  HOME_HELP,
  login,
  NURSING,
  type Participant,
  samples,
  signInAgain,
  startWorld,
  type World,
} from './world.js';

/** Somebody at a PC whose session may end. */
interface Seat {
  readonly page: Page;
  readonly userId: string;
  readonly password: string;
}

let world: World;
const seats = new Map<Who, Seat>();
type Who = 'care' | 'nursing' | 'operator';

/** A form: how it is reached and what is typed. After the next login it has to be there again, open. */
interface Form {
  readonly who: Who;
  readonly path: string;
  /** Buttons that open it, in this order. */
  readonly open?: readonly (string | RegExp)[];
  /** More steps to open it than buttons. */
  readonly reach?: (page: Page) => Promise<void>;
  /** What is typed, by label; of a choice the value, of a box whether it is ticked. */
  readonly fields: Readonly<Record<string, string | boolean>>;
  /** What else has to be there again. */
  readonly shows?: string;
  /** Where on the page; the dialog unless said otherwise. */
  readonly within?: (page: Page) => Locator;
}

const main = (page: Page) => page.locator('main');

/** A client's schedule of the next month with a service chosen. */
async function reachRow(page: Page): Promise<void> {
  await page.getByRole('link', { name: '伊藤　千代子' }).click();
  const cell = page.getByRole('gridcell', { name: /予定1$/ }).first();
  await cell.click();
  await page.getByRole('region', { name: '選んだサービスの変更' }).waitFor();
}
const reachClient = (page: Page) => page.getByRole('link', { name: '伊藤　千代子' }).click();
const reachSpot = (page: Page) =>
  page
    .getByRole('gridcell', { name: /予定1 実績/ })
    .first()
    .click();

const FORMS: Readonly<Record<string, Form>> = {
  代行を認める: {
    who: 'care',
    path: '/agents',
    within: main,
    fields: {
      代行する人または会社の名前: 'みどり事務代行',
      送信だけ: true,
      'リンクを送るメールアドレス（なくてもよい）': 'midori@example.jp',
    },
  },
  代行者に任せること: {
    who: 'care',
    path: '/agents',
    open: ['任せることを変える'],
    fields: { 受信だけ: true },
  },
  解約: {
    who: 'care',
    path: '/licence',
    within: main,
    reach: (page) => page.getByText('解約する', { exact: true }).click(),
    fields: { 最後に使う日: '2027-01-31' },
  },
  事業所検索での見え方: {
    who: 'care',
    path: '/settings',
    within: (page) => page.getByRole('region', { name: '事業所検索での見え方' }),
    fields: { '所在地・電話・FAX を表示する': false, ひとこと: '月末は電話がつながりにくくなります。' },
  },
  担当者を追加: {
    who: 'care',
    path: '/people',
    open: ['人を追加'],
    fields: { 氏名: '途中 花子' },
  },
  介護ソフトを追加: { who: 'care', path: '/people', open: ['介護ソフトを追加'], fields: { 名前: '事務所のソフト' } },
  権限を変える: {
    who: 'care',
    path: '/people',
    reach: async (page) => {
      await page.getByText('できること').first().click();
      await page.getByRole('button', { name: '権限を変える' }).click();
    },
    fields: { '閲覧のみ（見るだけです。送信はできません）': true },
  },
  月末のお願い: {
    who: 'care',
    path: '/month',
    reach: async (page) => {
      await page.getByLabel('対象月').selectOption('202610');
      await page.getByRole('button', { name: /^まだのところをすべて選ぶ/ }).click();
      await page.getByRole('button', { name: /^お願いを送る/ }).click();
    },
    fields: { メッセージ: '明日までにお願いします。' },
  },
  予実の問い合わせ: {
    who: 'care',
    path: '/reconcile/202610',
    reach: (page) => page.getByRole('button', { name: '問い合わせる' }).first().click(),
    fields: { メッセージ: 'この日は訪問しましたか。' },
  },
  予実のメモ: {
    who: 'care',
    path: '/reconcile/202610',
    reach: (page) => page.getByRole('button', { name: 'メモ' }).first().click(),
    fields: { この違いについてのメモ: '電話で確かめた' },
  },
  記録を集める: {
    who: 'care',
    path: '/records',
    within: main,
    fields: { いつから: '2026-04-01', '利用者（氏名か番号の一部）': '伊藤' },
  },
  '連絡（添付とも）': {
    who: 'care',
    path: `/letters/${NURSING}`,
    within: main,
    reach: async (page) => {
      await page.getByLabel('メッセージ').waitFor();
      const map = { name: '地図.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n') };
      await page.locator('form input[type=file]').setInputFiles(map);
      await page.getByText('地図.pdf', { exact: true }).waitFor();
    },
    shows: '地図.pdf',
    fields: { メッセージ: '書きかけの連絡です。' },
  },
  予定の利用者: {
    who: 'care',
    path: '/schedule/202611',
    open: ['利用者を加える'],
    fields: { 保険者番号: '131016', 氏名: '新井　花', フリガナ: 'アライ　ハナ', 生年月日: '1940-05-05' },
  },
  予定の利用者の情報: {
    who: 'care',
    path: '/schedule/202611',
    reach: async (page) => {
      await reachClient(page);
      await page.getByRole('button', { name: '利用者の情報' }).click();
    },
    fields: { 氏名: '伊藤　千代' },
  },
  予定のサービス: {
    who: 'care',
    path: '/schedule/202611',
    reach: async (page) => {
      await reachClient(page);
      await page.getByRole('button', { name: 'サービスを加える' }).click();
    },
    fields: { 'サービスコード（6文字）': '111211', 単位数: '387', 開始: '10:00', 火: true, 事業所番号: '1399900001' },
  },
  予定の行: {
    who: 'care',
    path: '/schedule/202611',
    reach: reachRow,
    within: (page) => page.getByRole('region', { name: '選んだサービスの変更' }),
    fields: { 開始: '13:15', 単位数: '333' },
  },
  予定の保険者番号: {
    who: 'care',
    path: '/schedule/202611',
    reach: async (page) => {
      await reachClient(page);
      await page.getByRole('button', { name: /^保険者番号/ }).click();
    },
    fields: { 保険者番号: '131024' },
  },
  実績の利用者: {
    who: 'nursing',
    path: `/actuals/202610/${CARE}`,
    open: ['予定にない利用者'],
    fields: { 被保険者番号: '0000000012', '氏名（画面の控え。実績のファイルには入りません）': '急 訪問' },
  },
  実績のサービス: {
    who: 'nursing',
    path: `/actuals/202610/${CARE}`,
    open: ['予定にないサービス'],
    fields: { 'サービスコード（6文字）': '131211', 単位数: '573', 日: '7', 開始: '09:00' },
  },
  実績の一日: {
    who: 'nursing',
    path: `/actuals/202610/${CARE}`,
    reach: reachSpot,
    within: (page) => page.getByRole('region', { name: '選んだ日の変更' }),
    fields: { 開始: '08:45', '中止の理由（事業所の控え。ファイルには入りません）': '体調不良' },
  },
  サービスコード表: {
    who: 'care',
    path: '/service-codes',
    within: main,
    fields: { '使い始める年月（表に書かれていないときだけ）': '2027-04' },
  },
  運営のお知らせ: {
    who: 'operator',
    path: '/operate/notices',
    open: ['新しいお知らせ'],
    fields: { 件名: '年末の休み', 本文: '12月29日から休みます。', 重要: true, 宛先: 'prefecture', 東京都: true },
  },
  キャンペーン: {
    who: 'operator',
    path: '/operate/licences',
    open: ['キャンペーンを加える'],
    fields: { 記号: 'FREE-2027', 決まった日まで: true, 使える最後の日: '2027-12-31' },
  },
  よくある質問: {
    who: 'operator',
    path: '/operate/faq',
    open: ['質問を加える'],
    fields: { 分類: 'trouble', 質問: '画面が白いです', 答え: '読み直してください。', 公開する: false },
  },
  問い合わせの返事: {
    who: 'operator',
    path: '/operate/tickets',
    open: [/^[A-Z0-9-]+$/],
    fields: { 返事: '調べています。少しお待ちください。' },
  },
  ソフト: {
    who: 'operator',
    path: '/operate/software',
    open: ['ソフトを加える'],
    fields: { メーカー: 'さくら', 製品: 'さくらケア', 第3版: true, 確かめた内容: '第3版の予定を読めた' },
  },
  証明書の登録: {
    who: 'operator',
    path: '/operate/certificates',
    open: ['証明書を登録する…'],
    fields: { 事業所番号: '1399900002' },
  },
  証明書の失効: {
    who: 'operator',
    path: `/operate/offices/${CARE}`,
    open: ['失効させる…'],
    fields: { 理由: 'keyCompromise' },
  },
  事業所の登録: {
    who: 'operator',
    path: '/operate/offices',
    open: ['事業所を登録する'],
    fields: { 事業所番号: '1399900003', 名前: '新しい事業所', 訪問看護: true },
  },
  最初の管理者: {
    who: 'operator',
    path: `/operate/offices/${CARE}`,
    open: ['管理者を追加する'],
    fields: { 氏名: '管理 花子' },
  },
  番号の変更と統合: {
    who: 'operator',
    path: `/operate/offices/${CARE}`,
    open: ['番号の変更・統合…'],
    fields: { '引き継ぐ事業所番号（新しい番号）': '1399900004', 理由: '法人が変わったため' },
  },
  人を使えなくする理由: {
    who: 'operator',
    path: `/operate/offices/${NURSING}`,
    open: ['使えなくする'],
    fields: { 理由: '退職の連絡があったため' },
  },
  申請を断る理由: {
    who: 'operator',
    path: '/operate/applications',
    open: ['ケアプランみどり', '断る…'],
    fields: { 理由: '指定通知書の写しを添えてください。' },
  },
  記録を開く理由: {
    who: 'operator',
    path: `/operate/journeys?office=${NURSING}`,
    reach: async (page) => {
      await page.getByRole('table').getByRole('link').first().click();
      await page.getByRole('button', { name: '理由を書いて開く…' }).click();
    },
    fields: { 理由: '届かないとの問い合わせの調査' },
  },
  公表データの取込: {
    who: 'operator',
    path: '/operate/imports',
    within: main,
    fields: { 'データの版（公表の年月）': '2025-12' },
  },
};

beforeAll(async () => {
  world = await startWorld();
  const care = await world.join(CARE, '佐藤 ケア');
  const nursing = await world.join(NURSING, '鈴木 一郎');
  await world.join(HOME_HELP, '高橋 訪問');
  await sendByProgram(care, [
    ...samples('month-v4/plans', `_${NURSING}_`),
    ...samples('month-v4/plans', `_${HOME_HELP}_`),
  ]);
  await answerByProgram(nursing, samples('month-v4/actuals', `_${NURSING}_`));
  await apply(world);
  await care.person.hub.call('submitTicket', {
    body: { category: 'usage', body: '送れません。' },
  });
  await grantAgent(world.hub, care.person);
  await sit('care', care);
  await sit('nursing', nursing);
  await sitAtDesk();
});
afterAll(() => world.close());

async function sit(who: Who, participant: Participant): Promise<void> {
  const { page } = await world.open();
  await login(page, world, participant);
  const { userId, password } = participant.person;
  seats.set(who, { page, userId, password });
}

async function sitAtDesk(): Promise<void> {
  const { page } = await world.open();
  const operator = await newOperator(world);
  await openDesk(page, world, operator);
  seats.set('operator', { page, userId: operator.userId, password: PASSWORD });
}

/** The hub ends the session; the page hears of it with the next thing it asks, here at once after news of another tab. */
async function cutOff({ page, userId }: Seat): Promise<void> {
  await world.hub.context.database.query(
    'update sessions set closed_at = $2 from accounts a where a.account_id = sessions.account_id and a.user_id = $1',
    [userId, world.hub.clock.now()],
  );
  // A 確認コード opens once: nobody waits half a minute here for the next.
  await world.hub.context.database.query('update accounts set one_time_step = null where user_id = $1', [userId]);
  await page.evaluate(() => {
    const otherTab = new BroadcastChannel('musubi');
    otherTab.postMessage({ type: 'event', event: { name: 'office.changed' } });
    otherTab.close();
  });
  await page.getByText('ログインの有効時間が過ぎたため、ログアウトしました。').waitFor();
}

async function comeBack({ page, userId, password }: Seat): Promise<void> {
  await signInAgain(page, userId, password);
  const [account] = await world.hub.context.database.query<{ id: string; secret: Uint8Array | null }>(
    'select account_id as id, one_time_secret as secret from accounts where user_id = $1',
    [userId],
  );
  if (!account?.secret) return;
  await page
    .getByLabel('確認コード')
    .fill(oneTimeCode(openSeed(world.hub.context, account.id, account.secret), world.hub.clock.now()));
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
}

async function openForm({ path, open = [], reach }: Form, page: Page): Promise<void> {
  await page.goto(world.hub.url + path);
  for (const name of open) await page.getByRole('button', { name }).first().click();
  await reach?.(page);
}

it.each(Object.entries(FORMS))('%s: what was typed is there again after the session ended', async (_, form) => {
  const seat = seats.get(form.who);
  if (!seat) throw new TypeError(`nobody sits at ${form.who}`);
  const { page } = seat;
  await openForm(form, page);
  const place = (form.within ?? ((on: Page) => on.getByRole('dialog')))(page);
  const fields = Object.entries(form.fields).map(
    ([label, value]) => [place.getByLabel(label, { exact: true }), value] as const,
  );
  for (const [field, value] of fields) await fill(field, value);
  await cutOff(seat);
  await comeBack(seat);
  if (form.shows) await place.getByText(form.shows, { exact: true }).waitFor();
  for (const [field, value] of fields) {
    await field.first().waitFor();
    if (typeof value === 'boolean') expect(await field.isChecked()).toBe(value);
    else expect(await field.inputValue()).toBe(value);
  }
});
