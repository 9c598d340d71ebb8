import { groupBy } from '../compare/current.js';
import { composeFileName } from '../filenames/compose.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import type { ReadFile } from '../reading/types.js';

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/**
 * Takes files that are there twice out of a heap. Of same bytes the best named stays, with a notice; of other bytes the
 * best named stays as well but carries an error, so that its unit can't be sent while nobody knows which one is right.
 */
export function withoutDuplicates(files: readonly ReadFile[]): { files: ReadFile[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const kept = [...groupBy(files, meantName)].flatMap(([name, group]) => {
    const best = group.find((file) => file.name === name) ?? group[0];
    if (!best) return [];
    const others = group.filter((file) => file !== best);
    const copies = others.filter(({ bytes }) => sameBytes(bytes, best.bytes));
    findings.push(...copies.map(({ name: file }) => makeFinding('MSB-UNIT-SAME-FILE-TWICE', { file })));
    const clashes = others
      .filter((file) => !copies.includes(file))
      .map(({ name: file }) => makeFinding('MSB-UNIT-TWO-VERSIONS', { file }, { other: best.name }));
    return [clashes.length > 0 ? { ...best, findings: [...best.findings, ...clashes] } : best];
  });
  return { files: kept, findings };
}

function meantName({ nameParts, name }: ReadFile): string {
  return nameParts ? composeFileName(nameParts) : name;
}
