import { isAddition, isRental, type ServiceRow } from './rows.js';

export interface Pair {
  readonly planned: ServiceRow;
  readonly actual: ServiceRow;
}

export interface Matched {
  readonly pairs: readonly Pair[];
  readonly notProvided: readonly ServiceRow[];
  readonly added: readonly ServiceRow[];
}

/** How two rows may belong together, from sure to likely; each round pairs what the rounds before left over. */
const ROUNDS: readonly ((planned: ServiceRow, actual: ServiceRow) => boolean)[] = [
  (p, a) =>
    sameService(p, a) &&
    p.day === a.day &&
    sameTimes(p, a) &&
    p.detail === a.detail &&
    p.units === a.units &&
    p.count === a.count,
  (p, a) => sameService(p, a) && p.day === a.day && sameTimes(p, a) && p.detail === a.detail,
  (p, a) => sameService(p, a) && p.day === a.day && p.detail === a.detail,
  (p, a) => sameService(p, a) && p.day === a.day,
  (p, a) => isRental(p.serviceCode) && sameService(p, a) && p.detail === a.detail,
  (p, a) => isRental(p.serviceCode) && sameService(p, a),
  // Another code for the same visit, e.g. 身体介護1 became 身体介護2. Additions are told apart by their code alone.
  (p, a) => isLikeVisit(p, a) && sameTimes(p, a),
  (p, a) => isLikeVisit(p, a) && overlap(p, a) > 0,
];

function sameService(a: ServiceRow, b: ServiceRow): boolean {
  return a.serviceCode === b.serviceCode;
}

function sameTimes(a: ServiceRow, b: ServiceRow): boolean {
  return a.startTime === b.startTime && a.endTime === b.endTime;
}

function isLikeVisit(a: ServiceRow, b: ServiceRow): boolean {
  const sameType = a.serviceCode.slice(0, 2) === b.serviceCode.slice(0, 2);
  return (
    sameType && a.day === b.day && !isAddition(a.serviceCode) && !isAddition(b.serviceCode) && !isRental(a.serviceCode)
  );
}

const minutes = (time: string | null) => (time === null ? 0 : Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4)));

/** Minutes that two rows share; a visit over midnight ends on the next day. */
function overlap(a: ServiceRow, b: ServiceRow): number {
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
  return Math.abs(minutes(a.startTime) - minutes(b.startTime)) + Math.abs(minutes(a.endTime) - minutes(b.endTime));
}

/** Pairs the planned and actual rows of one client, office and month. */
export function matchRows(planned: readonly ServiceRow[], actual: readonly ServiceRow[]): Matched {
  const pairs: Pair[] = [];
  const openPlanned = new Set(planned);
  const openActual = new Set(actual);
  for (const mayPair of ROUNDS) {
    if (openPlanned.size === 0 || openActual.size === 0) break;
    for (const pair of likeliest(candidates(openPlanned, openActual, mayPair))) {
      if (!openPlanned.has(pair.planned) || !openActual.has(pair.actual)) continue;
      openPlanned.delete(pair.planned);
      openActual.delete(pair.actual);
      pairs.push(pair);
    }
  }
  return { pairs, notProvided: [...openPlanned], added: [...openActual] };
}

/** Rows of one day are held against each other; rented goods, written once a month, against all. */
function candidates(
  planned: ReadonlySet<ServiceRow>,
  actual: ReadonlySet<ServiceRow>,
  mayPair: (p: ServiceRow, a: ServiceRow) => boolean,
): Pair[] {
  const dayOf = (row: ServiceRow) => (isRental(row.serviceCode) ? 0 : row.day);
  const byDay = new Map<number, ServiceRow[]>();
  for (const row of actual) byDay.set(dayOf(row), [...(byDay.get(dayOf(row)) ?? []), row]);
  return [...planned].flatMap((row) =>
    (byDay.get(dayOf(row)) ?? []).filter((one) => mayPair(row, one)).map((one) => ({ planned: row, actual: one })),
  );
}

/** Of all that may belong together, what overlaps most and lies closest comes first, whatever the order of rows. */
function likeliest(pairs: readonly Pair[]): Pair[] {
  return [...pairs].sort(
    (a, b) =>
      overlap(b.planned, b.actual) - overlap(a.planned, a.actual) ||
      distance(a.planned, a.actual) - distance(b.planned, b.actual),
  );
}
