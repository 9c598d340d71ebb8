import type { Goal } from '@musubi/standard';
import { type Content, joined, label, type Piece } from '../layout/piece.js';
import { type Cell, LANDSCAPE, type Row } from '../layout/sheet.js';
import { clientName, type Form, type FormContext } from './context.js';
import { type Column, headings, noteRow, titleAgain, titleHead, valueCell } from './parts.js';

const TITLE = '居宅サービス計画書（２）';
const SIZE = 7.5;
const NOTES = [
  '※１　「保険給付対象か否かの区分」について、保険給付対象内サービスについては○印を付す。',
  '※２　「当該サービス提供を行う事業所」について記入する。',
];
const COLUMNS: readonly Column[] = [
  { name: '生活全般の解決すべき課題（ニーズ）', width: 45 },
  {
    name: '目標',
    width: 106,
    below: [
      { name: '長期目標', width: 35 },
      { name: '（期間）', width: 18 },
      { name: '短期目標', width: 35 },
      { name: '（期間）', width: 18 },
    ],
  },
  {
    name: '援助内容',
    width: 126,
    below: [
      { name: 'サービス内容', width: 44 },
      { name: '※１', width: 7 },
      { name: 'サービス種別', width: 22 },
      { name: '※２', width: 25 },
      { name: '頻度', width: 12 },
      { name: '期間', width: 16 },
    ],
  },
];

/** 第2表 of one plan. */
export function goalsForm(context: FormContext, goals: readonly Goal[]): Form {
  const [first] = goals;
  const written = first ? [label('作成年月日　'), context.read('UP2KYO')(first, '居宅計画書作成年月日')] : [];
  const name: Content = [label('利用者名　'), ...clientName(context), label('　殿')];
  return {
    name: '第2表 居宅サービス計画書（2）',
    sheet: {
      isLandscape: true,
      title: titleHead({ number: '第２表', title: TITLE, right: [written] }),
      titleAgain: titleAgain(`第２表　${TITLE}`, clientName(context)),
      sections: [
        { rows: [{ cells: [valueCell(LANDSCAPE, name)], lines: 'none' }] },
        { head: headings(COLUMNS, 12), rows: goals.map((goal, at) => goalRow(context, goal, goals[at - 1])) },
        { rows: NOTES.map((note) => noteRow(note, LANDSCAPE)), gap: 1 },
      ],
    },
  };
}

/**
 * Texts stand in the first row of their number only (rules.md 12.3): where they are empty under the same number, the
 * cell above goes on. A goal goes on only within its need, a short goal only within its long one.
 */
function goalRow(context: FormContext, goal: Goal, above: Goal | undefined): Row {
  const item = (name: string) => context.read('UP2KYO')(goal, name);
  const isSameNeed = above?.needNumber === goal.needNumber && goal.need === '';
  const isSameGoal = isSameNeed && above?.goalNumber === goal.goalNumber && goal.longGoal + goal.longPeriod === '';
  const isSameShort = isSameGoal && goal.shortGoal + goal.shortPeriod === '';
  const cell = (width: number, content: Piece | Content, continues = false): Cell =>
    valueCell(width, content, { size: SIZE, valign: 'top', continues });
  const insured = item('保険対象区分');
  const circle = insured.text === '対象' ? { ...insured, text: '○' } : { ...insured, text: '' };
  const office = joined([item('サービス事業所名'), item('サービス事業者コード')], '\n');
  return {
    cells: [
      cell(45, item('課題'), isSameNeed),
      cell(35, item('長期目標'), isSameGoal),
      cell(18, item('長期期間'), isSameGoal),
      cell(35, item('短期目標'), isSameShort),
      cell(18, item('短期期間'), isSameShort),
      cell(44, item('サービス内容')),
      valueCell(7, circle, { size: SIZE, valign: 'top', align: 'center' }),
      cell(22, item('サービス種別')),
      cell(25, office),
      cell(12, item('頻度')),
      cell(16, item('実施期間')),
    ],
    minHeight: 10,
  };
}
