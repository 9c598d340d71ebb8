import type { Comparison, Difference } from '../compare/compare.js';
import type { UnknownClient } from '../compare/unknown-clients.js';

/** What a person decided about a difference. */
export interface Decision {
  readonly key: string;
  readonly state: 'accepted' | 'askedBack' | 'noted';
  readonly note: string;
  /** Who, as the office names its people. */
  readonly by: string;
  /** ISO time, given by the caller; the latest decision of a key holds. */
  readonly at: string;
  /** The difference as it was when decided: `content` of the difference. Without it the decision never goes out of date. */
  readonly content?: string;
}

/** A difference that decisions can be attached to. */
export interface ReconciledDifference extends Difference {
  /** Names the planned line (or, for what was not planned, the provided one); late or replaced actuals do not change it. */
  readonly key: string;
  /** What differs, in a form to compare: another content under the same key is news. */
  readonly content: string;
  readonly decision: Decision | null;
  /** The difference has changed since it was decided. */
  readonly outdated: boolean;
}

export interface Amounts {
  /** Units times count, summed. */
  readonly units: number;
  readonly count: number;
}

export interface Sums {
  readonly planned: Amounts;
  readonly actual: Amounts;
  /** Actual less planned. */
  readonly difference: Amounts;
}

/** A client's month at a partner. */
export interface ReconciledClient extends Sums {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
  /** Planned lines that were provided as planned. */
  readonly matched: number;
  readonly differences: readonly ReconciledDifference[];
}

/** Whether a partner has the schedule: sent to it, taken back, or only told to others that it serves the client. */
export type ScheduleState = 'sent' | 'withdrawn' | 'notSent';
/** Deleted: the latest that came from the partner took its actuals back. */
export type ActualsState = 'arrived' | 'missing' | 'deleted';

/** A service office and one of its service types: what sends a file of actuals (rules.md section 5). */
export interface Partner extends Sums {
  readonly officeNumber: string;
  readonly serviceType: string;
  readonly schedule: ScheduleState;
  readonly actuals: ActualsState;
  /** The latest ファイル連番 of what was sent and of what arrived, deletions included; null for none. */
  readonly scheduleSerial: string | null;
  readonly actualsSerial: string | null;
  readonly clients: readonly ReconciledClient[];
  /** Differences, and how many of them have no decision that still holds. */
  readonly differences: number;
  readonly open: number;
}

/** A client's units of the month over all partners, held against 区分支給限度基準額. */
export interface ClientLimit {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
  /** Null when no 利用者補足情報 tells it. */
  readonly limit: number | null;
  readonly planned: number;
  /** What has arrived. */
  readonly actual: number;
  /** What has arrived, and what is planned where actuals are missing. */
  readonly expected: number;
  /** By how much `expected` is above the limit; 0 when it is not. */
  readonly excess: number;
  /** Japanese sentence for the screen; null when there is nothing to warn of. */
  readonly warning: string | null;
}

/** 予実突合 of an office's month: plain data. */
export interface MonthReconciliation {
  /** YYYYMM */
  readonly month: string;
  readonly partners: readonly Partner[];
  readonly limits: readonly ClientLimit[];
  readonly totals: Sums & { readonly differences: number; readonly open: number; readonly missing: number };
  /** Decisions whose difference is gone; empty until decisions are applied. */
  readonly settled: readonly Decision[];
  /** Planned and actual rows that were held against each other, and planned ones whose partner has sent nothing yet. */
  readonly rows: Comparison['rows'];
  /** People whom actuals are about but no schedule, and who they may be. */
  readonly unknownClients: readonly UnknownClient[];
  /** Codes that no table knows: what kind of service they are was presumed from their number. */
  readonly presumedCodes: readonly string[];
}
