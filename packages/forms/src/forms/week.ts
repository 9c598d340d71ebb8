import type { WeekEntry } from '@musubi/standard';
import { type Canvas, lineHeight, SMALLEST } from '../layout/canvas.js';
import { type Content, joined, label } from '../layout/piece.js';
import { LANDSCAPE, type Row } from '../layout/sheet.js';
import { LABEL_SHADE } from '../layout/style.js';
import { wrap } from '../layout/wrap.js';
import { points } from '../page.js';
import { clientName, type Form, type FormContext } from './context.js';
import { labelCell, titleAgain, titleHead, valueCell } from './parts.js';
import { DAY_BEGINS, DAY_LENGTH, inLanes, type Stretch, stretches } from './week-times.js';

const TITLE = '週間サービス計画表';
const WEEKDAYS = ['月', '火', '水', '木', '金', '土', '日'];
/** Parts of the day, from when in hours past four o'clock. */
const PARTS: readonly (readonly [string, number])[] = [
  ['深夜', 0],
  ['早朝', 2],
  ['午前', 4],
  ['午後', 8],
  ['夜間', 14],
  ['深夜', 18],
];
const PART = 8;
const HOUR = 12;
const DAY = 30;
const ACTIVITY = LANDSCAPE - PART - HOUR - 7 * DAY;
const HEAD = 6;
const HEIGHT = 138;
const PER_MINUTE = HEIGHT / DAY_LENGTH;
const TEXT_SIZE = 7;
const INSET = 0.5;
const ROUNDING = 0.01;

/** What has its place in the grid, with the number under which it is told in full when its box is too small for it. */
interface Entry {
  readonly content: Content;
  note: number;
}

/** 第3表 of one plan. */
export function weekForm(context: FormContext, entries: readonly WeekEntry[]): Form {
  const [first] = entries;
  const written = first ? [label('作成年月日　'), context.read('UP3KYO')(first, '週間サービス計画表作成年月日')] : [];
  const grid = makeGrid(context, entries);
  const name: Content = [label('利用者名　'), ...clientName(context), label('　殿')];
  return {
    name: '第3表 週間サービス計画表',
    sheet: {
      isLandscape: true,
      title: titleHead({ number: '第３表', title: TITLE, right: [written] }),
      titleAgain: titleAgain(`第３表　${TITLE}`, clientName(context)),
      sections: [
        { rows: [{ cells: [valueCell(LANDSCAPE, name)], lines: 'none' }] },
        {
          rows: [
            {
              cells: [],
              minHeight: HEAD + HEIGHT,
              lines: 'none',
              paint: (canvas, x, y) => drawGrid(canvas, grid, x, y),
            },
          ],
        },
        { rows: [...otherRows(context, entries), ...grid.notes], gap: 1 },
      ],
    },
  };
}

interface Grid {
  readonly days: readonly (readonly Stretch<Entry>[])[];
  readonly activities: readonly Activity[];
  readonly notes: readonly Row[];
}

function makeGrid(context: FormContext, entries: readonly WeekEntry[]): Grid {
  const services = entries.map((entry) => serviceStretches(context, entry));
  const days = WEEKDAYS.map((_, at) => {
    const weekday = String(at + 1);
    return inLanes(services.flat().filter(({ entry }) => entry.weekday === weekday));
  });
  const activities = placeActivities(entries.flatMap((entry) => activityOf(context, entry)));
  const cramped = new Set<Entry>();
  for (const stretch of days.flat()) if (!hasRoom(stretch, DAY)) cramped.add(stretch.entry);
  for (const { entry, isCut } of activities) if (isCut) cramped.add(entry);
  const homeless = entries.flatMap((entry) => withoutTime(context, entry));
  const notes = [...cramped].map((entry, at) => {
    entry.note = at + 1;
    return fullRow(`＊${at + 1}`, entry.content);
  });
  return { days, activities, notes: [...notes, ...homeless.map((content) => fullRow('時間なし', content))] };
}

interface ServiceEntry extends Entry {
  readonly weekday: string;
}

function serviceStretches(context: FormContext, entry: WeekEntry): Stretch<ServiceEntry>[] {
  const { service, weekday, start, end } = entry;
  if (service === '' || start === null || !/^[1-7]$/.test(weekday)) return [];
  const item = (name: string) => context.read('UP3KYO')(entry, name);
  const times = joined([item('開始時間'), item('終了時間')], '〜');
  const day = item('曜日');
  // The weekday is told by the column; its source goes with the text, so that it can be looked up.
  const what = { ...item('介護サービス内容') };
  const content = [{ ...what, sources: [...what.sources, ...day.sources] }, label('\n'), ...times];
  return stretches({ content, note: 0, weekday }, start, end ?? start);
}

interface Activity {
  readonly entry: Entry;
  /** From the top of the grid, below the one before. */
  readonly y: number;
  readonly height: number;
  readonly isCut: boolean;
}

function activityOf(context: FormContext, entry: WeekEntry): { readonly at: number; readonly entry: Entry }[] {
  const { activity, activityStart, activityEnd } = entry;
  if (activity === '' || activityStart === null) return [];
  const item = (name: string) => context.read('UP3KYO')(entry, name);
  const isMoment = activityEnd === null || activityEnd === activityStart;
  const times = isMoment ? [item('活動開始時間')] : joined([item('活動開始時間'), item('活動終了時間')], '〜');
  const content = [...times, label('　'), item('主な日常生活上の活動')];
  const at = (activityStart - DAY_BEGINS + DAY_LENGTH) % DAY_LENGTH;
  return [{ at, entry: { content, note: 0 } }];
}

/** Activities at their times, pushed down by the one before; what does not fit above the grid's end is cut short. */
function placeActivities(all: readonly { readonly at: number; readonly entry: Entry }[]): Activity[] {
  const sorted = [...all].sort((a, b) => a.at - b.at);
  const line = lineHeight(TEXT_SIZE);
  let free = 0;
  return sorted.map(({ at, entry }, index) => {
    const lines = wrap(entry.content, ACTIVITY - 2 * INSET, points(TEXT_SIZE)).length;
    // Those still to come keep a line each.
    const last = HEIGHT - (sorted.length - index - 1) * line;
    const y = Math.max(0, Math.min(Math.max(at * PER_MINUTE, free), last - line));
    const height = Math.max(line, Math.min(lines * line, last - y));
    free = y + height;
    return { entry, y, height, isCut: lines * line > height + ROUNDING || y + height > HEIGHT + ROUNDING };
  });
}

/** Services and activities that the file gives no time or weekday for still stand on the form, below the grid. */
function withoutTime(context: FormContext, entry: WeekEntry): Content[] {
  const item = (name: string) => context.read('UP3KYO')(entry, name);
  const isPlaced = entry.start !== null && /^[1-7]$/.test(entry.weekday);
  const service = [item('曜日'), item('開始時間'), item('終了時間'), item('介護サービス内容')];
  const activity = [item('活動終了時間'), item('主な日常生活上の活動')];
  return [
    ...(entry.service !== '' && !isPlaced ? [joined(service, '　')] : []),
    ...(entry.activity !== '' && entry.activityStart === null ? [joined(activity, '　')] : []),
  ];
}

function boxOf({ from, until, lane, lanes }: Stretch<Entry>, width: number) {
  const own = width / lanes;
  return { x: lane * own, y: from * PER_MINUTE, width: own, height: (until - from) * PER_MINUTE };
}

/** Whether the text can be read within its box: at least at the smallest size. */
function hasRoom(stretch: Stretch<Entry>, width: number): boolean {
  const box = boxOf(stretch, width);
  const lines = wrap(stretch.entry.content, box.width - 2 * INSET, points(SMALLEST));
  const widest = Math.max(...lines.map((line) => line.width));
  return lines.length * lineHeight(SMALLEST) <= box.height && widest <= box.width - 2 * INSET + 0.01;
}

function fullRow(mark: string, boxed: Content): Row {
  const content = boxed.map((piece) => (piece.text === '\n' ? label('　') : piece));
  return { cells: [labelCell(30, mark, { align: 'center' }), valueCell(LANDSCAPE - 30, content, { size: TEXT_SIZE })] };
}

function otherRows(context: FormContext, entries: readonly WeekEntry[]): Row[] {
  const pieces = entries.map((entry) => context.read('UP3KYO')(entry, '週単位以外のサービス'));
  const content = joined(pieces, '\n');
  return [
    {
      cells: [labelCell(30, '週単位以外のサービス', { align: 'center' }), valueCell(LANDSCAPE - 30, content)],
      minHeight: 12,
    },
  ];
}

function drawGrid(canvas: Canvas, grid: Grid, x: number, y: number): void {
  drawFrame(canvas, x, y);
  const top = y + HEAD;
  for (const [at, day] of grid.days.entries())
    for (const stretch of day) drawStretch(canvas, stretch, x + PART + HOUR + at * DAY, top, DAY);
  const left = x + PART + HOUR + 7 * DAY + INSET;
  for (const { entry, y: down, height } of grid.activities) {
    if (down + height > HEIGHT + ROUNDING) continue;
    const style = { size: TEXT_SIZE, align: 'left', valign: 'top' } as const;
    canvas.box(left, top + down, ACTIVITY - 2 * INSET, height, marked(entry), style);
  }
}

function drawFrame(canvas: Canvas, x: number, y: number): void {
  const top = y + HEAD;
  const bottom = top + HEIGHT;
  canvas.fill(x, y, LANDSCAPE, HEAD, LABEL_SHADE);
  for (let hour = 0; hour <= 24; hour++) {
    const at = top + hour * 60 * PER_MINUTE;
    // Activities are written line below line: rules would strike them through.
    const until = hour === 24 ? x + LANDSCAPE : x + LANDSCAPE - ACTIVITY;
    canvas.line(hour % 2 === 0 ? x + PART : x + PART + HOUR, at, until, at, hour % 2 === 0 ? 0.15 : 0.05);
    const clock = (hour + DAY_BEGINS / 60) % 24;
    if (hour % 2 === 0 && hour < 24)
      canvas.box(x + PART, at, HOUR - 0.5, 5, [label(`${clock}:00`)], { size: 7, align: 'right', valign: 'top' });
  }
  for (const [at, [name, from]] of PARTS.entries()) {
    const start = top + from * 60 * PER_MINUTE;
    const end = top + (PARTS[at + 1]?.[1] ?? 24) * 60 * PER_MINUTE;
    canvas.frame(x, start, PART, end - start);
    canvas.box(x + 1.5, start, PART - 3, end - start, [label([...name].join('\n'))], { size: 7 });
  }
  const columns = [PART + HOUR, ...WEEKDAYS.map(() => DAY), ACTIVITY];
  const names = ['', ...WEEKDAYS, '主な日常生活上の活動'];
  let left = x;
  for (const [at, width] of columns.entries()) {
    canvas.line(left, y, left, bottom, at === 0 ? 0.35 : 0.15);
    canvas.box(left, y, width, HEAD, [label(names[at] ?? '')], { size: 8 });
    left += width;
  }
  canvas.line(x + PART, y + HEAD, x + PART, bottom);
  canvas.frame(x, y, LANDSCAPE, HEAD + HEIGHT, 0.35);
}

function drawStretch(canvas: Canvas, stretch: Stretch<Entry>, x: number, y: number, width: number): void {
  const box = boxOf(stretch, width);
  canvas.fill(x + box.x, y + box.y, box.width, box.height, 1);
  canvas.frame(x + box.x, y + box.y, box.width, box.height, 0.25);
  canvas.box(x + box.x + INSET, y + box.y, box.width - 2 * INSET, box.height, marked(stretch.entry), {
    size: TEXT_SIZE,
  });
}

/** With the mark under which it is told in full below, where it is cut. */
function marked({ content, note }: Entry): Content {
  return note > 0 ? [label(`＊${note}　`), ...content] : content;
}
