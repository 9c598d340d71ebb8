import { isRental, type PresumedFacts } from '../services/knowledge.js';
import type { ServiceRow } from './rows.js';

export interface Pair {
  readonly planned: ServiceRow;
  readonly actual: ServiceRow;
}

export interface Matched {
  readonly pairs: readonly Pair[];
  readonly notProvided: readonly ServiceRow[];
  readonly added: readonly ServiceRow[];
}

/** Rows of one group may belong together if they fit; a row without a group takes no part in the round. */
interface Round {
  readonly group: (row: ServiceRow) => string | null;
  readonly fits?: (planned: ServiceRow, actual: ServiceRow) => boolean;
}

const onDay = ({ serviceCode, day }: ServiceRow) => `${serviceCode} ${day}`;
const timesOf = ({ startTime, endTime }: ServiceRow) => `${startTime} ${endTime}`;

/**
 * Returns the ways rows may match, from sure to likely; each round pairs what the rounds before left over. What is
 * charged once a month may stand on any of its days, and another code is the same visit only between basic services.
 */
function rounds({ isVisit, isMonthly }: RowKinds): readonly Round[] {
  const visitOn = (row: ServiceRow) =>
    isVisit(row) && !isRental(row.serviceCode) ? `${row.serviceCode.slice(0, 2)} ${row.day}` : null;
  const inMonth = (row: ServiceRow) => (isMonthly(row) ? row.serviceCode : null);
  return [
    { group: (row) => `${onDay(row)} ${timesOf(row)} ${row.units} ${row.count} ${row.detail}` },
    { group: (row) => `${onDay(row)} ${timesOf(row)} ${row.detail}` },
    { group: (row) => `${onDay(row)} ${row.detail}`, fits: timesAgree },
    { group: (row) => `${onDay(row)} ${row.detail}` },
    { group: onDay },
    { group: (row) => (isMonthly(row) ? `${row.serviceCode} ${row.detail}` : null) },
    { group: inMonth },
    { group: (row) => visitOn(row) && `${visitOn(row)} ${timesOf(row)}` },
    { group: visitOn, fits: (planned, actual) => overlap(planned, actual) > 0 },
    { group: visitOn, fits: timesAgree },
    // Another level of a service that the month has once, e.g. 小規模多機能 after a change of 要介護度.
    { group: (row) => (isMonthly(row) && visitOn(row) ? row.serviceCode.slice(0, 2) : null) },
  ];
}

/** Pairs the planned and actual rows of one client, office and month, whatever the order of rows. */
export function matchRows(
  planned: readonly ServiceRow[],
  actual: readonly ServiceRow[],
  factsOf: (row: ServiceRow) => PresumedFacts,
): Matched {
  const pairs: Pair[] = [];
  const openPlanned = new Set(inOrder(planned));
  const openActual = new Set(inOrder(actual));
  for (const round of rounds(rowKinds(planned, actual, factsOf))) {
    if (openPlanned.size === 0 || openActual.size === 0) break;
    for (const pair of candidates(openPlanned, openActual, round).sort(likelier)) {
      if (!openPlanned.has(pair.planned) || !openActual.has(pair.actual)) continue;
      openPlanned.delete(pair.planned);
      openActual.delete(pair.actual);
      pairs.push(pair);
    }
  }
  return { pairs, notProvided: [...openPlanned], added: [...openActual] };
}

function candidates(planned: ReadonlySet<ServiceRow>, actual: ReadonlySet<ServiceRow>, { group, fits }: Round): Pair[] {
  const groups = new Map<string, ServiceRow[]>();
  for (const row of actual) {
    const key = group(row);
    if (key === null) continue;
    const rows = groups.get(key);
    if (rows) rows.push(row);
    else groups.set(key, [row]);
  }
  return [...planned].flatMap((row) => {
    const rows = groups.get(group(row) ?? '') ?? [];
    return rows.filter((one) => !fits || fits(row, one)).map((one) => ({ planned: row, actual: one }));
  });
}

interface RowKinds {
  /** A basic service, alone or joined with additions; the others are told apart by their code alone. */
  readonly isVisit: (row: ServiceRow) => boolean;
  /** Charged once a month, whatever the day it is written on. */
  readonly isMonthly: (row: ServiceRow) => boolean;
}

/** Of an unknown addition is taken for monthly what stands once, without times, on each side. */
function rowKinds(
  planned: readonly ServiceRow[],
  actual: readonly ServiceRow[],
  factsOf: (row: ServiceRow) => PresumedFacts,
): RowKinds {
  const isOnce = (rows: readonly ServiceRow[], code: string) => {
    const [first, ...more] = rows.filter(({ serviceCode }) => serviceCode === code);
    return first?.startTime === null && more.length === 0;
  };
  const isVisit = (row: ServiceRow) => factsOf(row).kind === 'basic';
  return {
    isVisit,
    isMonthly: (row) => {
      if (isRental(row.serviceCode)) return true;
      const { basis, isPresumed } = factsOf(row);
      if (!isPresumed || isVisit(row)) return basis === 'month';
      return isOnce(planned, row.serviceCode) && isOnce(actual, row.serviceCode);
    },
  };
}

/** A side without times (9999) agrees with any. */
export function timesAgree(a: ServiceRow, b: ServiceRow): boolean {
  return a.startTime === null || b.startTime === null || timesOf(a) === timesOf(b);
}

const minutes = (time: string | null) => (time === null ? 0 : Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4)));

/** Minutes that two rows share, none without times; a visit over midnight ends on the next day. */
function overlap(a: ServiceRow, b: ServiceRow): number {
  if (a.startTime === null || b.startTime === null) return 0;
  const span = (row: ServiceRow) => {
    const start = minutes(row.startTime);
    const end = minutes(row.endTime);
    return [start, end < start ? end + 1440 : end] as const;
  };
  const [[startA, endA], [startB, endB]] = [span(a), span(b)];
  return Math.min(endA, endB) - Math.max(startA, startB);
}

/** Minutes by which the times of two rows differ. */
function distance(a: ServiceRow, b: ServiceRow): number {
  if (a.startTime === null || b.startTime === null) return 0;
  return Math.abs(minutes(a.startTime) - minutes(b.startTime)) + Math.abs(minutes(a.endTime) - minutes(b.endTime));
}

/** Compares by most overlap, then least distance; candidates stand in order of content already, so ties are settled. */
function likelier(a: Pair, b: Pair): number {
  const days = ({ planned, actual }: Pair) => Math.abs(planned.day - actual.day);
  return (
    overlap(b.planned, b.actual) - overlap(a.planned, a.actual) ||
    distance(a.planned, a.actual) - distance(b.planned, b.actual) ||
    days(a) - days(b)
  );
}

/** Rows in order of what they say, then of where they stand: never of how files were given. */
function inOrder(rows: readonly ServiceRow[]): ServiceRow[] {
  if (rows.length < 2) return [...rows];
  const keyed = rows.map((row) => {
    const { day, startTime, endTime, serviceCode, detail, units, count, file, record } = row;
    return { row, key: [day, startTime, endTime, serviceCode, detail, units, count, file, record].join(' ') };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}
