import type { PreventivePlan } from '@musubi/standard';
import { around, type Content, joined, label } from '../layout/piece.js';
import { LANDSCAPE, type Row, type Section } from '../layout/sheet.js';
import type { Form, FormContext } from './context.js';
import { choice, headings, labelCell, labelledRow, titleAgain, titleHead, valueCell } from './parts.js';
import { measureSection } from './preventive-measures.js';

const TITLE = '介護予防サービス・支援計画書';
const SIZE = 8;

/**
 * 介護予防サービス・支援計画書 of a client, plan by plan. The ministry's form is one wide sheet; here its left half
 * (アセスメント領域) stands above its right half (支援計画), so that letters stay readable on A4.
 */
export function preventivePlanForms(context: FormContext): Form[] {
  const { preventivePlans, measures } = context.client;
  const dates = new Set([...preventivePlans, ...measures].map(({ preventivePlanDate }) => preventivePlanDate));
  return [...dates].map((date) => {
    const isOwn = (one: { readonly preventivePlanDate: string | null }) => one.preventivePlanDate === date;
    const plans = preventivePlans.filter(isOwn);
    const [plan] = plans;
    const item = (name: string) => (plan ? context.read('UPYOBO')(plan, name) : label(''));
    const dates: Content = [
      label('計画作成（変更）日　'),
      item('計画作成(変更)日'),
      ...around('（初回作成日　', [item('初回作成日')], '）'),
    ];
    return {
      name: TITLE,
      sheet: {
        isLandscape: true,
        title: titleHead({ title: TITLE, right: [dates] }),
        titleAgain: titleAgain(TITLE, [item('利用者名')]),
        sections: [
          ...plans.flatMap((one) => [{ rows: headRows(context, one) }, areaSection(context, one)]),
          measureSection(context, measures.filter(isOwn)),
          ...plans.flatMap((one) => closingSections(context, one)),
        ],
      },
    };
  });
}

function headRows(context: FormContext, plan: PreventivePlan): Row[] {
  const item = (name: string) => context.read('UPYOBO')(plan, name);
  const period = joined([item('認定有効期間開始日'), item('認定有効期間終了日')], '　〜　');
  const states = [
    ...choice(['初回', '紹介', '継続'], item('計画書区分')),
    label('　／　'),
    ...choice(['認定済', '申請中'], item('認定状況区分')),
    label('　／　'),
    ...choice(['要支援１', '要支援２', '地域支援事業'], item('要支援状態区分')),
  ];
  const kinds = [
    ...choice(['介護予防支援', '介護予防ケアマネジメント'], item('計画種類')),
    label('　／　'),
    ...choice(['自前', '委託'], item('委託の有無')),
  ];
  const office = joined(
    ['計画作成者事業者・事業所名', '計画作成者事業者・事業所住所', '計画作成者事業者・事業所電話番号'].map(item),
    '　',
  );
  return [
    labelledRow(
      [
        ['利用者名', 24, [item('利用者名'), label('　様')], 70],
        ['被保険者番号', 22, joined([item('保険者番号'), item('被保険者番号')], '　'), 44],
        ['認定年月日', 20, item('認定年月日'), 30],
        ['有効期間', 16, period, 51],
      ],
      7,
    ),
    labelledRow([
      ['区分', 24, states, 136],
      ['計画種類', 20, kinds, 97],
    ]),
    labelledRow([
      ['計画作成者氏名', 24, around('', [item('計画作成者氏名（地域包括支援センター担当者名）')]), 56],
      ['担当介護支援専門員', 30, item('計画作成者氏名（担当介護支援専門員名）'), 50],
      ['担当地域包括支援センター', 37, item('担当地域包括支援センター'), 80],
    ]),
    labelledRow([
      ['No.（整理番号）', 24, item('整理番号'), 56],
      ['委託の場合：計画作成者事業者・事業所名及び所在地（連絡先）', 80, office, LANDSCAPE - 160],
    ]),
    labelledRow(
      [
        ['目標とする生活\n（１日）', 24, item('目標とする生活(1日)'), 114],
        ['目標とする生活\n（１年）', 24, item('目標とする生活(1年)'), 115],
      ],
      9,
    ),
  ];
}

const AREAS = [
  ['運動・移動について', '【運動・移動】'],
  ['日常生活（家庭生活）について', '【日常生活(家庭生活)】'],
  ['社会参加、対人関係・コミュニケーションについて', '【社会参加、対人関係・コミュニケーション】'],
  ['健康管理について', '【健康管理】'],
] as const;
const AREA_COLUMNS = [
  { name: 'アセスメント領域', width: 40 },
  { name: '現在の状況', width: 79 },
  { name: '本人・家族の意欲・意向', width: 70 },
  { name: '領域における課題（背景・原因）', width: 88 },
];

function areaSection(context: FormContext, plan: PreventivePlan): Section {
  const item = (name: string) => context.read('UPYOBO')(plan, name);
  return {
    head: headings(AREA_COLUMNS, 6),
    rows: AREAS.map(([name, area]): Row => {
      const problem = [
        ...choice(['有', '無'], item(`${area}領域における課題の有無`)),
        ...around('\n', [item(`${area}領域における課題（背景・原因）`)]),
      ];
      const contents = [[item(`${area}現在の状況`)], [item(`${area}本人・家族の意欲・意向`)], problem];
      return {
        cells: [
          labelCell(40, name),
          ...contents.map((content, at) => ({ width: AREA_COLUMNS[at + 1]?.width ?? 0, content, size: SIZE })),
        ],
        minHeight: 13,
      };
    }),
    gap: 2,
  };
}

const CHECKS = ['運動不足', '栄養改善', '口腔内ケア', '閉じこもり予防', '物忘れ予防', 'うつ予防'];
const OUT_OF = [5, 2, 3, 2, 3, 5];

function closingSections(context: FormContext, plan: PreventivePlan): Section[] {
  const item = (name: string) => context.read('UPYOBO')(plan, name);
  const text = (name: string, value: string, height: number): Row => ({
    cells: [labelCell(46, name), { width: LANDSCAPE - 46, content: [item(value)], size: SIZE }],
    minHeight: height,
  });
  const checkWidth = (LANDSCAPE - 46) / CHECKS.length;
  const checks = CHECKS.map((name, at) =>
    valueCell(checkWidth, [item(`基本チェックリストの該当数(${name})`), label(`／${OUT_OF[at]}`)], {
      align: 'center',
      size: SIZE,
    }),
  );
  const programs = CHECKS.map((name) =>
    valueCell(checkWidth, choice(['要', '否'], item(`事業プログラムの要否(${name})`)), { align: 'center', size: SIZE }),
  );
  const columns = [{ name: '必要な事業プログラム', width: 46 }, ...CHECKS.map((name) => ({ name, width: checkWidth }))];
  return [
    {
      rows: [
        text('健康状態について\n□主治医意見書、健診結果、観察結果等を踏まえた留意点', '健康状態の留意点', 12),
        text(
          '【本来行うべき支援が実施できない場合】\n妥当な支援の実施に向けた方針',
          '妥当な支援の実施に向けた方針',
          12,
        ),
        text('総合的な方針（生活不活発病の改善・予防のポイント）', '総合的な方針', 12),
      ],
      gap: 2,
    },
    {
      head: headings(columns, 5),
      rows: [
        { cells: [labelCell(46, '基本チェックリストの（該当した項目数）／（質問項目数）'), ...checks], minHeight: 7 },
        { cells: [labelCell(46, '事業プログラムの要否'), ...programs], minHeight: 6 },
      ],
      gap: 2,
    },
    {
      rows: [
        text('地域包括支援センター\n【意見】', '地域包括支援センター意見', 12),
        labelledRow(
          [
            ['計画に関する同意', 46, [label('上記計画について、同意いたします。')], 75],
            ['同意日', 22, item('同意日'), 40],
            ['氏名', 16, item('同意者氏名'), LANDSCAPE - 199],
          ],
          8,
        ),
      ],
      gap: 2,
    },
  ];
}
