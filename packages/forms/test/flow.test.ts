import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jpegSize } from '../src/forms/picture.js';
import { inLanes, stretches } from '../src/forms/week-times.js';
import { documentOf, type FormPage, type TextItem } from '../src/index.js';
import { measure } from '../src/layout/measure.js';
import { label } from '../src/layout/piece.js';
import { wrap } from '../src/layout/wrap.js';
import { daysOf } from '../src/values/calendar.js';
import { unitOf } from './units.testing.js';

const japanese = fc.string({
  unit: fc.constantFrom(...'利用者は長い文を、書く。「転倒」（注）ｶﾅAbc 0123-45\n①～ーッ髙﨑　'),
  maxLength: 6000,
});
const name = fc.string({ unit: fc.constantFrom(...'山田太郎ABC　'), minLength: 1, maxLength: 300 });

describe('long texts', () => {
  it('never leave their pages and lose no character', () => {
    fc.assert(
      fc.property(japanese, japanese, japanese, name, (wishes, need, service, person) => {
        const values = { 利用者氏名: person, 利用者氏名フリガナ: person };
        const pages = documentOf([
          unitOf('4.1', [
            ['UP1KYO', null, [{ 総合的な援助の方針: wishes, 介護支援事業者名: person }]],
            ['UP2KYO', null, goalsOf(need, service)],
            ['UP3KYO', null, [{ 介護サービス内容: service, 週単位以外のサービス: wishes, 主な日常生活上の活動: need }]],
            ['UPHOSOKU', '000000', [values]],
          ]),
        ]).pages;
        for (const page of pages) expectWithin(page);
        expect(textOf(pages, '総合的な援助の方針')).toBe(bare(wishes));
        expect(textOf(pages, '課題')).toBe(bare(need));
        expect(textOf(pages, 'サービス内容')).toBe(bare(service + service));
        expect(textOf(pages, '週単位以外のサービス')).toBe(bare(wishes));
        expect(textOf(pages, '介護サービス内容')).toContain(bare(service));
        expect(textOf(pages, '利用者氏名')).toContain(bare(person));
      }),
      { numRuns: 40 },
    );
  });

  it('flow on further pages under the headings again', () => {
    const long = '長い課題の文。'.repeat(600);
    const pages = documentOf([
      unitOf('4.1', [
        ['UP1KYO', null, [{}]],
        ['UP2KYO', null, goalsOf(long, 'サービス')],
        ['UP3KYO', null, [{}]],
        ['UPHOSOKU', '000000', [{}]],
      ]),
    ]).pages;
    const goals = pages.filter(({ items }) => items.some((item) => item.type === 'text' && item.text === '長期目標'));
    expect(goals.length).toBeGreaterThan(1);
  });
});

function goalsOf(need: string, content: string) {
  const empty = { 課題: '', 長期目標: '', 長期期間: '', 短期目標: '', 短期期間: '' };
  const same = { 課題ＮＯ: '1', 援助目標ＮＯ: '1', サービス内容: content };
  return [
    { ...same, 課題: need },
    { ...same, ...empty },
  ];
}

const bare = (text: string) => text.replaceAll(/\s/g, '');

/** What the pages say of an item, in their order. */
function textOf(pages: readonly FormPage[], item: string): string {
  const texts = pages.flatMap(({ items }) => items.filter((one): one is TextItem => one.type === 'text'));
  return bare(
    texts.flatMap(({ text, sources }) => (sources.some((source) => source.item === item) ? [text] : [])).join(''),
  );
}

function expectWithin({ width, height, items }: FormPage): void {
  for (const item of items) {
    if (item.type !== 'text') continue;
    const { x, y, text, size } = item;
    if (x < 9.9 || x + item.width > width - 9.9 || y - size * 0.9 < 9.5 || y + size * 0.2 > height - 9)
      throw new Error(`「${text}」 leaves the page at ${x} ${y}`);
  }
}

describe('breaking lines', () => {
  const lines = (text: string, width: number) =>
    wrap([label(text)], width, 1).map(({ fragments }) => fragments.map((one) => one.text).join(''));

  it('begins none with a closing mark and ends none with an opening one', () => {
    expect(lines('あいう。えお', 3)).toEqual(['あい', 'う。え', 'お']);
    expect(lines('あい「う」え', 3)).toEqual(['あい', '「う」', 'え']);
  });

  it('keeps numbers and codes whole where there is room, and breaks them where there is none', () => {
    expect(lines('電話03-1234-5678', 8)).toEqual(['電話', '03-1234-5678']);
    for (const line of lines('1234567890', 2)) expect(measure(line, 1)).toBeLessThanOrEqual(2);
  });

  it('keeps line breaks of the value', () => {
    expect(lines('一\n\n二', 10)).toEqual(['一', '', '二']);
  });
});

describe('the week', () => {
  it('goes on from four o’clock when a service passes it', () => {
    expect(stretches('夜勤', 22 * 60, 6 * 60)).toMatchObject([
      { from: 18 * 60, until: 24 * 60 },
      { from: 0, until: 120 },
    ]);
    expect(stretches('一日', 0, 24 * 60)).toMatchObject([
      { from: 20 * 60, until: 24 * 60 },
      { from: 0, until: 20 * 60 },
    ]);
  });

  it('puts services of the same time side by side', () => {
    const all = inLanes([...stretches('a', 600, 720), ...stretches('b', 660, 700), ...stretches('c', 720, 800)]);
    expect(all.map(({ entry, lane, lanes }) => [entry, lane, lanes])).toEqual([
      ['a', 0, 2],
      ['b', 1, 2],
      ['c', 0, 1],
    ]);
  });
});

it('knows weekdays and holidays of a month', () => {
  const days = daysOf('2026-10');
  expect(days).toHaveLength(31);
  expect(days[11]).toEqual({ day: 12, weekday: '月', isHoliday: true, isRest: true });
  expect(days[12]).toMatchObject({ weekday: '火', isRest: false });
  expect(daysOf('2028-02')).toHaveLength(29);
});

describe('the family’s picture', () => {
  const NAME = 'UPKIHON_IMAGE_1377700001_43_1375400014_13_20260925120000_0001.jpg';
  /** A JPEG’s beginning: start, a comment, and the frame that tells 200 × 100. */
  const JPEG = [0xff, 0xd8, 0xff, 0xfe, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 100, 0, 200, 1, 1, 0x11, 0, 0xff, 0xd9];
  const client = () => {
    const unit = unitOf('4.1', [['UPKIHON', null, [{ '家族構成 画像ファイル名': NAME }]]]);
    const [first] = unit.files;
    if (!first) throw new Error('no file');
    const picture = { ...first, name: NAME, kind: 'UPKIHON_IMAGE' as const, bytes: new Uint8Array(JPEG), table: null };
    return { ...unit, files: [first, { ...picture, layout: null }] };
  };
  const images = (masked: boolean) =>
    documentOf([client()], { masked }).pages.flatMap(({ items }) => items.filter(({ type }) => type === 'image'));

  it('stands in its box in its proportions, and not in a masked print', () => {
    const [image] = images(false);
    expect(image).toMatchObject({ type: 'image', sources: [{ item: '家族構成 画像ファイル名', record: 1 }] });
    if (image?.type === 'image') expect(image.width / image.height).toBeCloseTo(2);
    expect(images(true)).toEqual([]);
  });

  it('is left out when it is no JPEG, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const size = jpegSize(new Uint8Array([0xff, 0xd8, ...bytes]));
        expect(size === null || size.width >= 0).toBe(true);
      }),
    );
  });
});
