import { grantAgent, linkIn } from '@musubi/testkit';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { signInFirst, takeOver } from './agent.js';
import { upload } from './files.js';
import { closeMailing, mailing } from './mailing.js';
import { LONG_NAME, newDesk, openAt as openScreen, type Screens, testScreens } from './screens.js';
import { CARE, drop, HOME_HELP, login, NURSING, type Participant, samples, startWorld, type World } from './world.js';

let world: World;
let care: Participant;
let help: Participant;
let careDesk: Page;
let nursingDesk: Page;

/** A month's beginning: schedules and a message went out, one was opened and answered, and a draft is left. */
beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  const nursing = await world.join(NURSING, '鈴木 一郎');
  help = await world.join(HOME_HELP, '高橋 訪問');
  [careDesk, nursingDesk] = await Promise.all([newDesk(world), newDesk(world)]);
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
});
afterAll(async () => {
  await world.close();
  await closeMailing();
});

const openAt = (page: Page, path: string, shows: (page: Page) => Locator) => openScreen(world, page, path, shows);

async function openBulk(files: Parameters<typeof drop>[1]): Promise<void> {
  await careDesk.goto(`${world.hub.url}/bulk`);
  await drop(careDesk, files);
  await careDesk.getByRole('heading', { name: /送信先（/ }).waitFor();
  await careDesk.getByText('送信先を確認中').first().waitFor({ state: 'hidden' });
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

const SCREENS: Screens = {
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
    const page = await newDesk(world);
    const granted = await grantAgent(world.hub, care.person);
    const ids = await takeOver(page, granted);
    await page.getByRole('link', { name: 'ログインへ進む' }).click();
    await signInFirst(page, ids, CARE);
    await takeOver(page, await grantAgent(world.hub, help.person));
    const params = { delegationId: granted.delegation.id };
    const validUntil = world.hub.clock.after(20_000_000_000).toISOString();
    await care.person.hub.call('renewDelegation', { params, body: { validUntil } });
    await openAt(page, '/settings', (settings) => settings.getByRole('button', { name: '証明書を新しくする' }));
    await page.getByRole('button', { name: '事業所を切り替える' }).click();
    await page.getByRole('dialog').waitFor();
    return page;
  },
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
  'an invitation from a mail': async () => {
    const { mailbox, admin, desk } = await mailing();
    await admin.person.hub.call('invitePerson', {
      body: { displayName: '新井 新人', role: 'staff', mailAddress: 'arai@example.jp' },
    });
    const invitation = () => mailbox.mails.find(({ to }) => to === 'arai@example.jp');
    await expect.poll(invitation).toBeDefined();
    await desk.goto(linkIn(invitation()));
    await desk.getByLabel('新しいパスワード', { exact: true }).waitFor();
    return desk;
  },
  'the tables of service codes': () =>
    openAt(careDesk, '/service-codes', (page) => page.getByText('取り込んだ表はありません')),
  'the settings': () => openAt(careDesk, '/settings', (page) => page.getByText('この端末', { exact: true })),
};

testScreens(SCREENS);
