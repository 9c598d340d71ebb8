import type { Comparison } from './compare.js';
import { CHANGE_WORDS } from './items.js';
import type { ServiceRow } from './rows.js';

/** The differences as `musubi compare --json` prints them; members are added at the end and never taken away. */
export function differencesToJson(comparison: Comparison): {
  differences: readonly object[];
  presumedCodes: readonly string[];
} {
  return {
    differences: comparison.differences.map(
      ({ insuredNumber, officeNumber, serviceCode, day, kind, planned, actual, insurerNumber, month, changes }) => ({
        ...{ insuredNumber, officeNumber, serviceCode, day, kind },
        planned: sideJson(planned),
        actual: sideJson(actual),
        insurerNumber,
        month,
        changes,
        changeWords: changes.map((change) => CHANGE_WORDS[change]),
      }),
    ),
    presumedCodes: comparison.presumedCodes,
  };
}

function sideJson(row: ServiceRow | null) {
  if (!row) return null;
  const { serviceCode, day, startTime, endTime, units, count } = row;
  const { insurerNumber, goods, over30Days, proratedDays, satellite, file, record } = row;
  return {
    ...{ serviceCode, day, startTime, endTime, units, count },
    ...{ insurerNumber, goods, over30Days, proratedDays, satellite, file, record },
  };
}
