import { type ClientNumbers, clientKey } from '../units/client-numbers.js';

/** A row's client, office and month. */
interface OfClient extends ClientNumbers {
  readonly officeNumber: string;
  readonly month: string;
}

/**
 * Tells the insurer that a row's client has in the schedule. 住所地特例: the service office corrects the insurer by hand
 * (rules.md section 6), so an actual under another insurer is the planned client's when exactly one person has that
 * 被保険者番号: one in the schedule, and one in what the office reported for the month. Where two have it they are two.
 */
export function plannedInsurers(planned: readonly OfClient[], actual: readonly OfClient[]): (row: OfClient) => string {
  const inSchedule = insurersBy(planned, ({ insuredNumber }) => insuredNumber);
  const inActuals = insurersBy(actual, reporterKey);
  const known = new Set(planned.map(clientKey));
  return (row) => {
    if (known.has(clientKey(row))) return row.insurerNumber;
    const [only, second] = inSchedule.get(row.insuredNumber) ?? [];
    const reported = inActuals.get(reporterKey(row))?.size ?? 0;
    return only !== undefined && second === undefined && reported <= 1 ? only : row.insurerNumber;
  };
}

/** Rows with their client's insurer in the schedule; those that have it already are the same objects. */
export function underPlannedInsurers<R extends OfClient>(
  rows: readonly R[],
  insurerOf: (row: OfClient) => string,
): R[] {
  return rows.map((row) => {
    const insurerNumber = insurerOf(row);
    return insurerNumber === row.insurerNumber ? row : { ...row, insurerNumber };
  });
}

const reporterKey = ({ insuredNumber, officeNumber, month }: OfClient) => `${insuredNumber} ${officeNumber} ${month}`;

function insurersBy(rows: readonly OfClient[], keyOf: (row: OfClient) => string): Map<string, Set<string>> {
  const insurers = new Map<string, Set<string>>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = insurers.get(key);
    if (known) known.add(row.insurerNumber);
    else insurers.set(key, new Set([row.insurerNumber]));
  }
  return insurers;
}
