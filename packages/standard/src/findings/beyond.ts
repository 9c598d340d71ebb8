/** Findings that the standard does not ask for and offices want all the same; each can be switched off. */
export const BEYOND_FINDINGS = {
  'MSB-BEYOND-OVER-LIMIT': {
    severity: 'notice',
    title: '区分支給限度基準額を超えていますが、超過の単位数がありません',
    message:
      '被保険者番号「{value}」の方は、限度額の対象が{units}単位で、区分支給限度基準額（{limit}単位）を{over}単位超えています。超過の単位数がどこにも入っていません。',
    remedy:
      'このまま送れますが、給付管理票が返戻になることがあります。介護ソフトで限度額と超過分の割り振りを確かめてください。',
    source: 'rules.md 12.2, 12.6; 返戻 12P3',
    beyondStandard: true,
  },
  'MSB-BEYOND-CERTIFICATION-ENDED': {
    severity: 'warning',
    title: '認定の有効期間が終わっています',
    message: '限度額適用の終わりが「{value}」で、対象年月（{month}）より前です。',
    remedy: 'このまま送れますが、更新の認定が出ていれば、介護ソフトに入力してから出力し直してください。',
    source: 'rules.md 12.6',
    beyondStandard: true,
  },
  'MSB-BEYOND-COUNTS': {
    severity: 'warning',
    title: '第6表と第7表で回数が違います',
    message:
      '被保険者番号「{value}」の方のサービス「{service}」（事業所{office}）は、第7表では{annex}回、第6表では{schedule}回です。',
    remedy: 'このまま送れますが、どちらが正しいか確かめてください。',
    source: 'rules.md 8, 12.1, 12.2',
    beyondStandard: true,
  },
  'MSB-BEYOND-RECIPIENT-TYPE': {
    severity: 'warning',
    title: '送信先のサービス種類の行が1つもありません',
    message: '送信先は「{recipientType}」ですが、送信先の事業所の行は{rowTypes}だけです。',
    remedy:
      'このまま送れますが、同じ番号の別の事業所へ届くことがあります。ファイル名の送信先のサービス種類コードを確かめてください。',
    source: 'rules.md 4, 8',
    beyondStandard: true,
  },
} as const;
