import { clock, type DateStyle, formatDate, formatMonth } from './dates.js';
import { columns, fit, pad, wrap } from './layout.js';
import { textTable } from './text-table.js';
import type { Block, ClientHead, DayRow, Sheet, UnitView, Value } from './view.js';

/** A value as people read it. */
export function valueText(value: Value, style: DateStyle = 'era'): string {
  if (typeof value === 'string') return value;
  if ('date' in value) return formatDate(value.date, style);
  return 'month' in value ? formatMonth(value.month, style) : value.number.toLocaleString('ja-JP');
}

/** A view as text for the terminal. */
export function viewText(view: UnitView, style: DateStyle = 'era'): string {
  const month = view.month ? ` ${formatMonth(view.month, style)}分` : '';
  const parties = `${view.sender.officeNumber} → ${view.recipient.officeNumber}`;
  const unreadable =
    view.unreadable > 0 ? [`※ 読み取れない行が${view.unreadable}行あります。「musubi check」で確かめてください。`] : [];
  return [
    `■ ${view.title}${month}（第${view.edition}版、${parties}）`,
    ...view.sheets.flatMap((sheet, at) => sheetLines(sheet, view.sheets[at - 1] ?? null, style)),
    ...unreadable,
  ].join('\n');
}

/** The client stands once above all of its sheets. */
function sheetLines(sheet: Sheet, previous: Sheet | null, style: DateStyle): string[] {
  const { client } = sheet;
  const isSameClient =
    client?.insuredNumber === previous?.client?.insuredNumber &&
    client?.insurerNumber === previous?.client?.insurerNumber;
  const head = isSameClient || !client ? [] : ['', clientLine(client, style)];
  return [...head, `◇ ${sheet.title}`, ...sheet.blocks.flatMap((block) => blockLines(block, style))];
}

function clientLine({ name, kana, sex, birthDate, careLevel, insuredNumber }: ClientHead, style: DateStyle): string {
  const called = name ? `${name}${kana ? `（${kana}）` : ''}` : null;
  const born = birthDate ? `${formatDate(birthDate, style)}生` : null;
  const parts = [called, sex, born, careLevel, `被保険者番号 ${insuredNumber}`].filter((part) => part !== null);
  return `● ${parts.join(' ')}`;
}

const TEXT_WIDTH = 110;

function blockLines(block: Block, style: DateStyle): string[] {
  switch (block.type) {
    case 'fields': {
      const parts = block.fields.map(({ label, value }) => `${label} ${valueText(value, style)}`);
      return [...titleLines(block.label), ...flow(parts)];
    }
    case 'text':
      return [...titleLines(block.label), ...wrap(block.text, TEXT_WIDTH).map((line) => `  ${line}`)];
    case 'table': {
      const rows = block.rows.map(({ cells }) => cells.map((cell) => valueText(cell, style)));
      return [...titleLines(block.label), ...textTable(block.columns, rows).map((line) => `  ${line}`)];
    }
    case 'days':
      return dayLines(block.month, block.kind, block.rows);
  }
}

function titleLines(label: string | null): string[] {
  return label === null ? [] : [`【${label}】`];
}

/** Short parts one after the other, as many on a line as fit; a long one is broken, not cut. */
function flow(parts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const part of parts.flatMap((one) => wrap(one, TEXT_WIDTH))) {
    const last = lines.at(-1);
    if (last !== undefined && columns(last) + 2 + columns(part) <= TEXT_WIDTH)
      lines[lines.length - 1] = `${last}  ${part}`;
    else lines.push(part);
  }
  return lines.map((line) => `  ${line}`);
}

const SERVICE_WIDTH = 44;
const TIME_WIDTH = 12;
const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'] as const;

/** 第6表 as a grid: the month's days as columns, a line per service and time, goods and notes below their line. */
function dayLines(month: string, kind: string, rows: readonly DayRow[]): string[] {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const days = Array.from({ length: rows[0]?.counts.length ?? 0 }, (_, at) => at + 1);
  const weekday = (day: number) => WEEKDAYS[new Date(Date.UTC(year, number - 1, day)).getUTCDay()] ?? '';
  const head = `${pad('時間', TIME_WIDTH)}${pad(`サービス（${kind}）`, SERVICE_WIDTH)}`;
  return [
    head + days.map((day) => String(day).padStart(2)).join(' '),
    ' '.repeat(columns(head)) + days.map(weekday).join(' '),
    ...rows.flatMap(({ start, end, service, office, note, counts, total }) => {
      const times = start === null ? '' : `${clock(start)}-${clock(end)}`;
      const marks = counts.map((count) => String(count ?? '·').padStart(2)).join(' ');
      const line = `${pad(times, TIME_WIDTH)}${fit(`${service} ${office}`, SERVICE_WIDTH)}${marks} 計${total}`;
      return note === '' ? [line] : [line, `${' '.repeat(TIME_WIDTH)}└ ${note}`];
    }),
  ];
}
