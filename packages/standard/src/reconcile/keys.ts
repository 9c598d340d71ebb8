import type { Difference } from '../compare/compare.js';
import type { ServiceRow } from '../compare/rows.js';
import type { ReconciledDifference } from './types.js';

/**
 * Differences with their keys. A key is made of what the planned line is (or the provided one, where nothing was
 * planned), never of file names, serials or positions: so it survives late and replaced actuals. Lines that are alike
 * in all of that are numbered in order of their content.
 */
export function withKeys(differences: readonly Difference[]): ReconciledDifference[] {
  const keyed = differences.map((difference) => ({
    ...difference,
    key: baseKey(difference),
    content: contentOf(difference),
    decision: null,
    outdated: false,
  }));
  const alike = new Map<string, ReconciledDifference[]>();
  for (const one of keyed) alike.set(one.key, [...(alike.get(one.key) ?? []), one]);
  const numbers = new Map<ReconciledDifference, number>();
  for (const group of alike.values()) {
    const ordered = group.length < 2 ? group : group.toSorted((a, b) => (a.content < b.content ? -1 : 1));
    for (const [at, one] of ordered.entries()) if (at > 0) numbers.set(one, at + 1);
  }
  return keyed.map((one) => (numbers.has(one) ? { ...one, key: `${one.key} #${numbers.get(one)}` } : one));
}

function baseKey({ planned, actual, month, officeNumber }: Difference): string {
  const row = planned ?? actual;
  const line = row ? lineOf(row) : [];
  return [month, officeNumber, planned ? 'P' : 'A', ...line].join(' ');
}

function lineOf({
  insurerNumber,
  insuredNumber,
  serviceCode,
  day,
  startTime,
  detail,
}: ServiceRow): (string | number)[] {
  return [insurerNumber, insuredNumber, serviceCode, day, startTime ?? '-', ...(detail === '' ? [] : [detail])];
}

/** Everything of both sides that a person sees, without where it stands. */
function contentOf({ kind, planned, actual }: Difference): string {
  const side = (row: ServiceRow | null) =>
    row && [row.serviceCode, row.day, row.startTime, row.endTime, row.units, row.count, row.detail, ...marksOf(row)];
  return JSON.stringify([kind, side(planned), side(actual)]);
}

/** Marks only where they say something, so that decisions made before marks were compared still hold. */
function marksOf({ over30Days, proratedDays, satellite }: ServiceRow): string[] {
  const isMarked = over30Days || proratedDays !== '' || satellite !== '';
  return isMarked ? [over30Days ? '1' : '', proratedDays, satellite] : [];
}
