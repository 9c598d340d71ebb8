import { BEYOND_FINDINGS } from './beyond.js';
import { DROP_FINDINGS } from './drop.js';
import { ITEM_FINDINGS } from './items.js';
import { LINK_FINDINGS } from './links.js';
import { NAME_FINDINGS } from './names.js';
import { READING_FINDINGS } from './reading.js';
import { UNIT_FINDINGS } from './units.js';

/** One kind of finding: what `musubi explain` prints, and the sentence a finding is made from. */
export interface CatalogueEntry {
  readonly severity: 'error' | 'warning' | 'notice';
  /** A short Japanese title, e.g. 「必須項目が空です」. */
  readonly title: string;
  /** Japanese sentence with {placeholders} filled by `makeFinding`. */
  readonly message: string;
  /** What to do, in Japanese, may hold {placeholders}. */
  readonly remedy: string;
  /** The rule it comes from, e.g. "rules.md 12.1" or "4.1版 4.2". */
  readonly source: string;
  /** Nothing the standard asks for: a look worth having that can be switched off (`checkFiles(…, { without })`). */
  readonly beyondStandard?: true;
}

/** The closed list of everything a check can find. Codes are never renamed. */
export const CATALOGUE = {
  ...DROP_FINDINGS,
  ...READING_FINDINGS,
  ...NAME_FINDINGS,
  ...UNIT_FINDINGS,
  ...ITEM_FINDINGS,
  ...LINK_FINDINGS,
  ...BEYOND_FINDINGS,
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type FindingCode = keyof typeof CATALOGUE;

/** Whether a text is a code of the catalogue. */
export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(CATALOGUE, text);
}
