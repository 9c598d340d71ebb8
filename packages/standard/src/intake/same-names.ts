import { groupBy } from '../compare/current.js';
import { composeFileName } from '../filenames/compose.js';
import { parseFileName } from '../filenames/parse.js';
import { sameBytes } from '../units/duplicates.js';
import { nameOf, remark } from './remark.js';
import type { DroppedFile, DropRemark } from './types.js';

export interface SameNames<F> {
  readonly kept: F[];
  /** About copies that fell away. */
  readonly notices: DropRemark[];
  /** Files of one name and different contents, name by name. */
  readonly clashes: F[][];
}

/** Files of the same name: of copies one is kept, with a notice; where contents differ nobody can tell which counts. */
export function withoutSameNames<F extends DroppedFile>(files: readonly F[]): SameNames<F> {
  const kept: F[] = [];
  const notices: DropRemark[] = [];
  const clashes: F[][] = [];
  for (const group of groupBy(files, ({ path }) => meantName(path)).values()) {
    const [first, ...others] = group;
    if (!first) continue;
    if (others.some(({ bytes }) => !sameBytes(bytes, first.bytes))) {
      clashes.push(group);
      continue;
    }
    kept.push(first);
    if (others.length > 0) notices.push(remark('MSB-DROP-SAME-TWICE', group, { count: group.length }));
  }
  return { kept, notices, clashes };
}

/** The name a file should have: "UPPLAN_… (1).csv" is the same file as "UPPLAN_….CSV". */
function meantName(path: string): string {
  const name = nameOf(path);
  const { parts } = parseFileName(name);
  return parts ? composeFileName(parts) : name.normalize('NFKC').toUpperCase();
}
