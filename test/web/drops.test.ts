import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { altered, lockedZipOf, ofMonth, upload, visibleText, zipOf } from './files.js';
import { drop, HOME_HELP, samples, startWorld, type Upload, type World } from './world.js';

let world: World;
let page: Page;
beforeAll(async () => {
  world = await startWorld();
  page = (await world.open()).page;
}, 120_000);
afterAll(() => world.close());
const good = samples('month-v4/plans', HOME_HELP);
const NAME = good[1]?.name ?? '';
const bytesUp = (name: string, ...b: (string|number[])[]) => upload(name, Buffer.concat(b.map((x) => Buffer.from(x as never))));
const XLSX = zipOf('x', [upload('[Content_Types].xml', '<Types/>'), upload('xl/workbook.xml', '<x/>')]);
const PDF = '%PDF-1.7\n1 0 obj\n';
const zip = zipOf('10月分.zip', good, '10月分/');
const cases: [string, Upload[]][] = [
  ['pdf', [upload(NAME, PDF), good[0]!, good[2]!]],
  ['empty', [upload(NAME, ''), good[0]!, good[2]!]],
  ['zip', [zip]],
  ['brokenzip', [upload('10月分.zip', zip.buffer.subarray(0, 900))]],
  ['brokenzip2', [upload('10月分.zip', Buffer.concat([zip.buffer.subarray(0, 500), Buffer.alloc(300, 1), zip.buffer.subarray(800)]))]],
  ['lockedzip', [lockedZipOf('10月分.zip', good)]],
  ['lockedzip2', [upload('a.zip', (() => { const b = Buffer.from(zip.buffer); b[6] = 1; return b; })())]],
  ['zipinzip', [zipOf('外.zip', [zip])]],
  ['zip without ours', [zipOf('写真.zip', [upload('a.jpg', Buffer.from([0xff,0xd8,0xff,0xe0]))])]],
  ['zip with nothing', [upload('空.zip', Buffer.from([0x50,0x4b,5,6,...Array(18).fill(0)]))]],
  ['twice', [...good, ...good.map((f) => ({ ...f, name: f.name.replace('.CSV', ' (1).CSV') }))]],
  ['otherbytes', [...good, { ...altered(good[1]!, { ',1400,1500,': ',1405,1505,' }), name: good[1]!.name }]],
  ['lastmonth', [...good, ...good.map((f) => ofMonth(f, '202608'))]],
  ['0col', [good[0]!, good[2]!, upload(NAME, '\r\n\r\n')]],
  ['0col2', [good[0]!, good[2]!, upload(NAME, '\r\n')]],
  ['onlycommas', [good[0]!, good[2]!, upload(NAME, ',,,,\r\n')]],
  ['excelcsv', [upload(NAME.replace('.CSV', '.csv'), XLSX.buffer)]],
  ['excelcsv2', [upload('予定一覧.csv', XLSX.buffer)]],
  ['excelxlsx', [upload('予定一覧.xlsx', XLSX.buffer)]],
  ['pdf only', [upload('居宅サービス計画書.pdf', PDF)]],
  ['pdf and good', [upload('居宅サービス計画書.pdf', PDF), ...good]],
  ['junk', [upload('Thumbs.db', 'xx')]],
  ['emoji', [upload('🌸メモ🌸.txt', 'x'), upload('🌸予定.csv', good[1]!.buffer), upload('a/b\\c:d.csv', 'x,y\r\n'), upload('../../etc/UPPLAN.CSV', good[1]!.buffer)]],
  ['paths', good.map((f) => ({ ...f, name: `C:\\ケア\\10月分\\${f.name}` }))],
  ['claims', [upload('KYUHU.csv', '1,0,0,56,711,0,0,1377700001,,1,1,202610\r\n2,1,7111,202609,1377700001\r\n3,2\r\n')]],
  ['exe', [upload('setup.exe', 'MZ\0\0')]],
  ['one alone', [good[1]!]],
  ['actuals', samples('month-v4/actuals', HOME_HELP)],
  ['jpg standard', samples('preventive-v4')],
  ['xml', [upload('a.xml', '<?xml version="1.0"?>')]],
];
it('dump', async () => {
  for (const [name, files] of cases) {
    await page.goto(`${world.hub.url}/check`);
    await drop(page, files);
    await page.getByText(/^いま\d+ファイル/).or(page.locator('.banner')).first().waitFor({timeout: 3000}).catch(() => console.log('NOTHING'));
    await page.getByText('点検しています…').waitFor({ state: 'hidden' });
    console.log(`=== ${name}\n`, (await visibleText(page.locator('main'))).split('フォルダを選ぶ')[1]?.replaceAll(/\n+/g, '\n'));
    await page.screenshot({ path: `screenshots/tests-drop-${name.replaceAll(' ', '-')}.png`, fullPage: true });
  }
}, 120_000);
