import { grantAgent, linkIn } from '@musubi/testkit';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInFirst, takeOver } from './agent.js';
import { sideways, violations } from './barriers.js';
import { altered, upload } from './files.js';
import { closeMailing, mailing } from './mailing.js';
import { newOperator, OPERATOR_SCREENS, openDesk } from './operator.js';
import {
  apply,
  approvedApplication as approveApplication,
  CARE,
  chooseCertificate,
  drop,
  HOME_HELP,
  login,
  NURSING,
  type Participant,
  samples,
  startWorld,
  type World,
} from './world.js';

const LONG_NAME = 'keikakusho-2026-10-'.repeat(6);
const PC = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
/** What 200 % zoom leaves of the PC's screen. */
const ZOOMED = { width: 683, height: 384 };

let world: World;
let care: Participant;
let help: Participant;
let outsider: Page;
let careDesk: Page;
let nursingDesk: Page;
let operatorDesk: Page;

/** A month's beginning: schedules and a message went out, one was opened and answered, and a draft is left. */
beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  const nursing = await world.join(NURSING, '鈴木 一郎');
  help = await world.join(HOME_HELP, '高橋 訪問');
  [outsider, careDesk, nursingDesk, operatorDesk] = await Promise.all([newDesk(), newDesk(), newDesk(), newDesk()]);
  await openDesk(operatorDesk, world, await newOperator(world));
  await login(careDesk, world, care);
  await openBulk(samples('month-v4/plans'));
  await careDesk.getByText('全員へのメッセージと添付').click();
  await careDesk.getByLabel('メッセージ').fill('10月分です。よろしくお願いします。');
  await drop(careDesk, [upload(`${LONG_NAME}.pdf`, '%PDF-1.7\n')]);
  await careDesk.getByText(`${LONG_NAME}.pdf`, { exact: true }).waitFor();
  await careDesk.getByRole('button', { name: '2件を送信' }).click();
  await careDesk.getByRole('dialog').getByRole('button', { name: '2件を送信' }).click();
  await careDesk.getByText('2件を送りました。').waitFor();
  await login(nursingDesk, world, nursing);
  await nursingDesk.goto(`${world.hub.url}/letters/${CARE}`);
  await nursingDesk.getByLabel('メッセージ').fill('受け取りました。ありがとうございます。');
  await nursingDesk.getByRole('button', { name: '送信', exact: true }).click();
  await nursingDesk.locator('.letter-item', { hasText: '受け取りました。' }).waitFor();
}, 120_000);
afterAll(async () => {
  await world.close();
  await closeMailing();
});

const newDesk = async () => (await world.open({ viewport: PC })).page;

async function openBulk(files: Parameters<typeof drop>[1]): Promise<void> {
  await careDesk.goto(`${world.hub.url}/bulk`);
  await drop(careDesk, files);
  await careDesk.getByRole('heading', { name: /送信先（/ }).waitFor();
  await careDesk.getByText('送信先を確認中').first().waitFor({ state: 'hidden' });
}

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

const approvedApplication = () => approveApplication(world);

/** Opens a screen of a desk by its address and waits for what it shows. */
async function openAt(page: Page, path: string, shows: (page: Page) => Locator): Promise<Page> {
  await page.goto(world.hub.url + path);
  await shows(page).first().waitFor();
  return page;
}

/** A client's schedule of the next month, with the row of a service chosen. */
async function openScheduleOf(name: string): Promise<Page> {
  const page = await openAt(careDesk, '/schedule/202611', (schedules) => schedules.getByRole('link', { name }));
  await page.getByRole('link', { name }).click();
  await page
    .getByRole('gridcell', { name: /予定1$/ })
    .first()
    .click();
  await page.getByRole('region', { name: '選んだサービスの変更' }).waitFor();
  return page;
}

const SCREENS: Readonly<Record<string, () => Promise<Page>>> = {
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
    const page = await openAt(outsider, await approvedApplication(), (status) => status.getByText('正常に完了'));
    await page.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' }).click();
    await page.getByText('一度だけ表示しています。').waitFor();
    await page.getByRole('button', { name: 'この PC に証明書を入れる' }).click();
    await page.getByText('この PC に証明書が入りました。').waitFor();
    return page;
  },
  'the contract': () => openAt(careDesk, '/licence', (page) => page.getByRole('heading', { name: '解約' })),
  'the agents with a link to hand over': async () => {
    const page = await openAt(careDesk, '/agents', (agents) => agents.getByLabel('代行の最終日'));
    await page.getByLabel('代行する人または会社の名前').fill('みどり事務代行');
    await page.getByRole('button', { name: '代行を認める' }).click();
    await page.getByText('次のリンクをみどり事務代行に渡してください。').waitFor();
    await page.getByRole('heading', { name: 'みどり事務代行' }).first().waitFor();
    return page;
  },
  'the rights of an agent': async () => {
    const page = await openAt(careDesk, '/agents', (agents) =>
      agents.getByRole('button', { name: '任せることを変える' }),
    );
    await page.getByRole('button', { name: '任せることを変える' }).first().click();
    await page.getByRole('dialog').getByRole('radio', { name: '受信だけ' }).waitFor();
    return page;
  },
  'an agent who can switch offices and has to renew its certificate': async () => {
    const page = await newDesk();
    const { link, delegation } = await grantAgent(care.person);
    const ids = await takeOver(page, link ?? '');
    await page.getByRole('link', { name: 'ログインへ進む' }).click();
    await signInFirst(page, ids, CARE);
    await takeOver(page, (await grantAgent(help.person)).link ?? '');
    const params = { delegationId: delegation.id };
    const validUntil = new Date(Date.now() + 20_000_000_000).toISOString();
    await care.person.hub.call('renewDelegation', { params, body: { validUntil } });
    await openAt(page, '/settings', (settings) => settings.getByRole('button', { name: '証明書を新しくする' }));
    await page.getByRole('button', { name: '事業所を切り替える' }).click();
    await page.getByRole('dialog').waitFor();
    return page;
  },
  "an agent's link": async () => {
    const { link } = await grantAgent(care.person);
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
  'the top page': () => openAt(careDesk, '/', (page) => page.getByRole('heading', { name: '月のやり取り' })),
  'the inbox with some chosen': async () => {
    const page = await openAt(nursingDesk, '/inbox', (inbox) => inbox.getByRole('table').getByRole('link'));
    await page.getByRole('table').getByRole('checkbox').first().check();
    return page;
  },
  'something received': async () => {
    const page = await openAt(nursingDesk, '/inbox', (inbox) => inbox.getByRole('table').getByRole('link'));
    await page.getByRole('table').getByRole('link').last().click();
    await page.locator('.sheet').first().waitFor();
    await page.getByRole('button', { name: '署名を確かめる' }).click();
    await page.getByText(/署名と証跡を確かめました/).waitFor();
    return page;
  },
  'the sent list': () => openAt(careDesk, '/sent', (page) => page.getByRole('table').getByRole('link')),
  'something sent': async () => {
    const page = await openAt(careDesk, '/sent', (sent) => sent.getByRole('table').getByRole('link'));
    await page.getByRole('table').getByRole('link').first().click();
    await page.locator('.sheet').first().waitFor();
    return page;
  },
  'a new letter': () => openAt(careDesk, '/new', (page) => page.locator('.pick button')),
  'bulk sending with rows and findings': async () => {
    await openBulk([
      ...samples('month-v4/plans'),
      ...samples('defects/bad-date'),
      upload(`${LONG_NAME}.csv`, 'a,b\r\n'),
    ]);
    return careDesk;
  },
  'the letter of one row': async () => {
    await openBulk(samples('month-v4/plans'));
    await careDesk.getByRole('button', { name: /^編集/ }).first().click();
    await careDesk.getByRole('dialog').getByLabel('メッセージ').waitFor();
    return careDesk;
  },
  'the preview of one row': async () => {
    await openBulk(samples('month-v4/plans'));
    await careDesk
      .getByRole('button', { name: /^中身を見る/ })
      .first()
      .click();
    await careDesk.getByRole('dialog').locator('.sheet').first().waitFor();
    return careDesk;
  },
  'the question before sending': async () => {
    await openBulk(samples('month-v4/plans'));
    await careDesk.getByRole('button', { name: '2件を送信' }).click();
    return careDesk;
  },
  'the drafts': () => openAt(careDesk, '/drafts', (page) => page.getByRole('link', { name: '続ける' })),
  'letters with a partner': () =>
    openAt(careDesk, `/letters/${NURSING}`, (page) => page.locator('.letter-item', { hasText: '受け取りました。' })),
  'the schedules of a month': () =>
    openAt(careDesk, '/schedule/202611', (page) => page.getByRole('link', { name: '伊藤　千代子' })),
  'the schedule of a client': () => openScheduleOf('伊藤　千代子'),
  'a service for a schedule': async () => {
    const page = await openScheduleOf('伊藤　千代子');
    await page.getByRole('button', { name: 'サービスを加える' }).click();
    await page.getByLabel('サービスをさがす').fill('しんたい');
    await page.getByRole('list', { name: '見つかったサービス' }).waitFor();
    return page;
  },
  'a client for a schedule': async () => {
    const page = await openScheduleOf('伊藤　千代子');
    await page.getByRole('button', { name: '利用者の情報' }).click();
    await page.getByLabel('フリガナ').waitFor();
    return page;
  },
  'the actuals with a client to add': async () => {
    const page = await openAt(nursingDesk, `/actuals/202610/${CARE}`, (actuals) =>
      actuals.getByRole('button', { name: '予定にない利用者' }),
    );
    await page.getByRole('button', { name: '予定にない利用者' }).click();
    return page;
  },
  'the directory with its map': async () => {
    await openAt(outsider, '/offices', (page) => page.locator('.area-map path'));
    await outsider.getByRole('table', { name: '見つかった事業所' }).getByRole('link').first().waitFor();
    return outsider;
  },
  'the directory of a prefecture': () =>
    openAt(careDesk, '/offices?prefecture=13', (page) => page.locator('.area-map path')),
  'an office of the directory': () =>
    openAt(careDesk, `/offices/${NURSING}`, (page) => page.getByRole('link', { name: 'この事業所に送る' })),
  'the record for an inspection': async () => {
    const page = await openAt(careDesk, '/records', (records) => records.getByRole('button', { name: '集める' }));
    await page.getByRole('button', { name: '集める' }).click();
    await page.getByRole('button', { name: '運営指導のための記録（署名つきPDF）' }).click();
    await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
    return page;
  },
  'the own audit records': () => openAt(careDesk, '/audit', (page) => page.getByRole('table')),
  ...Object.fromEntries(
    Object.entries(OPERATOR_SCREENS).map(([path, shows]) => [
      `the operator's ${path}`,
      () => openAt(operatorDesk, path, (page) => page.getByText(shows)),
    ]),
  ),
  "an operator's look at an application": async () => {
    await apply(world);
    const page = await openAt(operatorDesk, '/operate/applications', (desk) =>
      desk.getByRole('button', { name: 'ケアプランみどり' }),
    );
    await page.getByRole('button', { name: 'ケアプランみどり' }).first().click();
    await page.getByText('公表データにこの番号はありません。').waitFor();
    return page;
  },
  "an operator's form of a campaign": async () => {
    const add = (desk: Page) => desk.getByRole('button', { name: 'キャンペーンを加える' });
    const page = await openAt(operatorDesk, '/operate/licences', add);
    await add(page).click();
    return page;
  },
  "an operator's question for a reason": async () => {
    const page = await openAt(operatorDesk, `/operate/offices/${CARE}`, (desk) => desk.getByText('番号の変更・統合…'));
    await page.getByRole('button', { name: '番号の変更・統合…' }).click();
    return page;
  },
  "an operator's look at a transmission": async () => {
    const page = await openAt(operatorDesk, `/operate/journeys?office=${CARE}`, (desk) =>
      desk.getByRole('table').getByRole('link'),
    );
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByText('どこまで進んだか').waitFor();
    return page;
  },
  'the people': async () => {
    const page = await openAt(careDesk, '/people', (people) => people.getByText('できること'));
    await page.getByText('できること').first().click();
    return page;
  },
  'the invitation of a person': async () => {
    const { desk, world: own } = await mailing();
    await desk.goto(`${own.hub.url}/people`);
    await desk.getByRole('button', { name: '人を追加' }).click();
    await desk.getByRole('dialog').getByLabel('本人のメールアドレス').waitFor();
    return desk;
  },
  'the mail settings': async () => {
    const { desk, world: own } = await mailing();
    await desk.goto(`${own.hub.url}/settings`);
    await desk.getByLabel('メールアドレス').fill('sato@example.jp');
    await desk.getByRole('button', { name: '確認メールを送る' }).click();
    await desk.getByText('確認待ち').waitFor();
    return desk;
  },
  'the initial password of a person': async () => {
    const page = await openAt(careDesk, '/people', (people) => people.getByText('できること'));
    await page.getByRole('button', { name: '人を追加' }).click();
    await page.getByLabel('氏名').fill('紙で 渡す');
    await page.getByRole('button', { name: '追加する' }).click();
    await page.getByText('二度と表示できません').waitFor();
    return page;
  },
  'the recovery': () => openAt(outsider, '/recover', (page) => page.getByRole('heading', { name: 'ユーザIDを忘れた' })),
  'an invitation from a mail': async () => {
    const { mailbox, admin, desk } = await mailing();
    await admin.person.hub.call('invitePerson', {
      body: { displayName: '新井 新人', role: 'staff', mailAddress: 'arai@example.jp' },
    });
    const invitation = () => mailbox.mails.find(({ to }) => to === 'arai@example.jp');
    await expect.poll(invitation, { timeout: 15_000 }).toBeDefined();
    await desk.goto(linkIn(invitation()));
    await desk.getByLabel('新しいパスワード', { exact: true }).waitFor();
    return desk;
  },
  'the end of a kind of mail': () =>
    openAt(outsider, '/unsubscribe', (page) => page.getByRole('button', { name: /^この種類/ })),
  'the settings': () => openAt(careDesk, '/settings', (page) => page.getByText('この端末', { exact: true })),
};

it('a barrier is found where there is one', async () => {
  const page = await openAt(outsider, '/', (login) => login.getByLabel('証明書ファイルのパスワード'));
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('input')));
  expect(await violations(page)).toEqual([expect.stringMatching(/^label: <input>/)]);
}, 120_000);

describe('no barrier for anybody, and nothing to scroll sideways', () => {
  it.each(Object.entries(SCREENS))(
    'on %s',
    async (_name, open) => {
      const page = await open();
      const found: Record<string, string[]> = {};
      for (const [size, viewport] of Object.entries({ PC, PHONE, ZOOMED })) {
        await page.setViewportSize(viewport);
        found[`${size} sideways`] = await sideways(page);
        if (viewport !== ZOOMED) found[`${size} barriers`] = await violations(page);
      }
      await page.setViewportSize(PC);
      const bad = Object.entries(found).filter(([, list]) => list.length > 0);
      expect(Object.fromEntries(bad)).toEqual({});
    },
    120_000,
  );
});
