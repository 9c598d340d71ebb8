import { groupBy } from '../compare/current.js';
import type { AnnexRecord, ServiceRecord, UnitModel } from '../model/model.js';
import { serviceTypeName } from '../units/service-types.js';
import { clientLine, type ServiceNames } from './client.js';
import { clock, columns, fit, pad } from './layout.js';

const SERVICE_WIDTH = 28;
const TIME_WIDTH = 12;
const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'] as const;

/** 第6表: per client a grid with the month's days as columns and one line per service and time. */
export function scheduleLines(model: UnitModel, names: ServiceNames, kind: '予定' | '実績'): string[] {
  const clients = groupBy(model.services, ({ insurerNumber, insuredNumber }) => `${insurerNumber} ${insuredNumber}`);
  return [...clients.values()].flatMap((services) => {
    const [first] = services;
    return first ? ['', clientLine(first.insuredNumber, model.supplements), ...grid(services, names, kind)] : [];
  });
}

function grid(services: readonly ServiceRecord[], names: ServiceNames, kind: string): string[] {
  const month = services[0]?.month ?? '1970-01';
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const days = Array.from({ length: new Date(Date.UTC(year, number, 0)).getUTCDate() }, (_, at) => at + 1);
  const weekday = (day: number) => WEEKDAYS[new Date(Date.UTC(year, number - 1, day)).getUTCDay()] ?? '';
  const head = `${pad('時間', TIME_WIDTH)}${pad(`サービス（${kind}）`, SERVICE_WIDTH)}`;
  const lines = [
    ...groupBy(services, (one) =>
      [one.start, one.end, one.serviceCode, one.officeNumber, one.detailCode].join(' '),
    ).values(),
  ].map((rows) => {
    const [row] = rows;
    if (!row) return '';
    const counts = new Map<number, number>();
    for (const { day, count } of rows)
      counts.set(Number(day?.slice(8)), (counts.get(Number(day?.slice(8))) ?? 0) + (count ?? 1));
    const times = row.start === null ? '' : `${clock(row.start)}-${clock(row.end)}`;
    const marks = days.map((day) => String(counts.get(day) ?? '·').padStart(2)).join(' ');
    return `${pad(times, TIME_WIDTH)}${fit(`${serviceName(row.serviceCode, names)} ${row.officeName}`, SERVICE_WIDTH)}${marks} 計${[...counts.values()].reduce((a, b) => a + b, 0)}`;
  });
  return [
    head + days.map((day) => String(day).padStart(2)).join(' '),
    ' '.repeat(columns(head)) + days.map((day) => weekday(day)).join(' '),
    ...lines,
  ];
}

function serviceName(code: string, names: ServiceNames): string {
  return names(code) ?? `${serviceTypeName(code.slice(0, 2))} ${code}`;
}

/** 第7表: per client the services with units and amounts, subtotals and the total. */
export function annexLines(model: UnitModel, names: ServiceNames): string[] {
  const clients = groupBy(model.annex, ({ insurerNumber, insuredNumber }) => `${insurerNumber} ${insuredNumber}`);
  return [...clients.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const head = `${pad('別表（第7表）', 52)}${'単位'.padStart(5)}${'回数'.padStart(4)}${'合計'.padStart(6)}${'費用(円)'.padStart(8)}${'負担(円)'.padStart(8)}`;
    return ['', clientLine(first.insuredNumber, model.supplements), head, ...rows.map((row) => annexLine(row, names))];
  });
}

function annexLine(row: AnnexRecord, names: ServiceNames): string {
  const cell = (value: number | null, width: number) =>
    (value === null ? '' : value.toLocaleString('ja-JP')).padStart(width);
  const sum = /^..(AAAA|EEEE|ZZZZ)$/.test(row.serviceCode);
  const title =
    row.serviceCode === '999999'
      ? '合計'
      : sum
        ? `  小計 ${serviceTypeName(row.serviceCode.slice(0, 2))}`
        : `${row.officeName} ${serviceName(row.serviceCode, names)}`;
  const detail = sum || row.serviceCode === '999999';
  return `${fit(title, 52)}${detail ? ' '.repeat(13) : cell(row.units, 7) + cell(row.count, 6)}${cell(row.amount, 8)}${cell(row.cost, 10)}${cell(row.share, 10)}`;
}
