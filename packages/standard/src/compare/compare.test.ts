import { describe, expect, it } from 'vitest';
import { checkFiles, compareScheduleWithActuals } from '../index.js';
import { manifest, sampleFolder } from '../samples.testing.js';

const KINDS: Readonly<Record<string, string>> = {
  notProvided: 'not provided',
  changed: 'time changed',
  added: 'added',
};

function compareMonth(month: 'month-v4' | 'month-v3') {
  const units = checkFiles([...sampleFolder(`${month}/plans`), ...sampleFolder(`${month}/actuals`)]).units;
  return compareScheduleWithActuals(units, units);
}

describe.each(['month-v4', 'month-v3'] as const)('comparison of %s', (month) => {
  const expected = manifest.units
    .filter(({ dir }) => dir === `${month}/actuals`)
    .flatMap(({ sender, note }) =>
      typeof note === 'string'
        ? []
        : note.differences.map(([insured, code, day, kind]) => `${sender} ${insured} ${code} ${day} ${kind}`),
    );

  it('finds exactly the differences the manifest names', () => {
    const { differences, missingOffices } = compareMonth(month);
    const found = differences.map(
      (one) => `${one.officeNumber} ${one.insuredNumber} ${one.serviceCode} ${one.day} ${KINDS[one.kind]}`,
    );
    expect(found.sort()).toEqual(expected.sort());
    expect(month === 'month-v4' ? missingOffices : []).toEqual([]);
  });

  it('finds nothing but matches when the schedule comes back as planned', () => {
    const { units } = checkFiles(sampleFolder(`${month}/plans`));
    const asPlanned = units.map((unit) => ({
      ...unit,
      kind: 'actuals' as const,
      files: unit.files.filter(({ kind }) => kind === 'UPPLAN'),
      sender: unit.recipient,
      recipient: unit.sender,
    }));
    expect(compareScheduleWithActuals(units, asPlanned).differences).toEqual([]);
  });
});
