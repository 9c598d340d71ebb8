import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { musubi } from './cli.testing.js';

const CASES = fileURLToPath(new URL('../../../test/fixtures/field-cases', import.meta.url));
const place = (name: string) => join(CASES, name);
const sides = (name: string) => [join(CASES, name, 'plan'), join(CASES, name, 'actual')] as const;
const PLAN = 'UPPLAN_202610_1377700001_43_1378700010_11_20260925100000.CSV';
const ACTUAL = 'UPJSK_202610_1378700010_11_1377700001_43_20260925110000.CSV';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-account-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of a case's folder with one of its files changed as text of single bytes. */
function changed(from: string, name: string, change: (text: string) => string): string {
  const to = mkdtempSync(join(folder, 'case-'));
  cpSync(from, to, { recursive: true });
  writeFileSync(join(to, name), change(readFileSync(join(to, name), 'latin1')), 'latin1');
  return to;
}

const inRow = (row: number, change: (line: string) => string) => (text: string) =>
  text
    .split('\r\n')
    .map((line, at) => (at === row - 1 ? change(line) : line))
    .join('\r\n');

async function compareJson(plan: string, actual: string) {
  const { code, out } = await musubi(['compare', plan, actual, '--json']);
  return { code, ...JSON.parse(out) };
}

describe('musubi compare', () => {
  it('C04: names the row of the actuals that lost a comma, besides the visit that then seems missing', async () => {
    const { code, out } = await musubi(['compare', ...sides('C04-broken-actual-row')]);
    expect(code).toBe(1);
    expect(out).toContain(`${ACTUAL} 3行目: 項目が24個です（25個のはずです）`);
    expect(out).toContain('実績: 1ファイル 9行・1人（うち使えない行 1行）');
  });

  it.each([
    ['a day that does not exist', (line: string) => line.replace(/,202610\d\d,/g, ',20261131,'), 'MSB-ITEM-BAD-DATE'],
    ['units that are no number', (line: string) => line.replace(',387,', ',387単,'), 'MSB-ITEM-NOT-NUMBER'],
    ['a time that is none', (line: string) => line.replace(',1600,', ',2560,'), 'MSB-ITEM-BAD-TIME'],
    ['the version of another edition', (line: string) => line.replace(/^202407/, '202208'), 'MSB-READ-MIXED-VERSIONS'],
    ['one item too many', (line: string) => `${line},`, 'MSB-READ-ITEM-COUNT'],
  ])('names a row of the actuals with %s', async (_what, change, code) => {
    const [plan, actual] = sides('C13-same-number-two-insurers');
    const json = await compareJson(plan, changed(actual, ACTUAL, inRow(4, change)));
    expect(json.code).toBe(1);
    expect(json.unused).toMatchObject([{ side: 'actuals', file: ACTUAL, record: 4, line: 4, cause: 'broken', code }]);
    expect(json.actuals).toMatchObject({ files: 1, records: 20, carried: 19 });
  });

  it('C08: shows that a day beyond the 30th was reported as one within', async () => {
    const { out } = await musubi(['compare', ...sides('C08-over-30')]);
    expect(out).toMatch(/10\/31 +変更（30日超） .*30日超 .*30日以内/);
    expect((await compareJson(...sides('C08-over-30'))).differences).toMatchObject([
      { kind: 'changed', changes: ['over30'], changeWords: ['30日超'], actual: { over30Days: false } },
    ]);
  });

  it('shows other pro-rated days, another satellite and other goods as changes', async () => {
    const [plan, actual] = sides('C06-half-month');
    const [name = ''] = readdirSync(actual);
    const goods = changed(actual, name, (text) => text.replace('00001-000010', '00001-000011'));
    expect((await compareJson(plan, goods)).differences).toMatchObject([
      { kind: 'changed', changes: expect.arrayContaining(['goods']) },
    ]);
    const branch = changed(actual, name, (text) => text.replace(/,,0,(\d{10}),/, ',01,0,$1,'));
    expect((await compareJson(plan, branch)).differences).toMatchObject([
      { kind: 'changed', changes: expect.arrayContaining(['satellite']) },
    ]);
    const days = `${'0'.repeat(15)}${'1'.repeat(16)}`;
    const prorated = changed(actual, name, (text) => text.replace(/,(202610\d\d),,/, `,$1,${days},`));
    const { out } = await musubi(['compare', plan, prorated]);
    expect(out).toContain('日割りなし');
    expect(out).toContain('日割り 16〜31日');
  });

  it('C11: speaks of the number that lost its zeros, and calls no visit missed or added', async () => {
    const { code, out } = await musubi(['compare', ...sides('C11-lost-zeros')]);
    expect(code).toBe(1);
    expect(out).toContain('被保険者番号「89390446」');
    expect(out).toContain('「0089390446」（佐藤　正雄）');
    expect(out).not.toMatch(/提供なし|予定になし|違いはありません/);
    expect((await compareJson(...sides('C11-lost-zeros'))).unknownClients).toMatchObject([
      { insuredNumber: '89390446', records: 9, likely: { insuredNumber: '0089390446' } },
    ]);
  });

  it('speaks of the number when it is the schedule that lost the zeros', async () => {
    const [plan, actual] = sides('C11-lost-zeros');
    const [lost, whole] = [/,0?0?89390446,/g, ',0089390446,'];
    const short = changed(plan, PLAN, (text) => text.replace(lost, ',89390446,'));
    const { out } = await musubi(['compare', short, changed(actual, ACTUAL, (text) => text.replace(lost, whole))]);
    expect(out).toMatch(/被保険者番号「0089390446」.*予定には「89390446」/);
  });

  it('C12: asks whether the folders were swapped', async () => {
    const [plan, actual] = sides('C12-folders-swapped');
    const swapped = await musubi(['compare', actual, plan]);
    expect(swapped.code).toBe(2);
    expect(swapped.out).toContain('予定のフォルダに予定がありません');
    expect(swapped.out).toContain('フォルダの順序が逆ではありませんか');
    expect(swapped.out).not.toContain('違いはありません');
    expect(await compareJson(actual, plan)).toMatchObject({ code: 2, differences: [], schedules: { records: 0 } });
  });

  it.each([
    ['an empty folder', () => mkdtempSync(join(folder, 'empty-')), 1],
    ['schedules again', () => sides('C12-folders-swapped')[0], 2],
  ])('does not call it all well when the actuals are %s', async (_what, make, expected) => {
    const { code, out } = await musubi(['compare', sides('C12-folders-swapped')[0], make()]);
    expect(code).toBe(expected);
    expect(out).toContain('実績: ');
    expect(out).not.toContain('違いはありません');
  });

  it('C13: does not mix up two people with one number, nor three', async () => {
    const [plan, actual] = sides('C13-same-number-two-insurers');
    const { out } = await musubi(['compare', plan, actual]);
    expect(out).toMatch(/斎藤　健一 .*10\/2 .*提供なし/);
    expect(out).toMatch(/佐藤　正雄 .*10\/1 .*提供なし/);
    const third = changed(actual, ACTUAL, (text) => {
      const row = text.split('\r\n').find((line) => line.startsWith('202407,141003')) ?? '';
      return `${text}${row.replace('141003', '271004')}\r\n`;
    });
    const json = await compareJson(plan, third);
    expect(json.unknownClients).toMatchObject([{ insurerNumber: '271004', insuredNumber: '0000012345', likely: null }]);
    const added = (await musubi(['compare', plan, third])).out
      .split('\n')
      .filter((line) => line.includes('予定になし'));
    expect(added).toHaveLength(1);
    expect(added[0]).toContain('0000012345（保険者 271004）');
  });

  it('takes an actual under another insurer for the one planned client with the number (住所地特例)', async () => {
    const [plan, actual] = sides('C04-broken-actual-row');
    const moved = changed(actual, ACTUAL, (text) => text.replaceAll(/^(\d{6}),141003,/gm, '$1,131016,'));
    const json = await compareJson(plan, moved);
    expect(json.differences).toHaveLength(1);
    expect(json.unknownClients).toEqual([]);
  });

  it('C14: names in its JSON the offices that have sent nothing yet', async () => {
    const json = await compareJson(...sides('C14-json-missing'));
    expect(json).toMatchObject({ code: 1, differences: [], actuals: { files: 0, records: 0 } });
    expect(json.missing).toContainEqual({
      ...{ officeNumber: '1378700010', name: '訪問介護さくら10' },
      ...{ month: '202610', clients: 1 },
    });
    const { out } = await musubi(['compare', ...sides('C14-json-missing')]);
    expect(out).not.toContain('違いはありません');
  });
});

describe('musubi convert', () => {
  const convert = async (from: string, ...more: string[]) => {
    const to = join(mkdtempSync(join(folder, 'out-')), 'v3');
    const run = await musubi(['convert', from, '--to', '3', '--out', to, ...more]);
    return { ...run, written: existsSync(to) ? readdirSync(to) : [] };
  };

  it.each([
    ['V02: numbers without zeros, a day that does not exist', 'V02-convert-bad', ['20261131', '89390446']],
    ['V04: a row that lost a comma', 'E15-one-row-short', ['6行目']],
    ['V05: files saved by a spreadsheet', 'E12-excel-resave', ['UPPLAN', 'UPSIKYU', 'UPHOSOKU']],
    ['a file cut off', 'E17-ms932-cut', ['UPPLAN']],
  ])('refuses %s, says why and writes nothing', async (_what, name, said) => {
    const { code, out, written } = await convert(place(name));
    expect({ code, written }).toEqual({ code: 1, written: [] });
    for (const words of said) expect(out).toContain(words);
    expect(out).toContain('変換できません');
  });

  it('refuses a row of another version, and does not stamp it anew', async () => {
    const other = changed(
      sides('C13-same-number-two-insurers')[0],
      PLAN,
      inRow(3, (line) => line.replace(/^202407/, '202208')),
    );
    const { code, out, written } = await convert(other);
    expect({ code, written }).toEqual({ code: 1, written: [] });
    expect(out).toContain('3行目');
  });

  it('refuses a unit that lacks a file instead of writing part of it', async () => {
    const part = mkdtempSync(join(folder, 'part-'));
    const plan = sides('C13-same-number-two-insurers')[0];
    for (const name of readdirSync(plan).filter((one) => !one.startsWith('UPSIKYU')))
      cpSync(join(plan, name), join(part, name));
    const { code, out, written } = await convert(part);
    expect({ code, written }).toEqual({ code: 1, written: [] });
    expect(out).toContain('第７表');
  });

  it('converts the good units of a heap whole, and ends with 1 for the others', async () => {
    const heap = mkdtempSync(join(folder, 'heap-'));
    mkdirSync(join(heap, 'good'));
    cpSync(sides('C08-over-30')[0], join(heap, 'good'), { recursive: true });
    cpSync(place('E15-one-row-short'), join(heap, 'bad'), { recursive: true });
    const { code, out, written } = await convert(heap, '--json');
    expect(code).toBe(1);
    expect(written).toHaveLength(3);
    const { files, input, unused } = JSON.parse(out);
    expect(files.sort()).toEqual(written.sort());
    const lost = unused.reduce((sum: number, { records }: { records: number }) => sum + records, 0);
    expect(input.records).toBe(input.carried + lost);
    expect(input.carried).toBeGreaterThan(30);
  });
});

describe('musubi show and print', () => {
  it('E15: begin with what they were made from, and name the row that is not there', async () => {
    const shown = await musubi(['show', place('E15-one-row-short')]);
    const printed = await musubi(['print', place('E15-one-row-short'), '--out', join(folder, 'short.pdf')]);
    for (const { code, out } of [shown, printed]) {
      expect(code).toBe(1);
      expect(out).toContain('3ファイル 79行・2人（うち使えない行 1行）');
      expect(out).toContain(`${PLAN} 6行目: 項目が24個です`);
    }
  });

  it('S01: marks the days beyond the 30th in 第6表, on a line of their own', async () => {
    const { code, out } = await musubi(['show', place('S01-short-31-days')]);
    expect(code).toBe(0);
    expect(out).toMatch(/計30\n.*計1\n +└ 30日超/);
  });

  it('asks which of two people with one number is meant, and prints the one', async () => {
    const month = place('C13-same-number-two-insurers');
    const asked = await musubi(['print', month, '--client', '0000012345', '--out', join(folder, 'both.pdf')]);
    expect(asked.code).toBe(2);
    expect(asked.err).toContain('--client 131016-0000012345  斎藤　健一');
    expect(asked.err).toContain('--client 141003-0000012345  佐藤　正雄');
    expect(existsSync(join(folder, 'both.pdf'))).toBe(false);
    const one = await musubi([
      'print',
      month,
      '--client',
      '141003-0000012345',
      '--out',
      join(folder, 'one.pdf'),
      '--json',
    ]);
    expect(one.code).toBe(0);
    expect(JSON.parse(one.out)).toMatchObject({ clients: 1, input: { clients: 2 }, unused: [] });
  });
});
