import { checkFiles } from '@musubi/standard';
import { describe, expect, it } from 'vitest';
import { documentOf, type FormDocument } from '../src/index.js';
import { filledFile, unitOf, type Values } from './units.testing.js';

const textOf = ({ pages }: FormDocument) =>
  pages.map(({ items }) => items.map((item) => (item.type === 'text' ? item.text : '')).join('')).join('\n');
const sixth = (edition: '3' | '4.1', rows: readonly Values[]) =>
  textOf(documentOf([unitOf(edition, [['UPPLAN', '202610', rows]])])).replaceAll(/[\s　]/g, '');
const rowsOf = (text: string) => text.match(/予定/g)?.length;

const DAY = { サービス利用日: '20261031', 日割対象日: '', '３０日超区分': '0' } as const;

describe.each(['3', '4.1'] as const)('odd content of edition %s', (edition) => {
  it('has a mark on day 31, and days of pro-rated months to the 31st', () => {
    const text = sixth(edition, [{ ...DAY, 日割対象日: `${'0'.repeat(29)}11` }]);
    expect(text).toContain('日割り30〜31日');
  });

  it('prints numbers of people with letters as they are', () => {
    const unit = unitOf(edition, [['UPPLAN', '202610', [{ ...DAY, 被保険者番号: 'H052902550' }]]]);
    const document = documentOf([unit]);
    expect(document.bookmarks.map(({ title }) => title)).toEqual(['H052902550']);
    expect(textOf(document)).toContain('H052902550');
  });

  it('keeps service types of one office on lines of their own', () => {
    const text = sixth(edition, [
      { ...DAY, サービスコード: '131111' },
      { ...DAY, サービスコード: '631111' },
    ]);
    expect(rowsOf(text)).toBe(2);
    expect(text).toMatch(/訪問看護131111.*631111/s);
  });

  it('does not fall over a month without days, a day without month, or an unknown code', () => {
    for (const values of [
      { ...DAY, サービス利用日: '' },
      { ...DAY, サービス利用日: '20261099' },
      { ...DAY, サービスコード: 'ZZZZZZ' },
      { ...DAY, 対象年月: '' },
      { ...DAY, サービス開始時刻: '2599' },
    ]) {
      const { units } = checkFiles([filledFile('UPPLAN', edition, [values], '202610')]);
      expect(() => documentOf(units)).not.toThrow();
    }
  });
});

describe('satellites', () => {
  it('have lines of their own beside the main office', () => {
    const text = sixth('4.1', [
      { ...DAY, サテライト枝番: '' },
      { ...DAY, サテライト枝番: '02' },
    ]);
    expect(rowsOf(text)).toBe(2);
    expect(text).toContain('（枝番2）');
  });
});
