import type { Measure } from '@musubi/standard';
import type { Cell, Row, Section } from '../layout/sheet.js';
import type { FormContext } from './context.js';
import { type Column, headings, valueCell } from './parts.js';

const SIZE = 7;

/** The columns of the form's right half, left to right: heading, width, item; the first four are of the problem. */
const PROBLEM: readonly (readonly [string, number, string])[] = [
  ['総合的課題', 30, '総合的課題'],
  ['課題に対する目標と具体策の提案', 32, '課題に対する目標と具体策の提案'],
  ['具体策についての意向\n本人・家族', 28, '具体策についての意向本人・家族'],
  ['目標', 28, '目標'],
];
const MEASURE: readonly (readonly [string, number, string])[] = [
  ['目標についての\n支援のポイント', 30, '【支援計画】目標についての支援のポイント'],
  [
    '本人等のセルフケアや家族の支援、インフォーマルサービス（民間サービス）',
    32,
    '【支援計画】本人等のセルフケアや家族の支援、インフォーマルサービス（民間サービス）',
  ],
  [
    '介護保険サービス又は地域支援事業（総合事業のサービス）',
    30,
    '【支援計画】介護保険サービス又は地域支援事業（総合事業のサービス）',
  ],
];
const SERVICE: readonly (readonly [string, number, string])[] = [
  ['サービス種別', 24, '【利用サービス】サービス種別'],
  ['事業所\n（利用先）', 25, '【利用サービス】事業所(利用先)'],
  ['期間', 18, '【利用サービス】期間'],
];
const columns = (all: readonly (readonly [string, number, string])[]): Column[] =>
  all.map(([name, width]) => ({ name, width }));
const COLUMNS: readonly Column[] = [
  ...columns(PROBLEM),
  { name: '支援計画', width: 159, below: columns([...MEASURE, ...SERVICE]) },
];

/** 支援計画: texts stand in the first row of their number (rules.md 12.5), so empty cells under it go on. */
export function measureSection(context: FormContext, measures: readonly Measure[]): Section {
  return {
    head: headings(COLUMNS, 19, 6.5),
    rows: measures.map((measure, at) => measureRow(context, measure, measures[at - 1])),
    gap: 2,
  };
}

function measureRow(context: FormContext, measure: Measure, above: Measure | undefined): Row {
  const { problem, proposal, wish, goal, point, selfCare, insuredService } = measure;
  const isSameProblem = above?.problemNumber === measure.problemNumber && problem + proposal + wish + goal === '';
  const isSamePlan =
    isSameProblem && above?.measureNumber === measure.measureNumber && point + selfCare + insuredService === '';
  const cells = (all: readonly (readonly [string, number, string])[], continues: boolean) =>
    all.map(([, width, name]): Cell => {
      const value = context.read('UPYOBO_SUB')(measure, name);
      return valueCell(width, value, { size: SIZE, valign: 'top', continues });
    });
  return {
    cells: [...cells(PROBLEM, isSameProblem), ...cells(MEASURE, isSamePlan), ...cells(SERVICE, false)],
    minHeight: 12,
  };
}
