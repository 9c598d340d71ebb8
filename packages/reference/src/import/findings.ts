import type { SourceRow } from './rows.js';

/** Codes are stable: programs and help pages name them. */
export type ImportCode =
  | 'REF-NOT-A-TABLE'
  | 'REF-NO-MONTH'
  | 'REF-BAD-CODE'
  | 'REF-BAD-INSURER'
  | 'REF-BAD-PERIOD'
  | 'REF-BAD-NAME'
  | 'REF-BAD-UNITS'
  | 'REF-BAD-BASIS'
  | 'REF-TOO-FEW'
  | 'REF-TWICE'
  | 'REF-OVERLAP'
  | 'REF-CONFLICT'
  | 'REF-PRESUMED';

/** Something about a line of an imported file. Errors keep the file from being imported. */
export interface ImportFinding {
  readonly code: ImportCode;
  readonly severity: 'error' | 'notice';
  readonly file: string;
  readonly sheet: string;
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  /** The item's name and its column from 1; '' and 0 where it is about the row. */
  readonly item: string;
  readonly column: number;
  readonly value: string;
  /** The trouble, and what to do. */
  readonly message: string;
  readonly remedy: string;
}

/** The words of each code: severity, trouble, remedy. */
export const IMPORT_CODES: Readonly<Record<ImportCode, readonly [ImportFinding['severity'], string, string]>> = {
  'REF-NOT-A-TABLE': [
    'error',
    'サービスコード表として読めません。',
    '厚生労働省の「介護給付費単位数等サービスコード表」（CSV・xlsx）か、市町村の「単位数表マスタ」（CSV）を選んでください。',
  ],
  'REF-NO-MONTH': [
    'error',
    'いつから使う表か書かれていません。',
    '使い始める年月（例: 2027-04）を指定して、もう一度取り込んでください。',
  ],
  'REF-BAD-CODE': [
    'error',
    'サービスコードの形ではありません。',
    '種類2文字と項目4文字（数字か英大文字）に直してください。表計算ソフトで先頭の0が消えていないか確かめてください。',
  ],
  'REF-BAD-INSURER': ['error', '保険者番号の形ではありません。', '6桁の数字に直してください。'],
  'REF-BAD-PERIOD': [
    'error',
    '適用の年月として読めません。',
    '年月を6桁（例: 202704。続いているものの終わりは999999）に直し、終わりが始まりより前でないか確かめてください。',
  ],
  'REF-BAD-NAME': ['error', 'サービスの名称がありません。', '名称を書き入れてください。'],
  'REF-BAD-UNITS': ['error', '単位数・率として読めません。', '数字（率は ‰ か % を付けた数字）に直してください。'],
  'REF-BAD-BASIS': [
    'error',
    '算定単位として読めません。',
    '「1回につき」「1日につき」「1月につき」か、その番号（1、2、3）に直してください。',
  ],
  'REF-TOO-FEW': ['error', '行の項目が足りません。', '元のファイルを入手し直すか、足りない項目を補ってください。'],
  'REF-TWICE': ['notice', '同じ行が前にもあります。', '1行として取り込みます。直す必要はありません。'],
  'REF-OVERLAP': [
    'notice',
    '同じコードの期間が重なっています。',
    'あとから始まる行を正しいものとし、前の行はその前の月までとして取り込みます。',
  ],
  'REF-CONFLICT': [
    'error',
    '同じコードで同じ月から始まる行が2つあり、内容が違います。',
    'どちらが正しいかを発行元に確かめ、1行にしてください。',
  ],
  'REF-PRESUMED': [
    'notice',
    '書き方から読み取った値があります。',
    '取り込む前に、結果の一覧で率と算定単位を確かめてください。',
  ],
};

export function importFinding(
  code: ImportCode,
  file: string,
  at: Pick<SourceRow, 'line' | 'sheet'>,
  about: { readonly item?: string; readonly column?: number; readonly value?: string; readonly note?: string } = {},
): ImportFinding {
  const [severity, message, remedy] = IMPORT_CODES[code];
  const { item = '', column = 0, value = '', note = '' } = about;
  const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
  return {
    code,
    severity,
    file,
    sheet: at.sheet,
    line: at.line,
    item,
    column,
    value: shown,
    message: message + note,
    remedy,
  };
}
