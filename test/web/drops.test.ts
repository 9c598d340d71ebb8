import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  altered,
  findings,
  listen,
  lockedZipOf,
  ofMonth,
  type Traffic,
  units,
  upload,
  visibleText,
  zipOf,
} from './files.js';
import { CARE, drop, HOME_HELP, samples, startWorld, type Upload, type World } from './world.js';

const GOOD = samples('month-v4/plans', HOME_HELP);
function ofKind(kind: string): Upload {
  const file = GOOD.find(({ name }) => name.startsWith(kind));
  if (!file) throw new Error(`the sample unit has a ${kind}`);
  return file;
}
const MONTH = [...samples('month-v4/plans'), ...samples('month-v4/actuals')];
const PLAN = ofKind('UPPLAN');
const SUPPLEMENT = ofKind('UPHOSOKU');
const ANNEX = ofKind('UPSIKYU');
const PDF = '%PDF-1.7\n1 0 obj\n';
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
const EXCEL = zipOf('予定.xlsx', [upload('[Content_Types].xml', '<Types/>'), upload('xl/workbook.xml', '<workbook/>')]);
const ZIP = zipOf('10月分.zip', GOOD, '10月分/');

let world: World;
let page: Page;
let traffic: Traffic;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-drops-'));
  world = await startWorld();
  const opened = await world.open();
  page = opened.page;
  traffic = listen(opened.context, page);
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await page.goto(`${world.hub.url}/check`);
});

/** Whatever was dropped, nothing broke and the screen takes the right files afterwards. */
afterEach(async () => {
  if (await page.getByRole('button', { name: 'すべて取り除く' }).isVisible())
    await page.getByRole('button', { name: 'すべて取り除く' }).click();
  await drop(page, GOOD);
  await page.getByText('このまま送れます。').waitFor();
  expect(await units(page).allInnerTexts()).toEqual([expect.stringContaining('問題なし')]);
  expect(traffic.refusals).toEqual([]);
});

/** The banners once the drop has been looked at: what it says to the person. */
async function said(): Promise<string> {
  await page.locator('.banner').first().waitFor();
  await page.getByText('点検しています…').waitFor({ state: 'hidden' });
  const text = await visibleText(page.locator('.banner'));
  expect(text).not.toMatch(/undefined|null|NaN|\[object|\{\w+\}|MSB-|[A-Z]\w+Error/);
  return text;
}

/** Lays files on a real disk and chooses their folder with the button. */
async function chooseFolder(files: Readonly<Record<string, Buffer | string>>): Promise<void> {
  const root = mkdtempSync(join(folder, '書類'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'フォルダを選ぶ' }).click(),
  ]);
  await chooser.setFiles(root);
}
const under = (path: string, files: readonly Upload[]) =>
  Object.fromEntries(files.map((file) => [`${path}${file.name}`, file.buffer]));

describe('files that cannot be care plan data are told apart, with the next step', () => {
  it.each<[string, readonly Upload[], readonly string[]]>([
    [
      'a PDF that is called .CSV',
      [upload(PLAN.name, PDF)],
      [`「${PLAN.name}」の中身はPDFです。`, '介護ソフトが出力したCSVを', 'そのまま選んでください。'],
    ],
    [
      'an Excel file that is called .csv',
      [{ ...EXCEL, name: '予定一覧.csv' }],
      ['「予定一覧.csv」の中身はExcelやWordの文書です。', 'ほかのソフトで開いて保存したり名前を変えたりせずに'],
    ],
    [
      'an empty file',
      [upload(PLAN.name, '')],
      [`「${PLAN.name}」は中身のない（0バイトの）ファイルです。`, '介護ソフトから、もう一度出力してください。'],
    ],
    [
      'a ZIP that was cut off',
      [upload('10月分.zip', ZIP.buffer.subarray(0, 900))],
      ['「10月分.zip」（ZIPファイル）を開けません。', '「すべて展開」し', '展開もできないときは壊れています。'],
    ],
    [
      'a ZIP that is damaged inside',
      [
        upload(
          '10月分.zip',
          Buffer.concat([ZIP.buffer.subarray(0, 500), Buffer.alloc(300, 1), ZIP.buffer.subarray(800)]),
        ),
      ],
      ['「10月分.zip」（ZIPファイル）を開けません。壊れているか'],
    ],
    [
      'a ZIP with a password, its folder unlocked as usual',
      [lockedZipOf('10月分.zip', GOOD)],
      [
        '「10月分.zip」はパスワードの付いたZIPファイルで、開けません。',
        'パスワードを入れ、出てきたファイルを選んでください。',
      ],
    ],
    [
      'a bill for the insurer',
      [upload('KYUHU.csv', '1,0,0,56,711,0,0,1377700001,,1,1,202610\r\n2,1,7111,202609,1377700001\r\n3,2\r\n')],
      ['「KYUHU.csv」は、国保連への請求（介護給付費）のCSVのようです。', '「ケアプランデータ連携」用の出力'],
    ],
    [
      'names with folders and emoji',
      [upload('令和8年/🌸メモ🌸.txt', 'x'), upload('C:\\ケア\\👵名簿👴.csv', 'a,b\r\n')],
      [
        '「🌸メモ🌸.txt」（テキスト）は',
        '「👵名簿👴.csv」はCSVですが、ケアプランデータではありません（名簿や一覧表など）。',
      ],
    ],
  ])('%s', async (_what, files, words) => {
    await drop(page, files);
    const text = await said();
    expect(text).toContain(`使えなかったファイルがあります（${files.length}件）`);
    for (const part of words) expect(text).toContain(part);
    expect(await units(page).allInnerTexts()).toEqual([]);
  });

  it('beside files of their unit, which then lacks one and says which', async () => {
    await drop(page, [SUPPLEMENT, upload(PLAN.name, PDF), ANNEX]);
    expect(await said()).toContain('エラーが1件あります。直してから送ってください。');
    expect(await visibleText(findings(page))).toContain(`第６表（サービス利用票）（${PLAN.name}）がありません。`);
    expect(await visibleText(findings(page))).toContain(
      '→ 介護ソフトで第６表（サービス利用票）も出力し、一緒に選んでください。',
    );
  });

  it('papers are left to the sending screen, and it is said that they are', async () => {
    await drop(page, [upload('計画書.pdf', PDF), EXCEL, ...GOOD]);
    await page.getByText('計画書.pdf、予定.xlsx').waitFor();
    expect(await said()).toContain('資料（PDF・写真・Word・Excel）は点検しません（2件）');
    expect(await units(page).allInnerTexts()).toHaveLength(1);
  });

  it.each([
    ['files that systems leave in folders', [upload('Thumbs.db', 'x'), upload('.DS_Store', 'x')]],
    ['a ZIP with nothing in it', [upload('空.zip', Buffer.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]))]],
  ])('%s: even then something is said', async (_what, files) => {
    await drop(page, files);
    expect(await said()).toContain('ケアプランデータ（CSV）は見つかりませんでした。');
  });

  it('a name with emoji for a plan: its content is recognised, its name told', async () => {
    await drop(page, [{ ...PLAN, name: '🌸10月の予定🌸.csv' }]);
    await said();
    expect(await visibleText(findings(page))).toContain(
      'ファイル名の先頭「🌸10月の予定🌸」は、標準仕様のファイルの種類ではありません。',
    );
    expect(await visibleText(findings(page))).toContain('介護ソフトが付けた名前のまま選んでください。');
  });

  it.each([
    ['nothing but line ends', '\r\n\r\n', 'データの行が1行もありません。'],
    ['nothing but commas', ',,,,\r\n', 'データの行が1行もありません。'],
  ])('a table with %s', async (_what, content, words) => {
    await drop(page, [SUPPLEMENT, upload(PLAN.name, content), ANNEX]);
    expect(await said()).toMatch(/エラーが\d+件あります。/);
    expect(await visibleText(findings(page))).toContain(words);
    expect(await units(page).allInnerTexts()).toEqual([expect.stringContaining('エラー')]);
  });
});

describe('a ZIP', () => {
  it('of good files is opened', async () => {
    await drop(page, [ZIP]);
    expect(await said()).toContain('「10月分.zip」（ZIPファイル）を開いて、中のファイルを調べました。');
    expect(await units(page).allInnerTexts()).toEqual([expect.stringContaining('問題なし')]);
  });

  it('in a ZIP stays closed, and nobody says it was opened', async () => {
    await drop(page, [zipOf('全部.zip', [ZIP])]);
    const text = await said();
    expect(text).toContain('「全部.zip」（ZIPファイル）を開いて');
    expect(text).toContain('ZIPファイルの中に入っているZIPファイルです。その中は調べていません。');
    expect(text).not.toContain('「10月分.zip」（ZIPファイル）を開いて');
  });
});

describe('a folder', () => {
  it('with 300 other files: one sentence about them, and the good files are used', async () => {
    const many = (count: number, path: (at: number) => string, content: Buffer | string) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [path(at), content]));
    await chooseFolder({
      ...under('10月分/送る/', samples('month-v4/plans')),
      ...many(200, (at) => `動画/${at}.mp4`, Buffer.from('\0\0\0\x20ftypisom')),
      ...many(80, (at) => `メモ/${at}.txt`, '買い物'),
      ...many(20, (at) => `写真/${at}.jpg`, JPEG),
      'Thumbs.db': 'x',
      '10月分/desktop.ini': 'x',
    });
    await page.getByText('資料（PDF・写真・Word・Excel）は点検しません（20件）').waitFor();
    const text = await said();
    expect(text).toContain('使えなかったファイルがあります（280件）');
    expect(text).toContain('ケアプランデータのほかに、送れないファイルが280個あります（動画 200個、テキスト 80個）。');
    expect(text).toContain('ケアプランデータはそのまま使えます。');
    expect(text).toContain('12件とも、このまま送れます。');
    expect(text.length).toBeLessThan(700);
  });

  it('with an old and a new file of one name: neither is used, and both places are named', async () => {
    const old = altered(PLAN, { ',1400,1500,': ',1405,1505,' });
    await chooseFolder({ ...under('新しい/', GOOD), ...under('古い/', [old]) });
    const text = await said();
    expect(text).toMatch(
      /「UPPLAN_\w+\.CSV」は同じ名前で中身の違うものがあります（.*新しい\/UPPLAN.*古い\/UPPLAN.*）。/s,
    );
    expect(text).toContain('正しいほう（多くは新しいほう）だけを選び直してください。');
    await drop(page, [old]);
    await page.getByText('このまま送れます。').waitFor();
  });

  it('with copies of everything: one sentence, not one for each file', async () => {
    await chooseFolder({ ...under('控え/', MONTH), ...under('', MONTH) });
    expect(await said()).toContain('同じ中身のファイルが48組あります。それぞれ1つだけ使います。');
    expect((await said()).length).toBeLessThan(300);
    expect(await units(page).allInnerTexts()).toHaveLength(24);
  });
});

describe('files that were there before', () => {
  it('the same once more, also as a second download: used once', async () => {
    await drop(page, [PLAN, SUPPLEMENT, ANNEX, { ...PLAN, name: PLAN.name.replace('.CSV', ' (1).CSV') }]);
    expect(await said()).toContain(`「${PLAN.name}」は同じ中身のものが2つあります`);
    expect(await said()).toContain('1つだけ使います。');
    await drop(page, [PLAN]);
    await page.getByText('同じファイルが1件、すでに入っています。一つにまとめました。').waitFor();
    await page.getByText('いま3ファイル').waitFor();
  });

  it('the same name with other bytes later: the newer counts, and it is said', async () => {
    await drop(page, GOOD);
    await page.getByText('このまま送れます。').waitFor();
    const bad = samples('defects/bad-date').find((file) => file.name.startsWith('UPPLAN'));
    await drop(page, [{ ...PLAN, buffer: bad?.buffer ?? Buffer.alloc(0) }]);
    await page.getByText(`「${PLAN.name}」を、新しく入れたファイルに置き換えました。`).waitFor();
    await page.getByText(/エラーが\d+件あります。/).waitFor();
    await page.getByText('いま3ファイル').waitFor();
  });

  it("last month's among them: both stay, and the screen asks", async () => {
    await page.clock.setFixedTime('2026-10-05T09:00:00+09:00');
    await drop(page, [...GOOD, ...GOOD.map((file) => ofMonth(file, '202608'))]);
    const text = await said();
    expect(text).toContain('月を確かめてください');
    expect(text).toContain('令和8年8月分の予定が入っています。もう過ぎた月です。');
    expect(text).toContain(
      '予定に令和8年8月と令和8年10月のものが混ざっています。前の月のファイルが残っていないか確かめてください。',
    );
    expect(text).not.toContain('令和8年10月分の予定が入っています。');
    expect(await units(page).allInnerTexts()).toHaveLength(2);
  });
});

it('a heap of 5 MB is checked and compared, and drawn in portions', async () => {
  const heap = Array.from({ length: 16 }, (_, at) =>
    MONTH.map((file) => altered(file, { [CARE]: `13777100${at + 10}` })),
  );
  expect(heap.flat().reduce((sum, { buffer }) => sum + buffer.length, 0)).toBeGreaterThan(5_000_000);
  await chooseFolder(Object.assign({}, ...heap.map((month, at) => under(`事業所${at}/`, month))));
  // By CSS: looking for a role in so large a page would itself hold it up.
  await page.locator('section[aria-label="予定と実績の違い"] h2').waitFor();
  expect(await said()).toContain('384件とも、このまま送れます。');
  expect(await units(page).allInnerTexts()).toHaveLength(100);
  await page.getByRole('button', { name: '続きを表示（あと284件）' }).click();
  expect(await units(page).allInnerTexts()).toHaveLength(200);
});
