import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyRepair,
  checkFiles,
  decodeMs932,
  encodeMs932,
  isInMs932,
  layoutOf,
  loadReplacements,
  parseFileName,
  readFile,
  writeCsv,
} from '../index.js';
import { sampleFolder } from '../samples.testing.js';

const FOLDERS = ['month-v4', 'month-v3', 'careplan-v4', 'careplan-v3', 'deletions', 'preventive-v4'];

function iconv(bytes: Uint8Array, from: string, to: string): Buffer {
  return spawnSync('iconv', ['-f', from, '-t', to], { input: bytes, maxBuffer: 1 << 26 }).stdout;
}

describe('MS932', () => {
  const codes: number[] = [];
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead >= 0xa0 && lead <= 0xdf) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const text = decodeMs932(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== '\ufffd' && !(lead >= 0xf0 && lead <= 0xf9)) codes.push((lead << 8) | trail);
    }
  }

  it('decodes every two-byte code as iconv does', () => {
    const bytes = Uint8Array.from(codes.flatMap((code) => [code >> 8, code & 0xff, 0x0a]));
    expect(decodeMs932(bytes)).toBe(iconv(bytes, 'CP932', 'UTF-8').toString());
    expect(codes.length).toBeGreaterThan(7000);
  });

  it('encodes every character so that iconv reads it back', () => {
    const text = [...new Set(codes.map((code) => decodeMs932(Uint8Array.of(code >> 8, code & 0xff))))].join('');
    const encoded = encodeMs932(text);
    expect('bytes' in encoded && iconv(encoded.bytes, 'CP932', 'UTF-8').toString()).toBe(text);
  });

  it.each([
    ['髙', 'fbfc'],
    ['﨑', 'fab1'],
    ['①', '8740'],
    ['Ⅰ', '8754'],
    ['㈱', '878a'],
    ['￢', '81ca'],
    ['∵', '81e6'],
    ['∪', '81be'],
    ['～', '8160'],
    ['－', '817c'],
    ['ｱ', 'b1'],
  ])('writes %s as Windows does', (character, hex) => {
    const encoded = encodeMs932(character);
    expect('bytes' in encoded && Buffer.from(encoded.bytes).toString('hex')).toBe(hex);
  });

  it.each([
    ['𠮷', '吉'],
    ['⻑', '長'],
    ['−', '－'],
    ['〜', '～'],
    ['鷗', '鴎'],
  ])('proposes for %s the form %s', async (from, to) => {
    const propose = await loadReplacements();
    expect(isInMs932(from)).toBe(false);
    expect(propose(from)).toBe(to);
  });

  it('asks a person about what has no form in MS932', async () => {
    const propose = await loadReplacements();
    expect(propose('🏠')).toBeNull();
  });
});

describe('reading', () => {
  it.each(FOLDERS)('and writing gives the same bytes back for %s', (folder) => {
    for (const input of sampleFolder(folder)) {
      const { table, layout } = readFile(input);
      if (!table || !layout) continue;
      const records = Array.from({ length: table.rowCount }, (_, row) =>
        layout.items.map(({ no }) => ({ text: table.text(row, no), quoted: table.isQuoted(row, no) })),
      );
      const written = writeCsv(input.name, layout, records);
      expect('file' in written && Buffer.from(written.file.bytes).equals(Buffer.from(input.bytes)), input.name).toBe(
        true,
      );
    }
  });

  it('never throws, whatever the bytes and the name are', () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('UPPLAN_202610_1377700001_43_1375400014_13_20260925100000.CSV', 'UPKIHON_IMAGE_x.jpg'),
    );
    fc.assert(
      fc.property(names, fc.uint8Array({ maxLength: 400 }), (name, bytes) => {
        expect(Array.isArray(checkFiles([{ name, bytes }]).findings)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('says the physical line and byte of a character MS932 lacks', () => {
    const [input] = sampleFolder('defects/not-ms932').filter(({ name }) => name.startsWith('UPPLAN'));
    const found = input && readFile(input).findings.find(({ code }) => code === 'MSB-READ-INVALID-BYTE');
    expect(found).toMatchObject({ record: 1, line: 1, item: 21 });
    expect(found?.message).toContain('FD');
    expect(found?.message).toContain('118バイト目');
  });

  it('says on which line an open quote began', () => {
    const text = '202407,131016,0559378389\r\n202407,"131016,0559378389\r\n202407,131016,0559378389\r\n';
    const read = readFile({
      name: 'DLT1KYO_1377700001_43_1375400014_13_20260926090100.CSV',
      bytes: new TextEncoder().encode(text),
    });
    expect(read.findings.find(({ code }) => code === 'MSB-READ-BROKEN-QUOTE')).toMatchObject({
      record: 2,
      line: 2,
      item: 2,
    });
    expect(read.table?.rowCount).toBe(3);
  });

  it('offers to mend UTF-8, and the mended file is right', async () => {
    const files = sampleFolder('defects/utf8');
    const repair = checkFiles(files).findings.find(({ code }) => code === 'MSB-READ-UTF8')?.repair;
    const mended = repair ? applyRepair(files, repair, await loadReplacements()) : [];
    expect(checkFiles(mended).findings).toEqual([]);
  });

  it('survives 100,000 mutated files and names without crash or hang', () => {
    const seeds = FOLDERS.flatMap(sampleFolder).filter(({ bytes }) => bytes.length < 3000);
    let state = 20261001;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % below;
    };
    const nasty = [0x22, 0x2c, 0x0d, 0x0a, 0x00, 0xff, 0x81, 0x40, 0x1a];
    let findings = 0;
    for (let run = 0; run < 100_000; run++) {
      const seed = seeds[random(seeds.length)];
      if (!seed) continue;
      const bytes = seed.bytes.slice(0, 40 + random(400));
      for (let edit = random(6); edit >= 0; edit--)
        bytes[random(bytes.length)] = random(2) ? (nasty[random(nasty.length)] ?? 0) : random(256);
      const at = random(seed.name.length);
      const name =
        run % 3 === 0
          ? seed.name.slice(0, at) + String.fromCharCode(random(0x3000)) + seed.name.slice(at + random(3))
          : seed.name;
      findings += readFile({ name, bytes }).findings.length;
    }
    expect(findings).toBeGreaterThan(100_000);
  });
});

describe('writing', () => {
  const layout = layoutOf('DLT1KYO', '4.1');

  it('reads back what it wrote, for any text of MS932', () => {
    if (!layout) throw new Error('no layout');
    const character = fc.constantFrom(...'あ漢字髙①㈱", \r\n～－ｱabc019');
    const cell = fc.record({
      text: fc.string({ unit: character, maxLength: 12 }),
      quoted: fc.constantFrom(true, null),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        const marked = rows.map(([first, ...rest]) => [{ ...first, text: `202407${first.text}` }, ...rest]);
        const written = writeCsv('DLT1KYO_1377700001_43_1375400014_13_20260926090100.CSV', layout, marked);
        const table = 'file' in written ? readFile(written.file).table : null;
        const asRead = (text: string) => (/^ +$/.test(text) ? '' : text); // an item of spaces is empty
        expect(marked.map((row, at) => row.map((_, item) => table?.text(at, item + 1)))).toEqual(
          marked.map((row) => row.map(({ text }) => asRead(text))),
        );
      }),
    );
  });

  it('refuses what MS932 lacks with its place, and writes what the caller decided instead', () => {
    if (!layout) throw new Error('no layout');
    const row = [['202407', '131016', '0559378389', '𠮷野家🏠'].map((text) => ({ text, quoted: null }))];
    expect(writeCsv('x.CSV', layout, row)).toMatchObject({
      unwritable: [
        { record: 1, item: 4, position: 1, character: '𠮷' },
        { position: 4, character: '🏠' },
      ],
    });
    const written = writeCsv('x.CSV', layout, row, {
      replacements: new Map([
        ['𠮷', '吉'],
        ['🏠', '家'],
      ]),
    });
    expect('file' in written && decodeMs932(written.file.bytes)).toContain('吉野家家');
  });
});

describe('file names', () => {
  it.each([
    ['UPXXX_202610_1377700001_43_1375400014_13_20260925100000.CSV', 'MSB-NAME-KIND'],
    ['UPPLAN_202613_1377700001_43_1375400014_13_20260925100000.CSV', 'MSB-NAME-PART'],
    ['UPPLAN_202610_137770001_43_1375400014_13_20260925100000.CSV', 'MSB-NAME-PART'],
    ['UPPLAN_202610_1377700001_4_1375400014_13_20260925100000.CSV', 'MSB-NAME-PART'],
    ['UPPLAN_202610_1377700001_43_1375400014_13_20260931100000.CSV', 'MSB-NAME-PART'],
    ['UPPLAN_202610_1377700001_43_1375400014_20260925100000.CSV', 'MSB-NAME-SERVICE-TYPE-MISSING'],
    ['UPPLAN_1377700001_20260925100000.CSV', 'MSB-NAME-PART-COUNT'],
    ['UPPLAN_202610_1377700001_43_1375400014_13_20260925100000.XLS', 'MSB-NAME-EXTENSION'],
    ['upplan_202610_1377700001_43_1375400014_13_20260925100000.csv', 'MSB-NAME-LETTER-CASE'],
    ['UPPLAN_202610_1377700001_43_1375400014_13_20260925100000 (1).CSV', 'MSB-NAME-COPY'],
    ['UP3KYO_1377700001_1375400014_20260925100000.CSV', 'MSB-NAME-PART-COUNT'],
  ])('%s → %s', (name, code) => {
    expect(parseFileName(name).findings.map((finding) => finding.code)).toContain(code);
  });
});
