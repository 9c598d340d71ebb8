import { composeFileName } from '../filenames/compose.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import type { ReadFile } from '../reading/types.js';

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Takes files that are there twice out of a heap: same bytes with a notice, other bytes with an error. */
export function withoutDuplicates(files: readonly ReadFile[]): { files: ReadFile[]; findings: Finding[] } {
  const byName = new Map<string, ReadFile>();
  const findings: Finding[] = [];
  for (const file of files) {
    const name = file.nameParts ? composeFileName(file.nameParts) : file.name;
    const first = byName.get(name);
    if (!first) byName.set(name, file);
    else if (sameBytes(first.bytes, file.bytes))
      findings.push(makeFinding('MSB-UNIT-SAME-FILE-TWICE', { file: file.name }));
    else findings.push(makeFinding('MSB-UNIT-TWO-VERSIONS', { file: file.name }, { other: first.name }));
  }
  return { files: [...byName.values()], findings };
}
