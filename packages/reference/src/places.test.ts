import { describe, expect, it } from 'vitest';
import { readAreaMap, readMunicipalities, readPrefectures } from './index.js';
import { readTable } from './node.js';

const municipalities = readMunicipalities(readTable('municipalities.csv'));
const prefectures = readPrefectures(readTable('prefectures.csv'));

describe('places', () => {
  it('has every prefecture and municipality, wards with their city', () => {
    expect(prefectures).toHaveLength(47);
    expect(prefectures[12]).toEqual({ code: '13', name: '東京都' });
    const cities = municipalities.filter(({ parent }) => parent === null);
    expect(cities).toHaveLength(1747);
    const codes = new Set(municipalities.map(({ code }) => code));
    for (const { code, parent } of municipalities) {
      expect(
        prefectures.some((one) => one.code === code.slice(0, 2)),
        code,
      ).toBe(true);
      if (parent) expect(codes.has(parent), code).toBe(true);
    }
    expect(municipalities.find(({ code }) => code === '01102')).toMatchObject({ name: '札幌市北区', parent: '01100' });
  });

  it('draws all prefectures, and every prefecture by its municipalities', () => {
    const japan = readAreaMap(readTable('map/japan.csv'));
    expect(japan.areas.map(([code]) => code).sort()).toEqual(prefectures.map(({ code }) => code));
    for (const { code } of prefectures) {
      const map = readAreaMap(readTable(`map/${code}.csv`));
      expect(map.areas.length, code).toBeGreaterThan(8);
      for (const [area, path] of map.areas) {
        expect(area.startsWith(code), area).toBe(true);
        expect(path).toMatch(/^(M\d+ \d+l[-\d ]*z)+$/);
      }
    }
  });

  it('refuses what is no map', () => {
    expect(() => readAreaMap('<html>')).toThrow(TypeError);
  });
});
