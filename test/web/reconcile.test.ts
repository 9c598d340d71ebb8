import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actualsToFiles, asPlanned, beginActuals, checkFiles } from '@musubi/standard';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerByProgram, sendByProgram } from './program.js';
import { goTo, login, type Participant, SAMPLES, samples, startWorld, type Upload, type World } from './world.js';

interface ManifestUnit {
  readonly dir: string;
  readonly sender: string;
  readonly senderType: string;
  readonly recipient: string;
  /** [被保険者番号, サービスコード, day, what] */
  readonly note: { readonly differences?: readonly [string, string, number, string][] } | string;
}
const manifest: { units: ManifestUnit[] } = JSON.parse(readFileSync(join(SAMPLES, 'manifest.json'), 'utf8'));
const WORDS: Readonly<Record<string, string>> = { 'not provided': '提供なし', 'time changed': '変更（時間）' };

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.close());

const joined = new Map<string, Participant>();
/** An office takes part once, though it appears in both months. */
async function participant(officeNumber: string, person = '鈴木 一郎'): Promise<Participant> {
  const known = joined.get(officeNumber) ?? (await world.join(officeNumber, person));
  joined.set(officeNumber, known);
  return known;
}

/** Every unit of a month travels, by programs; the care manager then opens the screen. */
async function exchange(folder: string): Promise<Page> {
  const units = actualsOf(folder);
  const care = await participant(units[0]?.recipient ?? '', '佐藤 ケア');
  const partners = [];
  for (const { sender } of units) partners.push(await participant(sender));
  await sendByProgram(care, samples(`${folder}/plans`));
  for (const partner of partners) {
    const number = partner.office.officeNumber;
    await answerByProgram(
      partner,
      samples(`${folder}/actuals`).filter(({ name }) => name.startsWith(`UPJSK_202610_${number}_`)),
    );
  }
  const { page } = await world.open();
  await login(page, world, care);
  await goTo(page, '月末');
  await page.getByLabel('対象月').selectOption('202610');
  await page.getByRole('link', { name: '予定と実績を突き合わせる' }).click();
  return page;
}

/** One line per difference shown: what differs, the planned day and code. */
async function shownDifferences(page: Page): Promise<string[]> {
  const rows = page.getByRole('group', { name: '違いの表' }).locator('tbody tr');
  return rows.evaluateAll((all) =>
    all.map((row) => {
      const [, kind = '', planned = ''] = [...row.children].map((cell) => cell.textContent ?? '');
      return `${kind} ${/^\d+日/.exec(planned)?.[0]}`;
    }),
  );
}

const actualsOf = (folder: string) => manifest.units.filter(({ dir }) => dir === `${folder}/actuals`);
const madeIn = ({ note }: ManifestUnit) => (typeof note === 'object' ? (note.differences ?? []) : []);
const expected = (folder: string) =>
  actualsOf(folder)
    .flatMap(madeIn)
    .map(([, , day, what]) => `${WORDS[what]} ${day}日`);

it('a month of edition 3 shows exactly the differences that were made, by partner and by client', async () => {
  const page = await exchange('month-v3');
  await page.getByText(`確認していない違いが${expected('month-v3').length}件`).waitFor();
  expect((await shownDifferences(page)).sort()).toEqual(expected('month-v3').sort());
  await page.getByText('すべて', { exact: true }).click();
  await page.getByText('利用者ごと', { exact: true }).click();
  const clients = page.getByRole('group', { name: '利用者ごとの予定と実績' }).locator('tbody tr');
  await clients.first().waitFor();
  const texts = await clients.allTextContents();
  const withDifferences = texts.filter((text) => text.includes('件（未確認'));
  expect(withDifferences.length).toBeGreaterThan(0);
  expect(texts.length).toBeGreaterThan(withDifferences.length);
  await page.context().close();
});

it('a month of edition 4.1 shows them too, and tells what replaced actuals changed while the screen is open', async () => {
  const page = await exchange('month-v4');
  const all = expected('month-v4').length;
  await page.getByText(`確認していない違いが${all}件`).waitFor();
  expect((await shownDifferences(page)).sort()).toEqual(expected('month-v4').sort());

  const unit = actualsOf('month-v4').toSorted((a, b) => madeIn(b).length - madeIn(a).length)[0];
  if (!unit) throw new Error('the sample month has actuals');
  const before = madeIn(unit).length;
  expect(before).toBeGreaterThan(2);
  await sendByProgram(await participant(unit.sender), asPlannedBy(unit.sender, unit.senderType));
  await page.getByText('実績が差し替えられました。').waitFor();
  await page.getByText(`確認していない違いが${all - before}件`).waitFor();
  const gone = page.getByRole('group', { name: '変わった違いの表' }).getByRole('row', { name: /違いがなくなりました/ });
  expect(await gone.count()).toBe(before);
  await page.getByRole('button', { name: '変わったところを確認した' }).click();
  await page.getByText('前に確認したときから変わったところがあります。').waitFor({ state: 'detached' });
}, 120_000);

/** Corrected actuals: the month as it was planned, under a later serial. */
function asPlannedBy(officeNumber: string, serviceType: string): Upload[] {
  const plans = samples('month-v4/plans', `_${officeNumber}_`);
  const { units } = checkFiles(plans.map(({ name, buffer }) => ({ name, bytes: new Uint8Array(buffer) })));
  const sheet = asPlanned(beginActuals(units, { officeNumber, serviceType }));
  const { files } = actualsToFiles(sheet, { serial: '20261120090000' });
  return files.map(({ name, bytes }) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(bytes) }));
}
