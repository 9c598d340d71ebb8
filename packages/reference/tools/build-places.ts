import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawAreas, type Polygon, placeOnPaper, readTopology } from './geometry.js';

/**
 * Builds the tables of places and the maps: `npx tsx packages/reference/tools/build-places.ts SOURCE`, where SOURCE
 * holds `municipalities/*.csv` and `maps/*_2025_light.topojson` (data/NOTICE.md says where they come from).
 */
const source = process.argv[2] ?? '/work/shared/data';
const DATA = fileURLToPath(new URL('../data', import.meta.url));
const read = (path: string) => readFileSync(join(source, path), 'utf8');
const rowsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));

function writePlaces(): void {
  const prefectures = rowsOf(read('municipalities/prefectures.csv')).map(([code = '', , name = '']) => [code, name]);
  const municipalities = rowsOf(read('municipalities/municipalities.csv')).map((cells) => {
    const [, code = '', level = '', , name = '', kana = '', parent = ''] = cells;
    return [code, name, kana, level === 'ward' ? parent.slice(0, 5) : ''];
  });
  const lines = (head: string, rows: readonly (readonly string[])[]) =>
    `${[head, ...rows.map((row) => row.join(','))].join('\n')}\n`;
  writeFileSync(join(DATA, 'prefectures.csv'), lines('code,name', prefectures));
  writeFileSync(join(DATA, 'municipalities.csv'), lines('code,name,kana,parent', municipalities));
}

/** Okinawa is drawn in a frame of its own in the upper left, as on most maps of Japan; far islands are left out. */
const OKINAWA_SHIFT = { longitude: 4.2, latitude: 16.4 };
const isFarIsland = (code: string, [longitude, latitude]: readonly [number, number]) =>
  code === '47'
    ? longitude < 126.5 || longitude > 129
    : (code === '13' && latitude < 34) || (code === '46' && latitude < 30);

function japan(): void {
  const areas = readTopology(read('maps/prefectures_2025_light.topojson')).map(({ code, polygons }) => ({
    code,
    polygons: polygons
      .filter((polygon) => !isFarIsland(code, polygon[0]?.[0] ?? [0, 0]))
      .map((polygon) => (code === '47' ? shifted(polygon) : polygon)),
  }));
  const paper = placeOnPaper(areas, 1000);
  writeFileSync(join(DATA, 'map/japan.csv'), drawAreas(areas, paper, 4));
}

function shifted(polygon: Polygon): Polygon {
  return polygon.map((ring) =>
    ring.map(
      ([longitude, latitude]) => [longitude + OKINAWA_SHIFT.longitude, latitude + OKINAWA_SHIFT.latitude] as const,
    ),
  );
}

/** The islands of Tokyo lie up to 1,000 km away: drawn to scale, the rest would be a dot. The list beside the map has them. */
const isBeyondPaper = (prefecture: string, [longitude, latitude]: readonly [number, number]) =>
  (prefecture === '13' && latitude < 35.3) || (prefecture === '47' && longitude > 130);

function prefectures(): void {
  const all = readTopology(read('maps/municipalities_2025_light.topojson'));
  for (const prefecture of new Set(all.map(({ code }) => code.slice(0, 2)))) {
    const areas = all
      .filter(({ code }) => code.startsWith(prefecture))
      .map(({ code, polygons }) => ({
        code,
        polygons: polygons.filter((polygon) => !isBeyondPaper(prefecture, polygon[0]?.[0] ?? [0, 0])),
      }))
      .filter(({ polygons }) => polygons.length > 0);
    const paper = placeOnPaper(areas, 800);
    const map = drawAreas(areas, paper, 2);
    writeFileSync(join(DATA, `map/${prefecture}.csv`), map);
  }
}

mkdirSync(join(DATA, 'map'), { recursive: true });
writePlaces();
japan();
prefectures();
