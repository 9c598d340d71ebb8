import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { musubi } from './cli.testing.js';

/** Field faults of kind D: what kind of service a code is, is asked of the table, not of its digits. */
const FIELD_CASES = fileURLToPath(new URL('../../../test/fixtures/field-cases', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'musubi-services-'));
const env = { MUSUBI_HOME: join(folder, 'home') };

describe('musubi compare on the field cases', () => {
  const cases: readonly (readonly [string, string, readonly string[], readonly RegExp[]])[] = [
    ['C01-code-4845', 'pairs 身体介護０１ with 身体介護１', ['変更（コード・時間・単位）'], [/違い 1件/]],
    ['C02-monthly-addition-day', 'pairs a monthly addition over days', ['変更（日）'], [/違い 1件/]],
    ['C03-addition-times', 'finds no change of time where one side has none', [], [/違い 0件/, /153341/]],
    ['C06-half-month', 'pairs rented goods of half a month', ['変更（日・単位）'], [/違い 1件/]],
  ];
  it.each(cases)('%s: %s', async (name, _, kinds, sentences) => {
    const { code, out } = await musubi(
      ['compare', join(FIELD_CASES, name, 'plan'), join(FIELD_CASES, name, 'actual')],
      env,
    );
    expect(code).toBe(0);
    expect(out.match(/変更（.*?）|提供なし|予定になし/g) ?? []).toEqual(kinds);
    for (const sentence of sentences) expect(out).toMatch(sentence);
  });
});

/** A row: code, day, times ('' for none), units; the insurer and month where they matter. */
type Row = readonly [code: string, day: number, times: string, units: number];
interface Neighbour {
  readonly title: string;
  readonly plan: readonly Row[];
  readonly actual: readonly Row[];
  /** "code@day → code@day" and what changed. */
  readonly found: readonly string[];
  readonly insurer?: string;
  readonly month?: string;
}

const NEIGHBOURS: readonly Neighbour[] = [
  {
    title: 'a basic code above 4000 (身体９生活１) became another',
    plan: [['116415', 3, '0900-1300', 800]],
    actual: [['111111', 3, '0900-0930', 244]],
    found: ['116415@3 → 111111@3 単位'],
  },
  {
    title: 'a joined code (身体介護１・夜) is the same visit as 身体介護１',
    plan: [['111111', 4, '1730-1800', 244]],
    actual: [['111112', 4, '1745-1815', 305]],
    found: ['111111@4 → 111112@4 時間 単位'],
  },
  {
    title: 'an addition with a code below 4000 (緊急時訪問看護加算Ⅰ１) moved within the month',
    plan: [['133001', 1, '', 600]],
    actual: [['133001', 20, '', 600]],
    found: ['133001@1 → 133001@20'],
  },
  {
    title: 'an addition is never taken for the visit of its day',
    plan: [['155301', 6, '0900-1600', 40]],
    actual: [['152141', 6, '0900-1600', 650]],
    found: ['155301@6 → ―', '― → 152141@6'],
  },
  {
    title: 'an addition given on each day is told day by day',
    plan: [
      ['155301', 7, '', 40],
      ['155301', 9, '', 40],
    ],
    actual: [
      ['155301', 7, '', 40],
      ['155301', 12, '', 40],
    ],
    found: ['155301@9 → ―', '― → 155301@12'],
  },
  {
    title: 'a monthly reduction (訪問介護同一建物減算) may stand on any day',
    plan: [['114114', 1, '', 0]],
    actual: [['114114', 31, '', 0]],
    found: ['114114@1 → 114114@31'],
  },
  {
    title: 'several monthly additions are each told by their own code',
    plan: [
      ['114001', 1, '', 200],
      ['116275', 1, '', 500],
    ],
    actual: [
      ['116275', 30, '', 0],
      ['114001', 13, '', 200],
    ],
    found: ['114001@1 → 114001@13', '116275@1 → 116275@30'],
  },
  {
    title: 'a municipal service charged by the month moved its day, at any insurer',
    plan: [['A21111', 1, '', 1176]],
    actual: [['A21111', 6, '', 1176]],
    found: ['A21111@1 → A21111@6'],
  },
  {
    title: 'the same at the insurer whose table is known',
    insurer: '124230',
    plan: [['A61111', 1, '', 1798]],
    actual: [['A61111', 8, '', 1798]],
    found: ['A61111@1 → A61111@8'],
  },
  {
    title: 'a municipal addition by the month (初回加算) moved its day',
    plan: [['A24001', 1, '', 200]],
    actual: [['A24001', 5, '', 200]],
    found: ['A24001@1 → A24001@5'],
  },
  {
    title: 'a monthly service that no table knows (小規模多機能) moved its day',
    plan: [['731111', 1, '', 10458]],
    actual: [['731111', 2, '', 10458]],
    found: ['731111@1 → 731111@2'],
  },
  {
    title: 'its other level on another day is one change',
    plan: [['731111', 1, '', 10458]],
    actual: [['731121', 16, '', 15370]],
    found: ['731111@1 → 731121@16 単位'],
  },
  {
    title: 'a month before the table goes by what the code meant next',
    month: '202405',
    plan: [['114845', 2, '0900-0919', 167]],
    actual: [['111111', 2, '0900-0930', 250]],
    found: ['114845@2 → 111111@2 単位'],
  },
  {
    title: 'rented goods of two kinds stay apart',
    plan: [
      ['171001', 1, '', 700],
      ['171003', 1, '', 900],
    ],
    actual: [['171003', 16, '', 450]],
    found: ['171001@1 → ―', '171003@1 → 171003@16 単位'],
  },
  {
    title: 'a visit without times on one side is as planned',
    plan: [['131111', 9, '0900-0930', 471]],
    actual: [['131111', 9, '', 471]],
    found: [],
  },
];

const line = (client: number, { insurer = '141003', month = '202610' }: Neighbour, [code, day, times, units]: Row) => {
  const [start, end] = times === '' ? ['9999', '9999'] : times.split('-');
  const office = officeOf(code);
  const goods = /^[16]7/.test(code) ? '00001-000010' : '';
  return [
    ...['202407', insurer, String(client).padStart(10, '0'), `${month}01`, month, '1377700001', '""', units, ''],
    ...[`${month}${String(day).padStart(2, '0')}`, '', start, end, 1, code, goods, '', '""', '', office, '""', '', 0],
    ...['', ''],
  ].join(',');
};
const officeOf = (code: string) => `13700000${code.charCodeAt(0) - 48 > 9 ? 99 : code.slice(0, 2)}`;

function writeSide(side: 'plan' | 'actual'): void {
  const files = new Map<string, string[]>();
  for (const [at, neighbour] of NEIGHBOURS.entries()) {
    const month = neighbour.month ?? '202610';
    for (const row of neighbour[side]) {
      const [office, type] = [officeOf(row[0]), row[0].slice(0, 2)];
      const name =
        side === 'plan'
          ? `UPPLAN_${month}_1377700001_43_${office}_${type}_${month}25100000.CSV`
          : `UPJSK_${month}_${office}_${type}_1377700001_43_${month}25110000.CSV`;
      files.set(name, [...(files.get(name) ?? []), line(at + 1, neighbour, row)]);
    }
  }
  mkdirSync(join(folder, side));
  for (const [name, lines] of files)
    writeFileSync(join(folder, side, name), lines.map((text) => `${text}\r\n`).join(''));
}

interface Side {
  readonly serviceCode: string;
  readonly day: number;
  readonly startTime: string | null;
  readonly units: number;
}
interface Found {
  readonly insuredNumber: string;
  readonly planned: Side | null;
  readonly actual: Side | null;
}

const sideText = (side: Side | null) => (side ? `${side.serviceCode}@${side.day}` : '―');
function foundText({ planned, actual }: Found): string {
  const changes = planned &&
    actual && [
      planned.startTime === actual.startTime ? '' : ' 時間',
      planned.units === actual.units || actual.units === 0 ? '' : ' 単位',
    ];
  return `${sideText(planned)} → ${sideText(actual)}${(changes ?? []).join('')}`;
}

describe('musubi compare on their neighbours', () => {
  let differences: readonly Found[] = [];
  let presumedCodes: readonly string[] = [];

  beforeAll(async () => {
    writeSide('plan');
    writeSide('actual');
    const { out } = await musubi(['compare', join(folder, 'plan'), join(folder, 'actual'), '--json'], env);
    ({ differences, presumedCodes } = JSON.parse(out));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(NEIGHBOURS.map(({ title }, at) => [title, at] as const))('%s', (_, at) => {
    const client = String(at + 1).padStart(10, '0');
    const found = differences.filter(({ insuredNumber }) => insuredNumber === client).map(foundText);
    expect(found.sort()).toEqual([...(NEIGHBOURS[at]?.found ?? [])].sort());
  });

  it('names exactly the codes that no table knows', () => {
    expect(presumedCodes).toEqual(['731111', '731121']);
  });
});
