import type { ServiceRow } from '../compare/rows.js';
import type { Amounts, Sums } from './types.js';

export function amountsOf(rows: readonly ServiceRow[]): Amounts {
  let units = 0;
  let count = 0;
  for (const row of rows) {
    units += row.units * row.count;
    count += row.count;
  }
  return { units, count };
}

export function sumsOf(planned: readonly ServiceRow[], actual: readonly ServiceRow[]): Sums {
  return withDifference(amountsOf(planned), amountsOf(actual));
}

/** The sums of several, e.g. of all clients of a partner. */
export function totalOf(all: readonly Sums[]): Sums {
  const total = (pick: (sums: Sums) => Amounts): Amounts => ({
    units: all.reduce((sum, one) => sum + pick(one).units, 0),
    count: all.reduce((sum, one) => sum + pick(one).count, 0),
  });
  return withDifference(
    total(({ planned }) => planned),
    total(({ actual }) => actual),
  );
}

function withDifference(planned: Amounts, actual: Amounts): Sums {
  return {
    planned,
    actual,
    difference: { units: actual.units - planned.units, count: actual.count - planned.count },
  };
}
