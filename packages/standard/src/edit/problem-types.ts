import type { FindingCode } from '../findings/catalogue.js';
import type { Severity } from '../findings/finding.js';

/** What is wrong in a sheet while it is typed; codes are for tests and lists, people read the sentence. */
export interface SheetProblem {
  readonly client: string;
  /** Null when it concerns the client as a whole. */
  readonly row: string | null;
  readonly day: number | null;
  readonly code: SheetProblemCode;
  /** Errors would make a file that is refused; warnings want a look; notices inform. */
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
}

export type SheetProblemCode =
  | FindingCode
  | 'end-before-start'
  | 'starts-at-24'
  | 'bad-count'
  | 'day-outside-month'
  | 'rental-more-than-once'
  | 'other-office'
  | 'other-service-type'
  | 'no-units'
  | 'same-row-twice'
  | 'days-open'
  | 'no-price'
  | 'no-benefit'
  | 'over-limit'
  | 'certificate-ended'
  | 'no-supplement';

export type RowProblem = Omit<SheetProblem, 'client' | 'row'>;
