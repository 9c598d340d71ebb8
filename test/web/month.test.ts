import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerByProgram } from './program.js';
import { anew, CARE, drop, goTo, login, NURSING, type Participant, samples, startWorld, type World } from './world.js';

let world: World;
let care: Participant;
let nursing: Participant;
const partners: Participant[] = [];
let careDesk: Page;
let nursingDesk: Page;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  const numbers = new Set(samples('month-v4/plans').map(({ name }) => name.split('_')[4] ?? ''));
  for (const number of numbers) partners.push(await world.join(number, '鈴木 一郎'));
  const found = partners.find(({ office }) => office.officeNumber === NURSING);
  if (!found) throw new Error('the nursing office is in the sample month');
  nursing = found;
  careDesk = (await world.open({ acceptDownloads: true })).page;
  nursingDesk = (await world.open()).page;
});
afterAll(() => world.close());

it('a month of schedules goes out to twelve partners and all actuals come back in one go', async () => {
  await login(careDesk, world, care);
  await goTo(careDesk, '一括送信');
  await drop(careDesk, samples('month-v4/plans'));
  await careDesk.getByRole('button', { name: '12件を送信' }).click();
  await careDesk.getByRole('dialog').getByRole('button', { name: '12件を送信' }).click();
  await careDesk.getByText('12件を送りました。').waitFor();

  await login(nursingDesk, world, nursing);
  await goTo(nursingDesk, '受信一覧');
  await nursingDesk.getByRole('link', { name: /サービス利用票（予定） 令和8年10月分/ }).click();
  await nursingDesk.getByRole('heading', { name: '第6表 サービス利用票（予定）' }).first().waitFor();
  await nursingDesk.getByRole('button', { name: '取り込みました' }).click();
  await nursingDesk.getByText('取込済として、送信元に知らせました。').waitFor();

  // The care manager sees it without doing anything: who fetched it, and that it was taken over.
  await goTo(careDesk, '送信一覧');
  const row = careDesk.getByRole('row').filter({ hasText: nursing.name });
  await row.getByText('取込済').waitFor();
  expect(await row.textContent()).toContain('鈴木 一郎さんが取得');
  const [list] = await Promise.all([
    careDesk.waitForEvent('download'),
    careDesk.getByRole('button', { name: '一覧を CSV で保存' }).click(),
  ]);
  const lines = readFileSync(await list.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(lines).toHaveLength(13);
  expect(lines.find((line) => line.includes(NURSING))).toContain('取込済');

  await goTo(nursingDesk, '新規作成');
  await drop(nursingDesk, samples('month-v4/actuals', `_${NURSING}_`));
  await nursingDesk.getByLabel('メッセージ').fill('10月分の実績です。');
  await nursingDesk.getByRole('button', { name: '送信', exact: true }).click();
  await nursingDesk.getByText('1件を送りました。').waitFor();
  for (const partner of partners.filter((one) => one !== nursing))
    await answerByProgram(partner, samples('month-v4/actuals', `_${partner.office.officeNumber}_`));

  await goTo(careDesk, '受信一覧');
  await careDesk.getByRole('button', { name: '未取得をすべて選ぶ（12件）' }).click();
  const [download] = await Promise.all([
    careDesk.waitForEvent('download'),
    careDesk.getByRole('button', { name: 'データ取得（ZIP）' }).click(),
  ]);
  await careDesk.getByText(/12件を取得しました/).waitFor();
  const zip = unzipSync(new Uint8Array(readFileSync(await download.path())));
  for (const { name, buffer } of samples('month-v4/actuals')) {
    expect(Buffer.from(zip[name] ?? []).equals(buffer), name).toBe(true);
  }
  expect(new TextDecoder().decode(Object.entries(zip).find(([name]) => name.endsWith('メッセージ.txt'))?.[1])).toBe(
    '10月分の実績です。',
  );

  await goTo(careDesk, '月末');
  await careDesk.getByLabel('対象月').selectOption('202610');
  await careDesk.getByRole('link', { name: '予定と実績を突き合わせる' }).click();
  await careDesk.getByText('確認していない違いが24件、実績がまだの相手が0か所あります。').waitFor();
  const rows = careDesk.getByRole('button', { name: '認める', exact: true });
  expect(await rows.count()).toBe(24);
  await rows.first().click();
  await careDesk.getByText('確認していない違いが23件、実績がまだの相手が0か所あります。').waitFor();
  await careDesk.getByRole('button', { name: '問い合わせる', exact: true }).first().click();
  await careDesk.getByRole('dialog').getByRole('button', { name: '送信', exact: true }).click();
  await careDesk.getByText('確認していない違いが22件、実績がまだの相手が0か所あります。').waitFor();

  await goTo(careDesk, 'トップ');
  await careDesk.getByText('相手12か所とも、実績がそろっています。').waitFor();
});

it('the hub stored nothing that tells of a client', async () => {
  const rows = await world.hub.context.database.query<{ manifest: Buffer }>('select manifest from transmissions');
  expect(rows).toHaveLength(25); // schedules, actuals and one inquiry
  for (const { manifest } of rows) expect(manifest.toString('utf8')).not.toMatch(/[一-龠]/);
});

it('a client is found by name in what this terminal has opened', async () => {
  await goTo(careDesk, '受信一覧');
  // Actuals carry numbers only: the schedules this terminal looks into name them.
  await goTo(careDesk, '送信一覧');
  await careDesk.getByLabel('利用者の氏名').fill('渡邊 太郎');
  await careDesk.getByRole('button', { name: /まだ開いていない12件も調べる/ }).click();
  await careDesk.getByRole('row').filter({ hasText: nursing.name }).first().waitFor();
  await goTo(careDesk, '受信一覧');
  await careDesk.getByLabel('利用者の氏名').fill('渡邊　太郎');
  const found = careDesk.getByRole('row').filter({ hasText: '実績 令和8年10月分' });
  await found.first().waitFor();
  expect(await found.count()).toBeLessThan(12);
});

it('what was sent can be taken back before it is fetched, and sent anew', async () => {
  const partner = partners.find((one) => one !== nursing);
  if (!partner) throw new Error('there are other partners');
  await goTo(careDesk, '新規作成');
  await drop(careDesk, anew(samples('month-v4/plans', `_${partner.office.officeNumber}_`)));
  await careDesk.getByRole('button', { name: '送信', exact: true }).click();
  await careDesk.getByText('1件を送りました。').waitFor();
  await goTo(careDesk, '送信一覧');
  await careDesk.getByLabel('状態').selectOption('未取得');
  await careDesk.getByRole('row').filter({ hasText: partner.name }).getByRole('link').click();
  await careDesk.getByRole('button', { name: /取り消す/ }).click();
  await careDesk.getByRole('dialog').getByRole('button', { name: '取り消す', exact: true }).click();
  await careDesk.getByText('1件を取り消しました。送信先は、もう取得できません。').waitFor();
  await careDesk.getByRole('button', { name: '新しい送信として送り直す' }).click();
  await careDesk.getByRole('button', { name: '送信', exact: true }).click();
  await careDesk.getByText('1件を送りました。').waitFor();
  const [again] = await world.hub.context.database.query<{ supersedes: string | null }>(
    'select supersedes from transmissions order by submitted_at desc limit 1',
  );
  expect(again?.supersedes).not.toBeNull();
});
