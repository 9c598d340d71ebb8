import { composeFileName } from '../filenames/compose.js';
import type { FileNameParts } from '../filenames/types.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { nameOfKind } from '../layouts/index.js';
import type { FileKind } from '../layouts/types.js';
import type { ReadFile } from '../reading/types.js';
import { compositionOf, unitKindOfFile } from './composition.js';
import { type Draft, missingKinds, officeKey, partsFor } from './draft.js';
import { withoutDuplicates } from './duplicates.js';
import { withGenerations } from './generations.js';
import { joinNearMisses } from './near-misses.js';
import { type SendingUnit, UNIT_NAMES } from './types.js';
import { joinUnnamed } from './unnamed.js';

export interface Grouped {
  readonly units: readonly SendingUnit[];
  /** Findings of files that belong to no unit, and of files left out as duplicates. */
  readonly findings: readonly Finding[];
  readonly leftOver: readonly ReadFile[];
}

/**
 * Lets a heap of files of many recipients, months and serials fall into sending units by sender, recipient, edition
 * and ファイル連番. What is missing, extra or nearly right is said with the name the file should have.
 */
export function groupIntoUnits(heap: readonly ReadFile[]): Grouped {
  const { files, findings } = withoutDuplicates(heap);
  const drafts = new Map<string, Draft>();
  const unnamed: ReadFile[] = [];
  for (const file of files) {
    if (file.nameParts) addToDraft(drafts, file, file.nameParts);
    else unnamed.push(file);
  }
  joinPreventive(drafts);
  const joined = joinNearMisses([...drafts.values()]);
  const leftOver = joinUnnamed(joined, unnamed);
  const whole = joined.map(finish).sort((a, b) => a.serial.localeCompare(b.serial) || a.kind.localeCompare(b.kind));
  const strays = leftOver.flatMap((file) =>
    file.findings.some(({ severity }) => severity === 'error')
      ? file.findings
      : [...file.findings, makeFinding('MSB-UNIT-NOT-STANDARD', { file: file.name })],
  );
  return { units: withGenerations(whole), findings: [...findings, ...strays], leftOver };
}

/** UPHOSOKU's month tells its unit apart, other kinds' months belong to the unit. */
function addToDraft(drafts: Map<string, Draft>, file: ReadFile, parts: FileNameParts): void {
  const kind = unitKindOfFile(parts);
  const month = kind === 'careplan' ? null : parts.month;
  const key = [kind, parts.edition, officeKey(parts.sender), officeKey(parts.recipient), parts.serial, month].join(' ');
  const draft = drafts.get(key);
  if (draft) draft.files.push({ file, parts });
  else {
    const { edition, sender, recipient, serial } = parts;
    drafts.set(key, { kind, edition, sender, recipient, serial, month, files: [{ file, parts }], findings: [] });
  }
}

/** 利用者基本情報 with the serial of a 支援計画書 is one unit with it (rules.md section 3, prevention unit 2). */
function joinPreventive(drafts: Map<string, Draft>): void {
  for (const [key, draft] of drafts) {
    if (draft.kind !== 'client-record') continue;
    const plan = drafts.get(key.replace('client-record', 'preventive-plan'));
    if (!plan) continue;
    plan.files.push(...draft.files);
    drafts.delete(key);
  }
}

function finish(draft: Draft): SendingUnit {
  const { kind, edition, sender, recipient, serial, month } = draft;
  const files = draft.files.map(({ file }) => file);
  const findings = [...files.flatMap((file) => file.findings), ...draft.findings, ...missingFindings(draft)];
  return { kind, edition, sender, recipient, serial, month, files, findings };
}

function missingFindings(draft: Draft): Finding[] {
  const { required } = compositionOf(draft.kind, draft.edition);
  const requiredNames = required.map(nameOfKind).join('、');
  const missing = missingKinds(draft).map((kind) => {
    const expected = composeFileName(partsFor(draft, kind));
    const isParent = required.length === 1;
    const words = {
      kindName: nameOfKind(kind),
      parentName: nameOfKind(kind),
      expected,
      unitName: UNIT_NAMES[draft.kind],
      requiredNames,
    };
    return makeFinding(isParent ? 'MSB-UNIT-PARENT-MISSING' : 'MSB-UNIT-FILE-MISSING', { file: expected }, words);
  });
  return [...missing, ...attachedFindings(draft)];
}

/** 別表 and 支援計画 belong to their parent; they may be left out when there is nothing to say (open-questions Q27). */
function attachedFindings(draft: Draft): Finding[] {
  const present = new Set(draft.files.map(({ parts }) => parts.kind));
  const attached: readonly [FileKind, readonly FileKind[]][] = [
    ['UPKIHON', ['UPKIHON_SUB1', 'UPKIHON_SUB2']],
    ['UPYOBO', ['UPYOBO_SUB']],
  ];
  return attached.flatMap(([parent, children]) => {
    const parentName = nameOfKind(parent);
    if (!present.has(parent)) {
      const orphans = [...children, ...(parent === 'UPKIHON' ? (['UPKIHON_IMAGE'] as const) : [])].filter((kind) =>
        present.has(kind),
      );
      const isReported = missingKinds(draft).includes(parent);
      if (orphans.length === 0 || isReported) return [];
      const expected = composeFileName(partsFor(draft, parent));
      return [makeFinding('MSB-UNIT-PARENT-MISSING', { file: expected }, { parentName, expected })];
    }
    return children
      .filter((kind) => !present.has(kind))
      .map((kind) => {
        const expected = composeFileName(partsFor(draft, kind));
        return makeFinding('MSB-UNIT-ATTACHED-MISSING', { file: expected }, { kindName: nameOfKind(kind), expected });
      });
  });
}
