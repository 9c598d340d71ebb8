import { describe, expect, it } from 'vitest';
import { type DayCounts, type ServiceFacts, weekdayOf } from '../index.js';
import { carriedCounts, carriedMarks, monthlyCounts } from './carry.js';
import type { SheetRow } from './sheet.js';

const counts = (...days: number[]): DayCounts => Object.fromEntries(days.map((day) => [day, 1]));
const carried = (serviceCode: string, days: readonly number[], from: string, to: string) =>
  Object.keys(carriedCounts({ serviceCode, counts: counts(...days) }, from, to)).map(Number);

const LINE: SheetRow = {
  ...{ id: 'r1', planned: {}, counts: {}, movedFrom: {}, updatedBy: '', marker: '', writtenOn: null, planner: '' },
  ...{ plannerOffice: '', units: 200, shortStayDaysBefore: null, proratedDays: null, start: null, end: null },
  ...{ serviceCode: '', taisCode: '', noticeCode: '', goodsName: '', detailCode: null, officeNumber: '1378700010' },
  ...{ officeName: '', satellite: null, over30Days: false },
};

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

  describe('what the month has once', () => {
    const row = (serviceCode: string, day: number) => ({ ...LINE, serviceCode, counts: counts(day) });
    const facts: Readonly<Record<string, ServiceFacts>> = {
      '111111': { kind: 'basic', basis: 'visit', inLimit: true },
      '114845': { kind: 'basic', basis: 'visit', inLimit: true },
      '114001': { kind: 'addition', basis: 'month', inLimit: true },
      '114000': { kind: 'addition', basis: 'visit', inLimit: true },
      '731111': { kind: 'basic', basis: 'month', inLimit: true },
    };
    const factsOf = (code: string): ServiceFacts => facts[code] ?? { kind: 'addition', basis: null, inLimit: null };
    const placed = (code: string, day: number) =>
      monthlyCounts(row(code, day), [row('111111', 9), row('114845', 5), row('114000', 2)], '202611', factsOf);

    it.each([
      ['a monthly addition goes to the first day of its services, basic codes above 4000 among them', '114001', 1, 5],
      ['so does an addition that no table knows', '119999', 1, 5],
      ['a service charged by the month stays on its day', '731111', 31, 30],
    ])('%s', (_, code, day, expected) => {
      expect(placed(code, day)).toEqual({ [expected]: 1 });
    });

    it.each([
      ['a visit on one day', '111111'],
      ['an addition to a single visit', '114000'],
      ['a visit whose code lies above 4000', '114845'],
    ])('%s goes by weekday', (_, code) => {
      expect(placed(code, 14)).toBeNull();
    });
  });
});
