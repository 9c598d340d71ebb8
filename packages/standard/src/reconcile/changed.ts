import type { MonthReconciliation, Partner, ReconciledDifference } from './types.js';

/** A difference as it was when somebody looked: without what was decided about it. */
export type SeenDifference = Omit<ReconciledDifference, 'decision' | 'outdated'>;

/** What a partner's schedule and actuals were when somebody looked. */
export type SeenPartner = Pick<
  Partner,
  'officeNumber' | 'serviceType' | 'schedule' | 'actuals' | 'scheduleSerial' | 'actualsSerial'
>;

/** What an office has seen of a month: plain data to keep and to compare with later. */
export interface SeenMonth {
  readonly partners: readonly SeenPartner[];
  readonly differences: readonly SeenDifference[];
}

/** A difference that a late or replaced unit brought, took away or changed. */
export interface ChangedDifference {
  readonly key: string;
  readonly change: 'new' | 'gone' | 'changed';
  readonly before: SeenDifference | null;
  readonly after: ReconciledDifference | null;
}

/** A partner whose schedule or actuals came, went or were replaced. */
export interface ChangedPartner {
  readonly officeNumber: string;
  readonly serviceType: string;
  readonly before: SeenPartner | null;
  readonly after: SeenPartner | null;
}

export interface ReconciliationChanges {
  readonly partners: readonly ChangedPartner[];
  readonly differences: readonly ChangedDifference[];
}

/** What is to be kept of a reconciliation that somebody has looked at. */
export function seenOf({ partners }: MonthReconciliation): SeenMonth {
  return {
    partners: partners.map(seenPartner),
    differences: partners.flatMap(({ clients }) =>
      clients.flatMap(({ differences }) => differences.map(({ decision: _, outdated: __, ...seen }) => seen)),
    ),
  };
}

/** What is new in a month since it was seen. */
export function changedSince(seen: SeenMonth, next: MonthReconciliation): ReconciliationChanges {
  return { partners: changedPartners(seen, next), differences: changedDifferences(seen, next) };
}

function seenPartner(partner: Partner): SeenPartner {
  const { officeNumber, serviceType, schedule, actuals, scheduleSerial, actualsSerial } = partner;
  return { officeNumber, serviceType, schedule, actuals, scheduleSerial, actualsSerial };
}

function changedDifferences(seen: SeenMonth, next: MonthReconciliation): ChangedDifference[] {
  const before = new Map(seen.differences.map((one) => [one.key, one]));
  const all = next.partners.flatMap(({ clients }) => clients.flatMap(({ differences }) => differences));
  const after = new Map(all.map((one) => [one.key, one]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): ChangedDifference[] => {
    const was = before.get(key) ?? null;
    const is = after.get(key) ?? null;
    if (was && is && was.content === is.content) return [];
    return [{ key, change: !was ? 'new' : !is ? 'gone' : 'changed', before: was, after: is }];
  });
}

const STATE = ['schedule', 'actuals', 'scheduleSerial', 'actualsSerial'] as const;

function changedPartners(seen: SeenMonth, next: MonthReconciliation): ChangedPartner[] {
  const keyed = (partners: readonly SeenPartner[]) =>
    new Map(partners.map((one) => [`${one.officeNumber} ${one.serviceType}`, one]));
  const [before, after] = [keyed(seen.partners), keyed(next.partners.map(seenPartner))];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): ChangedPartner[] => {
    const was = before.get(key) ?? null;
    const is = after.get(key) ?? null;
    if (was && is && STATE.every((name) => was[name] === is[name])) return [];
    return [{ officeNumber: key.slice(0, -3), serviceType: key.slice(-2), before: was, after: is }];
  });
}
