import type { FindingCode } from '../findings/catalogue.js';

/** The use of files: to be shown, printed, edited or converted, or as one side of a comparison. */
export type Purpose = 'read' | 'schedules' | 'actuals';

/** A record or file that could not be used, so that nothing falls away without a word. */
export interface Unused {
  /** The file as the user knows it; for a missing one the name it should have. */
  readonly file: string;
  /** From 1; null when it is the whole file. `line` is the physical line. */
  readonly record: number | null;
  readonly line: number | null;
  /** The number of the account's records falling away with it. */
  readonly records: number;
  /**
   * broken: a record or file that can't be read; conflict: another file of the name is used; copy: the same bytes are
   * there twice; foreign: it is about something else than the purpose; missing: a file that the unit should have.
   */
  readonly cause: 'broken' | 'conflict' | 'copy' | 'foreign' | 'missing';
  /** The finding by which checks tell it. */
  readonly code: FindingCode;
  /** Japanese, complete with the place. */
  readonly message: string;
}

/** The account of some files: `records` = `carried` (worked on) + the records of `unused` (could not be used). */
export interface Account {
  readonly files: number;
  /** Of a comparison's side the records of 第6表, 実績 and their deletions; else those of all files. */
  readonly records: number;
  readonly carried: number;
  /** People in the carried records, by insurer and number. */
  readonly clients: number;
  /** YYYYMM, in order. */
  readonly months: readonly string[];
  readonly unused: readonly Unused[];
}
