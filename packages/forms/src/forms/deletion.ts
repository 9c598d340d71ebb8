import { type CsvKind, type Deletion, serviceTypeName } from '@musubi/standard';
import { joined, label, type Piece } from '../layout/piece.js';
import { PORTRAIT, type Row } from '../layout/sheet.js';
import type { Form, FormContext } from './context.js';
import { headings, noteRow, titleAgain, titleHead, valueCell } from './parts.js';

const TITLE = 'ケアプランデータ削除通知';
/** What each kind of deletion takes away, and the items that say of when. */
const KINDS: Readonly<Partial<Record<CsvKind, readonly [string, readonly string[]]>>> = {
  DLT1KYO: ['居宅サービス計画書（第1表〜第3表）', ['居宅サービス計画作成（変更）日']],
  DLTPLAN: ['サービス利用票・別表（予定）', ['削除対象年月']],
  DLTJSK: ['実績', ['削除対象年月', 'サービス事業者コード', 'サービス種類コード']],
  DLTKIHON: ['利用者基本情報', ['相談日']],
  DLTYOBO: ['介護予防サービス・支援計画書', ['計画作成(変更)日']],
};
const WIDTHS = [30, 35, 60, PORTRAIT - 125] as const;
const COLUMNS = ['保険者番号', '被保険者番号', '取り消すデータ', '対象'].map((name, at) => ({
  name,
  width: WIDTHS[at] ?? 0,
}));

/** What a deletion takes away of a client. */
export function deletionForm(context: FormContext): Form {
  const { deletions, fileNames } = context.client;
  const [kind] = fileNames.map((file) => file.kind);
  return {
    name: '削除通知',
    sheet: {
      isLandscape: false,
      title: titleHead({ title: TITLE }),
      titleAgain: titleAgain(TITLE, []),
      sections: [
        { head: headings(COLUMNS, 7, 8), rows: kind ? deletions.map((one) => deletionRow(context, kind, one)) : [] },
        { rows: [noteRow('前に送られた上のデータを取り消す通知です。', PORTRAIT)], gap: 1 },
      ],
    },
  };
}

function deletionRow(context: FormContext, kind: CsvKind, deletion: Deletion): Row {
  const item = (name: string) => context.read(kind)(deletion, name);
  const [what, keys] = KINDS[kind] ?? ['', []];
  const named = (piece: Piece, name: string): Piece =>
    name === 'サービス種類コード' ? { ...piece, text: serviceTypeName(piece.text) } : piece;
  const cells = [
    [item('保険者番号')],
    [item('被保険者番号')],
    [label(what)],
    joined(
      keys.map((name) => named(item(name), name)),
      '　',
    ),
  ];
  return { cells: cells.map((content, at) => valueCell(WIDTHS[at] ?? 0, content)), minHeight: 8 };
}
