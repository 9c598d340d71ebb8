import { addOffice } from '@musubi/hub';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { altered, downloaded } from './files.js';
import { webTest as it } from './fixtures.js';
import { sendByProgram } from './program.js';
import { CARE, drop, goTo, NURSING, samples } from './world.js';

it.beforeAll(async ({ world, care, nursingDesk }) => {
  await sendByProgram(care, samples('month-v4/plans', `_${NURSING}_`));
  await nursingDesk.goto(`${world.hub.url}/letters/${CARE}`);
  await nursingDesk.getByLabel('メッセージ').fill('=1+1 を受け取りました。');
  await nursingDesk.getByRole('button', { name: '送信', exact: true }).click();
  await nursingDesk.locator('.letter-item', { hasText: 'を受け取りました。' }).waitFor();
});

/** The lines of a list's CSV, which its screen saves. */
async function csvOf(page: Page, name: string): Promise<string[]> {
  const button = page.getByRole('group', { name: `${name} の CSV` }).getByRole('button');
  const file = await downloaded(page, () => button.click());
  expect(file.name).toBe(`${name}.csv`);
  return new TextDecoder().decode(file.bytes).split('\r\n').slice(0, -1);
}

it('partners and a conversation are saved as CSV; what is unopened stays so, and formulas are harmless', async ({
  careDesk,
}) => {
  await goTo(careDesk, '連絡');
  await careDesk.locator('.letters-partner .count').waitFor();
  const partners = await csvOf(careDesk, '連絡の相手');
  expect(partners[0]).toBe('事業所番号,事業所,最後の連絡,未開封,受信できるか');
  expect(partners[1]).toMatch(new RegExp(`^${NURSING},[^,]+,[^,]+,1,はい$`));
  expect(partners).toHaveLength(2);

  // On the care manager's side the message is opened by looking at the thread.
  const name = partners[1]?.split(',')[1] ?? '';
  await careDesk.getByRole('link', { name: new RegExp(name) }).click();
  await careDesk.getByText('=1+1 を受け取りました。').waitFor();
  const thread = await csvOf(careDesk, `連絡_${name}`);
  expect(thread).toHaveLength(3);
  expect(thread[1]).toContain('自事業所から,');
  expect(thread[2]).toContain('相手から,');
  expect(thread[2]).toContain(",'=1+1 を受け取りました。,0,");
});

it('drafts are saved as CSV', async ({ careDesk }) => {
  await goTo(careDesk, '新規作成');
  await careDesk.getByLabel('送信先').fill(NURSING);
  await careDesk.locator('.pick button').first().click();
  await careDesk.getByLabel('メッセージ').fill('書きかけ');
  await careDesk.getByText(/^下書き保存/).waitFor();
  await goTo(careDesk, '下書き一覧');
  await careDesk.getByRole('link', { name: '続ける' }).waitFor();
  const drafts = await csvOf(careDesk, '下書き一覧');
  expect(drafts[0]).toBe('内容,対象年月,送信先,保存した日時,保存した人,保存した場所');
  expect(drafts[1]).toMatch(/,佐藤 ケア,事業所の全端末$/);
  expect(drafts).toHaveLength(2);
});

it('hundreds of recipients are asked about in as few questions as possible, once, and all are named', async ({
  world,
  nursingDesk,
}) => {
  const numbers = Array.from({ length: 305 }, (_, at) => String(1_399_800_000 + at));
  for (const officeNumber of numbers) {
    const office = { officeNumber, name: `相手${officeNumber}`, serviceTypes: ['43'], licensedUntil: null };
    await addOffice(world.hub.context, office, 'test');
  }
  const [file] = samples('month-v4/actuals', `_${NURSING}_`);
  if (!file) throw new TypeError('the samples have actuals');
  const asked: number[] = [];
  nursingDesk.on('request', (request) => {
    if (!request.url().endsWith('/v1/offices/lookup')) return;
    const { officeNumbers }: { officeNumbers: string[] } = request.postDataJSON();
    asked.push(officeNumbers.length);
  });
  await goTo(nursingDesk, '一括送信');
  await drop(
    nursingDesk,
    numbers.map((number) => altered(file, { [CARE]: number })),
  );
  await nursingDesk.getByRole('heading', { name: '送信先（305件）' }).waitFor();
  const more = nursingDesk.getByRole('button', { name: /^続きを表示/ });
  while (await more.isVisible()) await more.click();
  const rows = nursingDesk.getByRole('group', { name: '送信先の表' }).locator('tbody tr');
  await expect.poll(() => rows.filter({ hasText: /相手13998/ }).count()).toBe(305);
  expect(asked).toEqual([300, 5]);
  // One row less asks nothing again.
  await nursingDesk.getByRole('button', { name: /^外す/ }).first().click();
  await nursingDesk.getByRole('heading', { name: '送信先（304件）' }).waitFor();
  expect(asked).toEqual([300, 5]);
});
