import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CODE_TABLES,
  type CsvKind,
  checkFiles,
  type Edition,
  encodeMs932,
  type InputFile,
  type Item,
  layoutOf,
  type SendingUnit,
} from '@musubi/standard';

const SAMPLES = fileURLToPath(new URL('../../../test/fixtures/samples', import.meta.url));

/** The units in a folder of the samples. */
export function sampleUnits(folder: string): readonly SendingUnit[] {
  const walk = (path: string): string[] =>
    statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => walk(join(path, name))) : [path];
  const files = walk(join(SAMPLES, folder)).map((path) => ({
    name: path.split('/').at(-1) ?? path,
    bytes: new Uint8Array(readFileSync(path)),
  }));
  return checkFiles(files).units;
}

export type Values = Readonly<Record<string, string>>;

/** A file of a kind with every item filled, so that nothing can be left off a form unnoticed; `rows` say what differs. */
export function filledFile(kind: CsvKind, edition: Edition, rows: readonly Values[], month: string | null): InputFile {
  const layout = layoutOf(kind, edition);
  if (!layout) throw new Error(`no ${kind} in ${edition}`);
  const lines = rows.map((row) =>
    layout.items.map((item) => cellText(item, row[item.nameJa] ?? filled(item, edition))).join(','),
  );
  const encoded = encodeMs932(`${lines.join('\r\n')}\r\n`);
  if (!('bytes' in encoded)) throw new Error('a value of the test is not in MS932');
  const parts = edition === '3' ? ['1377700001', '1375400014'] : ['1377700001', '43', '1375400014', '13'];
  const named = [kind, ...(month ? [month] : []), ...parts, '20260925120000'];
  return { name: `${named.join('_')}.CSV`, bytes: encoded.bytes };
}

function cellText({ format }: Item, value: string): string {
  return format === 'text' ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A value of an item's form; texts name their item, so that each is its own. */
function filled({ no, nameJa, format, codeTable }: Item, edition: Edition): string {
  const number = String(no).padStart(2, '0');
  switch (format) {
    case 'ym':
    case 'ym0':
      return no === 1 ? (edition === '3' ? '202208' : '202407') : '202610';
    case 'ymd':
    case 'ymd0':
      return `202610${String((no % 28) + 1).padStart(2, '0')}`;
    case 'hm':
    case 'hm9':
      return nameJa.includes('終了') ? '1130' : '1000';
    case 'int':
      return String(no);
    case 'dec':
      return '11.40';
    case 'code':
      return Object.keys(CODE_TABLES[codeTable ?? ''] ?? {})[0] ?? '1';
    case 'text':
      return `${nameJa.replaceAll(/[^\p{L}]/gu, '').slice(0, 8)}の値${number}`;
    case 'insurer':
      return '131016';
    case 'insured':
      return 'H123456789';
    case 'office':
      return `13754000${number}`;
    case 'service':
    case 'service7':
      return '131111';
    case 'servicetype':
      return '13';
    case 'postal':
      return `100-00${number}`;
    case 'phone':
      return `03-0000-00${number}`;
    case 'tais':
      return `00001-0000${number}`;
    case 'dayflags':
      return `${'1'.repeat(15)}${'0'.repeat(16)}`;
    default:
      return '';
  }
}

type Part = readonly [CsvKind, string | null, readonly Values[]];

export function unitOf(edition: Edition, parts: readonly Part[]): SendingUnit {
  const { units } = checkFiles(parts.map(([kind, month, rows]) => filledFile(kind, edition, rows, month)));
  const [unit] = units;
  if (!unit || units.length !== 1) throw new Error(`${units.length} units instead of one`);
  return unit;
}

const GOALS: readonly Values[] = [
  { 課題ＮＯ: '1', 援助目標ＮＯ: '1', 援助内容ＮＯ: '1' },
  {
    課題ＮＯ: '1',
    課題: '',
    援助目標ＮＯ: '1',
    長期目標: '',
    長期期間: '',
    短期目標: '二つ目の短期目標',
    援助内容ＮＯ: '2',
  },
  { 課題ＮＯ: '2', 課題: 'もう一つの課題', 援助目標ＮＯ: '1', 援助内容ＮＯ: '3', 保険対象区分: 'N' },
];
const DAYS: readonly Values[] = ['20261001', '20261005', '20261012', '20261031'].map((day) => ({
  サービス利用日: day,
  日割対象日: '',
  '３０日超区分': '0',
}));
const SERVICES: readonly Values[] = [
  ...DAYS,
  {
    サービス利用日: '20261003',
    サービス開始時刻: '9999',
    サービス終了時刻: '9999',
    サービス回数: '1',
    '３０日超区分': '1',
  },
];
const SUMS: readonly Values[] = [
  {},
  { サービスコード: '13AAAA', 単位数: '0', 割引後率: '', 割引後単位数: '' },
  { サービスコード: '999999', サービス事業所コード: '9999999999', 単位数: '0', 割引後率: '', 割引後単位数: '' },
];
const MEASURES: readonly Values[] = [
  { 課題ＮＯ: '1', 支援計画ＮＯ: '1', 利用サービスＮＯ: '1' },
  {
    課題ＮＯ: '1',
    総合的課題: '',
    課題に対する目標と具体策の提案: '',
    '具体策についての意向本人・家族': '',
    目標: '',
    支援計画ＮＯ: '2',
    利用サービスＮＯ: '1',
  },
];

/** Units of every kind with every item filled. */
export const FULL_UNITS: Readonly<Record<string, () => SendingUnit>> = {
  careplan: () =>
    unitOf('4.1', [
      ['UP1KYO', null, [{}]],
      ['UP2KYO', null, GOALS.map((goal) => ({ ...goal, '居宅サービス計画作成（変更）日': '20261015' }))],
      ['UP3KYO', null, [{ '居宅サービス計画作成（変更）日': '20261015' }]],
      ['UPHOSOKU', '000000', [{ '居宅サービス計画作成（変更）日': '20261015' }]],
    ]),
  'careplan-v3': () =>
    unitOf('3', [
      ['UP1KYO', null, [{}]],
      ['UP2KYO', null, GOALS],
      ['UPHOSOKU', '000000', [{}]],
    ]),
  schedule: () =>
    unitOf('4.1', [
      ['UPPLAN', '202610', SERVICES],
      ['UPSIKYU', '202610', SUMS],
      ['UPHOSOKU', '202610', [{}]],
    ]),
  'schedule-v3': () =>
    unitOf('3', [
      ['UPPLAN', '202610', SERVICES],
      ['UPSIKYU', '202610', SUMS],
      ['UPHOSOKU', '202610', [{}]],
    ]),
  actuals: () => unitOf('4.1', [['UPJSK', '202610', SERVICES]]),
  'preventive-plan': () =>
    unitOf('4.1', [
      ['UPYOBO', null, [{}]],
      ['UPYOBO_SUB', null, MEASURES],
      ['UPKIHON', null, [{ '家族構成 画像ファイル名': '' }]],
      ['UPKIHON_SUB1', null, [{}, { 時間: '22:00' }]],
      ['UPKIHON_SUB2', null, [{}]],
    ]),
  'careplan-deletion': () => unitOf('4.1', [['DLT1KYO', null, [{}]]]),
  'schedule-deletion': () => unitOf('4.1', [['DLTPLAN', '202610', [{}]]]),
  'actuals-deletion': () => unitOf('4.1', [['DLTJSK', '202610', [{}]]]),
  'client-record-deletion': () => unitOf('4.1', [['DLTKIHON', null, [{}]]]),
  'preventive-plan-deletion': () => unitOf('4.1', [['DLTYOBO', null, [{}]]]),
};
