import { makeFinding } from '../findings/make-finding.js';
import type { AttachmentCandidate, DropCode, DroppedFile, DropRemark, UnreadFile, UnreadReason } from './types.js';

/** The last part of a path, as people call a file. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}

/** Codes of things left out without harm: none of ours, or used all the same. */
const HARMLESS: ReadonlySet<DropCode> = new Set([
  'MSB-DROP-ZIP-OPENED',
  'MSB-DROP-CLAIM-CSV',
  'MSB-DROP-OTHER-CSV',
  'MSB-DROP-PROGRAM',
  'MSB-DROP-PICTURE-FORMAT',
  'MSB-DROP-OTHER',
  'MSB-DROP-OTHERS',
  'MSB-DROP-ATTACHMENT',
  'MSB-DROP-MANY-ATTACHMENTS',
  'MSB-DROP-SAME-TWICE',
]);

/** A remark about files that share a name. */
export function remark(
  reason: DropCode,
  files: readonly { readonly path: string }[],
  words: Readonly<Record<string, string | number>> = {},
): DropRemark {
  const paths = files.map(({ path }) => path);
  const name = nameOf(paths[0] ?? '');
  const { message, remedy } = makeFinding(reason, {}, { name, paths: [...new Set(paths)].join('、'), ...words });
  return { name, paths, reason, severity: HARMLESS.has(reason) ? 'notice' : 'error', message, remedy };
}

/** A remark about many files of different names. */
export function remarkOnMany(
  reason: DropCode,
  files: readonly DroppedFile[],
  words: Readonly<Record<string, string | number>>,
): DropRemark {
  return { ...remark(reason, files, words), name: '' };
}

const UNREAD_WORDS: Readonly<Record<UnreadReason, string>> = {
  missing: 'リンク（ショートカット）の先にファイルがありません',
  denied: '読む権限がありません',
  cloud: 'クラウドにあり、このパソコンにはまだありません',
  'no-file': 'ふつうのファイルではありません',
  'too-large': '大きすぎます',
  other: '読み取りの途中で止まりました',
};

export function unreadRemark(file: UnreadFile): DropRemark {
  return remark('MSB-DROP-UNREADABLE', [file], { why: UNREAD_WORDS[file.unread] });
}

/** A paper is left to whoever attaches it: nothing in it is checked. */
export function attachmentRemark(file: AttachmentCandidate): DropRemark {
  return remark('MSB-DROP-ATTACHMENT', [file]);
}
