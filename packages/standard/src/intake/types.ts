import type { FindingCode } from '../findings/catalogue.js';
import type { InputFile } from '../reading/types.js';

/** A file as it was dropped: its path inside the folder or ZIP, or its name alone. */
export interface DroppedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The reason why a file could not be read. */
export type UnreadReason = 'missing' | 'denied' | 'cloud' | 'no-file' | 'too-large' | 'other';

/** A file or folder that is there but can't be read: a link to nowhere, a file that is still in the cloud. */
export interface UnreadFile {
  readonly path: string;
  readonly unread: UnreadReason;
}

export type Dropped = DroppedFile | UnreadFile;

export type DropCode = Extract<FindingCode, `MSB-DROP-${string}`>;

/** A sentence about dropped files: what is wrong and what to do, in Japanese. */
export interface DropRemark {
  /** The file's name, or '' for a sentence about many. */
  readonly name: string;
  /** Every path it is about. */
  readonly paths: readonly string[];
  readonly reason: DropCode;
  /** An error where it is or may hold care plan data, which nobody looked at; a notice where it is something else. */
  readonly severity: 'error' | 'notice';
  readonly message: string;
  readonly remedy: string;
}

/** A file that may travel as an attachment; whether it really may is judged when it is attached. */
export interface AttachmentCandidate extends InputFile {
  readonly path: string;
  readonly content: 'pdf' | 'picture' | 'office';
}

/** A person's drop, sorted, its ZIPs opened. */
export interface TakenDrop {
  /** Files to check: those of the standard, and those that try to be. */
  readonly standard: readonly InputFile[];
  readonly attachments: readonly AttachmentCandidate[];
  readonly refused: readonly DropRemark[];
  /** What went well but should be known: a file that was there twice, a ZIP that is opened. */
  readonly notices: readonly DropRemark[];
  /** Files that systems leave in folders, ignored without a word. */
  readonly ignored: number;
}

/** A person's drop, sorted, its ZIPs still closed. */
export interface SortedDrop extends TakenDrop {
  /** To be opened by the caller, who then sorts what was inside. */
  readonly zips: readonly DroppedFile[];
}
