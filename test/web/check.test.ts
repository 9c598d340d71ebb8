import { checkFiles, clientsOf } from '@musubi/standard';
import { Line } from '@musubi/testkit';
import { unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  altered,
  convert,
  doEverything,
  downloaded,
  errorsOf,
  findings,
  inputs,
  listen,
  manifest,
  renamed,
  report,
  settled,
  tellingFiles,
  units,
  uploads,
  visibleText,
} from './files.js';
import { drop, HOME_HELP, NURSING, samples, startWorld, type World } from './world.js';

let world: World;
let desk: Page;
beforeAll(async () => {
  world = await startWorld();
  desk = (await world.open()).page;
});
afterAll(() => world.close());

/** The screen as somebody who never logged in opens it, with nothing in it. */
async function openCheck(): Promise<Page> {
  await desk.goto(`${world.hub.url}/check`);
  return desk;
}

const differences = (page: Page): Locator => page.getByRole('region', { name: '予定と実績の違い' });
const NAMES_OF_KINDS: Readonly<Record<string, string>> = { 'not provided': '提供なし', 'time changed': '変更（時間）' };

describe('what was dropped', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openCheck();
  });

  it('is shown as units; a defect stands at its unit and at its place, with its remedy', async () => {
    await drop(page, [...samples('month-v4/plans'), ...samples('defects/bad-date')]);
    await settled(page);
    await page.getByRole('heading', { name: '送信単位（13件）' }).waitFor();
    expect(await visibleText(page.getByRole('alert'))).toContain('エラーが1件あります。直してから送ってください。');
    expect(await units(page).filter({ hasText: '問題なし' }).count()).toBe(12);
    const [bad = ''] = await units(page).allInnerTexts();
    for (const words of [
      'サービス利用票（予定）',
      '令和8年10月分',
      '1375400014（訪問看護）',
      '渡邊　太郎',
      '第4.1版',
      'エラー 1件',
    ])
      expect(bad).toContain(words);
    const [found = ''] = await findings(page).allInnerTexts();
    for (const words of [
      'エラー（送れません）',
      '第６表（サービス利用票） UPPLAN_202610_1377700001_43_1375400014_13_20260927080000.CSV 2行目 項目10「サービス利用日」',
      '「20261032」は存在しない日付か、年月日8桁（例: 20261001）ではありません。',
      '→ 介護ソフトでこの項目を直し、もう一度出力してください。',
    ])
      expect(found).toContain(words);
  });

  it.each(manifest.defects.map((defect) => [defect.dir.replace('defects/', ''), defect] as const))(
    'has the defect %s in it: named with file, line and item, and what to do',
    async (_name, { dir, file, line, column }) => {
      await page.getByRole('button', { name: 'すべて取り除く' }).click();
      await drop(page, samples(dir));
      await settled(page);
      const shown = (await findings(page).allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
      const place = [file, line && `${line}行目`, column && `項目${column}「`].filter((part) => part !== null);
      expect(shown.some((text) => place.every((part) => text.includes(` ${part}`)))).toBe(true);
      const expected = errorsOf(inputs(samples(dir)));
      for (const { code, remedy } of expected)
        expect(shown.some((text) => text.includes(code) && text.includes(`→ ${remedy}`))).toBe(true);
      expect(shown.filter((text) => text.includes('エラー（送れません）'))).toHaveLength(expected.length);
    },
  );
});

describe('the content of a unit', () => {
  it('is readable forms with client names, also where the files only number them', async () => {
    const page = await openCheck();
    await drop(page, [...samples('month-v4/plans', HOME_HELP), ...samples('month-v4/actuals', HOME_HELP)]);
    await settled(page);
    const people = checkFiles(inputs(samples('month-v4/plans', HOME_HELP))).units.flatMap(clientsOf);
    for (const kind of ['サービス利用票（予定）', '実績']) {
      await units(page).filter({ hasText: kind }).getByRole('button', { name: '中身を見る' }).click();
      const dialog = page.getByRole('dialog', { name: kind });
      await dialog.locator('.sheet').first().waitFor();
      const text = await visibleText(dialog);
      for (const { name, insuredNumber } of people) {
        expect(text).toContain(name);
        expect(text).toContain(`被保険者番号 ${insuredNumber}`);
      }
      await dialog.getByRole('button', { name: '閉じる' }).click();
    }
  });

  it('is the month day by day, one client at a time when wanted, with the place in the file when wanted', async () => {
    const page = await openCheck();
    await drop(page, samples('month-v4/plans', HOME_HELP));
    await page.getByRole('button', { name: '中身を見る' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('利用者').selectOption('伊藤　千代子');
    expect(await dialog.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      '第6表 サービス利用票（予定）',
      '第7表 サービス利用票別表',
      '利用者補足情報',
    ]);
    expect((await dialog.locator('.sheet').allInnerTexts()).join()).not.toContain('斎藤　健一');
    expect(await visibleText(dialog.locator('.sheet').first())).toContain(
      '伊藤　千代子（イトウ　チヨコ） 男性 昭和5年5月7日生 要介護３',
    );
    const row = dialog.getByRole('row', { name: /身体介護１.*さくら10/s }).first();
    const cells = await row.getByRole('cell').allInnerTexts();
    expect(cells[0]).toBe('14:00〜15:00');
    expect(cells.slice(1, 32).flatMap((count, at) => (count ? [at + 1] : []))).toEqual([1, 3, 10, 12, 13, 22, 24, 30]);
    expect(cells[32]).toBe('8');
    expect(await visibleText(dialog)).not.toContain('UPPLAN_');
    await dialog.getByLabel('どのファイルの何行目かを表示').check();
    expect(await visibleText(row)).toMatch(/UPPLAN_202610_1377700001_43_1378700010_11_20260925100000\.CSV \d+件目/);
  });

  it('is that of the file dropped last, when it has the same name and length as the one before', async () => {
    const page = await openCheck();
    const [plans, actuals] = [samples('month-v4/plans', HOME_HELP), samples('month-v4/actuals', HOME_HELP)];
    const look = async () => {
      await units(page).first().getByRole('button', { name: '中身を見る' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('.sheet').first().waitFor();
      const text = await visibleText(dialog);
      await dialog.getByRole('button', { name: '閉じる' }).click();
      return text;
    };
    await drop(page, [...plans, ...actuals]);
    await page.getByRole('heading', { name: '予定と実績の違い（0件）' }).waitFor();
    expect(await look()).toContain('14:00〜15:00');
    await drop(
      page,
      actuals.map((file) => ({ ...altered(file, { ',1400,1500,': ',1405,1505,' }), name: file.name })),
    );
    await page.getByText(`「${actuals[0]?.name}」を、新しく入れたファイルに置き換えました。`).waitFor();
    await page.getByRole('heading', { name: /予定と実績の違い（[1-9]\d*件）/ }).waitFor();
    await drop(
      page,
      plans.map((file) => ({ ...altered(file, { ',1400,1500,': ',1405,1505,' }), name: file.name })),
    );
    await page.getByRole('heading', { name: '予定と実績の違い（0件）' }).waitFor();
    expect(await look()).toContain('14:05〜15:05');
  });
});

describe('schedules and actuals', () => {
  it.each(['month-v4', 'month-v3'])(
    'of %s are compared: the differences are those of the manifest, with names',
    async (month) => {
      const plans = samples(`${month}/plans`);
      const names = new Map(
        checkFiles(inputs(plans)).units.flatMap((unit) =>
          clientsOf(unit).map(({ insuredNumber, name }) => [insuredNumber, name] as const),
        ),
      );
      const expected = manifest.units
        .filter(({ dir }) => dir === `${month}/actuals`)
        .flatMap(({ note }) => (typeof note === 'string' ? [] : note.differences))
        .map(([insured, , day, kind]) => `${names.get(insured)} 10/${day} ${NAMES_OF_KINDS[kind]}`);
      const page = await openCheck();
      await drop(page, [...plans, ...samples(`${month}/actuals`)]);
      await page.getByRole('heading', { name: `予定と実績の違い（${expected.length}件）` }).waitFor();
      const rows = await differences(page).locator('tbody tr').all();
      const shown = await Promise.all(rows.map((row) => row.getByRole('cell').allInnerTexts()));
      expect(shown.map(([client, , day, kind]) => `${client} ${day} ${kind}`).sort()).toEqual(expected.sort());
      for (const [, office = '', , kind, planned = '', actual = ''] of shown) {
        expect(office).toMatch(/\p{Script=Han}|\p{Script=Katakana}/u);
        expect(planned).toMatch(/単位×1$/);
        expect(actual).toMatch(kind === '提供なし' ? /^―$/ : /^\d+:\d\d〜\d+:\d\d .*単位×1$/);
      }
    },
  );
});

describe('files that were changed here', () => {
  it('are converted to edition 3 and back, read without errors, and are what they were', async () => {
    const page = await openCheck();
    const original = inputs(samples('month-v3/plans'));
    await drop(page, samples('month-v3/plans'));
    await settled(page);
    const fresh = await convert(page, '4.1');
    expect(errorsOf(fresh)).toEqual([]);
    expect(checkFiles(fresh).units.map(({ edition }) => edition)).toEqual(Array(5).fill('4.1'));
    await page.getByRole('button', { name: 'すべて取り除く' }).click();
    await drop(page, uploads(fresh));
    await settled(page);
    expect(await units(page).filter({ hasText: '第4.1版' }).count()).toBe(5);
    const back = await convert(page, '3');
    expect(back.map(({ name }) => name).sort()).toEqual(original.map(({ name }) => name).sort());
    const bytesOf = new Map(back.map(({ name, bytes }) => [name, Buffer.from(bytes)]));
    expect(original.filter(({ name, bytes }) => !bytesOf.get(name)?.equals(bytes))).toEqual([]);
  });

  it('lose what edition 3 has no place for, and the dialog says so both ways', async () => {
    const page = await openCheck();
    await drop(page, samples('month-v4/plans'));
    await settled(page);
    const old = await convert(page, '3', '除いたもの', /「TAISコード」は第3版にないため、除きました/);
    expect(errorsOf(old)).toEqual([]);
    expect(checkFiles(old).units.map(({ edition }) => edition)).toEqual(Array(12).fill('3'));
    await page.getByRole('button', { name: 'すべて取り除く' }).click();
    await drop(page, uploads(old));
    await settled(page);
    const back = await convert(
      page,
      '4.1',
      '人の確認が必要',
      /福祉用具貸与の行（\d+行）には、TAISコードか福祉用具届出コードが必要です/,
    );
    expect(back.map(({ name }) => name).sort()).toEqual(samples('month-v4/plans').map(({ name }) => name));
    expect([...new Set(errorsOf(back).map(({ code }) => code))]).toEqual(['MSB-ITEM-TAIS-MISSING']);
  });

  it('that would have one name in edition 3 are not lost without a word', async () => {
    const page = await openCheck();
    const unit = samples('month-v4/plans', HOME_HELP);
    const other = unit.map((file) => ({ ...file, name: file.name.replace('_11_', '_A2_') }));
    await drop(page, [...unit, ...other]);
    await settled(page);
    await page.getByRole('button', { name: /^版を変換/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: '第3版' }).check();
    await dialog.getByRole('button', { name: '変換する' }).click();
    await dialog.getByText('3ファイルに変換しました。').waitFor();
    const [name = ''] = unit.map((file) => file.name.replace('_43_', '_').replace('_11_', '_'));
    await dialog.getByText(`第3版のファイル名では、ほかの送信単位と同じ名前（${name}）になるため`).waitFor();
  });

  it.each([
    ['UTF-8', '文字コードを直す', samples('defects/utf8')],
    ['another serial', 'ファイル名を直す', samples('defects/serial-mismatch')],
    ['a name of a second download', 'ファイル名を直す', renamed(/^UPPLAN/, '.CSV', ' (1).csv')],
  ])('%s is repaired with a button, and the repaired unit can be saved', async (_case, button, files) => {
    const page = await openCheck();
    await drop(page, files);
    await settled(page);
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('region', { name: '見つかったこと' }).waitFor({ state: 'hidden' });
    await page.getByText('このまま送れます。').waitFor();
    expect(await units(page).allInnerTexts()).toEqual([expect.stringContaining('問題なし')]);
    const { bytes } = await downloaded(page, () =>
      page.getByRole('button', { name: 'いまのファイルを ZIP で保存' }).click(),
    );
    const saved = Object.entries(unzipSync(bytes)).map(([name, content]) => ({ name, bytes: content }));
    expect(saved).toHaveLength(3);
    expect(checkFiles(saved).findings).toEqual([]);
  });

  it('are not guessed: a name whose numbers are cut off is told part by part, without a button', async () => {
    const page = await openCheck();
    await drop(page, samples('defects/bad-name'));
    await settled(page);
    for (const part of ['送信元の事業所番号「137」', '送信先の事業所番号「138」', 'ファイル連番「20260927」'])
      expect(await findings(page).filter({ hasText: part }).count()).toBe(1);
    expect(await findings(page).getByRole('button').count()).toBe(0);
    expect(await units(page).count()).toBe(0);
  });
});

describe('the report', () => {
  it('tells whom it is about when it is open, and nobody when it is masked', async () => {
    const page = await openCheck();
    const files = [...samples('month-v4/plans'), ...tellingFiles()];
    await drop(page, files);
    await settled(page);
    const open = await report(page, /^そのまま/);
    expect(open.name).toBe('点検結果.html');
    for (const telling of ['渡邊　太郎', '0559378389', '1377700001', NURSING, 'MSB-LINK-NO-PARENT'])
      expect(open.text).toContain(telling);
    const masked = await report(page, /^伏せ字にする/);
    expect(masked.name).toBe('点検結果（伏せ字）.html');
    for (const { code } of errorsOf(inputs(files))) expect(masked.text).toContain(code);
    const { units: checked } = checkFiles(inputs(files));
    const people = checked
      .flatMap(clientsOf)
      .flatMap(({ name, insuredNumber, insurerNumber }) => [name, insuredNumber, insurerNumber]);
    const offices = checked.flatMap(({ sender, recipient }) => [sender.officeNumber, recipient.officeNumber]);
    const telling = [...new Set([...people, ...offices, '渡邊', '太郎'])].filter((one) => one !== null && one !== '');
    expect(telling.length).toBeGreaterThan(60);
    expect(telling.filter((one) => one !== null && masked.text.includes(one))).toEqual([]);
  });
});

describe('the page', () => {
  it('sends nothing anywhere, whatever is done with the files', async () => {
    const { context, page } = await world.open({ serviceWorkers: 'allow' });
    const { requests, refusals } = listen(context, page);
    await page.goto(`${world.hub.url}/check`);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await page.reload();
    await doEverything(page);
    const ofPage = requests.filter(({ url }) => !url.startsWith('blob:'));
    expect(ofPage.filter(({ byServiceWorker }) => byServiceWorker)).not.toEqual([]);
    expect(ofPage.filter(({ method, body }) => method !== 'GET' || body)).toEqual([]);
    const isOwnFile = (url: string) =>
      /^\/(check|assets\/[\w.-]+|icon\.svg|manifest\.webmanifest|service-worker\.js|)$/.test(
        url.replace(world.hub.url, ''),
      );
    expect(ofPage.map(({ url }) => url).filter((url) => !isOwnFile(url))).toEqual([]);
    expect(refusals).toEqual([]);
    // Had it tried, it would have been refused or at least seen here.
    const isRefused = await page.evaluate(() =>
      fetch('https://example.com/', { method: 'POST', body: 'x' }).catch(() => true),
    );
    expect(isRefused).toBe(true);
    expect(refusals.join()).toContain('https://example.com/');
    await page.evaluate(() => fetch('/v1/trust', { method: 'POST', body: 'x' }).then(() => {}));
    expect(requests.at(-1)).toEqual({
      method: 'POST',
      url: `${world.hub.url}/v1/trust`,
      body: true,
      byServiceWorker: false,
    });
  });

  it('works without a network once it has been opened', async () => {
    const line = new Line(Number(new URL(world.hub.url).port));
    try {
      const { page } = await world.open({ serviceWorkers: 'allow' });
      await page.goto(`http://127.0.0.1:${await line.listen()}/check`);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
      line.state = 'down';
      line.cut();
      await page.reload();
      await page.getByRole('heading', { name: 'ファイル点検' }).waitFor();
      await doEverything(page);
    } finally {
      await line.close();
    }
  });

  it('comes with a policy that lets only its own files run, and has no script of its own in it', async () => {
    const { page } = await world.open();
    const answer = await page.goto(`${world.hub.url}/check`);
    const headers = (await answer?.allHeaders()) ?? {};
    const policy = Object.fromEntries(
      (headers['content-security-policy'] ?? '').split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1)]),
    );
    expect(policy).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:', 'blob:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'"],
      'worker-src': ["'self'"],
      'manifest-src': ["'self'"],
      'frame-src': ['blob:'],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
    });
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/html; charset=utf-8$/i),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()'),
      'cache-control': 'no-cache',
    });
    const html = (await answer?.text()) ?? '';
    const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes = '', inside] of scripts) {
      expect(attributes).toMatch(/ src="\/assets\//);
      expect(inside).toBe('');
    }
    expect(html).not.toMatch(/<style| style=| on\w+=|javascript:/i);
  });
});
