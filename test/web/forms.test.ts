import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSystem } from '../../tools/system.js';
import {
  CARE,
  drop,
  goTo,
  HOME_HELP,
  login,
  NURSING,
  type Participant,
  samples,
  startWorld,
  type World,
} from './world.js';

declare global {
  interface Window {
    sheetsAtPrint?: number;
  }
}

let world: World;
let care: Participant;
let nursing: Participant;
let folder: string;

beforeAll(async () => {
  prepareSystem(['pdftotext']);
  folder = mkdtempSync(join(tmpdir(), 'musubi-web-forms-'));
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  nursing = await world.join(NURSING, '鈴木 一郎');
  await world.join(HOME_HELP, '高橋 訪問');
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}
const textOf = (path: string) => run('pdftotext', [path, '-']).replaceAll(/\s/g, '');
const bookmarksOf = (path: string) =>
  run('pdftohtml', ['-xml', '-stdout', '-i', '-l', '1', path]).split('<outline>').slice(1).join('');

/** The dialog of forms with its first page drawn. */
async function openForms(page: Page, button: Locator): Promise<Locator> {
  await button.click();
  const dialog = page.getByRole('dialog', { name: /^帳票/ });
  await dialog.locator('.form-svg text').first().waitFor();
  return dialog;
}

async function savePdf(page: Page, dialog: Locator): Promise<{ readonly path: string; readonly name: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'PDFを保存' }).click(),
  ]);
  return { path: await download.path(), name: download.suggestedFilename() };
}

describe('forms of files at hand, without login', () => {
  let page: Page;
  let dialog: Locator;
  const problems: string[] = [];

  beforeAll(async () => {
    ({ page } = await world.open({ acceptDownloads: true, viewport: { width: 1366, height: 768 } }));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    // What the system's print dialogue would get is kept and looked at.
    await page.addInitScript(() => {
      window.print = () => {
        window.sheetsAtPrint = document.querySelectorAll('.print-page').length;
      };
    });
    await page.goto(`${world.hub.url}/check`);
    await drop(page, [
      ...samples('month-v4/plans', NURSING),
      ...samples('month-v4/actuals', NURSING),
      ...samples('careplan-v4'),
    ]);
    dialog = await openForms(page, page.getByRole('button', { name: '帳票を見る・印刷する' }));
  });

  it('show 予定 and 実績 on one sheet, and draw only the pages in view', async () => {
    expect(await dialog.locator('.form-svg').first().getAttribute('aria-label')).toContain(
      '渡邊　太郎（0559378389） 第1表',
    );
    const places = await dialog.getByLabel('しおり').locator('option').allTextContents();
    expect(places).toContain('第6表 サービス利用票・提供票（予定・実績）');
    expect(await dialog.locator('.form-svg').count()).toBeLessThan(5);
    expect(places.length).toBeGreaterThan(8);
  });

  it('go to a form by its bookmark', async () => {
    const last = dialog.getByLabel('しおり').locator('option').last();
    await dialog.getByLabel('しおり').selectOption((await last.getAttribute('value')) ?? '');
    await dialog.getByText(/^(\d+)／\1ページ$/).waitFor();
  });

  it('become a PDF with names and bookmarks; masked, without', async () => {
    const open = await savePdf(page, dialog);
    expect(open.name).toBe('帳票_点検したファイル.pdf');
    expect(textOf(open.path)).toContain('渡邊太郎');
    expect(bookmarksOf(open.path)).toContain('渡邊　太郎（0559378389）');
    await dialog.getByLabel('名前と番号を伏せる').check();
    await dialog.getByText('名前と番号を伏せる').waitFor();
    await dialog.locator('.form-svg[aria-label*="利用者 1"]').first().waitFor();
    const masked = await savePdf(page, dialog);
    expect(masked.name).toBe('帳票_点検したファイル（伏せ字）.pdf');
    expect(textOf(masked.path)).toContain('サービス利用票別表');
    expect(textOf(masked.path)).not.toMatch(/渡邊|太郎|0559378389/);
    expect(bookmarksOf(masked.path)).not.toMatch(/渡邊|0559378389/);
    await dialog.getByLabel('名前と番号を伏せる').uncheck();
    await dialog.locator('.form-svg:not([aria-label*="利用者 "])').first().waitFor();
  });

  it('become a PDF of one client alone', async () => {
    await dialog.getByLabel('利用者', { exact: true }).selectOption({ label: '渡邊　太郎（0559378389）' });
    const { path } = await savePdf(page, dialog);
    expect(textOf(path)).toContain('渡邊太郎');
    expect(bookmarksOf(path).match(/（\w{10}）/g)).toHaveLength(1);
    expect(textOf(path)).not.toContain('0556902656');
  });

  it('tell where a value comes from, by keyboard', async () => {
    await dialog.getByLabel('出どころを見る').check();
    await dialog.getByRole('group', { name: '帳票のページ' }).focus();
    const origin = dialog.getByRole('region', { name: '出どころ' });
    await page.keyboard.press('ArrowDown');
    await origin.getByText('件目').first().waitFor();
    await expect.poll(() => dialog.locator('.form-mark').count()).toBe(1);
    const seen = new Set<string>();
    for (let step = 0; step < 12; step++) {
      await origin
        .getByText(/件目：「.+」/)
        .first()
        .waitFor();
      const text = (await origin.getByRole('status').textContent()) ?? '';
      seen.add(text);
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => origin.getByRole('status').textContent()).not.toBe(text);
    }
    expect([...seen].join(' ')).toMatch(/印字令和8年9月20日.*件目：「20260920」/);
  });

  it('tell it of what is clicked, with what the file itself says', async () => {
    const birthDate = dialog.locator('.form-svg text', { hasText: /^昭和\d+年\d+月\d+日$/ }).first();
    await birthDate.click();
    await dialog
      .getByRole('region', { name: '出どころ' })
      .getByText(/件目：「19\d{6}」/)
      .waitFor();
    await dialog.getByLabel('出どころを見る').uncheck();
  });

  it('go to paper one page a sheet, each as it lies', async () => {
    await dialog.getByLabel('利用者', { exact: true }).selectOption('');
    await dialog.getByRole('button', { name: '印刷する' }).click();
    await expect.poll(() => page.evaluate(() => window.sheetsAtPrint ?? 0)).toBeGreaterThan(5);
    const lying = await page
      .locator('.print-page')
      .evaluateAll((all) => all.map((one) => one.matches('.print-landscape')));
    const path = join(folder, 'paper.pdf');
    writeFileSync(path, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const info = run('pdfinfo', ['-l', '999', path]);
    const sizes = [...info.matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+)/g)].map(
      ([, x, y]) => `${Math.round(Number(x))}x${Math.round(Number(y))}`,
    );
    expect(sizes).toHaveLength(await page.evaluate(() => window.sheetsAtPrint ?? 0));
    expect(sizes).toEqual(lying.map((isLandscape) => (isLandscape ? '842x595' : '595x842')));
    expect(new Set(sizes).size).toBe(2);
    expect(textOf(path)).toContain('渡邊太郎');
    expect(textOf(path)).not.toContain('PDFを保存');
  });

  it('break no rule of the page and report no error', () => expect(problems).toEqual([]));
});

describe('forms of what passed between offices', () => {
  let careDesk: Page;

  beforeAll(async () => {
    careDesk = (await world.open({ acceptDownloads: true })).page;
    await login(careDesk, world, care);
    await goTo(careDesk, '一括送信');
    await drop(careDesk, [...samples('month-v4/plans', NURSING), ...samples('month-v4/plans', HOME_HELP)]);
    await careDesk.getByRole('button', { name: '2件を送信' }).click();
    await careDesk.getByRole('dialog').getByRole('button', { name: '2件を送信' }).click();
    await careDesk.getByText('2件を送りました。').waitFor();
  });

  it('open from what was received', async () => {
    const { page } = await world.open({ acceptDownloads: true });
    await login(page, world, nursing);
    await goTo(page, '受信一覧');
    await page.getByRole('table').getByRole('link').first().click();
    const dialog = await openForms(page, page.getByRole('button', { name: '帳票を見る・印刷する' }));
    expect(textOf((await savePdf(page, dialog)).path)).toContain('渡邊太郎');
    await dialog.getByRole('button', { name: '閉じる' }).click();
    await goTo(page, '新規作成');
    await drop(page, samples('month-v4/actuals', `_${NURSING}_`));
    await page.getByRole('button', { name: '送信', exact: true }).click();
    await page.getByText('1件を送りました。').waitFor();
  });

  it('open for a whole month: all clients of all partners in one PDF with bookmarks', async () => {
    await goTo(careDesk, '月末');
    await careDesk.getByLabel('対象月').selectOption('202610');
    const dialog = await openForms(careDesk, careDesk.getByRole('button', { name: 'この月の帳票（全員）' }));
    const { path, name } = await savePdf(careDesk, dialog);
    expect(name).toBe('帳票_令和8年10月分.pdf');
    const bookmarks = bookmarksOf(path);
    expect(bookmarks).toContain('渡邊　太郎（0559378389）');
    expect(bookmarks).toContain('第6表 サービス利用票・提供票（予定・実績）');
    const clients = await dialog.getByLabel('利用者', { exact: true }).locator('option').count();
    await dialog.getByRole('button', { name: '閉じる' }).click();
    const row = careDesk.getByRole('row').filter({ hasText: nursing.name });
    const one = await openForms(careDesk, row.getByRole('button', { name: /^帳票/ }));
    expect(await one.getByLabel('利用者', { exact: true }).locator('option').count()).toBeLessThan(clients);
    await one.getByRole('button', { name: '閉じる' }).click();
    await careDesk.getByRole('link', { name: '予定と実績を突き合わせる' }).click();
    await openForms(careDesk, careDesk.getByRole('button', { name: 'この月の帳票（全員）' }));
  });
});
