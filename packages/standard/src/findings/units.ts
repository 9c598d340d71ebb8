/** What is wrong with a set of files (rules.md sections 2 to 5, 11). */
export const UNIT_FINDINGS = {
  'MSB-UNIT-FILE-MISSING': {
    severity: 'error',
    title: '一緒に送るファイルが足りません',
    message: '{kindName}（{expected}）がありません。{unitName}は{requiredNames}を一緒に送ります。',
    remedy: '介護ソフトで{kindName}も出力し、一緒に選んでください。',
    source: 'rules.md 3',
  },
  'MSB-UNIT-SERIAL-MISMATCH': {
    severity: 'error',
    title: 'ファイル連番が揃っていません',
    message: 'ファイル連番が「{serial}」ですが、一緒に送るほかのファイルは「{expected}」です。',
    remedy:
      '同じときに出力したファイルなら、名前の修復で揃えられます。別のときのものなら、まとめて出力し直してください。',
    source: 'rules.md 3',
  },
  'MSB-UNIT-EDITION-MISMATCH': {
    severity: 'error',
    title: '第3版と第4.1版のファイルが混ざっています',
    message: '第{edition}版の形の名前ですが、一緒に送るほかのファイルは第{expected}版です。',
    remedy: '介護ソフトで、すべて同じ版で出力し直してください。',
    source: 'rules.md 5, 15',
  },
  'MSB-UNIT-MONTH-MISMATCH': {
    severity: 'error',
    title: 'ファイル名の対象年月が揃っていません',
    message: '対象年月が「{month}」ですが、一緒に送るほかのファイルは「{expected}」です。',
    remedy: '同じ月のデータなら名前の修復で揃えられます。違う月のものなら、正しい月のファイルを選んでください。',
    source: 'rules.md 4, 5',
  },
  'MSB-UNIT-OFFICE-MISMATCH': {
    severity: 'error',
    title: 'ファイル名の事業所番号が揃っていません',
    message: '送信元・送信先が「{office}」ですが、一緒に送るほかのファイルは「{expected}」です。',
    remedy: '送信元と送信先を確かめ、介護ソフトからまとめて出力し直してください。',
    source: 'rules.md 3, 4',
  },
  'MSB-UNIT-NAME-REPAIRABLE': {
    severity: 'notice',
    title: '一緒に送るファイルから、正しい名前が分かります',
    message: '一緒に送るほかのファイルから、正しい名前は「{expected}」と分かります。',
    remedy: '名前の修復を行うか、介護ソフトから出力し直してください。',
    source: 'rules.md 4',
  },
  'MSB-UNIT-PARENT-MISSING': {
    severity: 'error',
    title: 'もとになるファイルがありません',
    message: '{parentName}（{expected}）がありません。このファイルだけでは送れません。',
    remedy: '介護ソフトで{parentName}も出力し、一緒に選んでください。',
    source: 'rules.md 3',
  },
  'MSB-UNIT-ATTACHED-MISSING': {
    severity: 'notice',
    title: '付属のファイルがありません',
    message: '{kindName}（{expected}）がありません。記入がない場合は、このまま送れます。',
    remedy: '記入がある場合は、介護ソフトで{kindName}も出力し、一緒に選んでください。',
    source: 'rules.md 3, open-questions Q27',
  },
  'MSB-UNIT-SAME-FILE-TWICE': {
    severity: 'notice',
    title: '同じファイルが2つあります',
    message: '同じ中身のファイルが2つあります。1つだけ使います。',
    remedy: 'そのまま進められます。',
    source: 'rules.md 3',
  },
  'MSB-UNIT-TWO-VERSIONS': {
    severity: 'error',
    title: '同じ名前で中身の違うファイルがあります',
    message: '「{other}」と同じ名前ですが、中身が違います。どちらが正しいか分かりません。',
    remedy: '古いほうを外して、選び直してください。',
    source: 'rules.md 3',
  },
  'MSB-UNIT-NOT-STANDARD': {
    severity: 'error',
    title: 'ケアプランデータとして扱えないファイルです',
    message: 'どの送信単位にも入れられませんでした。',
    remedy: 'ファイル名と中身を確かめてください。資料として送る場合は「添付」を使います。',
    source: 'rules.md 3, 4',
  },
  'MSB-UNIT-SELF': {
    severity: 'error',
    title: '送信元と送信先が同じです',
    message: '送信元と送信先が、同じ事業所番号・同じサービス種類です。',
    remedy: '送信先を確かめ、介護ソフトから出力し直してください。',
    source: 'rules.md 17',
  },
  'MSB-UNIT-SAME-NUMBER': {
    severity: 'warning',
    title: '送信元と送信先の事業所番号が同じです',
    message:
      '送信元と送信先の事業所番号が同じです。第3版のファイル名にはサービス種類がないため、同じ事業所かどうか分かりません。',
    remedy:
      '同じ番号の別のサービス（例: 居宅介護支援から訪問介護）へ送る場合は、このまま送れます。そうでなければ、送信先を確かめてください。',
    source: 'rules.md 15, 17',
  },
  'MSB-UNIT-ROLE': {
    severity: 'error',
    title: 'この種類のデータは、この相手には送れません',
    message: '{unitName}を、{sender}から{recipient}へ送ることはできません。{reason}',
    remedy: 'ファイル名のサービス種類コードと、送るデータの種類を確かめてください。',
    source: 'rules.md 2',
  },
  'MSB-UNIT-OLDER-GENERATION': {
    severity: 'notice',
    title: '同じ利用者の、より新しいデータがあります',
    message:
      '{unitName}の利用者{count}人について、同じ相手・同じ月の新しいデータもあります（ファイル連番{newest}、{newestAt}に出力）。このデータ（ファイル連番{serial}）は古いほうで、有効になるのは新しいほうです。',
    remedy:
      '新しいほうだけで足りるときは、古いほうを外してください。両方送っても、相手では新しいほうが有効になります。',
    source: 'rules.md 7, 9',
    beyondStandard: true,
  },
  'MSB-UNIT-TWO-MONTHS': {
    severity: 'notice',
    title: '2つ以上の月が混ざっています',
    message: '{name}に{months}のものが混ざっています。',
    remedy: '前の月のファイルが残っていないか確かめてください。',
    source: 'rules.md 5',
    beyondStandard: true,
  },
} as const;
