import { isProblemCode, PROBLEMS } from '@musubi/contract';
import { EVIDENCE_PROBLEMS } from '@musubi/evidence';
import { IMPORT_CODES } from '@musubi/reference';
import { CATALOGUE, type CatalogueEntry } from '@musubi/standard';
import { CommandError, print } from '../terminal/output.js';

const SEVERITIES = {
  error: 'エラー（送れません）',
  warning: '注意（送れますが確かめてください）',
  notice: 'お知らせ',
} as const;

/** Explains a code of a finding, of a code table's import, of the hub or of evidence. */
export async function explain(code: string): Promise<number> {
  const wanted = code.trim().toUpperCase();
  const finding: CatalogueEntry | undefined = Object.entries(CATALOGUE).find(([known]) => known === wanted)?.[1];
  if (finding) {
    print(
      `${wanted}\n${finding.title}\n種類: ${SEVERITIES[finding.severity]}\n内容: ${finding.message}\n対処: ${finding.remedy}\nもとになる規則: ${finding.source}${finding.beyondStandard ? `\n標準仕様にはない確認です。消すには: musubi check … --without ${wanted}` : ''}`,
    );
    return 0;
  }
  if (isProblemCode(wanted)) {
    const { title, action, status } = PROBLEMS[wanted];
    print(`${wanted}（連携基盤からの答え、HTTP ${status}）\n内容: ${title}\n対処: ${action}`);
    return 0;
  }
  const ofImport = Object.entries(IMPORT_CODES).find(([known]) => known === wanted)?.[1];
  if (ofImport) {
    const [severity, message, remedy] = ofImport;
    const kind = severity === 'error' ? 'エラー（取り込めません）' : 'お知らせ';
    print(`${wanted}（サービスコード表の取り込み）\n種類: ${kind}\n内容: ${message}\n対処: ${remedy}`);
    return 0;
  }
  const evidence = Object.entries(EVIDENCE_PROBLEMS).find(([known]) => known === wanted)?.[1];
  if (!evidence)
    throw new CommandError(
      `「${code}」というコードはありません。点検結果に表示された MSB- か REF- で始まるコードを入力してください。`,
      2,
    );
  print(`${wanted}（署名・暗号・証跡の確認）\n${evidence}`);
  return 0;
}
