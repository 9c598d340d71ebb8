import { confirmedBy, signIn, signInAt, type TestPerson } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NewOperator, newOperators, openDesk } from './operator.js';
import { openAt, testScreens } from './screens.js';
import { CARE, login, type Participant, startWorld, type World } from './world.js';

const REASON = '管理者が退職し、後任から電話で頼まれたため';
let world: World;
let care: Participant;
let operators: { pc: NewOperator; phone: NewOperator };
/** Whose desk asks, whose confirms, and the office's administrator. */
let asking: Page;
let confirming: Page;
let admin: Page;
let third: TestPerson;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  operators = await newOperators(world);
  asking = (await world.open()).page;
  confirming = (await world.open()).page;
  admin = (await world.open()).page;
  await openDesk(asking, world, operators.pc);
  await login(admin, world, care);
});
afterAll(() => world.close());

const bar = () => admin.getByRole('region', { name: '運営者の操作のお知らせ' });
const waiting = (page: Page) => page.getByRole('region', { name: 'もう一人の確認を待つ操作' });

async function askForAdministrator(name: string): Promise<void> {
  await asking.goto(`${world.hub.url}/operate/offices/${CARE}`);
  await asking.getByRole('button', { name: '管理者を追加する' }).click();
  const dialog = asking.getByRole('dialog');
  await dialog.getByText(/もう一人の運営者が確認すると行われます/).waitFor();
  await dialog.getByLabel('氏名').fill(name);
  expect(await dialog.getByRole('button', { name: '追加する' }).isDisabled()).toBe(true);
  await dialog.getByLabel('理由').fill(REASON);
  await dialog.getByRole('button', { name: '追加する' }).click();
  await dialog.getByText(/まだ行っていません/).waitFor();
  expect(await dialog.locator('.secret').count()).toBe(0);
  await dialog.getByRole('button', { name: '閉じる' }).click();
}

it('C1: what one operator asks for waits on the desk, with office, reason and who, and who asked can only drop it', async () => {
  await askForAdministrator('後任 一郎');
  const act = waiting(asking).getByRole('listitem');
  for (const text of ['人の追加: 後任 一郎', `（${CARE}）`, REASON, operators.pc.userId])
    await act.getByText(text).first().waitFor();
  expect(await act.getByRole('button', { name: '確認して行う' }).count()).toBe(0);
  await act.getByRole('button', { name: 'やめる' }).waitFor();
});

it('C1: the office reads it above every screen at once, and refuses what it knows nothing of', async () => {
  await bar().getByText('まだ行われていません').waitFor();
  await bar().getByText('人の追加: 後任 一郎').waitFor();
  await bar().getByText(REASON).waitFor();
  expect(await bar().textContent()).not.toContain(operators.pc.userId);
  await bar().getByRole('button', { name: '覚えがない…' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: '知らせて、断る' }).click();
  await admin.getByText('この操作は断りました。').waitFor();
  await bar().waitFor({ state: 'detached' });
  await openDesk(confirming, world, operators.phone);
  await confirming.getByText('事業所が、運営者の操作に「覚えがない」と知らせました').waitFor();
  expect(await waiting(confirming).count()).toBe(0);
});

it('C1: the second operator confirms and hands the password over; the office sees the act and the stranger', async () => {
  await askForAdministrator('後任 次郎');
  await confirming.goto(`${world.hub.url}/operate/people`);
  await waiting(confirming).getByRole('button', { name: '確認して行う' }).click();
  const note = confirming.getByRole('dialog', { name: '後任 次郎さんに渡すもの' });
  await note.waitFor();
  const [userId = '', password = ''] = await note.locator('.secret').allTextContents();
  const terminal = { id: crypto.randomUUID(), name: 'PC', secret: null };
  const { session } = await signInAt(world.hub, care.office, { userId, password, terminal });
  expect(session.mustChangePassword).toBe(true);
  await note.getByRole('button', { name: '書き写しました' }).click();

  await bar().getByText('操作を行いました').waitFor();
  const strangers = admin.getByRole('region', { name: '知らない人のお知らせ' });
  await strangers.getByText(`後任 次郎（${userId}、管理者）`).waitFor();
  await admin.reload();
  await strangers.getByText('連携基盤の運営者が追加').waitFor();
  await bar().getByRole('button', { name: '確かめました' }).click();
  await bar().waitFor({ state: 'detached' });
  await strangers.getByRole('button', { name: '知っている人です' }).click();
  await strangers.waitFor({ state: 'detached' });
});

it('C1: staff see the stranger too, at their own terminal, and are told whom to tell', async () => {
  const clerk = await signIn(world.hub, care.office, 'staff', '山田 事務');
  const { page } = await world.open();
  await login(page, world, { ...care, person: clerk });
  third = await signIn(world.hub, operators.pc.office, 'operator', '運営 三郎');
  await askForAdministrator('知らない 三郎');
  await confirmedBy(third);
  const strangers = page.getByRole('region', { name: '知らない人のお知らせ' });
  await strangers.getByText('知らない 三郎').waitFor();
  await strangers.getByText('すぐに管理者に知らせてください').waitFor();
  expect(await page.getByRole('region', { name: '運営者の操作のお知らせ' }).count()).toBe(0);
});

it('C1: an operator who is alone reads what to do', async () => {
  await world.hub.context.database.query(
    "update accounts set disabled = true where kind = 'operator' and user_id <> $1",
    [operators.pc.userId],
  );
  await askForAdministrator('だれも いない');
  await waiting(asking).getByText('確認できる運営者が、ほかにいません。').waitFor();
  await waiting(asking).getByText('musubi hub operator add').waitFor();
});

testScreens({
  'the desk with an act that waits and nobody else to confirm it': () =>
    openAt(world, asking, '/operate/people', (page) => page.getByText('確認できる運営者が、ほかにいません。')),
  "an office's bars of an act and of a stranger": async () => {
    const page = await openAt(world, admin, '/', bar);
    await page.getByRole('region', { name: '知らない人のお知らせ' }).waitFor();
    return page;
  },
  "an office's question before it disowns an act": async () => {
    await openAt(world, admin, '/', bar);
    await bar().getByRole('button', { name: '覚えがない…' }).click();
    return admin;
  },
});
