import { KnownServices, type PresumedFacts, type ServiceKnowledge } from '../services/knowledge.js';
import { clientKey } from '../units/client-numbers.js';
import type { SendingUnit } from '../units/types.js';
import { type CurrentActuals, currentActuals, currentSchedule, groupBy } from './current.js';
import { plannedInsurers, underPlannedInsurers } from './insurers.js';
import { type Change, markChanges } from './items.js';
import { matchRows, type Pair, timesAgree } from './match.js';
import type { ServiceRow } from './rows.js';
import { type UnknownClient, unknownClients } from './unknown-clients.js';

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
  /** People whom actuals are about but no schedule, and who they may be. */
  readonly unknownClients: readonly UnknownClient[];
  /** Codes that no table knows: what they are was presumed from their number. */
  readonly presumedCodes: readonly string[];
  /** Planned and actual rows that were held against each other, and planned ones whose office has sent nothing yet. */
  readonly rows: { readonly planned: number; readonly actual: number; readonly waiting: number };
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
  const insurers = plannedInsurers(plannedRows, actualRows);
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
  const waiting = plannedRows.filter((row) => !isReported(row));
  return {
    matched,
    differences: inOrder(differences),
    missingOffices: missingOffices(waiting),
    unknownClients: unknownClients(plannedRows, underPlannedInsurers(actualRows, insurers)),
    presumedCodes: services.presumed(),
    rows: { planned: compared.length, actual: actualRows.length, waiting: waiting.length },
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
    ...markChanges(planned, actual),
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
    [
      one.month,
      one.insuredNumber,
      one.insurerNumber,
      one.officeNumber,
      String(one.day).padStart(2, '0'),
      one.serviceCode,
    ].join(' ');
  return [...differences].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function missingOffices(rows: readonly ServiceRow[]): Comparison['missingOffices'] {
  return [...groupBy(rows, (row) => `${row.month} ${row.officeNumber}`)].sort().map(([key, officeRows]) => ({
    month: key.slice(0, 6),
    officeNumber: key.slice(7),
    clients: new Set(officeRows.map(clientKey)).size,
  }));
}
