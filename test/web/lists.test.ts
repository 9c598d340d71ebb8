import { addOffice } from '@musubi/hub';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { altered, downloaded } from './files.js';
import { sendByProgram } from './program.js';
import { CARE, drop, goTo, login, NURSING, type Participant, samples, startWorld, type World } from './world.js';

let world: World;
let care: Page;
let nursing: Page;

beforeAll(async () => {
  world = await startWorld();
  const careOffice = await world.join(CARE, '佐藤 ケア');
  const nursingOffice = await world.join(NURSING, '鈴木 一郎');
  await sendByProgram(careOffice, samples('month-v4/plans', `_${NURSING}_`));
  care = await open(careOffice);
  nursing = await open(nursingOffice);
  await nursing.goto(`${world.hub.url}/letters/${CARE}`);
  await nursing.getByLabel('メッセージ').fill('=1+1 を受け取りました。');
  await nursing.getByRole('button', { name: '送信', exact: true }).click();
  await nursing.locator('.letter-item', { hasText: 'を受け取りました。' }).waitFor();
}, 120_000);
afterAll(() => world.close());

async function open(participant: Participant): Promise<Page> {
  const { page } = await world.open({ acceptDownloads: true });
  await login(page, world, participant);
  return page;
}

/** The lines of a list's CSV, which its screen saves. */
async function csvOf(page: Page, name: string): Promise<string[]> {
  const button = page.getByRole('group', { name: `${name} の CSV` }).getByRole('button');
  const file = await downloaded(page, () => button.click());
  expect(file.name).toBe(`${name}.csv`);
  return new TextDecoder().decode(file.bytes).split('\r\n').slice(0, -1);
}

it('partners and a conversation are saved as CSV; what is unopened stays so, and formulas are harmless', async () => {
  await goTo(care, '連絡');
  await care.locator('.letters-partner .count').waitFor();
  const partners = await csvOf(care, '連絡の相手');
  expect(partners[0]).toBe('事業所番号,事業所,最後の連絡,未開封,受信できるか');
  expect(partners[1]).toMatch(new RegExp(`^${NURSING},[^,]+,[^,]+,1,はい$`));
  expect(partners).toHaveLength(2);

  // On the care manager's side the message is opened by looking at the thread.
  const name = partners[1]?.split(',')[1] ?? '';
  await care.getByRole('link', { name: new RegExp(name) }).click();
  await care.getByText('=1+1 を受け取りました。').waitFor();
  const thread = await csvOf(care, `連絡_${name}`);
  expect(thread).toHaveLength(3);
  expect(thread[1]).toContain('自事業所から,');
  expect(thread[2]).toContain('相手から,');
  expect(thread[2]).toContain(",'=1+1 を受け取りました。,0,");
});

it('drafts are saved as CSV', async () => {
  await goTo(care, '新規作成');
  await care.getByLabel('送信先').fill(NURSING);
  await care.locator('.pick button').first().click();
  await care.getByLabel('メッセージ').fill('書きかけ');
  await care.getByText(/^下書き保存/).waitFor();
  await goTo(care, '下書き一覧');
  await care.getByRole('link', { name: '続ける' }).waitFor();
  const drafts = await csvOf(care, '下書き一覧');
  expect(drafts[0]).toBe('内容,対象年月,送信先,保存した日時,保存した人,保存した場所');
  expect(drafts[1]).toMatch(/,佐藤 ケア,事業所の全端末$/);
  expect(drafts).toHaveLength(2);
});

it('hundreds of recipients are asked about in as few questions as possible, once, and all are named', async () => {
  const numbers = Array.from({ length: 305 }, (_, at) => String(1_399_800_000 + at));
  for (const officeNumber of numbers) {
    const office = { officeNumber, name: `相手${officeNumber}`, serviceTypes: ['43'], licensedUntil: null };
    await addOffice(world.hub.context, office, 'test');
  }
  const [file] = samples('month-v4/actuals', `_${NURSING}_`);
  if (!file) throw new TypeError('the samples have actuals');
  const asked: number[] = [];
  nursing.on('request', (request) => {
    if (!request.url().endsWith('/v1/offices/lookup')) return;
    const { officeNumbers }: { officeNumbers: string[] } = request.postDataJSON();
    asked.push(officeNumbers.length);
  });
  await goTo(nursing, '一括送信');
  await drop(
    nursing,
    numbers.map((number) => altered(file, { [CARE]: number })),
  );
  await nursing.getByRole('heading', { name: '送信先（305件）' }).waitFor();
  const more = nursing.getByRole('button', { name: /^続きを表示/ });
  while (await more.isVisible()) await more.click();
  const rows = nursing.getByRole('group', { name: '送信先の表' }).locator('tbody tr');
  await expect.poll(() => rows.filter({ hasText: /相手13998/ }).count()).toBe(305);
  expect(asked).toEqual([300, 5]);
  // One row less asks nothing again.
  await nursing.getByRole('button', { name: /^外す/ }).first().click();
  await nursing.getByRole('heading', { name: '送信先（304件）' }).waitFor();
  expect(asked).toEqual([300, 5]);
}, 180_000);
