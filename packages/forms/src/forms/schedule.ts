import { formatMonth, type ServiceRecord, type Supplement } from '@musubi/standard';
import { around, type Content, heading, isSaid, joined, label } from '../layout/piece.js';
import { type Cell, type Head, LANDSCAPE, type Row } from '../layout/sheet.js';
import { LABEL_SHADE, REST_SHADE } from '../layout/style.js';
import { type Day, daysOf } from '../values/calendar.js';
import { clientName, type Form, type FormContext } from './context.js';
import { labelledRow, noteRow, titleAgain, titleHead, valueCell } from './parts.js';
import { isActual, type Marks, type ServiceLine, type ServicePart, serviceLines } from './service-lines.js';

const TIME = 17;
const SERVICE = 41;
const OFFICE = 40;
const KIND = 8;
const DAY = 5.2;
const TOTAL = LANDSCAPE - TIME - SERVICE - OFFICE - KIND - 31 * DAY;
const ROW = 5;
const HEAD = 9;

const monthOf = ({ day, month }: ServiceRecord) => month ?? day?.slice(0, 7) ?? '';

/**
 * 第6表 of a client, one a month: 予定 and 実績 of whatever units tell them, merged on one sheet. Its head is the
 * schedule's, of actuals alone their own.
 */
export function scheduleForms(parts: readonly ServicePart[]): Form[] {
  const months = new Set(parts.flatMap(({ records }) => records.map(monthOf)));
  return [...months].flatMap((month) => {
    const own = parts.map(({ context, records }) => ({
      context,
      records: records.filter((one) => monthOf(one) === month),
    }));
    const said = own.filter(({ records }) => records.length > 0);
    const planned = said.filter(({ context }) => !isActual(context));
    const actual = said.filter(({ context }) => isActual(context));
    const [lead] = [...planned, ...actual];
    if (!lead) return [];
    const kind = [planned.length > 0 ? '予定' : '', actual.length > 0 ? '実績' : ''].filter(Boolean).join('・');
    return [scheduleForm(lead, [...planned, ...actual], month, kind)];
  });
}

function scheduleForm(
  { context, records }: ServicePart,
  parts: readonly ServicePart[],
  month: string,
  kind: string,
): Form {
  const title = `サービス利用票・提供票（${kind}）`;
  const days = daysOf(month);
  return {
    name: `第6表 ${title}`,
    sheet: {
      isLandscape: true,
      title: titleHead({
        number: '第６表',
        title: isActual(context) ? title : 'サービス利用票・提供票（兼居宅サービス計画）',
        left: [{ ...heading(`${formatMonth(month)}分`), sources: monthSources(context, records) }],
        right: [certification(context, month)],
      }),
      titleAgain: titleAgain(`第６表　${title}　${formatMonth(month)}分`, clientName(context)),
      sections: [
        { rows: headRows(context, records, month) },
        { head: dayHeadings(days), rows: serviceLines(parts).flatMap((line) => lineRows(line, days)), gap: 2 },
        { rows: [noteRow('日付の網掛けは、土曜日・日曜日・祝日です。', LANDSCAPE)], gap: 0.5 },
      ],
    },
  };
}

function monthSources(context: FormContext, [first]: readonly ServiceRecord[]) {
  return first ? context.read('UPPLAN')(first, '対象年月').sources : [];
}

/** 利用者補足情報 of the same month (rules.md section 6). */
export function supplementOf({ client }: FormContext, month: string): Supplement | undefined {
  return client.supplements.find((one) => one.month === month) ?? client.supplements[0];
}

function certification(context: FormContext, month: string): Content {
  const supplement = supplementOf(context, month);
  if (!supplement) return [];
  const state = context.read('UPHOSOKU')(supplement, '認定状況区分');
  return ['認定済', '申請中'].flatMap((option, at) => {
    const piece = option === state.text ? { ...state, look: 'ring' as const } : label(option);
    return at === 0 ? [piece] : [label('・'), piece];
  });
}

function headRows(context: FormContext, records: readonly ServiceRecord[], month: string): Row[] {
  const [first] = records;
  const supplement = supplementOf(context, month);
  const service = (name: string) => (first ? context.read('UPPLAN')(first, name) : label(''));
  const person = (name: string) => (supplement ? context.read('UPHOSOKU')(supplement, name) : label(''));
  const planner = joined([service('プラン担当業者コード'), service('プラン担当者名')], '　');
  const limits = joined([person('限度額適用開始年月日'), person('限度額適用終了年月日')], '　〜　');
  const names = joined([person('利用者氏名フリガナ'), person('利用者氏名')], '\n');
  return [
    labelledRow([
      ['保険者番号', 20, service('保険者番号'), 30],
      ['居宅介護支援事業者番号・担当者名', 30, planner, 85],
      ['作成年月日', 20, service('作成年月日'), 35],
      ['利用者確認', 20, [], 37],
    ]),
    labelledRow(
      [
        ['被保険者番号', 20, service('被保険者番号'), 30],
        ['フリガナ\n被保険者氏名', 30, names, 85],
        ['保険者確認印', 20, [], 35],
        ['届出年月日', 20, [], 37],
      ],
      9,
    ),
    labelledRow([
      ['生年月日', 20, person('利用者生年月日'), 30],
      ['要介護状態区分', 30, careLevel(context, supplement), 85],
      ['性別', 20, person('利用者性別'), 35],
      ['区分支給限度基準額', 20, around('', [person('区分支給限度基準額')], ' 単位／月'), 37],
    ]),
    labelledRow([
      ['限度額適用期間', 20, limits, 145],
      ['前月までの短期入所利用日数', 55, around('', [service('前月までの短期入所利用日数')], ' 日'), 57],
    ]),
  ];
}

/** The level; the one before, the one after and the day when it changed within the month (rules.md 12.6). */
function careLevel(context: FormContext, supplement: Supplement | undefined): Content {
  if (!supplement) return [];
  const person = (name: string) => context.read('UPHOSOKU')(supplement, name);
  const changed = person('要介護状態変更日');
  const level = person('要介護状態区分');
  if (!isSaid(changed)) return [level];
  return [...joined([person('前回要介護状態区分'), level], '　変更後 '), ...around('　変更日 ', [changed])];
}

/** The month's days with their weekdays; holidays are named, days without work shaded. */
function dayHeadings(days: readonly Day[]): Head {
  return {
    height: HEAD,
    draw(canvas, x, y) {
      let left = x;
      const box = (width: number, text: string) => {
        canvas.fill(left, y, width, HEAD, LABEL_SHADE);
        canvas.frame(left, y, width, HEAD);
        canvas.box(left + 0.3, y, width - 0.6, HEAD, [label(text)], { size: 7 });
        left += width;
      };
      box(TIME, '提供時間帯');
      box(SERVICE, 'サービス内容');
      box(OFFICE, 'サービス事業者\n事業所名');
      box(KIND, '日付\n曜日');
      for (let at = 0; at < 31; at++) {
        const day = days[at];
        canvas.fill(left, y, DAY, HEAD, day?.isRest ? REST_SHADE : LABEL_SHADE);
        canvas.frame(left, y, DAY, HEAD);
        if (day) {
          canvas.box(left, y, DAY, HEAD / 2, [label(String(day.day))], { size: 7.5 });
          const weekday = day.isHoliday ? `${day.weekday}祝` : day.weekday;
          canvas.box(left + 0.2, y + HEAD / 2, DAY - 0.4, HEAD / 2, [label(weekday)], { size: day.isHoliday ? 6 : 7 });
        }
        left += DAY;
      }
      box(TOTAL, '合計\n回数');
    },
  };
}

/** 予定 above, 実績 below; what no unit tells is left empty for the pen. */
function lineRows(line: ServiceLine, days: readonly Day[]): Row[] {
  const text = (width: number, content: Content): Cell => ({ width, content, size: 7 });
  const rowOf = (kind: '予定' | '実績', marks: Marks | null, spanning: readonly Cell[]): Row => ({
    cells: [
      ...spanning,
      valueCell(KIND, label(kind), { size: 7, align: 'center' }),
      ...Array.from({ length: 31 }, (_, at): Cell => {
        const shade = days[at]?.isRest ? REST_SHADE : undefined;
        const piece = marks?.days[at];
        const content = piece ? [piece] : [];
        return { width: DAY, content, size: 7.5, align: 'center', valign: 'middle', ...(shade ? { shade } : {}) };
      }),
      valueCell(TOTAL, marks?.total ?? [], { size: 7.5, align: 'center' }),
    ],
    minHeight: ROW,
    staysWithNext: kind === '予定',
  });
  const above = [text(TIME, line.times), text(SERVICE, line.service), text(OFFICE, line.office)];
  const below = above.map((cell): Cell => ({ ...cell, content: [], continues: true }));
  return [rowOf('予定', line.planned, above), rowOf('実績', line.actual, below)];
}
