import {
  type Cancellation,
  daysIn,
  type EditSheet,
  type Line,
  lineKey,
  lineOf,
  type SheetClient,
  type SheetRow,
  withoutDay,
} from './sheet.js';
import { withClient, withNewRow, withoutCancellation, withoutEmptyRow, withRow } from './update.js';

/** Enters how often a row's service is on a day; null takes the entry back. What is wrong with it `problemsOf` says. */
export function setCount<S extends EditSheet>(
  sheet: S,
  client: string,
  row: string,
  day: number,
  count: number | null,
): S {
  return withClient(sheet, client, (one) => {
    if (!one.rows.some(({ id }) => id === row)) return one;
    const changed = withRow(one, row, (of) => ({
      ...of,
      counts: count === null ? withoutDay(of.counts, day) : { ...of.counts, [day]: count },
    }));
    return withoutCancellation(changed, row, day);
  });
}

/** A planned service that did not take place, and why. The reason stays in the sheet; no file carries it. */
export function cancelDay<S extends EditSheet>(sheet: S, client: string, row: string, day: number, reason: string): S {
  return withClient(sheet, client, (one) => {
    if (!one.rows.some(({ id }) => id === row)) return one;
    const changed = withRow(one, row, (of) => ({ ...of, counts: { ...of.counts, [day]: 0 } }));
    const cancellation: Cancellation = { row, day, reason };
    const others = withoutCancellation(changed, row, day).cancellations;
    return { ...changed, cancellations: [...others, cancellation] };
  });
}

/** Other times on one day: the day's count moves to a row of those times. Times in minutes since midnight. */
export function changeTime<S extends EditSheet>(
  sheet: S,
  client: string,
  row: string,
  day: number,
  start: number | null,
  end: number | null,
): S {
  return withClient(sheet, client, (one) => moveDay(one, row, day, { start, end }));
}

/** Another code, other units or times, on one day or, with null, on every day that has a count or is planned and still open. */
export function changeService<S extends EditSheet>(
  sheet: S,
  client: string,
  row: string,
  day: number | null,
  change: Partial<Pick<Line, 'serviceCode' | 'units' | 'start' | 'end'>>,
): S {
  return withClient(sheet, client, (one) => {
    const of = one.rows.find(({ id }) => id === row);
    if (!of) return one;
    const days = day === null ? daysIn({ ...of.planned, ...of.counts }).filter((at) => countOn(of, at) !== 0) : [day];
    return days.reduce((changed, at) => moveDay(changed, row, at, change), one);
  });
}

/** Takes a row away that was added by hand; a planned row stays, its days can be cancelled. */
export function removeRow<S extends EditSheet>(sheet: S, client: string, row: string): S {
  return withClient(sheet, client, (one) => {
    const of = one.rows.find(({ id }) => id === row);
    if (!of || Object.keys(of.planned).length > 0) return one;
    return {
      ...one,
      rows: one.rows.filter(({ id }) => id !== row),
      cancellations: one.cancellations.filter((cancellation) => cancellation.row !== row),
    };
  });
}

/** The count of a day: what was entered, or else what was planned. */
function countOn(row: SheetRow, day: number): number {
  return row.counts[day] ?? row.planned[day]?.count ?? 0;
}

/**
 * Moves a day's count to the row that is as this one but for the change, or to a new one below it. A planned day left
 * behind counts as 0: it was not provided as planned.
 */
function moveDay(client: SheetClient, id: string, day: number, change: Partial<Line>): SheetClient {
  const row = client.rows.find((one) => one.id === id);
  if (!row) return client;
  const line: Line = { ...lineOf(row), ...change };
  const key = lineKey(line);
  if (key === lineKey(row)) return client;
  const count = countOn(row, day) || 1;
  const origin = row.movedFrom[day] ?? id;
  const isFree = (one: SheetRow) => !one.counts[day] && (!(day in one.planned) || one.id === origin);
  const target = client.rows.find((one) => one.id !== id && lineKey(one) === key && isFree(one));
  const left = withRow(withoutCancellation(client, id, day), id, (one) => ({
    ...one,
    counts: day in one.planned ? { ...one.counts, [day]: 0 } : withoutDay(one.counts, day),
    movedFrom: withoutDay(one.movedFrom, day),
  }));
  if (!target)
    return withoutEmptyRow(withNewRow(left, line, { counts: { [day]: count }, movedFrom: { [day]: origin } }, id), id);
  const arrived = withRow(left, target.id, (one) => ({
    ...one,
    counts: { ...one.counts, [day]: count },
    movedFrom: day in one.planned ? one.movedFrom : { ...one.movedFrom, [day]: origin },
  }));
  return withoutEmptyRow(withoutCancellation(arrived, target.id, day), id);
}
