import type { MonthReconciliation, Partner, ReconciledDifference } from './types.js';

/** A difference that a late or replaced unit brought, took away or changed. */
export interface ChangedDifference {
  readonly key: string;
  readonly change: 'new' | 'gone' | 'changed';
  readonly before: ReconciledDifference | null;
  readonly after: ReconciledDifference | null;
}

/** A partner whose schedule or actuals came, went or were replaced. */
export interface ChangedPartner {
  readonly officeNumber: string;
  readonly serviceType: string;
  readonly before: Pick<Partner, 'schedule' | 'actuals' | 'scheduleSerial' | 'actualsSerial'> | null;
  readonly after: Pick<Partner, 'schedule' | 'actuals' | 'scheduleSerial' | 'actualsSerial'> | null;
}

export interface ReconciliationChanges {
  readonly partners: readonly ChangedPartner[];
  readonly differences: readonly ChangedDifference[];
}

/** What is new between two reconciliations of a month, e.g. since somebody last looked. */
export function changedSince(previous: MonthReconciliation, next: MonthReconciliation): ReconciliationChanges {
  return { partners: changedPartners(previous, next), differences: changedDifferences(previous, next) };
}

function changedDifferences(previous: MonthReconciliation, next: MonthReconciliation): ChangedDifference[] {
  const [before, after] = [byKey(previous), byKey(next)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): ChangedDifference[] => {
    const was = before.get(key) ?? null;
    const is = after.get(key) ?? null;
    if (was && is && was.content === is.content) return [];
    return [{ key, change: !was ? 'new' : !is ? 'gone' : 'changed', before: was, after: is }];
  });
}

function byKey({ partners }: MonthReconciliation): Map<string, ReconciledDifference> {
  const all = partners.flatMap(({ clients }) => clients.flatMap(({ differences }) => differences));
  return new Map(all.map((one) => [one.key, one]));
}

function changedPartners(previous: MonthReconciliation, next: MonthReconciliation): ChangedPartner[] {
  const states = ({ partners }: MonthReconciliation) =>
    new Map(
      partners.map(({ officeNumber, serviceType, schedule, actuals, scheduleSerial, actualsSerial }) => [
        `${officeNumber} ${serviceType}`,
        { schedule, actuals, scheduleSerial, actualsSerial },
      ]),
    );
  const [before, after] = [states(previous), states(next)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): ChangedPartner[] => {
    const was = before.get(key) ?? null;
    const is = after.get(key) ?? null;
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ officeNumber: key.slice(0, -3), serviceType: key.slice(-2), before: was, after: is }];
  });
}
