import type { Supplement } from '@musubi/standard';
import { joined } from '../layout/piece.js';
import { PORTRAIT, type Row } from '../layout/sheet.js';
import { clientName, type Form, type FormContext } from './context.js';
import { limitSections } from './limits.js';
import { labelledRow, titleAgain, titleHead } from './parts.js';

const TITLE = '利用者補足情報';
const LABEL = 38;
const VALUE = PORTRAIT / 2 - LABEL;

/** 利用者補足情報: the ministry has no form for it, so its items stand in the order of its layout. */
export function supplementForm(context: FormContext, supplement: Supplement): Form {
  return {
    name: TITLE,
    sheet: {
      isLandscape: false,
      title: titleHead({ title: TITLE }),
      titleAgain: titleAgain(TITLE, clientName(context)),
      sections: [{ rows: rowsOf(context, supplement) }, ...limitSections(context, supplement, PORTRAIT)],
    },
  };
}

function rowsOf(context: FormContext, supplement: Supplement): Row[] {
  const item = (name: string) => context.read('UPHOSOKU')(supplement, name);
  const pair = (left: string, right: string): Row =>
    labelledRow(
      [
        [shown(left), LABEL, item(left), VALUE],
        [shown(right), LABEL, item(right), VALUE],
      ],
      7,
    );
  const address = joined([item('利用者郵便番号'), item('利用者住所１'), item('利用者住所２')], ' ');
  return [
    pair('利用者氏名フリガナ', '被保険者番号'),
    pair('利用者氏名', '保険者番号'),
    pair('利用者生年月日', '利用者性別'),
    labelledRow([['住所', LABEL, address, PORTRAIT - LABEL]], 7),
    pair('利用者電話番号', '対象年月'),
    pair('居宅サービス計画作成（変更）日', '認定状況区分'),
    pair('認定日', '要介護状態区分'),
    pair('限度額適用開始年月日', '限度額適用終了年月日'),
    pair('要介護状態変更日', '前回要介護状態区分'),
    pair('入所前月迄利用日数', '入所累積利用日数'),
    labelledRow([['同意書受付業者', LABEL, item('同意書受付業者'), PORTRAIT - LABEL]], 7),
  ];
}

function shown(item: string): string {
  return item
    .replace(/^利用者(?!氏名)/, '')
    .replace('利用者氏名フリガナ', 'フリガナ')
    .replace('利用者氏名', '氏名');
}
