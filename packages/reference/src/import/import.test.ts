import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  changeOf,
  codeKnowledge,
  layTables,
  type ReadTable,
  readCodeTable,
  readServiceCodes,
  serviceCodes,
  tableText,
} from '../index.js';
import { readTable } from '../node.js';

const bundled = readServiceCodes(readTable('service-codes.csv'));
const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string, name = '表.csv', month: string | null = null) =>
  readCodeTable({ name, bytes: bytesOf(text) }, month);
const codesOf = ({ findings }: ReadTable) => findings.map(({ code, line, column }) => `${code} ${line}:${column}`);

/** The least that a spreadsheet program writes: cells as inline texts and numbers. */
function workbook(sheets: Readonly<Record<string, readonly (readonly (string | number)[])[]>>): Uint8Array {
  const letter = (at: number) => String.fromCharCode(65 + at);
  const cell = (value: string | number, at: number, row: number) =>
    typeof value === 'number'
      ? `<c r="${letter(at)}${row}"><v>${value}</v></c>`
      : `<c r="${letter(at)}${row}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const sheet = (rows: readonly (readonly (string | number)[])[]) =>
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
      .map((cells, at) => `<row r="${at + 1}">${cells.map((value, of) => cell(value, of, at + 1)).join('')}</row>`)
      .join('')}</sheetData></worksheet>`;
  const names = Object.keys(sheets);
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets>${names
        .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="s${at + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
        .map(
          (_, at) =>
            `<Relationship Id="s${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
        )
        .join('')}</Relationships>`,
    ),
    ...Object.fromEntries(
      Object.values(sheets).map((rows, at) => [`xl/worksheets/sheet${at + 1}.xml`, strToU8(sheet(rows))]),
    ),
  });
}

const MINISTRY = [
  ['介護給付費単位数等サービスコード表（令和9年4月施行分）'],
  ['１　訪問介護サービスコード表'],
  ['サービスコード', '', 'サービス内容略称', '算定項目', '合成単位数', '算定単位'],
  ['種類', '項目'],
  ['イ　身体介護が中心である場合'],
  ['11', '1111', '身体介護１', '20分以上30分未満', '250', '1回につき'],
  ['', '1112', '身体介護１・夜', '夜間早朝の場合', '312', ''],
  ['11', '4845', '身体介護０１', '20分未満', '1,163', '1回につき'],
  ['11', '4001', '訪問介護初回加算', '', '200', '1月につき'],
  ['11', '6275', '訪問介護処遇改善加算Ⅰ', '所定単位数の 300/1000 加算', '', '1月につき'],
  ['11', '8000', '特別地域訪問介護加算', '所定単位数の 15% 加算', '', '1回につき'],
] as const;

describe("the ministry's table", () => {
  it.each([
    ['CSV', bytesOf(MINISTRY.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n'))],
    [
      'xlsx, numbers as numbers',
      workbook({ 訪問介護: MINISTRY.map((row) => row.map((one) => (/^\d{2,4}$/.test(one) ? Number(one) : one))) }),
    ],
  ])('as %s: titles, headings of two rows, merged cells, rates', async (_, bytes) => {
    const { lines, findings, passedOver } = await readCodeTable({ name: '表', bytes });
    expect(findings).toEqual([]);
    expect(lines.map(({ code, units, permille, basis }) => [code, units, permille, basis])).toEqual([
      ['111111', 250, null, '回'],
      ['111112', 312, null, '回'],
      ['114845', 1163, null, '回'],
      ['114001', 200, null, '月'],
      ['116275', null, 300, '月'],
      ['118000', null, 150, '回'],
    ]);
    expect(new Set(lines.map(({ from, until }) => `${from} ${until}`))).toEqual(new Set(['2027-04 null']));
    expect(passedOver.map(({ text }) => text)).toEqual([MINISTRY[0][0], MINISTRY[1][0], MINISTRY[4][0]]);
  });

  it('changes what it says and ends what it lacks, of its own types only', async () => {
    const table = await read(MINISTRY.map((row) => row.join('\t')).join('\n'));
    const change = changeOf(bundled, table);
    expect(change.changed.map(({ before, after }) => [after.code, before.units, after.units, after.kind])).toEqual([
      ['111111', 244, 250, '基'],
      ['111112', 305, 312, '加'],
      ['114845', 163, 1163, '基'],
      ['118000', null, null, '加'],
    ]);
    expect(change.added.map(({ code }) => code)).toEqual(['116275']);
    expect(change.ended.every(({ line, isMissing }) => isMissing && line.code.startsWith('11'))).toBe(true);
    expect(change.ended.length).toBeGreaterThan(5000);
    expect(changeOf(bundled, table, { keepsMissing: true }).ended).toEqual([]);
    const codes = serviceCodes(layTables(bundled, change.lines));
    expect([codes.find('111111', '202703')?.units, codes.find('111111', '202704')?.units]).toEqual([244, 250]);
    expect([codes.find('111211', '202703')?.units, codes.find('111211', '202704')]).toEqual([387, null]);
    expect(codes.find('131111', '202704')?.units).toBe(471);
    expect(codeKnowledge(codes).kindOf('111112', '202704', '141003')).toMatchObject({ kind: 'basic', basis: 'visit' });
  });

  it('asks from when it holds, once, and takes the month that is given', async () => {
    const rows = MINISTRY.slice(2)
      .map((row) => row.join(',').replace('1,163', '163'))
      .join('\n');
    expect((await read(rows)).findings).toMatchObject([{ code: 'REF-NO-MONTH', line: 0 }]);
    const { lines, findings } = await read(rows, '表.csv', '2027-08');
    expect([findings, lines[0]?.from]).toEqual([[], '2027-08']);
  });

  it('is the table in use when it is imported again', async () => {
    const { lines } = await read(tableText(bundled.filter(({ insurer }) => insurer === null)));
    const change = changeOf(bundled, { file: '', lines, presumedKinds: new Set(), findings: [], passedOver: [] });
    expect([change.added, change.changed, change.ended]).toEqual([[], [], []]);
    expect(change.unchanged).toBe(lines.length);
  });

  it('names every fault of a row with its place, and reads nothing into it', async () => {
    const bad = await read(
      [
        ['種類,項目,サービス内容略称,合成単位数,算定単位,適用開始年月'],
        ['11,111,身体,200,1回につき,202704'],
        ['11,1111,,二百,1年につき,202713'],
        ['11,1112,身体介護１・夜,300,1回につき,202704'],
      ].join('\n'),
    );
    expect(codesOf(bad)).toEqual([
      'REF-BAD-CODE 2:2',
      'REF-BAD-NAME 3:3',
      'REF-BAD-PERIOD 3:6',
      'REF-BAD-BASIS 3:5',
      'REF-BAD-UNITS 3:4',
    ]);
    for (const { message, remedy } of bad.findings) expect(message + remedy).toMatch(/。.+。$/);
    expect(bad.lines).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['another CSV', '利用者,金額\n佐藤,100\n'],
    ['a broken workbook', 'PK\u0003\u0004 and no more'],
  ])('refuses %s in one sentence', async (_, text) => {
    expect((await read(text)).findings).toMatchObject([{ code: 'REF-NOT-A-TABLE', severity: 'error', line: 0 }]);
  });
});

const MASTER = [
  '141003,A2,1111,201704,202403,訪問型独自サービスⅠ,1176,3,1,1,3,0,0,0,2,2,2,0,0,0,0,0,1,20240327',
  '141003,A2,1111,202404,999999,訪問型独自サービス１１,1176,3,1,1,3,0,0,0,2,2,2,1,1,1,1,1,1,20240327',
  '141003,A2,2411,202404,999999,訪問型独自サービス２１,287,1,4,1,3,0,0,0,2,2,2,1,1,1,1,1,1,20240327',
  '141003,A2,2111,202404,999999,訪問型独自サービス１１日割,39,2,,,3,0,0,0,2,2,2,1,1,1,1,1,1,20240327',
  '141003,A2,6269,202406,202605,訪問型独自サービス処遇改善加算Ⅰ,245,3,1,1,,0,0,0,1,1,1,1,1,1,1,1,1,20240527',
  '141003,A2,8000,202404,999999,訪問型独自サービス特別地域加算,15,6,1,1,,0,0,0,1,1,1,1,1,1,1,1,1,20240327',
  '141003,A2,6001,202404,999999,訪問型独自サービス同一建物減算,-10,4,1,1,,0,0,0,1,1,1,1,1,1,1,1,1,20240327',
];

describe('the master of a municipality', () => {
  it('has no headings: insurer, code, period, name, value and basis by their place', async () => {
    const { lines, findings } = await read(MASTER.join('\r\n'));
    expect(findings).toMatchObject([{ code: 'REF-PRESUMED', severity: 'notice', line: 5 }]);
    expect(findings[0]?.message).toContain('3行');
    expect(lines.map((one) => [one.code, one.units, one.permille, one.basis, one.kind, one.from, one.until])).toEqual([
      ['A21111', 1176, null, '月', '基', '2017-04', '2024-03'],
      ['A21111', 1176, null, '月', '基', '2024-04', null],
      ['A22411', 287, null, '回', '基', '2024-04', null],
      ['A22111', 39, null, '日', '基', '2024-04', null],
      ['A26269', null, 245, '月', '加', '2024-06', '2026-05'],
      ['A28000', null, 150, '月', '加', '2024-04', null],
      ['A26001', null, -100, '回', '減', '2024-04', null],
    ]);
    expect(new Set(lines.map(({ insurer }) => insurer))).toEqual(new Set(['141003']));
  });

  it('in MS932, quoted and with headings is the same', async () => {
    const heading =
      '保険者番号,サービス種類コード,サービス項目コード,適用開始年月,適用終了年月,サービス名称,単位数,算定単位';
    const quoted = [heading, ...MASTER]
      .map((line) =>
        line
          .split(',')
          .map((cell) => `"${cell}"`)
          .join(','),
      )
      .join('\r\n');
    const { execFileSync } = await import('node:child_process');
    const bytes = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'CP932'], { input: quoted });
    const [plain, ms932] = [await read(MASTER.join('\n')), await readCodeTable({ name: 'm.csv', bytes })];
    expect(ms932.lines).toEqual(plain.lines);
  });

  it('gives a code its name and value by month and insurer', async () => {
    const other = MASTER.map((line) => line.replace('141003', '142000').replace(',1176,', ',1200,'));
    const { lines } = await read([...MASTER, ...other].join('\n'));
    const codes = serviceCodes(layTables(bundled, lines));
    expect(codes.find('A21111', '202403', '141003')?.name).toBe('訪問型独自サービスⅠ');
    expect(codes.find('A21111', '202404', '141003')).toMatchObject({ name: '訪問型独自サービス１１', units: 1176 });
    expect(codes.find('A21111', '202404', '142000')?.units).toBe(1200);
    expect(codes.find('A21111', '202610', '124230')?.units).toBe(1176);
  });

  it('ends what its dates end, and nothing that it lacks', async () => {
    const own = (await read(MASTER.join('\n'))).lines;
    const closing = MASTER.map((line) => line.replace('A2,2411,202404,999999', 'A2,2411,202404,202703'));
    const change = changeOf(layTables(bundled, own), await read(closing.slice(0, 4).join('\n')));
    expect(change.ended.map(({ line, isMissing }) => [line.code, line.until, isMissing])).toEqual([
      ['A22411', '2027-03', false],
    ]);
    expect([change.added, change.changed, change.unchanged]).toEqual([[], [], 3]);
  });

  it('reads twice written rows once, cuts what overlaps, and refuses what contradicts itself', async () => {
    const [, open = ''] = MASTER;
    expect(codesOf(await read([open, open].join('\n')))).toEqual(['REF-TWICE 2:0']);
    const later = open.replace('202404', '202604');
    const overlapping = await read([open.replace('999999', '202612'), later].join('\n'));
    expect(codesOf(overlapping)).toEqual(['REF-OVERLAP 2:0']);
    expect(overlapping.lines.map(({ from, until }) => [from, until])).toEqual([
      ['2024-04', '2026-03'],
      ['2026-04', null],
    ]);
    const contrary = await read([open, open.replace('1176', '1177')].join('\n'));
    expect(contrary.findings).toMatchObject([{ code: 'REF-CONFLICT', severity: 'error' }]);
  });

  it.each([
    ['an insurer whose zero a spreadsheet took', '41003', 'REF-BAD-INSURER'],
    ['an insurer of letters', 'abcdef', 'REF-NOT-A-TABLE'],
  ])('refuses %s', async (_, insurer, code) => {
    const { findings } = await read(MASTER[1]?.replace('141003', insurer) ?? '');
    expect(findings.map((one) => one.code)).toEqual([code]);
  });
});

it('an older edition laid over a newer one leaves the newer in force', async () => {
  const { lines } = await read(
    '種類,項目,サービス内容略称,合成単位数,算定単位\n11,1111,身体介護１,250,1回につき\n',
    '2021年4月.csv',
  );
  const codes = serviceCodes(layTables(bundled, lines));
  expect([codes.find('111111', '202404')?.units, codes.find('111111', '202406')?.units]).toEqual([250, 244]);
});

it('the extract that the bundled table is built from can be imported', async () => {
  const text = readFileSync(new URL('../../data/service-codes.csv', import.meta.url), 'utf8');
  const { lines, findings } = await read(text);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(lines.length).toBe(bundled.length);
});
