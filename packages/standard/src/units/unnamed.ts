import { composeFileName } from '../filenames/compose.js';
import { parseFileName } from '../filenames/parse.js';
import type { FileNameParts, NamedOffice } from '../filenames/types.js';
import { makeFinding } from '../findings/make-finding.js';
import type { FileKind } from '../layouts/types.js';
import type { ReadFile } from '../reading/types.js';
import { type Draft, missingKinds, partsFor } from './draft.js';

/**
 * Files whose names are broken still find their unit when it lacks just such a file: nobody is told that a file is missing
 * which lies there under a mistyped name. Their own errors stay until they are renamed. Returns the files left over.
 */
export function joinUnnamed(drafts: readonly Draft[], unnamed: readonly ReadFile[]): ReadFile[] {
  return unnamed.filter((file) => {
    const isOnly = unnamed.filter(({ kind }) => kind === file.kind).length === 1;
    const draft = draftFor(drafts, file, isOnly);
    if (draft && file.kind) join(draft, file, file.kind);
    return !draft;
  });
}

/** The one unit that lacks this kind and whose names differ in one part at most; without any parts, the only one. */
function draftFor(drafts: readonly Draft[], { name, kind }: ReadFile, isOnly: boolean): Draft | null {
  if (!kind) return null;
  const lacking = drafts.filter((draft) => missingKinds(draft).includes(kind));
  const { guess } = parseFileName(name);
  if (!guess) return isOnly && lacking.length === 1 ? (lacking[0] ?? null) : null;
  const exact = lacking.filter((draft) => differences(partsFor(draft, kind), guess) === 0);
  const near = exact.length > 0 ? exact : lacking.filter((draft) => differences(partsFor(draft, kind), guess) === 1);
  return near.length === 1 ? (near[0] ?? null) : null;
}

/** Counts differing parts of a name; a service type that is left out differs from none. */
function differences(wanted: FileNameParts, guess: FileNameParts): number {
  const typeDiffers = (one: NamedOffice, other: NamedOffice) =>
    other.serviceType !== null && one.serviceType !== other.serviceType;
  return [
    wanted.month !== guess.month,
    wanted.serial !== guess.serial,
    wanted.sender.officeNumber !== guess.sender.officeNumber,
    wanted.recipient.officeNumber !== guess.recipient.officeNumber,
    typeDiffers(wanted.sender, guess.sender),
    typeDiffers(wanted.recipient, guess.recipient),
  ].filter(Boolean).length;
}

function join(draft: Draft, file: ReadFile, kind: FileKind): void {
  const parts = partsFor(draft, kind);
  const expected = composeFileName(parts);
  draft.files.push({ file, parts });
  if (file.findings.some(({ repair }) => repair?.action === 'rename' && repair.to === expected)) return;
  const repair = { action: 'rename', from: file.name, to: expected } as const;
  draft.findings.push(makeFinding('MSB-UNIT-NAME-REPAIRABLE', { file: file.name }, { expected }, repair));
}
