import { KnownServices, type PresumedFacts, type ServiceKnowledge } from '../services/knowledge.js';
import type { SendingUnit } from '../units/types.js';
import { type CurrentActuals, clientKey, currentActuals, currentSchedule, groupBy } from './current.js';
import { matchRows, type Pair, timesAgree } from './match.js';
import type { ServiceRow } from './rows.js';

/** In what a provided service differs from the planned one. */
export type Change = 'time' | 'units' | 'count' | 'code' | 'day';

/** One line that differs; what was provided as planned is only counted. */
export interface Difference {
  readonly kind: 'notProvided' | 'added' | 'changed';
  readonly changes: readonly Change[];
  readonly insurerNumber: string;
  readonly insuredNumber: string;
  readonly officeNumber: string;
  readonly month: string;
  /** The planned code and day; for an added service its own. */
  readonly serviceCode: string;
  readonly day: number;
  readonly planned: ServiceRow | null;
  readonly actual: ServiceRow | null;
}

export interface Comparison {
  readonly matched: number;
  readonly differences: readonly Difference[];
  /** Offices with planned services whose actuals have not arrived, by month. */
  readonly missingOffices: readonly {
    readonly officeNumber: string;
    readonly month: string;
    readonly clients: number;
  }[];
  /** Codes that no table knows: what they are was presumed from their number. */
  readonly presumedCodes: readonly string[];
}

/**
 * Compares schedules with actuals: latest units count, deletions are honoured, and only offices that sent actuals for
 * the month are compared; the others are named as missing. What kind of service a code is `knowledge` tells.
 */
export function compareScheduleWithActuals(
  schedules: readonly SendingUnit[],
  actuals: readonly SendingUnit[],
  knowledge?: ServiceKnowledge,
): Comparison {
  return compareRows(currentSchedule(schedules), currentActuals(actuals), knowledge);
}

/** The same for rows that were read already: those that hold, of schedules and of actuals. */
export function compareRows(
  plannedRows: readonly ServiceRow[],
  { rows: actualRows, reported }: CurrentActuals,
  knowledge?: ServiceKnowledge,
): Comparison {
  const services = new KnownServices(knowledge);
  const factsOf = (row: ServiceRow) => services.of(row);
  const isReported = (row: ServiceRow) => reported.has(`${row.officeNumber} ${row.month}`);
  const compared = plannedRows.filter(isReported);
  const insurers = insurersOf(compared);
  const keyOf = (row: ServiceRow) => `${row.month} ${insurers(row)} ${row.insuredNumber} ${row.officeNumber}`;
  const planned = groupBy(compared, keyOf);
  const actual = groupBy(actualRows, keyOf);
  for (const row of [...compared, ...actualRows]) services.of(row);
  let matched = 0;
  const differences: Difference[] = [];
  for (const key of new Set([...planned.keys(), ...actual.keys()])) {
    const result = matchRows(planned.get(key) ?? [], actual.get(key) ?? [], factsOf);
    for (const pair of result.pairs) {
      const changes = changesOf(pair, factsOf(pair.actual));
      if (changes.length === 0) matched++;
      else differences.push(difference('changed', pair.planned, pair.actual, changes));
    }
    differences.push(...result.notProvided.map((row) => difference('notProvided', row, null, [])));
    differences.push(...result.added.map((row) => difference('added', null, row, [])));
  }
  return {
    matched,
    differences: inOrder(differences),
    missingOffices: missingOffices(plannedRows.filter((row) => !isReported(row))),
    presumedCodes: services.presumed(),
  };
}

/**
 * 住所地特例: the service office corrects the insurer by hand (rules.md section 6), so an actual whose insurer is not in
 * the schedule is taken for the one planned client with the same 被保険者番号.
 */
function insurersOf(planned: readonly ServiceRow[]): (row: ServiceRow) => string {
  const byInsured = new Map<string, Set<string>>();
  for (const { insuredNumber, insurerNumber } of planned) {
    const insurers = byInsured.get(insuredNumber) ?? new Set();
    byInsured.set(insuredNumber, insurers.add(insurerNumber));
  }
  return (row) => {
    const insurers = byInsured.get(row.insuredNumber);
    const [only] = insurers ?? [];
    return insurers?.size === 1 && only ? only : row.insurerNumber;
  };
}

function changesOf({ planned, actual }: Pair, { kind }: PresumedFacts): Change[] {
  // For rates the sender may leave the units of an actual at 0 (rules.md 12.1, item 8).
  const isOpenRate = actual.units === 0 && kind !== 'basic';
  return [
    ...(planned.serviceCode !== actual.serviceCode ? (['code'] as const) : []),
    ...(planned.day !== actual.day ? (['day'] as const) : []),
    ...(timesAgree(planned, actual) ? [] : (['time'] as const)),
    ...(planned.units !== actual.units && !isOpenRate ? (['units'] as const) : []),
    ...(planned.count !== actual.count ? (['count'] as const) : []),
  ];
}

function difference(
  kind: Difference['kind'],
  planned: ServiceRow | null,
  actual: ServiceRow | null,
  changes: readonly Change[],
): Difference {
  const row = planned ?? actual;
  if (!row) throw new Error('a difference has a planned or an actual row');
  const { insurerNumber, insuredNumber, officeNumber, month, serviceCode, day } = row;
  return { kind, changes, insurerNumber, insuredNumber, officeNumber, month, serviceCode, day, planned, actual };
}

function inOrder(differences: readonly Difference[]): Difference[] {
  const keyOf = (one: Difference) =>
    [one.month, one.insuredNumber, one.officeNumber, String(one.day).padStart(2, '0'), one.serviceCode].join(' ');
  return [...differences].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function missingOffices(rows: readonly ServiceRow[]): Comparison['missingOffices'] {
  return [...groupBy(rows, (row) => `${row.month} ${row.officeNumber}`)].sort().map(([key, officeRows]) => ({
    month: key.slice(0, 6),
    officeNumber: key.slice(7),
    clients: new Set(officeRows.map(clientKey)).size,
  }));
}

/** The differences as `musubi compare --json` prints them. */
export function differencesToJson(comparison: Comparison): {
  differences: readonly object[];
  presumedCodes: readonly string[];
} {
  const service = (row: ServiceRow | null) =>
    row && {
      serviceCode: row.serviceCode,
      day: row.day,
      startTime: row.startTime,
      endTime: row.endTime,
      units: row.units,
      count: row.count,
    };
  return {
    differences: comparison.differences.map(
      ({ insuredNumber, officeNumber, serviceCode, day, kind, planned, actual }) => ({
        insuredNumber,
        officeNumber,
        serviceCode,
        day,
        kind,
        planned: service(planned),
        actual: service(actual),
      }),
    ),
    presumedCodes: comparison.presumedCodes,
  };
}
