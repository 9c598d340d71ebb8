import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { careLevelLimits, countsTowardsLimit, insurers, serviceCodes, unitPrices } from './index.js';
import { readTable } from './node.js';

const text = readTable('service-codes.csv');
const codes = serviceCodes(text);

describe('サービスコード表', () => {
  it('holds every line of its sources, once a month per insurer', () => {
    expect(codes.all).toHaveLength(15_390);
    const known = codes.all.map(({ code, from, insurer }) => `${code} ${from} ${insurer}`);
    expect(new Set(known).size).toBe(known.length);
    for (const { code, name, units, permille } of codes.all) {
      expect(code).toMatch(/^[0-9A-Z]{6}$/);
      expect(name).not.toBe('');
      expect(units === null || Number.isInteger(units)).toBe(true);
      expect(units === null || permille === null).toBe(true);
    }
    expect(gzipSync(text).length).toBeLessThan(250_000);
  });

  it.each([
    ['111111', '身体介護１', 244, '回'],
    ['111211', '身体介護２', 387, '回'],
    ['131111', '訪看Ⅰ２', 471, '回'],
    ['114001', '訪問介護初回加算', 200, '月'],
    ['A21111', '訪問型独自サービス１１', 1176, '月'],
  ])('knows %s', (code, name, units, basis) => {
    expect(codes.find(code, '202610')).toMatchObject({ name, units, basis });
    expect(codes.name(code, '202610', '131016')).toBe(name);
  });

  it('goes by the month', () => {
    expect(codes.find('111111', '202405')).toBeNull();
    expect(codes.find('111111', '202406')?.units).toBe(244);
    expect(codes.name('111111', '202001', '131016')).toBe('身体介護１');
    expect(codes.find('116275', '202605')?.permille).toBe(245);
    expect(codes.find('116275', '202606')).toBeNull();
    expect(codes.name('116275', '202610', '131016')).toBe('訪問介護処遇改善加算Ⅰ');
    expect(codes.name('11ZZZZ', '202610', '131016')).toBeNull();
    const replaced = codes.all.find(({ insurer, until }) => insurer !== null && until === '2026-05');
    expect(replaced && codes.find(replaced.code, '202605', '124230')).toMatchObject({ until: '2026-05' });
  });

  it('names a code as the insurer calls it in that month, and by no other name where insurers differ', () => {
    const line = (insurer: string | null, name: string, from: string, until: string | null = null) => ({
      ...{ code: 'A21111', name, units: 100, permille: null, basis: '月' as const, kind: '基' as const },
      ...{ from, until, insurer },
    });
    const own = serviceCodes([
      line('131016', '訪問型１', '2024-04', '2026-05'),
      line('131016', '訪問型１改', '2026-06'),
      line('131024', '訪問型甲', '2024-04'),
    ]);
    expect(own.name('A21111', '202605', '131016')).toBe('訪問型１');
    expect(own.name('A21111', '2026-06', '131016')).toBe('訪問型１改');
    expect(own.name('A21111', '', '131016')).toBe('訪問型１改');
    expect(own.name('A21111', '202606', '131024')).toBe('訪問型甲');
    expect(own.name('A21111', '202606', '131032')).toBeNull();
    const agreed = serviceCodes([line('131016', '訪問型１', '2024-04'), line('131024', '訪問型１', '2024-04')]);
    expect(agreed.name('A21111', '202606', '131032')).toBe('訪問型１');
  });

  it('is searched by words, readings and codes', () => {
    const first = (words: string, type?: string) =>
      codes.search(words, { month: '202610', ...(type ? { type } : {}) })[0]?.code;
    expect(first('身体介護１')).toBe('111111');
    expect(first('しんたい 1', '11')).toBe('111111');
    expect(first('ホウカン 2', '13')).toBe('131111');
    expect(first('111211')).toBe('111211');
    expect(codes.search('身体', { month: '202610', type: '15' })).toEqual([]);
    expect(codes.search('', { month: '202610', type: '11', limit: 7 })).toHaveLength(7);
  });

  it('proposes what counts towards the limit', () => {
    const counts = (code: string) => {
      const line = codes.find(code, '202605');
      return line && countsTowardsLimit(line);
    };
    expect(['111111', '114001', '116275', '134000', '311111'].map(counts)).toEqual([true, true, false, false, false]);
  });
});

it('unit prices follow area and type', () => {
  const { areas, price } = unitPrices(readTable('unit-prices.csv'), readTable('labour-ratios.csv'));
  expect(areas).toHaveLength(8);
  expect(price('1', '11')).toBe(1140);
  expect(price('3', '15')).toBe(1068);
  expect(price('7', '16')).toBe(1017);
  expect(price('1', '17')).toBe(1000);
  expect(price('other', '11')).toBe(1000);
  expect(price('9', '11')).toBeNull();
  expect(price('1', '99')).toBeNull();
});

it('limits and insurers have names', () => {
  const limits = careLevelLimits(readTable('limits.csv'));
  expect(limits.find(({ name }) => name === '要介護３')).toEqual({ level: '23', name: '要介護３', units: 27048 });
  expect(limits).toHaveLength(9);
  const known = insurers(readTable('insurers.csv'));
  expect(known.size).toBe(1531);
  expect(known.get('011007')).toEqual({ number: '011007', prefecture: '北海道', name: '札幌市' });
});
