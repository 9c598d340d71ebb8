import { join } from 'node:path';
import { enrolCertificate } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { shown, signInFirst, takeOver } from './agent.js';
import { upload } from './files.js';
import { newOperators } from './operator.js';
import { answerByProgram } from './program.js';
import { operatorTour, type Take } from './tour-operator.js';
import {
  anew,
  approvedApplication,
  CARE,
  drop,
  endBrowser,
  goTo,
  HOME_HELP,
  login,
  NURSING,
  officesOfMonth,
  type Participant,
  samples,
  startWorld,
  type Upload,
  type World,
} from './world.js';

const SIZES = { pc: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } } as const;

/** Takes a picture of each screen in a month's work, in both sizes; returns their names. */
export async function takeScreenshots(folder: string): Promise<string[]> {
  const names: string[] = [];
  const world = await startWorld();
  try {
    const care = await world.join(CARE, '佐藤 ケア');
    const others = new Map<string, Participant>();
    const unknown = officesOfMonth.at(-1);
    for (const number of officesOfMonth.filter((one) => one !== CARE && one !== unknown))
      others.set(number, await world.join(number, '鈴木 一郎'));
    const operators = await newOperators(world);
    for (const size of ['pc', 'phone'] as const) {
      const take = async (page: Page, name: string, fullPage = true) => {
        await settled(page);
        names.push(`${size}-${name}`);
        await page.screenshot({ path: join(folder, `${size}-${name}.png`), fullPage });
      };
      await tour(world, SIZES[size], care, others, take);
      await operatorTour(world, SIZES[size], operators[size], take);
    }
  } finally {
    await world.close();
    await endBrowser();
  }
  return names;
}

/** A master of a municipality: a name is missing in its second row. */
const MASTER = [
  '131016,A2,1111,202404,999999,訪問型独自サービス１１,1300,3,1,1,3,20240327',
  '131016,A2,1112,202404,999999,,1300,3,1,1,3,20240327',
].join('\r\n');

/** Nothing on the screen says any more that it is being fetched. The network never rests: events come by it. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => ![...document.querySelectorAll('[role=status]')].some((one) => /ています…/.test(one.textContent ?? '')),
  );
  await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => {});
}

async function tour(
  world: World,
  viewport: { width: number; height: number },
  care: Participant,
  others: ReadonlyMap<string, Participant>,
  take: Take,
): Promise<void> {
  const { page, context } = await world.open({ viewport });
  await page.goto(world.hub.url);
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  await take(page, '01-login');
  for (const name of [
    'welcome',
    'start',
    'faq',
    'news',
    'contact',
    'simulation',
    'downloads',
    'software',
    'authorities',
  ]) {
    await page.goto(`${world.hub.url}/${name}`);
    await page.locator('.public > :last-child').waitFor();
    await take(page, `30-${name}`);
  }
  await page.goto(`${world.hub.url}/recover`);
  await page.getByRole('heading', { name: 'パスワードを忘れた' }).waitFor();
  await take(page, '26-recover');
  await page.goto(`${world.hub.url}/unsubscribe`);
  await page.getByRole('button', { name: /^この種類/ }).waitFor();
  await take(page, '26-unsubscribe');
  await page.goto(`${world.hub.url}/check`);
  await drop(page, [
    ...samples('defects/bad-date'),
    ...samples('month-v4/plans', HOME_HELP),
    ...samples('month-v4/actuals', HOME_HELP),
  ]);
  await page.getByRole('heading', { name: /予定と実績の違い/ }).waitFor();
  await take(page, '02-check');
  await page.getByRole('button', { name: '中身を見る' }).nth(1).click();
  await page.locator('.sheet').first().waitFor();
  await take(page, '03-check-content', false);
  await page.getByRole('button', { name: '閉じる' }).click();
  await page.getByRole('button', { name: '帳票を見る・印刷する' }).click();
  await page.locator('.form-svg text').first().waitFor();
  await take(page, '24-forms', false);
  await joinTour(world, viewport, take);
  await page.goto(`${world.hub.url}/offices`);
  await page.locator('.area-map path').first().waitFor();
  await page.getByRole('table', { name: '見つかった事業所' }).getByRole('link').first().waitFor();
  await take(page, '30-directory');
  await page.goto(`${world.hub.url}/offices?prefecture=13`);
  await page.locator('.area-map path').first().waitFor();
  await take(page, '31-directory-prefecture');
  await page.goto(`${world.hub.url}/offices/${NURSING}`);
  await page.getByText('受け取りの早さ').waitFor();
  await take(page, '32-office');
  await login(page, world, care);
  await goTo(page, '一括送信');
  await take(page, '04-bulk-empty');
  // The second size sends the same files as another unit: the same one is not sent twice.
  const ofThisSize = (files: Upload[]) => (viewport.width === SIZES.pc.width ? files : anew(files));
  await drop(page, [...ofThisSize(samples('month-v4/plans')), ...samples('defects/bad-date')]);
  await page.getByRole('heading', { name: /送信先（/ }).waitFor();
  await page.getByText('送信先を確認中').first().waitFor({ state: 'hidden' });
  await take(page, '05-bulk-ready');
  await take(page, 'readme-send', false);
  await page.getByRole('button', { name: '中身を見る' }).first().click();
  await page.locator('.sheet').first().waitFor();
  await take(page, '06-preview', false);
  await page.getByRole('button', { name: '閉じる' }).first().click();
  await page.getByRole('button', { name: /^編集/ }).first().click();
  await take(page, '07-letter', false);
  await page.getByRole('button', { name: 'やめる' }).click();
  await page.getByRole('button', { name: /件を送信$/ }).click();
  await take(page, '08-confirm', false);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /件を送信$/ })
    .click();
  await page
    .getByText(/件を送りました/)
    .first()
    .waitFor();
  await take(page, '09-bulk-sent');
  await goTo(page, '下書き一覧');
  await page.getByRole('heading', { name: '下書き一覧' }).waitFor();
  await take(page, '10-drafts');
  const partner = others.get(NURSING);
  if (partner) {
    await partnerTour(world, viewport, partner, take);
    await answerByProgram(partner, ofThisSize(samples('month-v4/actuals', `UPJSK_202610_${NURSING}`)));
  }
  await goTo(page, '送信一覧');
  await page.getByRole('table').waitFor();
  await take(page, '11-sent');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('heading', { name: '証跡（送受信の記録）' }).waitFor();
  await page.locator('.sheet').first().waitFor();
  await take(page, '12-sent-detail');
  await goTo(page, '新規作成');
  await take(page, '13-new');
  await goTo(page, '連絡');
  await page.getByRole('link', { name: /ひまわり14/ }).click();
  await page.getByRole('button', { name: '送信', exact: true }).waitFor();
  await take(page, '14-letters');
  await goTo(page, '月末');
  await page
    .getByText(/相手\d+か所/)
    .first()
    .waitFor();
  await take(page, '17-month-end');
  await page.getByRole('link', { name: '予定と実績を突き合わせる' }).click();
  await page.getByRole('heading', { name: /予実突合/ }).waitFor();
  await page.getByRole('group', { name: '違いの表' }).first().waitFor();
  await take(page, '17-reconcile');
  await scheduleTour(world, page, take);
  await goTo(page, '記録と保存');
  await page.getByRole('button', { name: '集める' }).click();
  await page.getByRole('heading', { name: /件を集めました/ }).waitFor();
  await take(page, '18-records');
  await page.getByRole('button', { name: '運営指導のための記録（署名つきPDF）' }).click();
  await page.getByRole('dialog').waitFor();
  await take(page, '28-records-inspection', false);
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).click();
  await goTo(page, '担当者');
  await page.getByRole('listitem', { name: '佐藤 ケア' }).waitFor();
  await take(page, '24-people');
  await page.getByRole('button', { name: '人を追加' }).click();
  await page.getByRole('dialog').waitFor();
  await take(page, '25-add-person', false);
  await page.getByRole('button', { name: 'やめる' }).click();
  await goTo(page, '設定');
  await page.getByRole('heading', { name: 'ログイン中の端末' }).waitFor();
  await take(page, '15-settings');
  await page.getByRole('link', { name: 'サービスコード表を見る・取り込む' }).click();
  await page.getByText('取り込んだ表はありません').waitFor();
  await page.locator('input[type=file]').setInputFiles(upload('マスタ.csv', MASTER));
  await page.getByRole('button', { name: '何が変わるかを調べる' }).click();
  await page.getByRole('dialog').getByText('まだ取り込んでいません。').waitFor();
  await take(page, '29-service-codes', false);
  await page.getByRole('dialog').getByRole('button', { name: 'やめる' }).click();
  await goTo(page, '設定');
  world.hub.clock.stopIn(6 * 60_000);
  await page.getByRole('region', { name: '確認コード' }).getByRole('button', { name: '登録する' }).click();
  await page.getByRole('dialog', { name: '本人であることの確認' }).waitFor();
  await take(page, '29-proof', false);
  await page.getByRole('dialog').getByRole('button', { name: 'やめる' }).click();
  world.hub.clock.run();
  await page.getByRole('link', { name: '契約と利用料を見る' }).click();
  await page.getByRole('heading', { name: '解約' }).waitFor();
  await take(page, '19-licence');
  await goTo(page, '設定');
  await page.getByRole('link', { name: '代行を見る・認める' }).click();
  await page.getByLabel('代行する人または会社の名前').fill('みどり事務代行');
  await page.getByRole('button', { name: '代行を認める' }).click();
  await page.getByText('次のリンクをみどり事務代行に渡してください。').waitFor();
  await take(page, '28-agents');
  const { page: agent, context: agentPc } = await world.open({ viewport: page.viewportSize() });
  const link = await shown(page, '手続きのリンク');
  const ids = await takeOver(agent, { link, claimCode: (await shown(page, '受取コード')) ?? '' });
  await agent.getByRole('link', { name: 'ログインへ進む' }).click();
  await signInFirst(agent, ids, CARE);
  await take(agent, '28-agent-top');
  await agentPc.close();
  await page.getByRole('button', { name: '任せることを変える' }).first().click();
  await take(page, '28-agent-rights', false);
  await page.getByRole('button', { name: 'やめる' }).click();
  await trustTour(world, page, take);
  await goTo(page, 'トップ');
  await page
    .getByText(/相手\d+か所/)
    .first()
    .waitFor();
  await take(page, '16-top');
  await take(page, 'readme-top', false);
  await context.close();
}

/** A certificate nobody of the office asked for, and the words of those it has. */
async function trustTour(world: World, page: Page, take: Take): Promise<void> {
  const stranger = await enrolCertificate(world.hub, CARE);
  const number = stranger.identity.certificate.fingerprint.slice(0, 8);
  await page.getByRole('link', { name: '証明書の管理を開く' }).click();
  await page.getByRole('region', { name: '証明書の確認' }).waitFor();
  await take(page, '33-certificates');
  await page.getByRole('button', { name: `番号 ${number} の証明書に裏書きする…` }).click();
  await page.getByRole('dialog').waitFor();
  await take(page, '33-endorse', false);
  await page.getByRole('dialog').getByRole('button', { name: 'やめる' }).click();
  await page.getByRole('button', { name: `番号 ${number} の証明書を失効させる` }).click();
  await page.getByRole('dialog').getByRole('button', { name: '失効させる' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Next month's schedule made from this month's. */
async function scheduleTour(world: World, page: Page, take: Take): Promise<void> {
  await page.goto(`${world.hub.url}/schedule/202611`);
  await page.getByRole('link', { name: '伊藤　千代子' }).waitFor();
  await take(page, '24-schedules');
  await page.getByRole('link', { name: '伊藤　千代子' }).click();
  await page
    .getByRole('gridcell', { name: /予定1$/ })
    .last()
    .click();
  await page.getByRole('row', { name: /^合計/ }).waitFor();
  await take(page, '25-schedule');
  await page.getByRole('button', { name: 'サービスを加える' }).click();
  await page.getByLabel('サービスをさがす').fill('しんたい 2');
  await page.getByRole('list', { name: '見つかったサービス' }).waitFor();
  await take(page, '26-schedule-service', false);
  await page.getByRole('button', { name: 'やめる' }).click();
  await page.getByRole('button', { name: '利用者を加える' }).click();
  await take(page, '27-schedule-client', false);
  await page.getByRole('dialog').getByRole('button', { name: 'やめる' }).click();
}

/** An office that has never taken part: the form, and what it is handed over. */
async function joinTour(world: World, viewport: { width: number; height: number }, take: Take): Promise<void> {
  const { page, context } = await world.open({ viewport });
  await page.goto(`${world.hub.url}/apply`);
  await page.getByText('年間ライセンス').first().waitFor();
  await take(page, '40-apply');
  const { place, claimCode } = await approvedApplication(world);
  await page.goto(world.hub.url + place);
  await page.getByLabel('受取コード（8桁の数字）').fill(claimCode);
  await page.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' }).click();
  await page.getByText('一度だけ表示しています。').waitFor();
  await page.getByRole('button', { name: 'この PC に証明書を入れる' }).click();
  await page.getByText('この PC に証明書が入りました。').waitFor();
  await take(page, '41-handover');
  await context.close();
}

/** The other side: receives, looks, answers. */
async function partnerTour(
  world: World,
  viewport: { width: number; height: number },
  partner: Participant,
  take: Take,
): Promise<void> {
  const { page, context } = await world.open({ viewport });
  await login(page, world, partner);
  await goTo(page, '受信一覧');
  await page.getByRole('table').waitFor();
  await page.getByRole('button', { name: /未取得をすべて選ぶ/ }).click();
  await take(page, '20-inbox');
  await page.getByRole('table').getByRole('link').first().click();
  await page.locator('.sheet').first().waitFor();
  await page.getByRole('button', { name: '署名を確かめる' }).click();
  await page.getByText(/署名と証跡を確かめました/).waitFor();
  await take(page, '21-inbox-detail');
  await page.evaluate(() => window.scrollTo(0, 0));
  await take(page, 'readme-received', false);
  await page.getByRole('link', { name: '実績を入力する' }).click();
  await page.getByRole('button', { name: '全員、予定どおりにする' }).click();
  await page
    .getByRole('gridcell', { name: /予定1 実績1$/ })
    .first()
    .click();
  await page.keyboard.press('0');
  await page.getByText('保存しました').waitFor();
  await take(page, '23-actuals');
  await page.goBack();
  await page.getByRole('link', { name: '返事を書く' }).click();
  await page.getByLabel('メッセージ').fill('10月分を受け取りました。ありがとうございます。');
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.locator('.letter-item', { hasText: '10月分を受け取りました' }).waitFor();
  await take(page, '22-letters');
  await context.close();
}
