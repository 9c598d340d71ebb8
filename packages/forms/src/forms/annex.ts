import { type AnnexRecord, formatMonth, serviceTypeName } from '@musubi/standard';
import { around, type Content, isSaid, joined, label, type Piece } from '../layout/piece.js';
import { type Cell, LANDSCAPE, type Row, type Section } from '../layout/sheet.js';
import { LABEL_SHADE } from '../layout/style.js';
import { groupBy } from '../values/clients.js';
import { clientName, type Form, type FormContext, knownService, serviceText } from './context.js';
import { limitSections } from './limits.js';
import { type Column, headings, titleAgain, titleHead, valueCell } from './parts.js';
import { supplementOf } from './schedule.js';

const TITLE = 'サービス利用票別表・提供票別表';
const SIZE = 6.5;
const isSubtotal = ({ serviceCode }: AnnexRecord) => /^..(AAAA|EEEE|ZZZZ)$/.test(serviceCode);
const isTotal = ({ serviceCode }: AnnexRecord) => serviceCode === '999999';

/** The number columns of the form, left to right: heading, width, item. */
const NUMBERS: readonly (readonly [string, number, string])[] = [
  ['単位数', 11, '単位数'],
  ['割引後率％', 8, '割引後率'],
  ['割引後\n単位数', 11, '割引後単位数'],
  ['回数', 8, '回数／日数'],
  ['サービス\n単位／金額', 14, 'サービス単位／金額'],
  ['給付管理\n単位数', 13, '給付管理単位数'],
  ['種類支給限度基準を超える単位数', 12, '種類支給限度基準超単位数'],
  ['種類支給限度基準内単位数', 12, '種類支給限度基準内単位数'],
  ['区分支給限度基準を超える単位数', 12, '区分支給限度基準超単位数'],
  ['区分支給限度基準内単位数', 13, '区分支給限度基準内単位数'],
  ['単位数\n単価', 10, '単位数単価'],
  ['費用総額\n（保険／事業対象分）', 15, '費用総額保険／事業対象分'],
  ['給付率\n（％）', 8, '給付率'],
  ['保険／事業費請求額', 14, '保険／事業費請求額'],
  ['定額利用者負担単価金額', 11, '定額利用者負担単価金額'],
  ['利用者負担\n（保険／事業対象分）', 13, '利用者負担保険／事業対象分'],
  ['利用者負担\n（全額負担分）', 12, '利用者負担（全額負担分）'],
];
/** Subtotals and totals carry zeros where they have nothing to say (rules.md 12.2). */
const OF_SERVICES = new Set(['単位数', '割引後率', '割引後単位数', '回数／日数']);
const NAME = 27;
const NUMBER = 16;
const SERVICE = 27;
const CODE = 10;

const COLUMNS: readonly Column[] = [
  { name: '事業所名', width: NAME },
  { name: '事業所番号', width: NUMBER },
  { name: 'サービス内容／種類', width: SERVICE },
  { name: 'サービスコード', width: CODE },
  ...NUMBERS.map(([name, width]) => ({ name, width })),
];

/** 第7表 of a client, month by month, with the limits that 利用者補足情報 tells. */
export function annexForms(context: FormContext): Form[] {
  return [...groupBy(context.client.annex, ({ month }) => month ?? '')].map(([month, records]) => {
    const [first] = records;
    const item = (name: string) => (first ? context.read('UPSIKYU')(first, name) : label(''));
    const numbers = joined([item('保険者番号'), item('被保険者番号')], '　被保険者番号　');
    const supplement = supplementOf(context, month);
    const name: Content = [
      ...around('保険者番号　', numbers),
      label('　　利用者氏名　'),
      ...clientName(context),
      label('　様'),
    ];
    return {
      name: '第7表 サービス利用票別表',
      sheet: {
        isLandscape: true,
        title: titleHead({
          number: '第７表',
          title: TITLE,
          left: [{ ...item('対象年月'), text: `${formatMonth(month)}分`, look: 'bold' }],
          right: [[label('作成年月日　'), item('作成年月日')]],
        }),
        titleAgain: titleAgain(`第７表　${TITLE}　${formatMonth(month)}分`, clientName(context)),
        sections: [
          { rows: [{ cells: [valueCell(LANDSCAPE, name)], lines: 'none' }] },
          { head: headings(COLUMNS, 13, 6), rows: records.map((record) => annexRow(context, record)) },
          ...(supplement ? limitSections(context, supplement, LANDSCAPE) : []),
          ...shortStay(context, records),
        ],
      },
    };
  });
}

function annexRow(context: FormContext, record: AnnexRecord): Row {
  const item = (name: string) => context.read('UPSIKYU')(record, name);
  const isSum = isSubtotal(record) || isTotal(record);
  const cell = (width: number, content: Piece | Content, align: Cell['align'] = 'left'): Cell => {
    const pieces = 'text' in content ? [content] : content;
    const shown = isSum
      ? pieces.map((piece): Piece => (piece.look === 'plain' ? { ...piece, look: 'bold' } : piece))
      : pieces;
    return valueCell(width, shown, { size: SIZE, align, ...(isSum ? { shade: LABEL_SHADE } : {}) });
  };
  const office = [...[item('サービス事業所名')], ...around('（枝番', [item('サテライト枝番')], '）')];
  return {
    cells: [
      cell(NAME, isTotal(record) ? label('') : office),
      cell(NUMBER, isTotal(record) ? label('') : item('サービス事業所コード'), 'center'),
      cell(SERVICE, serviceOf(context, record)),
      cell(CODE, isTotal(record) ? label('') : item('サービスコード'), 'center'),
      ...NUMBERS.map(([, width, name]) =>
        cell(width, isSum && OF_SERVICES.has(name) ? label('') : item(name), 'right'),
      ),
    ],
    minHeight: 5.5,
  };
}

function serviceOf(context: FormContext, record: AnnexRecord): Content {
  const item = (name: string) => context.read('UPSIKYU')(record, name);
  const code = item('サービスコード');
  const over: Piece = { ...item('３０日超区分'), text: record.over30Days ? '30日超' : '' };
  if (isTotal(record)) return [{ ...code, text: '合計' }];
  if (isSubtotal(record)) return joined([{ ...code, text: subtotalName(record) }, over], ' ');
  const type = { ...code, text: serviceTypeName(record.serviceCode.slice(0, 2)) };
  const isKnown = knownService(context, record) !== null;
  const service = isKnown ? serviceText(context, code, record) : type;
  const goods = [item('用具名称（機種名）'), item('TAISコード'), item('福祉用具届出コード')];
  return joined([service, ...goods, over], ' ');
}

/** AAAA within 区分支給限度, EEEE outside, ZZZZ the days beyond the 30th (rules.md 12.2). */
function subtotalName({ serviceCode }: AnnexRecord): string {
  const type = serviceTypeName(serviceCode.slice(0, 2));
  if (serviceCode.endsWith('EEEE')) return `${type} 小計（区分支給限度外）`;
  return serviceCode.endsWith('ZZZZ') ? `${type} 小計（30日超）` : `${type} 小計`;
}

const STAY_ITEMS = ['前月までの利用日数', '当月の計画利用日数', '累積利用日数'] as const;
const STAY = 40;

/** 要介護認定期間中の短期入所利用日数, where a service tells them. */
function shortStay(context: FormContext, records: readonly AnnexRecord[]): Section[] {
  const read = context.read('UPSIKYU');
  const rows = records
    .filter((record) => STAY_ITEMS.some((name) => isSaid(read(record, name))))
    .map((record): Row => {
      const what = [...serviceOf(context, record), label('　'), read(record, 'サービス事業所名')];
      const days = STAY_ITEMS.map((name) => valueCell(STAY, read(record, name), { size: 7, align: 'right' }));
      return { cells: [valueCell(LANDSCAPE - 3 * STAY, what, { size: 7 }), ...days] };
    });
  const columns = [
    { name: '要介護認定期間中の短期入所利用日数', width: LANDSCAPE - 3 * STAY },
    ...STAY_ITEMS.map((name) => ({ name, width: STAY })),
  ];
  return rows.length === 0 ? [] : [{ head: headings(columns, 5), rows, gap: 3 }];
}
