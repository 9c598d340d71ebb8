import type { Measure, PreventivePlan } from '../model/model.js';
import { dateValue, fields, label, numberValue, type Sourced, table, text } from './blocks.js';
import { type Form, numbered } from './care-plan.js';
import type { ClientModel } from './clients.js';
import type { Block } from './view.js';

/** 介護予防サービス・支援計画書 of a client, plan by plan. */
export function preventivePlanForms({ preventivePlans, measures }: ClientModel): Form[] {
  const dates = new Set([...preventivePlans, ...measures].map(({ preventivePlanDate }) => preventivePlanDate));
  return [...dates].map((date) => {
    const isOwn = (one: { readonly preventivePlanDate: string | null }) => one.preventivePlanDate === date;
    const plans = preventivePlans.filter(isOwn);
    return {
      title: '介護予防サービス・支援計画書',
      blocks: [
        ...plans.flatMap(headBlocks),
        ...plans.flatMap(goalBlocks),
        ...measureBlocks(measures.filter(isOwn)),
        ...plans.flatMap(policyBlocks),
      ],
    };
  });
}

function headBlocks(plan: PreventivePlan): Block[] {
  return [
    ...fields(null, plan, [
      ['計画作成（変更）日', dateValue(plan.preventivePlanDate)],
      ['初回作成日', dateValue(plan.firstPlanDate)],
      ['利用者名', plan.name],
      ['整理番号', plan.referenceNumber],
      ['計画種類', label('計画種類', plan.planKind)],
      ['委託', label('委託の有無', plan.entrusted)],
      ['計画書区分', label('計画書区分', plan.planType)],
      ['認定状況', label('認定状況区分', plan.certificationState)],
      ['要支援状態区分', label('要支援状態区分', plan.supportLevel)],
      ['認定年月日', dateValue(plan.certifiedOn)],
      ['認定の有効期間の開始', dateValue(plan.certifiedFrom)],
      ['認定の有効期間の終了', dateValue(plan.certifiedUntil)],
    ]),
    ...fields('計画の作成者', plan, [
      ['地域包括支援センター担当者', plan.centreStaff],
      ['担当介護支援専門員', plan.careManager],
      ['事業所', plan.officeName],
      ['住所', plan.officeAddress],
      ['電話番号', plan.officePhone],
      ['担当地域包括支援センター', plan.centreName],
    ]),
  ];
}

function goalBlocks(plan: PreventivePlan): Block[] {
  return [
    ...text('目標とする生活（1日）', plan.goalDay, plan),
    ...text('目標とする生活（1年）', plan.goalYear, plan),
    ...areaBlocks(plan),
  ];
}

const AREAS = [
  ['運動・移動', 'movement'],
  ['日常生活（家庭生活）', 'living'],
  ['社会参加、対人関係・コミュニケーション', 'social'],
  ['健康管理', 'health'],
] as const;

interface Area extends Sourced {
  readonly name: string;
  readonly now: string;
  readonly wish: string;
  readonly hasProblem: string;
  readonly problem: string;
}

/** アセスメント領域: what is now, what is wished, which problem lies there. */
function areaBlocks(plan: PreventivePlan): Block[] {
  const areas: Area[] = AREAS.map(([name, key]) => ({
    name,
    now: plan[`${key}Now`],
    wish: plan[`${key}Wish`],
    hasProblem: plan[`${key}HasProblem`],
    problem: plan[`${key}Problem`],
    source: plan.source,
  }));
  const isFilled = ({ now, wish, hasProblem, problem }: Area) => now + wish + hasProblem + problem !== '';
  return table<Area>('アセスメント領域', areas.filter(isFilled), [
    { label: '領域', value: ({ name }) => name },
    { label: '現在の状況', value: ({ now }) => now },
    { label: '本人・家族の意欲・意向', value: ({ wish }) => wish },
    { label: '課題', value: ({ hasProblem }) => label('有無', hasProblem) },
    { label: '課題（背景・原因）', value: ({ problem }) => problem },
  ]);
}

function measureBlocks(measures: readonly Measure[]): Block[] {
  return table<Measure>('支援計画', measures, [
    { label: '総合的課題', value: (one) => numbered(one.problemNumber, one.problem) },
    { label: '目標と具体策の提案', optional: true, value: ({ proposal }) => proposal },
    { label: '本人・家族の意向', optional: true, value: ({ wish }) => wish },
    { label: '目標', value: ({ goal }) => goal },
    { label: '支援のポイント', value: (one) => numbered(one.measureNumber, one.point) },
    { label: 'セルフケア・家族の支援・インフォーマルサービス', optional: true, value: ({ selfCare }) => selfCare },
    { label: '介護保険サービス・総合事業', optional: true, value: ({ insuredService }) => insuredService },
    { label: 'サービス種別', value: (one) => numbered(one.serviceNumber, one.serviceKind) },
    { label: '事業所（利用先）', value: ({ serviceOffice }) => serviceOffice },
    { label: '期間', value: ({ period }) => period },
  ]);
}

const CHECKS = [
  ['運動不足', 'Exercise'],
  ['栄養改善', 'Nutrition'],
  ['口腔内ケア', 'Oral'],
  ['閉じこもり予防', 'Withdrawal'],
  ['物忘れ予防', 'Memory'],
  ['うつ予防', 'Depression'],
] as const;

interface Check extends Sourced {
  readonly name: string;
  readonly count: number | null;
  readonly program: string;
}

function policyBlocks(plan: PreventivePlan): Block[] {
  const checks: Check[] = CHECKS.map(([name, key]) => ({
    name,
    count: plan[`check${key}`],
    program: plan[`program${key}`],
    source: plan.source,
  }));
  const isFilled = ({ count, program }: Check) => count !== null || program !== '';
  return [
    ...text('健康状態の留意点', plan.healthNotes, plan),
    ...text('妥当な支援の実施に向けた方針', plan.approach, plan),
    ...text('総合的な方針', plan.policy, plan),
    ...table<Check>('基本チェックリスト', checks.filter(isFilled), [
      { label: '項目', value: ({ name }) => name },
      { label: '該当数', align: 'right', value: ({ count }) => numberValue(count) },
      { label: '事業プログラム', value: ({ program }) => label('要否', program) },
    ]),
    ...text('地域包括支援センターの意見', plan.centreOpinion, plan),
    ...fields('同意', plan, [
      ['同意日', dateValue(plan.consentDate)],
      ['同意者', plan.consentName],
    ]),
  ];
}
