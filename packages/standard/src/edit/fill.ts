import { factsOf, isRental, type ServiceKnowledge } from '../services/knowledge.js';
import { daysOn, weekdayOf, weeksOf } from './days.js';
import { type ActualsSheet, daysIn, type EditSheet, type SheetClient, type SheetRow } from './sheet.js';
import { withClient, withRow } from './update.js';

/**
 * Fills in the schedule: of one client, or of all. Days that already have an entry keep it, so "as planned except …"
 * works in either order; `clearCounts` begins anew.
 */
export function asPlanned(sheet: ActualsSheet, client?: string): ActualsSheet {
  const fill = (one: SheetClient): SheetClient => {
    const rows = one.rows.map(filled);
    return rows.every((row, at) => row === one.rows[at]) ? one : { ...one, rows };
  };
  if (client !== undefined) return withClient(sheet, client, fill);
  const clients = sheet.clients.map(fill);
  return clients.every((one, at) => one === sheet.clients[at]) ? sheet : { ...sheet, clients };
}

function filled(row: SheetRow): SheetRow {
  const open = daysIn(row.planned).filter((day) => row.counts[day] === undefined);
  if (open.length === 0) return row;
  const counts = open.map((day): [number, number] => [day, row.planned[day]?.count ?? 0]);
  return { ...row, counts: { ...row.counts, ...Object.fromEntries(counts) } };
}

/** Takes all entries of a client back: rows added or split off by hand go as well. */
export function clearCounts(sheet: ActualsSheet, client: string): ActualsSheet {
  return withClient(sheet, client, (one) => ({
    ...one,
    rows: one.rows
      .filter(({ planned }) => Object.keys(planned).length > 0)
      .map((row) => ({ ...row, counts: {}, movedFrom: {} })),
    cancellations: [],
  }));
}

/** Days that are planned but neither entered nor cancelled. */
export function openDays(client: SheetClient): number {
  return client.rows.reduce(
    (sum, { planned, counts }) => sum + daysIn(planned).filter((day) => counts[day] === undefined).length,
    0,
  );
}

/**
 * Copies a week's entries to another week of the month, weekday by weekday (weeks as `weeksOf` counts them, from 1).
 * Rented goods and what the month has once stay where they are: they count once.
 */
export function copyWeek<S extends EditSheet>(
  sheet: S,
  client: string,
  fromWeek: number,
  toWeek: number,
  knowledge?: ServiceKnowledge,
): S {
  const weeks = weeksOf(sheet.month);
  const [from, to] = [weeks[fromWeek - 1], weeks[toWeek - 1]];
  if (!from || !to || fromWeek === toWeek) return sheet;
  const pairs: [number, number][] = [];
  for (let day = to.from; day <= to.to; day++) {
    const source = from.to - weekdayOf(sheet.month, from.to) + weekdayOf(sheet.month, day);
    if (source >= from.from && source <= from.to) pairs.push([source, day]);
  }
  return withClient(sheet, client, (one) => {
    const code = { month: sheet.month, insurerNumber: one.insurerNumber };
    const stays = (row: SheetRow) => isOnceAMonth(row, { ...code, serviceCode: row.serviceCode }, knowledge);
    const rows = one.rows.map((row) => (stays(row) ? row : copied(row, pairs)));
    const isCancelled = (row: string, day: number) => rows.find(({ id }) => id === row)?.counts[day] === 0;
    return { ...one, rows, cancellations: one.cancellations.filter(({ row, day }) => isCancelled(row, day)) };
  });
}

/**
 * Puts a row of a schedule on weekdays (0 Monday … 6 Sunday): once on each such day of the month and on no other; days that
 * had a count keep it.
 */
export function setWeekdays<S extends EditSheet>(
  sheet: S,
  client: string,
  row: string,
  weekdays: readonly number[],
): S {
  const days = weekdays.flatMap((weekday) => daysOn(sheet.month, weekday));
  return withClient(sheet, client, (one) =>
    withRow(one, row, (of) => ({
      ...of,
      counts: Object.fromEntries(days.map((day) => [day, of.counts[day] || 1])),
      movedFrom: {},
    })),
  );
}

function copied(row: SheetRow, pairs: readonly (readonly [number, number])[]): SheetRow {
  const counts: Record<number, number> = { ...row.counts };
  const movedFrom: Record<number, string> = { ...row.movedFrom };
  for (const [source, day] of pairs) {
    const count = row.counts[source] ?? 0;
    const origin = row.movedFrom[source];
    delete counts[day];
    delete movedFrom[day];
    if (count > 0) counts[day] = count;
    if (count > 0 && origin) movedFrom[day] = origin;
  }
  return { ...row, counts, movedFrom };
}

/** Rented goods, and what is charged once a month and written on one day; of unknown codes additions without times. */
function isOnceAMonth(
  { serviceCode, start, planned, counts }: SheetRow,
  code: Parameters<typeof factsOf>[1],
  knowledge: ServiceKnowledge | undefined,
): boolean {
  if (isRental(serviceCode)) return true;
  const days = new Set([...daysIn(planned), ...daysIn(counts).filter((day) => (counts[day] ?? 0) > 0)]);
  if (days.size > 1) return false;
  const { kind, basis, isPresumed } = factsOf(knowledge, code);
  return basis === 'month' || (isPresumed && kind !== 'basic' && start === null);
}
