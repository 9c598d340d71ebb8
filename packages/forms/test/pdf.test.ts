import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientsOf, type SendingUnit } from '@musubi/standard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSystem } from '../../../tools/system.js';
import { documentOf, type FormDocument } from '../src/index.js';
import { measure } from '../src/layout/measure.js';
import { readFont } from '../src/node/font.js';
import { readFontFile } from '../src/pdf/font-file.js';
import { missingCharacters, toPdf } from '../src/pdf/to-pdf.js';
import { FULL_UNITS, sampleUnits } from './units.testing.js';

const font = readFont();
let folder: string;

beforeAll(() => {
  prepareSystem(['pdftotext']);
  folder = mkdtempSync(join(tmpdir(), 'musubi-forms-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

async function pdfOf(document: FormDocument): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  const bytes = await toPdf(document, font);
  const path = join(folder, `${crypto.randomUUID()}.pdf`);
  writeFileSync(path, bytes);
  return { path, bytes };
}

/** Gaps between columns depend on the version of poppler; what stands in which line does not. */
const layoutText = (path: string) =>
  run('pdftotext', ['-layout', path, '-'])
    .split('\n')
    .map((line) => line.trim().replaceAll(/ {2,}/g, '  '))
    .filter((line) => line !== '')
    .join('\n')
    .replaceAll('\f', '----\n');

describe('the text of a PDF', () => {
  it.each(Object.entries(FULL_UNITS))('of %s is as it was looked at', async (name, make) => {
    const { path } = await pdfOf(documentOf([make()]));
    await expect(`${layoutText(path)}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it('holds the names and numbers of the month and can be selected', async () => {
    const units = sampleUnits('month-v4');
    const { path } = await pdfOf(documentOf(units));
    const text = run('pdftotext', [path, '-']).replaceAll(/\s/g, '');
    for (const { name, insuredNumber } of units.flatMap(clientsOf)) {
      expect(text).toContain(insuredNumber);
      if (name) expect(text).toContain(name.replaceAll(/\s/g, ''));
    }
  });

  it('holds nothing of what a masked print hides', async () => {
    const units: SendingUnit[] = [...sampleUnits('careplan-v4'), ...sampleUnits('preventive-v4')];
    const { path, bytes } = await pdfOf(documentOf(units, { masked: true }));
    const text = run('pdftotext', [path, '-']);
    expect(text).toContain('転ばずに過ごしたい');
    expect(text).not.toMatch(/渡邊|太郎|ワタナベ|0559378389|090-0000-0000/);
    expect(Buffer.from(bytes).includes(Buffer.from('渡邊', 'utf16le').swap16())).toBe(false);
  });
});

describe('the file', () => {
  it('says that it is PDF/A, in Japanese, with bookmarks and every font embedded', async () => {
    const document = documentOf(sampleUnits('careplan-v4'));
    const { path, bytes } = await pdfOf(document);
    const source = Buffer.from(bytes).toString('latin1');
    expect(source).toMatch(/<pdfaid:part>2<\/pdfaid:part>\s*<pdfaid:conformance>B</);
    expect(source).toContain('/OutputIntents');
    expect(source).toContain('/Lang (ja)');
    expect(source).toMatch(/\/Type \/Outlines|\/Outlines \d+ 0 R/);
    const outline = run('pdftohtml', ['-xml', '-stdout', '-i', path]).split('<outline>').slice(1).join('');
    expect(outline).toMatch(/page="1">渡邊　太郎（0559378389）/);
    expect(outline).toMatch(/page="3">第3表 週間サービス計画表/);
    const [, , ...fonts] = run('pdffonts', [path]).trim().split('\n');
    expect(fonts).toHaveLength(1);
    expect(fonts[0]).toMatch(/^[A-Z]{6}\+NotoSansJP-Regular +CID TrueType +Identity-H +yes yes yes/);
    expect(run('pdfinfo', [path])).toMatch(/Title: +居宅サービス計画書/);
  });

  it('shows 〓 for characters beyond the font, and counts them', async () => {
    const text = { type: 'text', x: 20, y: 20, width: 20, size: 4, bold: false, sources: [] } as const;
    const items = [
      { ...text, text: '渡\u{e000}太\u{e000}' },
      { ...text, y: 40, text: '𠮷野\u{2a6b2}' },
    ];
    const document = { title: '試験', pages: [{ width: 100, height: 100, items }], bookmarks: [], unreadable: 0 };
    const missing = missingCharacters(document, font);
    expect(missing.get('\u{e000}')).toBe(2);
    const { path } = await pdfOf(document);
    expect(run('pdftotext', [path, '-'])).toContain('渡〓太〓');
  });
});

describe('the table of widths', () => {
  it('is the font’s own, for every character of it', () => {
    const file = readFontFile(font);
    const different = file
      .characters()
      .filter((code) => code < 0xd800 || (code > 0xdfff && code < 0x10000))
      .filter((code) => Math.abs(measure(String.fromCodePoint(code), 1000) - file.advance(code)) > 1);
    expect(different).toEqual([]);
  });
});
