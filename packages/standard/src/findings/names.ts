/** What is wrong with a file name (rules.md section 4). */
export const NAME_FINDINGS = {
  'MSB-NAME-KIND': {
    severity: 'error',
    title: 'ファイル名の先頭（種類）が標準仕様にありません',
    message: 'ファイル名の先頭「{part}」は、標準仕様のファイルの種類ではありません。',
    remedy:
      'UPPLAN（第6表）、UPSIKYU（第7表）、UPHOSOKU（利用者補足情報）、UPJSK（実績）など、介護ソフトが付けた名前のまま選んでください。',
    source: 'rules.md 4',
  },
  'MSB-NAME-PART': {
    severity: 'error',
    title: 'ファイル名の一部が標準仕様に合いません',
    message: 'ファイル名の{partName}「{part}」が正しくありません。{expected}です。',
    remedy: '名前を手で変えた場合は元に戻し、そうでなければ介護ソフトから出力し直してください。',
    source: 'rules.md 4',
  },
  'MSB-NAME-PART-COUNT': {
    severity: 'error',
    title: 'ファイル名の区切りの数が違います',
    message: 'ファイル名が「_」で{found}個に分かれています。{kindName}は{expected}です（{form}）。',
    remedy: '名前を手で変えた場合は元に戻し、そうでなければ介護ソフトから出力し直してください。',
    source: 'rules.md 4',
  },
  'MSB-NAME-SERVICE-TYPE-MISSING': {
    severity: 'error',
    title: 'ファイル名のサービス種類コードが片方だけありません',
    message: 'ファイル名に{side}のサービス種類コード（2文字）がありません。',
    remedy: '第4.1版では、送信元と送信先の両方に付けます。介護ソフトから出力し直すか、名前の修復を行ってください。',
    source: 'rules.md 4',
  },
  'MSB-NAME-EXTENSION': {
    severity: 'error',
    title: '拡張子が違います',
    message: '拡張子が「{part}」です。{expected}です。',
    remedy: '介護ソフトが付けた名前のまま選んでください。',
    source: 'rules.md 4',
  },
  'MSB-NAME-LETTER-CASE': {
    severity: 'notice',
    title: 'ファイル名の大文字・小文字や全角・半角が標準と違います',
    message: 'ファイル名の文字の種類（大文字・小文字、全角・半角）が標準と違います。「{expected}」として読みます。',
    remedy: '送るときに標準の名前へ直せます。',
    source: 'rules.md 4',
  },
  'MSB-NAME-COPY': {
    severity: 'notice',
    title: 'コピーしたファイルの名前です',
    message: 'ファイル名に「{part}」が付いています。「{expected}」として読みます。',
    remedy: 'コピーやダウンロードを重ねたときなどに付きます。そのまま進められ、標準の名前に直すこともできます。',
    source: 'rules.md 4',
  },
  'MSB-NAME-PARTIAL': {
    severity: 'error',
    title: 'ダウンロードやコピーの途中のファイルです',
    message: 'ダウンロードやコピーの途中で止まったときに付く名前です。中身が途中で切れているおそれがあります。',
    remedy: '元の場所から、もう一度ダウンロード（コピー）してください。',
    source: 'rules.md 4',
  },
  'MSB-NAME-TWO-NAMES': {
    severity: 'error',
    title: 'ファイル名に標準の名前が2つ入っています',
    message: 'ファイル名に標準の名前が2つ以上入っていて、どちらのファイルか分かりません。',
    remedy: '介護ソフトが付けた名前に戻すか、介護ソフトから出力し直してください。',
    source: 'rules.md 4',
  },
} as const;
