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

/**
 * Files that mean the same name: of copies one is kept, with a notice. Different contents under one and the same name
 * can't be told apart, so that none is kept; under different names ("… (1).CSV") each is, and the checks tell.
 */
export function withoutSameNames<F extends DroppedFile>(files: readonly F[]): SameNames<F> {
  const kept: F[] = [];
  const notices: DropRemark[] = [];
  const clashes: F[][] = [];
  for (const group of groupBy(files, ({ path }) => meantName(path)).values()) {
    const versions = versionsIn(group).map(bestNamedFirst);
    const chosen = versions.map(([best]) => best);
    if (new Set(chosen.map(({ path }) => nameOf(path))).size < versions.length) {
      clashes.push(group);
      continue;
    }
    kept.push(...chosen);
    for (const copies of versions)
      if (copies.length > 1) notices.push(remark('MSB-DROP-SAME-TWICE', copies, { count: copies.length }));
  }
  return { kept, notices, clashes };
}

/** Files of a group by their contents. */
function versionsIn<F extends DroppedFile>(group: readonly F[]): [F, ...F[]][] {
  const versions: [F, ...F[]][] = [];
  for (const file of group) {
    const same = versions.find(([first]) => sameBytes(first.bytes, file.bytes));
    if (same) same.push(file);
    else versions.push([file]);
  }
  return versions;
}

/** Of copies the one with the name as it should be stands for all. */
function bestNamedFirst<F extends DroppedFile>(copies: readonly [F, ...F[]]): [F, ...F[]] {
  const best = copies.find(({ path }) => nameOf(path) === meantName(path)) ?? copies[0];
  return [best, ...copies.filter((file) => file !== best)];
}

/** The name a file should have: "UPPLAN_… (1).csv" is the same file as "UPPLAN_….CSV". */
function meantName(path: string): string {
  const name = nameOf(path);
  const { parts } = parseFileName(name);
  return parts ? composeFileName(parts) : name.normalize('NFKC').toUpperCase();
}
