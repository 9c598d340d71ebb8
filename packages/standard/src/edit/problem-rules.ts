import { groupBy } from '../compare/current.js';
import { makeFinding } from '../findings/make-finding.js';
import { clock } from '../show/dates.js';
import { lastDay } from './days.js';
import type { RowProblem, SheetProblem } from './problem-types.js';
import { daysIn, lineKey, type SheetClient, type SheetRow } from './sheet.js';

const MIDNIGHT = 24 * 60;

/** Times of a row: both or none, in order; a visit over midnight ends on the next day and is only asked about. */
export function timeProblems({ start, end }: SheetRow): RowProblem[] {
  if (start === null && end === null) return [];
  if (start === null || end === null) {
    const words = { start: clock(start) || 'なし', end: clock(end) || 'なし' };
    const { message } = makeFinding('MSB-ITEM-ONE-TIME-ONLY', {}, words);
    const remedy = '開始と終了の両方を入力してください。時刻のないサービスは、両方とも空にします。';
    return [{ day: null, code: 'MSB-ITEM-ONE-TIME-ONLY', severity: 'warning', message, remedy }];
  }
  if (start === MIDNIGHT)
    return [
      {
        day: null,
        code: 'starts-at-24',
        severity: 'error',
        message: '開始が24:00です。24:00は終了だけに使えます。',
        remedy: '翌日の0:00として、次の日に入力してください。',
      },
    ];
  if (end > start) return [];
  const span = `${clock(start)}〜${clock(end)}`;
  return [
    {
      day: null,
      code: 'end-before-start',
      severity: start === end ? 'error' : 'warning',
      message: start === end ? `開始と終了が同じ時刻です（${span}）。` : `終了が開始より前です（${span}）。`,
      remedy: '時刻を確かめてください。日をまたぐサービスなら、このままで構いません。',
    },
  ];
}

/** Counts of a row: whole numbers of at most two digits (第6表 No.14), on days that the month has. */
export function dayProblems({ counts, proratedDays }: SheetRow, month: string): RowProblem[] {
  const last = lastDay(month);
  const problems = daysIn(counts).flatMap((day): RowProblem[] => {
    const count = counts[day] ?? 0;
    const isDay = Number.isInteger(day) && day >= 1 && day <= last;
    if (!isDay && count !== 0) return [outsideMonth(day, month, last)];
    if (Number.isInteger(count) && count >= 0 && count <= 99) return [];
    const message = `${day}日の回数「${count}」は、0〜99の整数ではありません。`;
    return [{ day, code: 'bad-count', severity: 'error', message, remedy: '回数を入力し直してください。' }];
  });
  const beyond = proratedDays?.find((day) => day > last);
  if (beyond === undefined) return problems;
  const words = { month, lastDay: last };
  const { code, severity, message } = makeFinding('MSB-ITEM-DAY-FLAG-BEYOND-MONTH', {}, words);
  return [...problems, { day: beyond, code, severity, message, remedy: '日割りの期間を確かめてください。' }];
}

function outsideMonth(day: number, month: string, last: number): RowProblem {
  return {
    day,
    code: 'day-outside-month',
    severity: 'error',
    message: `${day}日は、${Number(month.slice(4))}月（${last}日まで）にありません。`,
    remedy: 'この日の回数を消してください。',
  };
}

/** The same line twice with counts on one day: two visits of a day are a count (rules.md 12.1, item 14). */
export function duplicateProblems(client: SheetClient): SheetProblem[] {
  return [...groupBy(client.rows, lineKey).values()].flatMap((rows) => {
    const [first, ...others] = rows;
    return others.flatMap((row): SheetProblem[] => {
      const day = daysIn(row.counts).find((one) => row.counts[one] && first?.counts[one]);
      // Two records that the schedule itself has are its maker's business.
      if (day === undefined || day in row.planned) return [];
      const message = `${day}日に、同じ時刻・同じコードの行が2つあります。`;
      const remedy = '同じ日に2回なら、1つの行の回数を2にしてください。';
      return [{ client: client.key, row: row.id, day, code: 'same-row-twice', severity: 'warning', message, remedy }];
    });
  });
}
