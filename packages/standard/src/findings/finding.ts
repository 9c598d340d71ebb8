import type { FindingCode } from './catalogue.js';

/** How bad a finding is: an error stops sending; a warning wants a look; a notice only informs. */
export type Severity = 'error' | 'warning' | 'notice';

/**
 * One thing a check found (検出事項). Positions count from 1 and are null where they do not apply
 * (a missing file has no record). `record` counts CSV records, `line` physical lines in the file:
 * they differ after a quoted line break. `item` is the 項番 of the layout.
 */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** File name as the user knows it; for a missing file, the name it should have. */
  readonly file: string | null;
  readonly record: number | null;
  readonly line: number | null;
  readonly item: number | null;
  readonly itemName: string | null;
  /** The offending value as read, made visible and cut to 120 characters. Personal data: show it to the owner of the file only, never log it. */
  readonly value: string | null;
  /** What is wrong, in Japanese, complete with place and value. */
  readonly message: string;
  /** What to do about it, in Japanese. */
  readonly remedy: string;
  /** What fills the sentences, where there is more than the value: lets a report build them anew with parts masked. */
  readonly words?: FindingWords;
  /** In how many places the same was found, this one included; absent when it is one. */
  readonly count?: number;
  /** The first of the other places (100 at most), in the order of the file. */
  readonly alsoAt?: readonly OtherPlace[];
  /** A repair the program can do by itself when the user agrees, where one exists. */
  readonly repair?: Repair;
}

/** A further place of a finding: the same file and item on another line. */
export interface OtherPlace {
  readonly record: number | null;
  readonly line: number | null;
  readonly value: string | null;
}

/** Values of the {placeholders} of a catalogue entry. */
export type FindingWords = Readonly<Record<string, string | number>>;

/** A repair that is offered, never done unasked. */
export type Repair =
  | { readonly action: 'rename'; readonly from: string; readonly to: string }
  | { readonly action: 'reencode'; readonly file: string; readonly from: 'utf-8' | 'utf-16le' | 'utf-16be' };

/** Where a finding was made; what is left out becomes null. */
export interface FindingPlace {
  readonly file?: string | null;
  readonly record?: number | null;
  readonly line?: number | null;
  readonly item?: number | null;
  readonly itemName?: string | null;
  readonly value?: string | null;
}
