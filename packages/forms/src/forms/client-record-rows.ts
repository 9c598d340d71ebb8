import type { ClientRecord } from '@musubi/standard';
import { around, type Content, joined, label, type Piece } from '../layout/piece.js';
import { PORTRAIT, type Row } from '../layout/sheet.js';
import type { FormContext } from './context.js';
import { choice, labelCell, labelledRow, valueCell } from './parts.js';

const LABEL = 34;
const REST = PORTRAIT - LABEL;
const MOBILITY = ['自立', 'J1', 'J2', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'];
const DEMENTIA = ['自立', 'Ⅰ', 'Ⅱａ', 'Ⅱｂ', 'Ⅲａ', 'Ⅲｂ', 'Ⅳ', 'Ｍ'];
const LEVELS = ['非該当', '要支援１', '要支援２', '要介護１', '要介護２', '要介護３', '要介護４', '要介護５'];

/** Who was met and how: the first rows of the form. */
export function personRows(context: FormContext, record: ClientRecord): Row[] {
  const item = (name: string) => context.read('UPKIHON')(record, name);
  const method = [
    ...choice(['来所', '電話', 'その他'], item('相談方法')),
    ...around('（', [item('相談方法(その他の内容)')], '）'),
  ];
  const visit = [...choice(['初回', '再来'], item('相談回数')), ...around('（前回　', [item('前回相談日')], '）')];
  const situation = [
    ...choice(['在宅', '入院又は入所中'], item('利用者の現況')),
    ...around('（', [item('利用者の現況(状況補足)')], '）'),
  ];
  const kinds = [
    ...choice(['介護予防支援', '介護予防ケアマネジメント'], item('計画種類')),
    label('　　'),
    ...choice(['自前', '委託'], item('委託の有無')),
  ];
  const name = joined([item('利用者氏名フリガナ'), item('利用者氏名')], '\n');
  return [
    labelledRow([['作成担当者', LABEL, item('作成担当者'), REST]]),
    labelledRow([['計画種類・委託', LABEL, kinds, REST]]),
    labelledRow([
      ['相談日', LABEL, item('相談日'), 40],
      ['相談方法', 20, method, PORTRAIT - LABEL - 60],
    ]),
    labelledRow([['相談回数', LABEL, visit, REST]]),
    labelledRow([['本人の現況', LABEL, situation, REST]]),
    labelledRow(
      [
        ['フリガナ\n本人氏名', LABEL, name, 66],
        ['性別', 14, choice(['男性', '女性'], item('利用者性別')), 26],
        ['生年月日', 16, item('利用者生年月日'), PORTRAIT - LABEL - 122],
      ],
      10,
    ),
    labelledRow([
      ['保険者番号', LABEL, item('保険者番号'), 61],
      ['被保険者番号', LABEL, item('被保険者番号'), PORTRAIT - 2 * LABEL - 61],
    ]),
    labelledRow([['住所', LABEL, item('利用者住所'), REST]]),
    labelledRow([
      ['電話番号', LABEL, item('利用者電話番号'), 61],
      ['FAX', LABEL, item('利用者Fax番号'), PORTRAIT - 2 * LABEL - 61],
    ]),
  ];
}

/** Independence, certification, disabilities, home and means. */
export function situationRows(context: FormContext, record: ClientRecord): Row[] {
  const item = (name: string) => context.read('UPKIHON')(record, name);
  const period = joined([item('認定有効期間開始日'), item('認定有効期間終了日')], '　〜　');
  const level: Content = [
    ...choice(LEVELS, item('要介護状態区分')),
    ...around('\n有効期間　', period),
    ...around('　　前回の介護度　', [item('前回の介護度')]),
  ];
  const checklist = [
    ...choice(['事業対象者の該当あり', '事業対象者の該当なし'], item('基本チェックリスト記入結果')),
    ...around('　　記入日　', [item('基本チェックリスト記入日')]),
  ];
  const disabilities = ['身障', '療育', '精神', '難病'].map((name) => ticked(name, item(`障害等認定(${name})`)));
  const incomes = ['国民年金', '厚生年金', '障害年金', '生活保護'].map((name) =>
    ticked(name, item(`経済状況(${name})`)),
  );
  const home = [
    ...housing(item('居住形態')),
    ...around('　自室 ', [item('自室の階数')], ' 階'),
    label('　住宅改修の有無　'),
    ...choice(['有', '無'], item('住宅改修の有無')),
  ];
  return [
    labelledRow([
      ['障害高齢者の日常生活自立度', LABEL, choice(MOBILITY, item('障害高齢者の日常生活自立度'), ' ・ '), REST],
    ]),
    labelledRow([
      ['認知症高齢者の日常生活自立度', LABEL, choice(DEMENTIA, item('認知症高齢者の日常生活自立度'), ' ・ '), REST],
    ]),
    labelledRow([['認定・総合事業情報', LABEL, level, REST]], 10),
    labelledRow([['基本チェックリスト\n記入結果', LABEL, checklist, REST]], 8),
    labelledRow([['障害等認定', LABEL, [...marks(disabilities), ...around('　', [item('障害等認定特記事項')])], REST]]),
    labelledRow([['本人の住居環境', LABEL, home, REST]]),
    labelledRow([['経済状況', LABEL, [...marks(incomes), ...around('　', [item('経済状況詳細')])], REST]]),
  ];
}

/** The item names one or two of the form's words at once: 自宅・一戸建て. */
function housing(value: Piece): Content {
  const chosen = value.text.split('・');
  const words = ['自宅', '借家', '一戸建て', '集合住宅'];
  if (value.text !== '' && !chosen.every((word) => words.includes(word))) return choice(words, value);
  return words.flatMap((word, at) => {
    const piece: Piece = chosen.includes(word) ? { ...value, text: word, look: 'ring' } : label(word);
    return at === 0 ? [piece] : [label('・'), piece];
  });
}

/** A word of the form, ringed where the item says 該当. */
function ticked(name: string, value: Piece): Piece {
  return value.text === '該当'
    ? { text: name, sources: value.sources, look: 'ring' }
    : { ...label(name), sources: value.sources };
}

function marks(pieces: readonly Piece[]): Content {
  return pieces.flatMap((piece, at) => (at === 0 ? [piece] : [label('　・　'), piece]));
}

const CONTACT_WIDTHS = [LABEL, 40, 20, 60, PORTRAIT - LABEL - 120] as const;

/** Who came, and whom to call: all four lines of the form, filled or not. */
export function contactRows(context: FormContext, record: ClientRecord): Row[] {
  const item = (name: string) => context.read('UPKIHON')(record, name);
  const visitor = ['氏名', '続柄', '住所', '電話番号'].map((part) => item(`来所者(相談者)${part}`));
  const contacts = [1, 2, 3, 4].map((at) =>
    ['氏名', '続柄', '住所', '電話番号'].map((part) => item(`${at} 緊急連絡先(${part})`)),
  );
  const row = (name: string, values: readonly Piece[]): Row => ({
    cells: [
      labelCell(CONTACT_WIDTHS[0], name),
      ...values.map((value, at) => valueCell(CONTACT_WIDTHS[at + 1] ?? 0, value, { size: 8 })),
    ],
    minHeight: 6,
  });
  const heads = ['', '氏名', '続柄', '住所', '電話番号'].map((name, at) =>
    labelCell(CONTACT_WIDTHS[at] ?? 0, name, { align: 'center' }),
  );
  return [
    { cells: heads, minHeight: 5, staysWithNext: true },
    row('来所者（相談者）', visitor),
    ...contacts.map((values, at) => row(`緊急連絡先${at + 1}`, values)),
  ];
}
