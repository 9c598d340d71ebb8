import { compareScheduleWithActuals, type SendingUnit } from '@musubi/standard';
import { describe, expect, it } from 'vitest';
import { documentOf, type FormDocument, type TextItem } from '../src/index.js';
import { sampleUnits, unitOf, type Values } from './units.testing.js';

const MERGED = '第6表 サービス利用票・提供票（予定・実績）';
const DAY = {
  サービス利用日: '20261005',
  日割対象日: '',
  '３０日超区分': '0',
  単位数: '471',
  サービス回数: '1',
} as const;

function schedule(rows: readonly Values[], sums: readonly Values[] = [{}]): SendingUnit {
  return unitOf('4.1', [
    ['UPPLAN', '202610', rows],
    ['UPSIKYU', '202610', sums],
    ['UPHOSOKU', '202610', [{}]],
  ]);
}
const actuals = (rows: readonly Values[]) => unitOf('4.1', [['UPJSK', '202610', rows]]);
const later = (unit: SendingUnit, serial: string): SendingUnit => ({
  ...unit,
  serial,
  files: unit.files.map((file) => ({ ...file, name: file.name.replace(unit.serial, serial) })),
});

const textsOf = ({ pages }: FormDocument): TextItem[] =>
  pages.flatMap(({ items }) => items.filter((item): item is TextItem => item.type === 'text'));
const namesOf = ({ bookmarks }: FormDocument) =>
  bookmarks.flatMap(({ children }) => children.map(({ title }) => title));

/** The texts beside a word of the form on its page, left to right: what stands in its row. */
function rowsBeside({ pages }: FormDocument, word: string): TextItem[][] {
  return pages.flatMap(({ items }) => {
    const texts = items.filter((item): item is TextItem => item.type === 'text');
    return texts
      .filter(({ text }) => text === word)
      .map((own) => texts.filter(({ x, y }) => x > own.x && Math.abs(y - own.y) < 0.5).sort((a, b) => a.x - b.x));
  });
}
const rowTexts = (document: FormDocument, word: string) =>
  rowsBeside(document, word).map((row) => row.map(({ text }) => text).join(' '));

describe('予定 and 実績 on one 第6表', () => {
  it('share a line where they are alike, each mark with its own file and record', () => {
    const units = [schedule([DAY, { ...DAY, サービス利用日: '20261012' }]), actuals([DAY])];
    const document = documentOf(units);
    expect(namesOf(document)).toContain(MERGED);
    expect(rowTexts(document, '予定')).toEqual(['1 1 2']);
    expect(rowTexts(document, '実績')).toEqual(['1 1']);
    const [planned] = rowsBeside(document, '予定')[0] ?? [];
    const [provided] = rowsBeside(document, '実績')[0] ?? [];
    expect(planned?.x).toBeCloseTo(provided?.x ?? 0);
    expect(planned?.sources[0]).toMatchObject({ file: expect.stringMatching(/^UPPLAN/), record: 1 });
    expect(provided?.sources[0]).toMatchObject({ file: expect.stringMatching(/^UPJSK/), record: 1 });
    expect(textsOf(document).some(({ text }) => text === '利用者氏名の値03' || text.includes('471単位'))).toBe(true);
  });

  it('leave a line of their own to what was provided at another time, and invent nothing in its 予定', () => {
    const moved = { ...DAY, サービス開始時刻: '1400', サービス終了時刻: '1530' };
    const document = documentOf([schedule([DAY]), actuals([moved])]);
    expect(rowTexts(document, '予定')).toEqual(['1 1', '']);
    expect(rowTexts(document, '実績')).toEqual(['', '1 1']);
  });

  it('say both 単位数 where they differ', () => {
    const texts = textsOf(documentOf([schedule([DAY]), actuals([{ ...DAY, 単位数: '480' }])])).map(({ text }) => text);
    expect(texts.join('').replaceAll('　', '')).toContain('予定471単位実績480単位');
  });

  it('count the latest of two actuals only, whatever their order', () => {
    const first = actuals([DAY, { ...DAY, サービス利用日: '20261006' }]);
    const second = later(actuals([{ ...DAY, サービス利用日: '20261007' }]), '20261104090000');
    for (const units of [
      [schedule([DAY]), first, second],
      [second, first, schedule([DAY])],
    ])
      expect(rowTexts(documentOf(units), '実績')).toEqual(['1 1']);
  });

  it('print a corrected schedule once, with its own 第7表', () => {
    const old = schedule([DAY, { ...DAY, サービス利用日: '20261006' }]);
    const corrected = later(schedule([DAY], [{ 単位数: '999' }]), '20260926120000');
    const document = documentOf([old, corrected]);
    expect(rowTexts(document, '予定')).toEqual(['1 1']);
    expect(namesOf(document).filter((name) => name.startsWith('第7表'))).toHaveLength(1);
    expect(textsOf(document).some(({ text }) => text === '999')).toBe(true);
  });

  it('stay apart by month', () => {
    const november = unitOf('4.1', [['UPJSK', '202611', [{ ...DAY, 対象年月: '202611', サービス利用日: '20261105' }]]]);
    const names = namesOf(documentOf([schedule([DAY]), november]));
    expect(names).toContain('第6表 サービス利用票・提供票（予定）');
    expect(names).toContain('第6表 サービス利用票・提供票（実績）');
  });
});

describe('a whole month of all partners', () => {
  const units = sampleUnits('month-v4');
  const document = documentOf(units);

  it('has one 第6表 for each client, with the marks of every provided day', () => {
    for (const { title, children } of document.bookmarks)
      expect(children.filter(({ title: form }) => form.startsWith('第6表')).length, title).toBe(1);
    const marked = new Set(
      textsOf(document).flatMap(({ sources }) => sources.map(({ file, record }) => `${file} ${record}`)),
    );
    for (const { files } of units.filter(({ kind }) => kind === 'actuals'))
      for (const { table, name } of files)
        for (let record = 1; table && record <= table.rowCount; record++) expect(marked).toContain(`${name} ${record}`);
  });

  it('has 予定 without 実績 and the reverse exactly where the comparison finds a difference', () => {
    const { differences } = compareScheduleWithActuals(units, units);
    const totals = (word: string) => rowsBeside(document, word).map((row) => Number(row.at(-1)?.text ?? 0));
    const sum = (all: readonly number[]) => all.reduce((whole, one) => whole + one, 0);
    const gone = differences.filter(({ kind }) => kind === 'notProvided').length;
    const added = differences.filter(({ kind }) => kind === 'added').length;
    expect(gone).toBeGreaterThan(0);
    expect(sum(totals('予定')) - sum(totals('実績'))).toBe(gone - added);
  });
});
