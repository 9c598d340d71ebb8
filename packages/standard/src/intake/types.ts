import type { FindingCode } from '../findings/catalogue.js';
import type { InputFile } from '../reading/types.js';

/** A file as it was dropped: its path inside the folder or ZIP, or its name alone. */
export interface DroppedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export type DropCode = Extract<FindingCode, `MSB-DROP-${string}`>;

/** A sentence about dropped files: what is wrong and what to do, in Japanese. */
export interface DropRemark {
  /** The file's name, or '' for a sentence about many. */
  readonly name: string;
  /** Every path it is about. */
  readonly paths: readonly string[];
  readonly reason: DropCode;
  readonly message: string;
  readonly remedy: string;
}

/** A file that may travel as an attachment; whether it really may is judged when it is attached. */
export interface AttachmentCandidate extends InputFile {
  readonly path: string;
  readonly content: 'pdf' | 'picture' | 'office';
}

/** What a person dropped, sorted. */
export interface SortedDrop {
  /** Files to check: those of the standard, and those that try to be. */
  readonly standard: readonly InputFile[];
  readonly attachments: readonly AttachmentCandidate[];
  /** To be opened by the caller, who then sorts what was inside. */
  readonly zips: readonly DroppedFile[];
  readonly refused: readonly DropRemark[];
  /** What went well but should be known: a file that was there twice, a ZIP that is opened. */
  readonly notices: readonly DropRemark[];
  /** Files that systems leave in folders, ignored without a word. */
  readonly ignored: number;
}
