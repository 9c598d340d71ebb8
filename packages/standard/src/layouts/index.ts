import { CODE_TABLES, LAYOUTS } from './layouts.data.js';
import type { CsvKind, Edition, FileKind, Layout } from './types.js';

export { CODE_TABLES, LAYOUTS };

const BY_KEY = new Map(LAYOUTS.map((layout) => [`${layout.kind} ${layout.edition}`, layout]));

/** The layout of a kind in an edition, or null when that edition does not know the kind (第3表 in edition 3). */
export function layoutOf(kind: CsvKind, edition: Edition): Layout | null {
  return BY_KEY.get(`${kind} ${edition}`) ?? null;
}

const CSV_KINDS: readonly CsvKind[] = LAYOUTS.filter(({ edition }) => edition === '4.1').map(({ kind }) => kind);
export const FILE_KINDS: readonly FileKind[] = [...CSV_KINDS, 'UPKIHON_IMAGE'];

export function isFileKind(text: string): text is FileKind {
  return FILE_KINDS.some((kind) => kind === text);
}

/** What people call a file, e.g. 「第７表（サービス利用票別表）」. */
export function nameOfKind(kind: FileKind): string {
  return kind === 'UPKIHON_IMAGE' ? '利用者基本情報の画像（家族構成図）' : (layoutOf(kind, '4.1')?.nameJa ?? kind);
}

/** CSVバージョン values that each edition writes; the first is the one we write (rules.md section 16). */
export const CSV_VERSIONS: Readonly<Record<Edition, readonly [string, ...string[]]>> = {
  '4.1': ['202407', '202504'],
  '3': ['202208'],
};

/** CSVバージョン values of editions before 3, which nobody should send any more. */
export const OLD_CSV_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['201905', '第1版'],
  ['201910', '第1版'],
  ['202003', '第2版'],
]);

export function editionOfCsvVersion(version: string): Edition | null {
  if (CSV_VERSIONS['4.1'].includes(version)) return '4.1';
  return CSV_VERSIONS['3'].includes(version) ? '3' : null;
}
