import type { AreaCount } from '@musubi/contract';
import type { Places } from './places.js';

/** An area of the map with what takes part in it. */
export interface Area {
  readonly code: string;
  readonly name: string;
  readonly offices: number;
  readonly participating: number;
}

/** Every prefecture, or every municipality of one; wards of a 政令指定都市 count for their city, as the map has it. */
export function areasOf(places: Places, counts: readonly AreaCount[], prefecture: string): Area[] {
  const cityOf = new Map(places.municipalities.map(({ code, parent }) => [code, parent ?? code]));
  const sums = new Map<string, { offices: number; participating: number }>();
  for (const { code, offices, participating } of counts) {
    const city = cityOf.get(code) ?? code;
    const before = sums.get(city) ?? { offices: 0, participating: 0 };
    sums.set(city, { offices: before.offices + offices, participating: before.participating + participating });
  }
  const shown = prefecture
    ? places.municipalities.filter(({ code, parent }) => parent === null && code.startsWith(prefecture))
    : places.prefectures;
  const areas = shown.map(({ code, name }) => ({
    code,
    name,
    ...(sums.get(code) ?? { offices: 0, participating: 0 }),
  }));
  const unplaced = sums.get('');
  return unplaced ? [...areas, { code: '', name: '市区町村が分からないもの', ...unplaced }] : areas;
}

/** Steps of the participation rate, darker with more. */
export const STEPS = ['参加なし', '10%未満', '10〜25%', '25〜50%', '50%以上'] as const;

export function stepOf({ offices, participating }: Pick<Area, 'offices' | 'participating'>): number {
  if (participating === 0) return 0;
  const rate = participating / offices;
  return rate < 0.1 ? 1 : rate < 0.25 ? 2 : rate < 0.5 ? 3 : 4;
}

const number = (value: number) => value.toLocaleString('ja-JP');

/** 12％; less than one in a hundred is not nothing. */
export function rateText({ offices, participating }: Pick<Area, 'offices' | 'participating'>): string {
  if (offices === 0) return '—';
  const percent = (participating / offices) * 100;
  return percent > 0 && percent < 1 ? '1%未満' : `${Math.floor(percent)}%`;
}

export const areaText = (area: Area) =>
  `${area.name}: ${number(area.offices)}か所のうち${number(area.participating)}か所が参加（${rateText(area)}）`;
