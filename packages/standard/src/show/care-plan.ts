import type { CarePlan, Goal, WeekEntry } from '../model/model.js';
import { dateValue, fields, label, table, text } from './blocks.js';
import type { ClientModel } from './clients.js';
import { clock, clockSpan } from './dates.js';
import type { Block, Value } from './view.js';

/** A form of a client without its head. */
export interface Form {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** 第1表 to 第3表 of a client, plan by plan: a unit may hold an old plan and the changed one. */
export function carePlanForms({ carePlans, goals, week }: ClientModel): Form[] {
  const dates = new Set([...carePlans, ...goals, ...week].map(({ planDate }) => planDate));
  return [...dates].flatMap((date) => {
    const isOwn = ({ planDate }: { readonly planDate: string | null }) => planDate === date;
    return [
      ...carePlans.filter(isOwn).map((plan) => ({ title: '第1表 居宅サービス計画書（1）', blocks: planBlocks(plan) })),
      { title: '第2表 居宅サービス計画書（2）', blocks: goalBlocks(goals.filter(isOwn)) },
      { title: '第3表 週間サービス計画表', blocks: weekBlocks(week.filter(isOwn)) },
    ];
  });
}

function planBlocks(plan: CarePlan): Block[] {
  return [
    ...fields(null, plan, [
      ['計画作成（変更）日', dateValue(plan.planDate)],
      ['初回計画作成日', dateValue(plan.firstPlanDate)],
      ['作成年月日', dateValue(plan.writtenOn)],
      ['計画書区分', label('計画書区分', plan.planType)],
      ['認定状況', label('認定状況区分', plan.certificationState)],
      ['認定日', dateValue(plan.certifiedOn)],
      ['認定の有効期間の開始', dateValue(plan.certifiedFrom)],
      ['認定の有効期間の終了', dateValue(plan.certifiedUntil)],
      ['要介護状態区分', label('要介護状態区分', plan.careLevel)],
    ]),
    ...fields('利用者の住所', plan, [
      ['郵便番号', plan.postalCode],
      ['住所', joined(plan.address1, plan.address2)],
    ]),
    ...fields('計画の作成者', plan, [
      ['氏名', plan.author],
      ['事業所', plan.officeName],
      ['事業所番号', plan.officeNumber],
      ['郵便番号', plan.officePostalCode],
      ['住所', joined(plan.officeAddress1, plan.officeAddress2)],
    ]),
    ...text('利用者及び家族の生活に対する意向を踏まえた課題分析の結果', plan.wishes, plan),
    ...text('介護認定審査会の意見及びサービスの種類の指定', plan.boardOpinion, plan),
    ...text('総合的な援助の方針', plan.policy, plan),
    ...fields(null, plan, [
      ['生活援助中心型の算定理由', label('生活援助中心型の算定理由', plan.housekeepingReason)],
      ['その他の理由', plan.housekeepingOther],
    ]),
  ];
}

/** Two parts of an address as one. */
export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** A number before its text, as 第2表 counts 課題; the number of a row without the text says nothing. */
export function numbered(number: number | null, content: string): Value {
  return content === '' || number === null ? content : `${number} ${content}`;
}

function goalBlocks(goals: readonly Goal[]): Block[] {
  return table<Goal>(null, goals, [
    { label: '課題', value: (goal) => numbered(goal.needNumber, goal.need) },
    { label: '長期目標', value: (goal) => goal.longGoal },
    { label: '長期目標の期間', value: (goal) => goal.longPeriod },
    { label: '短期目標', value: (goal) => goal.shortGoal },
    { label: '短期目標の期間', value: (goal) => goal.shortPeriod },
    { label: 'サービス内容', value: (goal) => goal.content },
    { label: '保険給付', optional: true, value: (goal) => label('保険対象区分', goal.insured) },
    { label: 'サービス種別', value: (goal) => goal.serviceKind },
    { label: '事業所', value: (goal) => goal.officeName || goal.officeNumber },
    { label: '頻度', value: (goal) => goal.frequency },
    { label: '期間', value: (goal) => goal.period },
  ]);
}

function weekBlocks(entries: readonly WeekEntry[]): Block[] {
  const services = entries.filter(({ service, weekday }) => service !== '' || weekday !== '');
  const byDay = services.toSorted((a, b) => a.weekday.localeCompare(b.weekday) || (a.start ?? 0) - (b.start ?? 0));
  const activities = entries.filter(({ activity }) => activity !== '');
  const others = entries.filter(({ outsideWeek }) => outsideWeek !== '');
  return [
    ...table<WeekEntry>('週間のサービス', byDay, [
      { label: '曜日', value: ({ weekday }) => label('曜日', weekday) },
      { label: '時間', value: ({ start, end }) => clockSpan(start, end) },
      { label: 'サービス', value: ({ service }) => service },
    ]),
    ...table<WeekEntry>('主な日常生活上の活動', activities, [
      { label: '時間', value: activityTime },
      { label: '活動', value: ({ activity }) => activity },
    ]),
    ...others.flatMap((entry) => text('週単位以外のサービス', entry.outsideWeek, entry)),
  ];
}

/** Activities without length (起床 6:00) are written with the same start and end. */
function activityTime({ activityStart, activityEnd }: WeekEntry): string {
  return activityStart === activityEnd ? clock(activityStart) : clockSpan(activityStart, activityEnd);
}
