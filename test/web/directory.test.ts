import { readFileSync } from 'node:fs';
import { importDirectory } from '@musubi/hub';
import { FILE } from '@musubi/testkit/fixtures';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { webTest } from './fixtures.js';
import { CARE, goTo, NURSING } from './world.js';

const EXCERPT = readFileSync(new URL('../fixtures/registry/jigyosho_120.csv', import.meta.url));
const SAPPORO = '0170210231';

/** A stranger from outside. */
const it = webTest.extend('visitor', FILE, async ({ world }) => (await world.open()).page);

it.beforeAll(async ({ world, care: _care, nursing: _nursing }) => {
  await world.join(SAPPORO, '札幌 太郎');
  const file = (async function* () {
    yield new Uint8Array(EXCERPT);
  })();
  await importDirectory(world.hub.context, { file, edition: '2025-12', actor: 'test' });
});

const found = (page: Page) => page.getByRole('table', { name: '見つかった事業所' });

/** The bytes of what a button saves. */
async function saved(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('group', { name: '事業所検索 の CSV' }).getByRole('button', { name: button }).click(),
  ]);
  return readFileSync(await download.path());
}

it('anybody finds offices by words and sees who takes part', async ({ world, nursing, visitor }) => {
  await visitor.goto(world.hub.url);
  await goTo(visitor, '事業所検索');
  await visitor.getByText('198件見つかりました').waitFor();
  await visitor.getByLabel('事業所名・カナ・事業所番号').fill('せんとけあ札幌');
  await visitor.getByText('1件見つかりました').waitFor();
  await found(visitor).getByText('セントケア札幌', { exact: true }).waitFor();
  expect(await found(visitor).getByText('参加中').count()).toBe(0);
  await visitor.getByLabel('事業所名・カナ・事業所番号').fill('存在しない事業所');
  await visitor.getByText('見つかりませんでした。').waitFor();
  await visitor.getByLabel('事業所名・カナ・事業所番号').fill('');
  await visitor.getByLabel('参加中だけ').check();
  await visitor.getByText('3件見つかりました').waitFor();
  await found(visitor).getByRole('link', { name: nursing.name, exact: true }).click();
  await visitor.getByText('居宅サービス計画書・サービス利用票（予定）').waitFor();
  await visitor.getByText('第4.1版').waitFor();
  expect(await visitor.getByRole('link', { name: 'この事業所に送る' }).count()).toBe(0);
});

it('the map leads from Japan to a prefecture to a municipality, by mouse and by keys', async ({ world, visitor }) => {
  await visitor.goto(`${world.hub.url}/offices`);
  const hokkaido = visitor.getByRole('button', { name: /^北海道: 7か所のうち1か所が参加（14%）/ });
  await hokkaido.waitFor();
  expect(await visitor.locator('.area-map path').count()).toBe(47);
  await hokkaido.focus();
  await visitor.keyboard.press('ArrowRight');
  expect(await visitor.evaluate(() => document.activeElement?.getAttribute('data-code'))).toBe('02');
  await visitor.keyboard.press('ArrowLeft');
  await visitor.keyboard.press('Enter');
  await visitor.getByRole('heading', { name: '北海道の参加状況' }).waitFor();
  await visitor.getByText('7件見つかりました').waitFor();
  await visitor
    .getByRole('region', { name: '市区町村ごとの数' })
    .getByRole('button', { name: '札幌市', exact: true })
    .click();
  await found(visitor).getByText('参加中').first().waitFor();
  expect(await visitor.getByRole('combobox', { name: '市区町村' }).inputValue()).toBe('01100');
  await visitor.getByRole('button', { name: '全国に戻る' }).click();
  await visitor.getByText('198件見つかりました').waitFor();
});

it('saves what was found as CSV in either encoding, harmless to spreadsheets', async ({ world, visitor }) => {
  await world.hub.context.database.query("update offices set name = '=1+1事業所' where office_number = $1", [SAPPORO]);
  await visitor.goto(`${world.hub.url}/offices?search=${SAPPORO}`);
  await visitor.getByText('1件見つかりました').waitFor();
  const utf8 = (await saved(visitor, '一覧を CSV で保存')).toString('utf8');
  expect(utf8.startsWith('\ufeff事業所番号,')).toBe(true);
  expect(utf8).toContain(`${SAPPORO},'=1+1事業所,参加中,第4.1版`);
  await visitor.getByRole('group', { name: '事業所検索 の CSV' }).getByLabel('CSV の文字コード').selectOption('ms932');
  const ms932 = new TextDecoder('shift_jis').decode(await saved(visitor, '一覧を CSV で保存'));
  expect(ms932).toContain('参加中,第4.1版');
});

it('an office hides its contact, stays visible, and others write to it from its page', async ({
  world,
  nursing,
  visitor,
  careDesk: page,
}) => {
  await goTo(page, '設定');
  await page.getByLabel('所在地・電話・FAX を表示する').uncheck();
  await page.getByLabel('第3版').check();
  await page.getByLabel('ひとこと').fill('月末は午前中に受け取ります');
  await page.getByRole('button', { name: '見え方を保存する' }).click();
  await page.getByText('事業所検索での見え方を保存しました。').waitFor();
  await visitor.goto(`${world.hub.url}/offices/${CARE}`);
  await visitor.getByText('連絡先は、この事業所の希望により表示していません。').waitFor();
  await visitor.getByText('月末は午前中に受け取ります').waitFor();
  await visitor.getByText('第3版・第4.1版').waitFor();

  await goTo(page, '事業所検索');
  await page.getByLabel('事業所名・カナ・事業所番号').fill(NURSING);
  await found(page).getByRole('link', { name: nursing.name, exact: true }).click();
  await page.getByRole('link', { name: 'この事業所に送る' }).click();
  await page.getByRole('heading', { name: /送信先（/ }).waitFor();
  await page.getByText(nursing.name).first().waitFor();
});
