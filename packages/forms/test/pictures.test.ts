import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSystem } from '../../../tools/system.js';
import { documentOf } from '../src/index.js';
import { readFont } from '../src/node/font.js';
import { toPdf } from '../src/pdf/to-pdf.js';
import { FULL_UNITS, sampleUnits } from './units.testing.js';

/**
 * Pages as grey pictures, looked at once and kept: what text alone can't tell (lines, boxes, rings, bars, what lies
 * where). `MUSUBI_GOLDEN=write npx vitest run packages/forms/test/pictures.test.ts` writes them anew.
 */
const GOLDEN = fileURLToPath(new URL('./golden/pictures/', import.meta.url));
const DOTS_PER_INCH = '48';
/** Parts of a page a side of the raster has, and how much grey (of 255) may differ on the whole of such a part. */
const RASTER = 40;
const GREY = 16;

const full = (name: string) => {
  const make = FULL_UNITS[name];
  if (!make) throw new Error(`no unit ${name}`);
  return documentOf([make()]);
};
const DOCUMENTS = {
  careplan: () => full('careplan'),
  schedule: () => full('schedule'),
  'preventive-plan': () => full('preventive-plan'),
  'one-client': () =>
    documentOf(sampleUnits('month-v4'), { client: { insurerNumber: null, insuredNumber: '0559378389' } }),
  masked: () => documentOf(sampleUnits('careplan-v4'), { masked: true }),
} as const;

let folder: string;
beforeAll(() => {
  prepareSystem(['pdftotext']);
  folder = mkdtempSync(join(tmpdir(), 'musubi-pictures-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** Reads a binary PGM: "P5", width, height, 255, then a byte for each dot. */
function readPgm(bytes: Uint8Array): Picture {
  const [head = '', width = '', height = ''] =
    /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(Buffer.from(bytes.subarray(0, 64)).toString('latin1')) ?? [];
  if (head === '') throw new Error('not a grey picture');
  return { width: Number(width), height: Number(height), grey: bytes.subarray(head.length) };
}

async function picturesOf(name: string, document: ReturnType<typeof documentOf>): Promise<Uint8Array[]> {
  const own = join(folder, name);
  mkdirSync(own);
  const path = join(own, 'forms.pdf');
  writeFileSync(path, await toPdf(document, readFont()));
  const { status, stderr } = spawnSync('pdftoppm', ['-gray', '-r', DOTS_PER_INCH, path, join(own, 'page')]);
  if (status !== 0) throw new Error(`pdftoppm: ${stderr}`);
  const pages = readdirSync(own)
    .filter((file) => file.endsWith('.pgm'))
    .sort();
  return pages.map((page) => new Uint8Array(readFileSync(join(own, page))));
}

/**
 * How grey each part of a page is on the whole. Rasterisers smooth letters in their own ways, which moves grey between
 * neighbouring dots but hardly changes how much there is.
 */
function rasterOf({ width, height, grey }: Picture): number[] {
  const sums = Array.from({ length: RASTER * RASTER }, () => ({ sum: 0, dots: 0 }));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const part = sums[Math.floor((y * RASTER) / height) * RASTER + Math.floor((x * RASTER) / width)];
      if (!part) continue;
      part.sum += grey[y * width + x] ?? 0;
      part.dots++;
    }
  return sums.map(({ sum, dots }) => sum / dots);
}

/** Places where two pictures of a page differ, as "column/row of 40: then → now". */
function differences(kept: Picture, made: Picture): string[] {
  if (kept.width !== made.width || kept.height !== made.height)
    return [`${kept.width}×${kept.height} → ${made.width}×${made.height}`];
  const [before, now] = [rasterOf(kept), rasterOf(made)];
  return before.flatMap((grey, at) => {
    const other = now[at] ?? 0;
    if (Math.abs(grey - other) <= GREY) return [];
    return [`${at % RASTER}/${Math.floor(at / RASTER)}: ${grey.toFixed(0)} → ${other.toFixed(0)}`];
  });
}

describe('the pages of', () => {
  it.each(Object.entries(DOCUMENTS))('%s look as they were looked at', async (name, make) => {
    const made = await picturesOf(name, make());
    const fileOf = (page: number) => join(GOLDEN, `${name}-${page + 1}.pgm.gz`);
    if (process.env.MUSUBI_GOLDEN === 'write') {
      mkdirSync(GOLDEN, { recursive: true });
      for (const [page, bytes] of made.entries()) writeFileSync(fileOf(page), gzipSync(bytes, { level: 9 }));
    }
    expect(existsSync(fileOf(made.length)), 'fewer pages than were looked at').toBe(false);
    const different = made.flatMap((bytes, page) =>
      differences(readPgm(gunzipSync(readFileSync(fileOf(page)))), readPgm(bytes)).map(
        (one) => `page ${page + 1}, ${one}`,
      ),
    );
    expect(different).toEqual([]);
  });

  it('another client would be noticed', async () => {
    const [made] = await picturesOf(
      'other',
      documentOf(sampleUnits('month-v4'), { client: { insurerNumber: null, insuredNumber: '0556902656' } }),
    );
    const kept = gunzipSync(readFileSync(join(GOLDEN, 'one-client-1.pgm.gz')));
    expect(made && differences(readPgm(kept), readPgm(made)).length).toBeGreaterThan(5);
  });
});
