import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CATALOGUE,
  type CheckedFiles,
  CODE_TABLES,
  checkFiles,
  checkReport,
  clientsOf,
  encodeMs932,
  type FindingCode,
  type InputFile,
  makeFinding,
  SERVICE_TYPES,
  UNIT_NAMES,
} from '../index.js';
import { LAYOUTS } from '../layouts/index.js';
import { manifest, sampleFolder } from '../samples.testing.js';
import { maskFileName, maskText } from './mask.js';
import { secondNet } from './second-net.js';

const OPTIONS = { masked: true, madeAt: '2026-10-05T09:30', dateStyle: 'era' } as const;
const masked = (checked: CheckedFiles) => checkReport(checked, OPTIONS);
const open = (checked: CheckedFiles) => checkReport(checked, { ...OPTIONS, masked: false });

/** Everything the program says of itself: runs in here come from no file. */
const OUR_WORDS = JSON.stringify([
  CATALOGUE,
  CODE_TABLES,
  UNIT_NAMES,
  [...SERVICE_TYPES.values()],
  LAYOUTS,
  checkReport({ units: [], findings: [] }, OPTIONS),
]);

const isCode = (text: string): text is FindingCode => Object.hasOwn(CATALOGUE, text);
const CODES = Object.keys(CATALOGUE).filter(isCode);
/** Codes whose `expected` is a number of items or a rule for names, editions included. */
const ABOUT_LAYOUT = /^MSB-(NAME-PART|NAME-EXTENSION|READ-ITEM-COUNT|UNIT-EDITION)/;

const RUNS = /\p{Script=Han}{2,}|\d{4,}/gu;

/** The runs of kanji and digits in all cells and names of some files that are not the program's own words. */
function tellingRuns({ units, leftOver }: CheckedFiles): string[] {
  const files = [...units.flatMap((unit) => unit.files), ...leftOver];
  const texts = files.flatMap(({ table, nameParts }) => {
    const cells = [nameParts?.sender.officeNumber ?? '', nameParts?.recipient.officeNumber ?? ''];
    for (let row = 0; row < (table?.rowCount ?? 0); row++)
      for (let item = 1; item <= (table?.itemCount(row) ?? 0); item++) cells.push(table?.text(row, item) ?? '');
    return cells;
  });
  const months = new Set(units.map(({ month }) => month));
  const runs = new Set(texts.flatMap((text) => text.match(RUNS) ?? []));
  return [...runs].filter((run) => !OUR_WORDS.includes(run) && !months.has(run) && !/^0+$/.test(run));
}

describe('the masked report', () => {
  it.each(manifest.defects)('of $defect has nothing of what the files say', ({ dir }) => {
    const checked = checkFiles(sampleFolder(dir));
    const report = masked(checked);
    expect(tellingRuns(checked).filter((run) => report.includes(run))).toEqual([]);
    for (const { code } of checked.findings) expect(report).toContain(code);
  });

  it('keeps kind, month and service types of file names, and tells files apart by number', () => {
    const report = masked(checkFiles(sampleFolder('defects/bad-date')));
    expect(report).toContain('UPPLAN_202610_0000000000_43_0000000000_13_00000000000000.CSV');
    expect(report).toMatch(/ファイル1: .*ファイル2: .*ファイル3: /s);
  });

  it('is the same whoever it is about: only shapes count', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9]{${length}}$`));
    const kanji = (length: number) =>
      fc.string({
        unit: fc.constantFrom('亜', '伊', '鵜', '絵', '尾', '香', '木', '久'),
        minLength: length,
        maxLength: length,
      });
    const seeds = fc.record({
      // The broken name's file belongs to nobody that could be swapped.
      dir: fc.constantFrom(...manifest.defects.map(({ dir }) => dir).filter((dir) => !dir.endsWith('bad-name'))),
      numbers: fc.uniqueArray(digits(9), { minLength: 60, maxLength: 60 }),
      names: fc.array(kanji(8), { minLength: 60, maxLength: 60 }),
    });
    fc.assert(
      fc.property(seeds, ({ dir, numbers, names }) => {
        const files = sampleFolder(dir);
        expect(renamed(files, numbers, names)).not.toEqual(files);
        expect(masked(checkFiles(renamed(files, numbers, names)))).toBe(masked(checkFiles(files)));
      }),
      { numRuns: 60 },
    );
  });

  it('masks whatever fills a sentence, unless the standard itself fills it', () => {
    const secret = '渡邊太郎様1377700001';
    const ofFiles = [
      'part',
      'serial',
      'month',
      'office',
      'other',
      'service',
      'start',
      'end',
      'type',
      'typeName',
      'name',
    ];
    const words = Object.fromEntries([...ofFiles, 'paths'].map((name) => [name, secret]));
    for (const code of CODES) {
      const filled = ABOUT_LAYOUT.test(code) ? words : { ...words, expected: secret };
      const finding = makeFinding(
        code,
        { file: `${secret}.CSV`, item: 3, itemName: '被保険者番号', value: secret },
        filled,
      );
      const report = masked({ units: [], findings: [finding], leftOver: [], files: [] });
      expect(report).toContain(code);
      expect(report).not.toMatch(/渡邊|太郎|1377/);
    }
  });

  it('holds a second net below the first', () => {
    const { units, findings } = checkFiles(sampleFolder('month-v4/plans'));
    const net = secondNet(units, findings);
    const [client] = units.flatMap(clientsOf);
    const [unit] = units;
    expect(client?.name).toBe('伊藤　千代子');
    expect(net(`${client?.name} ${client?.insuredNumber} ${unit?.sender.officeNumber} 訪問介護 202610`)).toBe(
      '■■　■■■ A000000000 0000000000 訪問介護 202610',
    );
  });
});

/** The files with other numbers and names of the same shape for every client and office, in names and contents. */
function renamed(files: readonly InputFile[], numbers: readonly string[], names: readonly string[]): InputFile[] {
  const { units, leftOver } = checkFiles(files);
  const people = new Map(units.flatMap(clientsOf).map((one) => [one.insuredNumber, one.name]));
  const parties = [...units.flatMap((unit) => unit.files), ...leftOver].flatMap(({ nameParts }) =>
    nameParts ? [nameParts.sender.officeNumber, nameParts.recipient.officeNumber] : [],
  );
  const swaps: [string, string][] = [];
  const swap = (from: string, at: number) => swaps.push([from, from.slice(0, 1) + (numbers[at] ?? '').slice(0, 9)]);
  // 9999999999 is no office and nobody's number: it means a total.
  [...new Set([...parties, ...people.keys()])].filter((number) => number !== '9999999999').forEach(swap);
  [...new Set(people.values())].forEach((name, at) => {
    const other = [...(names[at] ?? '')];
    const like = name && [...name].map((one) => (/\p{Script=Han}/u.test(one) ? (other.pop() ?? one) : one)).join('');
    for (const encode of [sjis, (text: string) => new TextEncoder().encode(text)])
      if (name && like) swaps.push([bytesText(encode(name)), bytesText(encode(like))]);
  });
  const swapped = (text: string) => swaps.reduce((all, [from, to]) => all.replaceAll(from, to), text);
  return files.map(({ name, bytes }) => ({
    name: swapped(name),
    bytes: Uint8Array.from(swapped(bytesText(bytes)), (one) => one.charCodeAt(0)),
  }));
}

/** Bytes as characters of the same numbers; `latin1` of TextDecoder would be Windows' 1252. */
function bytesText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function sjis(text: string): Uint8Array {
  const encoded = encodeMs932(text);
  return 'bytes' in encoded ? encoded.bytes : new Uint8Array();
}

describe('the open report', () => {
  const checked = checkFiles(sampleFolder('defects/bad-date'));

  it('says what was found where, and what to do', () => {
    const report = open(checked);
    const [finding] = checked.findings;
    for (const part of [finding?.code, finding?.value, finding?.remedy, finding?.file, finding?.itemName])
      expect(report).toContain(part);
    expect(report).toContain('✕ 送れません（エラー1件）');
    expect(report).toContain('令和8年10月5日 09:30');
    expect(checkReport(checked, { ...OPTIONS, dateStyle: 'western' })).toContain('2026年10月5日 09:30');
  });

  it('is one page without scripts and without anything from elsewhere', () => {
    for (const report of [open(checked), masked(checked)]) {
      expect(report.startsWith('<!doctype html>')).toBe(true);
      expect(report).not.toMatch(/<script|https?:|src=|url\(/i);
    }
  });

  it('escapes whatever a file says', () => {
    const nasty = '<img src=x onerror=alert(1)>"&\'';
    const value = fc.oneof(fc.constant(nasty), fc.string({ unit: 'binary', maxLength: 40 }));
    fc.assert(
      fc.property(value, fc.boolean(), (text, isMasked) => {
        const [unit] = checked.units;
        const findings = checked.findings.map((one) => ({ ...one, value: text, file: text, itemName: text }));
        const report = checkReport({ units: unit ? [unit] : [], findings }, { ...OPTIONS, masked: isMasked });
        const body = report.slice(report.indexOf('<body>'));
        expect(
          body.replace(/<\/?(body|html|h1|h2|p|table|thead|tbody|tr|th|td|ul|li)( class="\w+")?>/g, ''),
        ).not.toMatch(/[<>]/);
      }),
    );
  });
});

describe('masks', () => {
  it('keep the length and leave nothing that tells', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.stringMatching(/^[亜-腕あ-ん㈱Ａ１]*$/)),
        (text) => {
          const shape = maskText(text);
          expect([...shape]).toHaveLength([...text].length);
          expect(shape).not.toMatch(/(?![AＡ])\p{L}|[1-9１-９]/u);
          expect(maskText(shape)).toBe(shape);
        },
      ),
    );
  });

  it.each([
    [
      'UPHOSOKU_000000_1377700001_43_1375400014_A6_20260925100000.CSV',
      'UPHOSOKU_000000_0000000000_43_0000000000_A6_00000000000000.CSV',
    ],
    ['UPPLAN_1377700001.CSV', 'UPPLAN_0000000000.CSV'],
    ['UP1KYO_202011_1.CSV', 'UP1KYO_000000_0.CSV'],
    ['渡邊太郎様.csv', '■■■■■.csv'],
    ['UPPLAN_渡邊_202610.CSV', 'UPPLAN_■■_000000.CSV'],
  ])('%s becomes %s', (name, shape) => {
    expect(maskFileName(name)).toBe(shape);
  });
});
