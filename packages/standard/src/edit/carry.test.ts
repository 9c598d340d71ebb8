import { describe, expect, it } from 'vitest';
import { type DayCounts, weekdayOf } from '../index.js';
import { carriedCounts, carriedMarks } from './carry.js';

const counts = (...days: number[]): DayCounts => Object.fromEntries(days.map((day) => [day, 1]));
const carried = (serviceCode: string, days: readonly number[], from: string, to: string) =>
  Object.keys(carriedCounts({ serviceCode, counts: counts(...days) }, from, to)).map(Number);

/** October 2026 begins on a Thursday (five Thu, Fri, Sat), November on a Sunday (five Sun, Mon). */
describe('a month carried to the next by weekday', () => {
  it('knows its weekdays', () => {
    expect([weekdayOf('202610', 1), weekdayOf('202611', 1), weekdayOf('202602', 28)]).toEqual([3, 6, 5]);
  });

  it.each([
    ['every Monday, four become five', [5, 12, 19, 26], [2, 9, 16, 23, 30]],
    ['every Thursday, five become four', [1, 8, 15, 22, 29], [5, 12, 19, 26]],
    ['Tuesday and Friday', [2, 6, 9, 13, 16, 20, 23, 27, 30], [3, 6, 10, 13, 17, 20, 24, 27]],
    ['the second and fourth Tuesday', [13, 27], [10, 24]],
    ['the third Wednesday', [21], [18]],
    ['the fifth Saturday, which the next month lacks', [31], [28]],
    ['no day', [], []],
  ])('%s', (_, before, after) => {
    expect(carried('111111', before, '202610', '202611')).toEqual(after);
  });

  it('keeps counts above one', () => {
    expect(carriedCounts({ serviceCode: '111111', counts: { 13: 2 } }, '202610', '202611')).toEqual({ 10: 2 });
  });

  it('keeps rented goods on their day, once', () => {
    expect(carried('171003', [1], '202610', '202611')).toEqual([1]);
    expect(carried('171003', [31], '202610', '202611')).toEqual([30]);
    expect(carried('671003', [1, 15], '202610', '202611')).toEqual([1]);
  });

  it('leaves days out that the old month does not have', () => {
    expect(carried('111111', [32], '202610', '202611')).toEqual([]);
  });

  it('keeps a whole month of 日割 whole', () => {
    const october = Array.from({ length: 31 }, (_, at) => at + 1);
    expect(carriedMarks(october, '202610', '202611')).toHaveLength(30);
    expect(carriedMarks(october.slice(0, 30), '202611', '202612')).toHaveLength(31);
    expect(carriedMarks([29, 30, 31], '202610', '202611')).toEqual([29, 30]);
    expect(carriedMarks(null, '202610', '202611')).toBeNull();
  });
});
