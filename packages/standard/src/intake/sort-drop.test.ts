import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, checkFiles, type DroppedFile, encodeMs932, type SortedDrop, sortDrop } from '../index.js';
import { sampleFolder } from '../samples.testing.js';

const bytes = (...parts: (string | readonly number[])[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : [...part])));
const sjis = (text: string) => {
  const encoded = encodeMs932(text);
  return 'bytes' in encoded ? encoded.bytes : new Uint8Array();
};

const PDF = bytes('%PDF-1.7\n');
const JPEG = bytes([0xff, 0xd8, 0xff, 0xe0]);
const XLSX = bytes([0x50, 0x4b, 0x03, 0x04, 20, 0, 0, 0], '[Content_Types].xml');
const ZIP = bytes([0x50, 0x4b, 0x03, 0x04, 20, 0, 0, 0], '10月分/UPPLAN.CSV');
const LOCKED = bytes([0x50, 0x4b, 0x03, 0x04, 20, 0, 1, 0], '10月分/UPPLAN.CSV');
const LZH = bytes('%%-lh5-');
const EXE = bytes('MZ', [0, 0, 1]);
const GIF = bytes('GIF89a');
const MP4 = bytes([0, 0, 0, 0x20], 'ftypisom');
const CLAIM = sjis('1,0,0,56,711,0,0,1377700001,,1,1,202610\r\n2,1,7111,202609,1377700001\r\n3,2\r\n');
const ADDRESSES = sjis('氏名,住所,電話番号\r\n架空太郎,東京都架空市,03-0000-0000\r\n');
const NAME = 'UPPLAN_202610_1377700001_43_1375400014_13_20260925100000.CSV';
const PLAN = bytes('202407,131016,0000000001,20261001\r\n');

const reasons = ({ refused }: SortedDrop) => refused.map(({ reason }) => reason);
const one = (path: string, content: Uint8Array) => sortDrop([{ path, bytes: content }]);
const many = (count: number, path: (at: number) => string, content: Uint8Array): DroppedFile[] =>
  Array.from({ length: count }, (_, at) => ({ path: path(at), bytes: content }));

describe('what a person drops', () => {
  it('is care plan data in every sample, and checks find what they found', () => {
    for (const folder of [
      'month-v4',
      'careplan-v3',
      'preventive-v4',
      'deletions',
      'defects/bad-name',
      'defects/utf8',
    ]) {
      const files = sampleFolder(folder);
      const { standard, refused, attachments } = sortDrop(
        files.map(({ name, bytes: content }) => ({ path: `10月分/${name}`, bytes: content })),
      );
      expect({ refused, attachments }).toEqual({ refused: [], attachments: [] });
      expect(checkFiles(standard).findings).toEqual(checkFiles(files).findings);
    }
  });

  it.each([
    ['an empty file', 'UPPLAN.CSV', new Uint8Array(), 'MSB-DROP-EMPTY'],
    ['a PDF called CSV', NAME, PDF, 'MSB-DROP-NOT-CSV'],
    ['an Excel sheet called CSV', '一覧.csv', XLSX, 'MSB-DROP-NOT-CSV'],
    ['an Excel sheet saved from our file', NAME.replace('CSV', 'xlsx'), XLSX, 'MSB-DROP-NOT-CSV'],
    ['a ZIP called CSV', NAME, ZIP, 'MSB-DROP-NOT-CSV'],
    ['a locked ZIP', 'a.zip', LOCKED, 'MSB-DROP-ZIP-LOCKED'],
    ['an LZH', 'a.lzh', LZH, 'MSB-DROP-ARCHIVE'],
    ['a claim', 'KYUHU.csv', CLAIM, 'MSB-DROP-CLAIM-CSV'],
    ['an address list', '名簿.csv', ADDRESSES, 'MSB-DROP-OTHER-CSV'],
    ['a program', 'setup.exe', EXE, 'MSB-DROP-PROGRAM'],
    ['a GIF', 'a.gif', GIF, 'MSB-DROP-PICTURE-FORMAT'],
    ['a film', 'a.mp4', MP4, 'MSB-DROP-OTHER'],
    ['a note', 'メモ.txt', sjis('買い物'), 'MSB-DROP-OTHER'],
  ])('%s gets its sentence', (_case, path, content, reason) => {
    const sorted = one(path, content);
    expect(reasons(sorted)).toEqual([reason]);
    expect([...sorted.standard, ...sorted.attachments, ...sorted.zips]).toEqual([]);
    const [remark] = sorted.refused;
    expect(remark?.message).toContain(path);
    expect(`${remark?.message}${remark?.remedy}`).not.toMatch(/\{\w+\}/);
  });

  it.each([
    ['a PDF', 'a.pdf', PDF, 'pdf'],
    ['a photo', 'a.jpg', JPEG, 'picture'],
    ['an Excel sheet', 'a.xlsx', XLSX, 'office'],
  ])('%s is a candidate for attachments', (_case, path, content, kind) => {
    expect(one(path, content).attachments).toMatchObject([{ name: path, path, content: kind }]);
  });

  it('is taken for care plan data by its content where the name tells nothing', () => {
    const saved = bytes('"202407","131016","0000000001",20261001\r\n');
    const header = sjis('CSVバージョン,保険者番号,被保険者番号\r\n');
    for (const content of [PLAN, saved, header])
      expect(one('10月の予定.csv', content).standard.map(({ name }) => name)).toEqual(['10月の予定.csv']);
  });

  it('is handed back to be unzipped', () => {
    const { zips, notices } = one('送信/10月分.zip', ZIP);
    expect(zips).toEqual([{ path: '送信/10月分.zip', bytes: ZIP }]);
    expect(notices.map(({ reason }) => reason)).toEqual(['MSB-DROP-ZIP-OPENED']);
  });

  it('loses what systems leave in folders without a word', () => {
    const paths = ['Thumbs.db', 'a/.DS_Store', 'a\\desktop.ini', '~$計画.xlsx', '__MACOSX/a/._UPPLAN.CSV', 'x/._a.csv'];
    const sorted = sortDrop(paths.map((path) => ({ path, bytes: EXE })));
    expect(sorted).toEqual({
      standard: [],
      attachments: [],
      zips: [],
      refused: [],
      notices: [],
      ignored: paths.length,
    });
  });

  it('gets one sentence for hundreds of other files, and keeps what is ours', () => {
    const sorted = sortDrop([
      { path: `a/${NAME}`, bytes: PLAN },
      ...many(300, (at) => `a/${at}.mp4`, MP4),
      ...many(12, (at) => `a/${at}.txt`, sjis('メモ')),
      { path: '名簿.csv', bytes: ADDRESSES },
      ...many(40, (at) => `写真/${at}.jpg`, JPEG),
    ]);
    expect(sorted.standard).toHaveLength(1);
    expect(sorted.attachments).toEqual([]);
    expect(reasons(sorted)).toEqual(['MSB-DROP-OTHERS', 'MSB-DROP-MANY-ATTACHMENTS']);
    expect(sorted.refused[0]?.message).toContain('313個あります（動画 300個、テキスト 12個、ほかのCSV 1個）');
    expect(sorted.refused[1]?.message).toContain('写真・画像 40個');
  });

  it('is kept once when it is there twice, also as a second download', () => {
    const copy = NAME.replace('.CSV', ' (1).csv');
    const sorted = sortDrop([`a/${NAME}`, `b/${NAME}`, copy].map((path) => ({ path, bytes: PLAN })));
    expect(sorted.standard.map(({ name }) => name)).toEqual([NAME]);
    expect(sorted.refused).toEqual([]);
    expect(sorted.notices).toMatchObject([{ reason: 'MSB-DROP-SAME-TWICE', paths: [`a/${NAME}`, `b/${NAME}`, copy] }]);
  });

  it('is refused with both paths when two files of a name differ', () => {
    const sorted = sortDrop([
      { path: `古い/${NAME}`, bytes: PLAN },
      { path: `新しい/${NAME}`, bytes: bytes('202407,131016,0000000002\r\n') },
    ]);
    expect(sorted.standard).toEqual([]);
    expect(sorted.refused).toMatchObject([{ reason: 'MSB-DROP-TWO-VERSIONS' }]);
    expect(sorted.refused[0]?.message).toContain(`古い/${NAME}`);
    expect(sorted.refused[0]?.message).toContain(`新しい/${NAME}`);
  });

  it('is all accounted for, whatever it is', () => {
    const file = fc.record({
      path: fc.oneof(fc.constantFrom(NAME, 'a/b.csv', 'x.pdf', 'Thumbs.db', '写真.jpg'), fc.string()),
      bytes: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(PDF, ZIP, LOCKED, XLSX, CLAIM, PLAN, JPEG)),
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 30 }), (files) => {
        const { standard, attachments, zips, refused, notices, ignored } = sortDrop(files);
        const copies = notices
          .filter(({ reason }) => reason === 'MSB-DROP-SAME-TWICE')
          .reduce((sum, { paths }) => sum + paths.length - 1, 0);
        const said = refused.reduce((sum, { paths }) => sum + paths.length, 0);
        expect(standard.length + attachments.length + zips.length + said + copies + ignored).toBe(files.length);
      }),
    );
  });
});

describe('the codes of drops', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(folder + name, 'utf8'))
    .join('\n');
  const known = Object.keys(CATALOGUE).filter((code) => code.startsWith('MSB-DROP-'));

  it('are used, each of them, and have a sentence, each of them', () => {
    const used = [...sources.matchAll(/'(MSB-DROP-[A-Z-]+)'/g)].flatMap(([, code]) => (code ? [code] : []));
    expect([...new Set(used)].toSorted()).toEqual(known.toSorted());
  });
});
