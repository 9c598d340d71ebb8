import { describe, expect, it } from 'vitest';
import { checkFiles, compareScheduleWithActuals, describeDifference, namesIn } from '../index.js';
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

describe('differences in words', () => {
  it('name clients and offices, and survive the way out of a worker', () => {
    const units = checkFiles([...sampleFolder('month-v4/plans'), ...sampleFolder('month-v4/actuals')]).units;
    const names = namesIn(units);
    const described = compareScheduleWithActuals(units, units).differences.map((one) => describeDifference(one, names));
    expect(described.length).toBeGreaterThan(0);
    for (const one of described) {
      expect(one.client).toMatch(/\p{Script=Han}/u);
      expect(one.office).toMatch(/\D/);
      expect(one.month).toBe('2026-10');
    }
    expect(structuredClone(described)).toEqual(described);
    expect(structuredClone(names)).toEqual(names);
    expect(new Set(described.map(({ kindWords }) => kindWords))).toEqual(new Set(['提供なし', '変更（時間）']));
  });

  it('fall back to numbers, types and codes', () => {
    const units = checkFiles([...sampleFolder('month-v4/plans'), ...sampleFolder('month-v4/actuals')]).units;
    const [first] = compareScheduleWithActuals(units, units).differences;
    const described = first && describeDifference(first, { clients: new Map(), offices: new Map() });
    expect(described).toMatchObject({ client: first?.insuredNumber, office: first?.officeNumber });
    const service = described?.planned ?? described?.actual;
    expect(service?.service).toContain(first?.serviceCode);
    expect(service?.times).toMatch(/^$|^\d+:\d\d〜\d+:\d\d$/);
  });
});
