import { remark, remarkOnMany } from './remark.js';
import { type Content, contentOf } from './sniff.js';
import type { DropCode, DroppedFile, DropRemark } from './types.js';

/** More files than this get one sentence together. */
const ONE_BY_ONE = 5;

const EXTENSIONS: readonly (readonly [RegExp, string])[] = [
  [/\.(mp4|mov|avi|wmv|m4v|mpg)$/i, '動画'],
  [/\.(mp3|wav|m4a|wma|aac)$/i, '音声'],
  [/\.(pptx?|odp|key)$/i, 'スライド'],
  [/\.(lnk|url)$/i, 'ショートカット'],
];

const WORDS: Readonly<Record<Content, string>> = {
  empty: '空のファイル',
  text: 'テキスト',
  pdf: 'PDF',
  picture: '写真・画像',
  otherPicture: 'JPEG・PNG以外の画像',
  office: 'ExcelやWordの文書',
  zip: 'ZIP',
  lockedZip: 'ZIP',
  archive: '圧縮ファイル',
  program: 'プログラム',
  web: 'WebページやXML',
  unknown: 'その他の形式',
};

/** What people call a file by its content, or by its name where the content does not tell. */
export function kindInWords({ path, bytes }: DroppedFile): string {
  const content = contentOf(bytes);
  if (content === 'text' && /\.csv$/i.test(path)) return 'ほかのCSV';
  const byName = content === 'unknown' ? EXTENSIONS.find(([form]) => form.test(path))?.[1] : undefined;
  return byName ?? WORDS[content];
}

/** "PDF 12個、写真・画像 300個", most first. */
export function countsInWords(files: readonly DroppedFile[]): string {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(kindInWords(file), (counts.get(kindInWords(file)) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([words, count]) => `${words} ${count}個`)
    .join('、');
}

/** A file that is neither ours nor an attachment, and the sentence that fits it. */
export interface Other extends DroppedFile {
  readonly reason: DropCode;
}

/** A few are named with their own sentence; of a folder full of them one sentence says how many of which kind. */
export function remarksOnOthers(others: readonly Other[]): DropRemark[] {
  if (others.length > ONE_BY_ONE)
    return [remarkOnMany('MSB-DROP-OTHERS', others, { total: others.length, counts: countsInWords(others) })];
  return others.map((other) => ({
    ...remark(other.reason, [other], { found: kindInWords(other) }),
    severity: 'notice',
  }));
}
