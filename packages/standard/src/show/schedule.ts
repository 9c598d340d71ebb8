import { lastDayOf } from '../checks/item-rules.js';
import { groupBy } from '../compare/current.js';
import type { AnnexRecord, ServiceRecord } from '../model/model.js';
import { serviceTypeName } from '../units/service-types.js';
import { type ColumnOf, dateValue, fields, flagValue, numberValue, refOf, table } from './blocks.js';
import type { Form } from './care-plan.js';
import type { ClientModel } from './clients.js';
import { dayRanges } from './dates.js';
import { type ServiceNames, serviceName } from './service-names.js';
import { limitBlocks } from './supplement.js';
import type { Block, DayRow } from './view.js';

/** 第6表 of a client, month by month; files with errors may hold several. */
export function serviceForms({ services }: ClientModel, names: ServiceNames, kind: '予定' | '実績'): Form[] {
  const title = `第6表 サービス利用票（${kind}）`;
  const months = groupBy(services, ({ day, month }) => day?.slice(0, 7) ?? month ?? '');
  return [...months].map(([month, rows]) => {
    const lines = groupBy(rows, lineKey);
    const days: Block = {
      type: 'days',
      month,
      kind,
      rows: [...lines.values()].map((line) => dayRow(line, month, names)),
    };
    return { title, blocks: [...rows.slice(0, 1).flatMap(headBlocks), days] };
  });
}

function headBlocks(record: ServiceRecord): Block[] {
  return fields(null, record, [
    ['作成年月日', dateValue(record.writtenOn)],
    ['計画担当者', record.planner],
    ['計画担当事業所', record.plannerOffice],
    ['前月までの短期入所利用日数', numberValue(record.shortStayDaysBefore)],
  ]);
}

/** Tells lines of the form apart: rented goods, satellites, pro-rated days and days beyond the 30th have their own. */
function lineKey(record: ServiceRecord): string {
  const { start, end, serviceCode, officeNumber, detailCode, taisCode, noticeCode, goodsName } = record;
  const { satellite, over30Days, proratedDays } = record;
  const goods = [detailCode, taisCode, noticeCode, goodsName];
  return [start, end, serviceCode, officeNumber, satellite, over30Days === true, proratedDays, ...goods].join(' ');
}

function dayRow(records: readonly ServiceRecord[], month: string, names: ServiceNames): DayRow {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const counts: (number | null)[] = Array.from({ length: lastDayOf(year, number) }, () => null);
  for (const { day, count } of records) {
    const at = Number(day?.slice(8)) - 1;
    if (at >= 0) counts[at] = (counts[at] ?? 0) + (count ?? 1);
  }
  const [first] = records;
  return {
    start: first?.start ?? null,
    end: first?.end ?? null,
    service: first ? serviceName(names, first.serviceCode, month, first.insurerNumber) : '',
    office: first ? first.officeName || first.officeNumber : '',
    units: first?.units ?? null,
    note: first ? noteOf(first) : '',
    counts,
    total: records.reduce((sum, { count }) => sum + (count ?? 1), 0),
    sources: records.flatMap(({ source }) => refOf(source) ?? []),
  };
}

function noteOf({ goodsName, taisCode, noticeCode, satellite, proratedDays, over30Days }: ServiceRecord): string {
  const parts = [
    goodsName,
    taisCode || noticeCode,
    satellite ? `サテライト枝番 ${satellite}` : '',
    proratedDays && proratedDays.length > 0 ? `日割り ${dayRanges(proratedDays)}` : '',
    over30Days ? '30日超' : '',
  ];
  return parts.filter((part) => part !== '').join('、');
}

const isSubtotal = ({ serviceCode }: AnnexRecord) => /^..(AAAA|EEEE|ZZZZ)$/.test(serviceCode);
const isTotal = ({ serviceCode }: AnnexRecord) => serviceCode === '999999';

/** 第7表 of a client, month by month, with the limits that 利用者補足情報 tells. */
export function annexForms({ annex, supplements }: ClientModel, names: ServiceNames): Form[] {
  return [...groupBy(annex, ({ month }) => month ?? '').values()].map((rows) => ({
    title: '第7表 サービス利用票別表',
    blocks: [
      ...rows.slice(0, 1).flatMap((row) => fields(null, row, [['作成年月日', dateValue(row.writtenOn)]])),
      ...table(null, rows, annexColumns(names), (row) => isSubtotal(row) || isTotal(row)),
      ...supplements.slice(0, 1).flatMap(limitBlocks),
    ],
  }));
}

/** Subtotals and totals carry zeros and a placeholder office where they have nothing to say (rules.md 12.2). */
function annexColumns(names: ServiceNames): ColumnOf<AnnexRecord>[] {
  const detail = (value: (row: AnnexRecord) => number | null) => (row: AnnexRecord) =>
    isSubtotal(row) || isTotal(row) ? '' : numberValue(value(row));
  const number = (
    name: string,
    value: (row: AnnexRecord) => number | null,
    optional = true,
  ): ColumnOf<AnnexRecord> => ({
    label: name,
    align: 'right',
    optional,
    value: (row) => numberValue(value(row)),
  });
  return [
    { label: '事業所', value: (row) => (isTotal(row) ? '' : row.officeName || row.officeNumber) },
    { label: 'サービス', value: (row) => serviceOf(row, names) },
    { label: '用具', optional: true, value: (row) => [row.goodsName, row.taisCode || row.noticeCode].join(' ').trim() },
    { label: '単位', align: 'right', value: detail((row) => row.units) },
    { label: '割引後率', align: 'right', optional: true, value: detail((row) => row.discountPercent) },
    { label: '割引後単位', align: 'right', optional: true, value: detail((row) => row.discountedUnits) },
    { label: '回数', align: 'right', value: detail((row) => row.count) },
    number('サービス単位／金額', (row) => row.amount, false),
    number('給付管理単位', (row) => row.managedUnits),
    number('種類限度超', (row) => row.overTypeLimit),
    number('種類限度内', (row) => row.withinTypeLimit),
    number('区分限度超', (row) => row.overLimit),
    number('区分限度内', (row) => row.withinLimit),
    { label: '単価', align: 'right', optional: true, value: ({ unitPrice }) => priceText(unitPrice) },
    number('費用総額（円）', (row) => row.cost),
    number('給付率（％）', (row) => row.benefitPercent),
    number('保険請求額（円）', (row) => row.claim),
    number('定額負担（円）', (row) => row.fixedShare),
    number('利用者負担（円）', (row) => row.share),
    number('全額負担（円）', (row) => row.fullShare),
    number('前月までの日数', (row) => row.daysBefore),
    number('当月の日数', (row) => row.daysPlanned),
    number('累積日数', (row) => row.daysTotal),
    { label: '30日超', optional: true, value: ({ over30Days }) => flagValue(over30Days) },
  ];
}

const priceText = (hundredths: number | null) => (hundredths === null ? '' : (hundredths / 100).toFixed(2));

function serviceOf(row: AnnexRecord, names: ServiceNames): string {
  if (isTotal(row)) return '合計';
  return isSubtotal(row)
    ? `小計 ${serviceTypeName(row.serviceCode.slice(0, 2))}`
    : serviceName(names, row.serviceCode, row.month ?? '', row.insurerNumber);
}
