import type { CarePlan } from '@musubi/standard';
import { around, type Content, joined, label } from '../layout/piece.js';
import { LANDSCAPE, type Row } from '../layout/sheet.js';
import { clientName, type Form, type FormContext } from './context.js';
import { choice, longTextRow, titleAgain, titleHead, valueCell } from './parts.js';

const TITLE = '居宅サービス計画書（１）';
const LEVELS = ['要介護１', '要介護２', '要介護３', '要介護４', '要介護５'];
const REASONS = ['一人暮らし', '家族等が障害、疾病等', 'その他'];
const LABEL = 42;

/** 第1表, as the ministry's form has it (令和3年3月31日 改正様式). */
export function carePlanForm(context: FormContext, plan: CarePlan): Form {
  const item = (name: string) => context.read('UP1KYO')(plan, name);
  const written = [label('作成年月日　'), item('作成年月日')];
  const kinds = [
    ...choice(['初回', '紹介', '継続'], item('計画書区分')),
    label('　／　'),
    ...choice(['認定済', '申請中'], item('認定状況区分')),
  ];
  return {
    name: '第1表 居宅サービス計画書（1）',
    sheet: {
      isLandscape: true,
      title: titleHead({ number: '第１表', title: TITLE, right: [written, kinds] }),
      titleAgain: titleAgain(`第１表　${TITLE}`, clientName(context)),
      sections: [{ rows: headRows(context, plan) }, { rows: textRows(context, plan), gap: 2 }],
    },
  };
}

function headRows(context: FormContext, plan: CarePlan): Row[] {
  const item = (name: string) => context.read('UP1KYO')(plan, name);
  const [supplement] = context.client.supplements;
  const birthDate = supplement ? [context.read('UPHOSOKU')(supplement, '利用者生年月日')] : [];
  const address = joined([item('利用者郵便番号'), item('利用者住所１'), item('利用者住所２')], ' ');
  const office = joined(
    [
      item('介護支援事業者名'),
      item('介護支援事業者コード'),
      item('介護支援事業者郵便番号'),
      item('介護支援事業者住所１'),
      item('介護支援事業者住所２'),
    ],
    '　',
  );
  const period = joined([item('認定有効期間開始日'), item('認定有効期間終了日')], '　〜　');
  return [
    line([
      [88, [label('利用者名　'), ...clientName(context), label('　殿')]],
      [67, [label('生年月日　'), ...birthDate]],
      [122, [label('住所　'), ...address]],
    ]),
    line([[LANDSCAPE, [label('居宅サービス計画作成者氏名　'), item('居宅サービス計画作成者氏名')]]]),
    line([[LANDSCAPE, [label('居宅介護支援事業者・事業所名及び所在地　'), ...office]]]),
    line([
      [138, [label('居宅サービス計画作成（変更）日　'), item('居宅サービス計画作成（変更）日')]],
      [139, [label('初回居宅サービス計画作成日　'), item('初回居宅サービス計画作成日')]],
    ]),
    line([
      [88, [label('認定日　'), item('認定日')]],
      [189, [label('認定の有効期間　'), ...period]],
    ]),
  ];
}

/** A line of the form's head: underlined, without boxes. */
function line(parts: readonly (readonly [number, Content])[]): Row {
  return { cells: parts.map(([width, content]) => valueCell(width, content)), minHeight: 6.4, lines: 'below' };
}

function textRows(context: FormContext, plan: CarePlan): Row[] {
  const item = (name: string) => context.read('UP1KYO')(plan, name);
  const text = (name: string, value: string, height: number) =>
    longTextRow(name, item(value), LABEL, LANDSCAPE - LABEL, height);
  const reason = item('生活援助中心型の算定理由');
  const other = around('（', [item('その他理由')], '）');
  const level = longTextRow('要介護状態区分', label(''), LABEL, LANDSCAPE - LABEL, 8);
  const why = longTextRow('生活援助中心型の算定理由', label(''), LABEL, LANDSCAPE - LABEL, 9);
  return [
    withValue(level, choice(LEVELS, item('要介護状態区分'), '　・　')),
    text(
      '利用者及び家族の生活に対する意向を踏まえた課題分析の結果',
      '利用者及び家族の生活に対する意向を踏まえた課題分析の結果',
      44,
    ),
    text('介護認定審査会の意見及びサービスの種類の指定', '介護認定審査会の意見及びサービスの種類の指定', 22),
    text('総合的な援助の方針', '総合的な援助の方針', 44),
    withValue(why, [...choice(REASONS, reason, '　・　'), ...other]),
  ];
}

/** A row whose value is more than one piece. */
function withValue(row: Row, content: Content): Row {
  const [name] = row.cells;
  return { ...row, cells: name ? [name, valueCell(LANDSCAPE - LABEL, content)] : [] };
}
