import type { FileNameParts, NamedOffice } from '../filenames/types.js';
import type { Finding } from '../findings/finding.js';
import type { Edition, FileKind } from '../layouts/types.js';
import type { ReadFile } from '../reading/types.js';
import { compositionOf } from './composition.js';
import type { UnitKind } from './types.js';

/** A unit while it is put together. */
export interface Draft {
  kind: UnitKind;
  readonly edition: Edition;
  readonly sender: NamedOffice;
  readonly recipient: NamedOffice;
  readonly serial: string;
  readonly month: string | null;
  readonly files: { readonly file: ReadFile; readonly parts: FileNameParts }[];
  readonly findings: Finding[];
}

export function officeKey({ officeNumber, serviceType }: NamedOffice): string {
  return serviceType === null ? officeNumber : `${officeNumber}_${serviceType}`;
}

export function missingKinds(draft: Draft): FileKind[] {
  const present = new Set(draft.files.map(({ parts }) => parts.kind));
  return compositionOf(draft.kind, draft.edition).required.filter((kind) => !present.has(kind));
}

/** The name parts a file of this unit has. */
export function partsFor(draft: Draft, kind: FileKind): FileNameParts {
  const month = kind === 'UPHOSOKU' && draft.kind === 'careplan' ? '000000' : draft.month;
  const { edition, sender, recipient, serial } = draft;
  return { kind, edition, month, sender, recipient, serial, branch: null };
}
