import { makeFinding } from '../findings/make-finding.js';
import type { DropCode, DroppedFile, DropRemark } from './types.js';

/** The last part of a path, as people call a file. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}

/** A remark about files that share a name. */
export function remark(
  reason: DropCode,
  files: readonly DroppedFile[],
  words: Readonly<Record<string, string | number>> = {},
): DropRemark {
  const paths = files.map(({ path }) => path);
  const name = nameOf(paths[0] ?? '');
  const { message, remedy } = makeFinding(reason, {}, { name, paths: [...new Set(paths)].join('、'), ...words });
  return { name, paths, reason, message, remedy };
}

/** A remark about many files of different names. */
export function remarkOnMany(
  reason: DropCode,
  files: readonly DroppedFile[],
  words: Readonly<Record<string, string | number>>,
): DropRemark {
  return { ...remark(reason, files, words), name: '' };
}

/** What the caller says of a ZIP that it could not open, or does not open because it lay in another. */
export function unopenedZip(zip: DroppedFile): DropRemark {
  return remark('MSB-DROP-ZIP-UNOPENED', [zip]);
}
