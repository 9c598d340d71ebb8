import { type UnitModel, unitToModel } from '../model/model.js';
import { type SendingUnit, UNIT_NAMES } from '../units/types.js';
import { clientLine, label, type ServiceNames } from './client.js';
import { block, clock, eraDate, eraMonth } from './layout.js';
import { annexLines, scheduleLines } from './schedule.js';

/** A unit as a readable form for the terminal: names, months and era dates instead of codes where there are any. */
export function showUnit(unit: SendingUnit, names: ServiceNames = () => null): string {
  const model = unitToModel(unit);
  const month = unit.month ? ` ${eraMonth(`${unit.month.slice(0, 4)}-${unit.month.slice(4)}`)}分` : '';
  const head = [
    `■ ${UNIT_NAMES[unit.kind]}${month}（第${unit.edition}版、${unit.sender.officeNumber} → ${unit.recipient.officeNumber}）`,
  ];
  const unreadable =
    model.unreadable > 0
      ? [`※ 読み取れない行が${model.unreadable}行あります。「musubi check」で確かめてください。`]
      : [];
  return [...head, ...bodyLines(model, names), ...unreadable].join('\n');
}

function bodyLines(model: UnitModel, names: ServiceNames): string[] {
  switch (model.kind) {
    case 'careplan':
      return planLines(model);
    case 'schedule':
      return [...scheduleLines(model, names, '予定'), ...annexLines(model, names)];
    case 'actuals':
      return scheduleLines(model, names, '実績');
    case 'client-record':
    case 'preventive-plan':
      return [...recordLines(model), ...preventiveLines(model)];
    default:
      return model.deletions.map(
        ({ insuredNumber, planDate, month, interviewDate, preventivePlanDate }) =>
          `  被保険者番号 ${insuredNumber} ${eraDate(planDate ?? interviewDate ?? preventivePlanDate)}${eraMonth(month)} を削除`,
      );
  }
}

function planLines(model: UnitModel): string[] {
  return model.carePlans.flatMap((plan) => {
    const isOwn = (one: { insuredNumber: string; planDate: string | null }) =>
      one.insuredNumber === plan.insuredNumber && one.planDate === plan.planDate;
    return [
      clientLine(plan.insuredNumber, model.supplements),
      `  第1表  作成日 ${eraDate(plan.planDate)}  ${label('計画書区分', plan.planType)}  作成者 ${plan.author}（${plan.officeName}）`,
      ...block('利用者及び家族の生活に対する意向を踏まえた課題分析の結果', plan.wishes),
      ...block('介護認定審査会の意見及びサービスの種類の指定', plan.boardOpinion),
      ...block('総合的な援助の方針', plan.policy),
      '  第2表',
      ...model.goals
        .filter(isOwn)
        .flatMap((goal) => [
          ...(goal.need ? [`  課題${goal.needNumber ?? ''} ${goal.need}`] : []),
          ...(goal.longGoal ? [`    長期目標 ${goal.longGoal}（${goal.longPeriod}）`] : []),
          ...(goal.shortGoal ? [`    短期目標 ${goal.shortGoal}（${goal.shortPeriod}）`] : []),
          `      ・${goal.content}  ${goal.serviceKind} ${goal.officeName} ${goal.frequency}（${goal.period}）`,
        ]),
      ...weekLines(model, isOwn),
    ];
  });
}

function weekLines(
  model: UnitModel,
  isOwn: (one: { insuredNumber: string; planDate: string | null }) => boolean,
): string[] {
  const entries = model.week.filter(isOwn);
  if (entries.length === 0) return [];
  const lines = entries.map(({ service, weekday, start, end, activity, activityStart, outsideWeek }) => {
    if (service) return `    ${label('曜日', weekday)} ${clock(start)}〜${clock(end)} ${service}`;
    return activity ? `    毎日 ${clock(activityStart)} ${activity}` : `    週単位以外 ${outsideWeek}`;
  });
  return ['  第3表', ...lines];
}

function recordLines(model: UnitModel): string[] {
  return model.clientRecords.flatMap((record) => [
    `● 利用者基本情報  ${record.name}（${record.kana}） ${label('性別', record.sex)} ${eraDate(record.birthDate)}生`,
    `  相談日 ${eraDate(record.interviewDate)}  作成担当者 ${record.author}  被保険者番号 ${record.insuredNumber}`,
    ...block('住所', record.address),
    ...block(
      '緊急連絡先',
      [1, 2, 3, 4]
        .map((at) => contact(record, at))
        .filter(Boolean)
        .join('\n'),
    ),
    ...block('今までの生活', record.history),
    ...block(
      '1日の生活',
      model.days
        .filter((one) => one.insuredNumber === record.insuredNumber)
        .map(({ hour, life }) => `${hour} ${life}`)
        .join('\n'),
    ),
    ...block('趣味・楽しみ・特技', record.hobbies),
    ...block(
      '現病歴・既往歴',
      model.illnesses
        .filter((one) => one.insuredNumber === record.insuredNumber)
        .map(({ when, illness, doctor }) => `${when} ${illness} ${doctor}`)
        .join('\n'),
    ),
  ]);
}

function contact(record: UnitModel['clientRecords'][number], at: number): string {
  const values = new Map<string, unknown>(Object.entries(record));
  const part = (name: string) => String(values.get(`contact${at}${name}`) ?? '');
  return [part('Name'), part('Relation'), part('Phone')].filter(Boolean).join(' ');
}

function preventiveLines(model: UnitModel): string[] {
  return model.preventivePlans.flatMap((plan) => [
    `● 介護予防サービス・支援計画書  ${plan.name}  ${label('要支援状態区分', plan.supportLevel)}  作成日 ${eraDate(plan.preventivePlanDate)}`,
    ...block('目標とする生活（1日）', plan.goalDay),
    ...block('目標とする生活（1年）', plan.goalYear),
    ...model.measures
      .filter((one) => one.insuredNumber === plan.insuredNumber)
      .flatMap((one) => [
        ...(one.problem ? [`  課題${one.problemNumber ?? ''} ${one.problem}`] : []),
        ...(one.goal ? [`    目標 ${one.goal}`] : []),
        ...(one.point ? [`    支援のポイント ${one.point}`] : []),
        `      ・${one.serviceKind} ${one.serviceOffice}（${one.period}）`,
      ]),
    ...block('総合的な方針', plan.policy),
  ]);
}
