import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ASSUMPTION_FIELDS,
  type Assumptions,
  fromHash,
  INITIAL_INPUTS,
  INPUT_FIELDS,
  initialAssumptions,
  type OfficeRole,
  type SimulationInputs,
  simulate,
  toHash,
} from './simulation.js';

const USUAL = initialAssumptions('planner');
const role = fc.constantFrom<OfficeRole>('planner', 'provider');
const amount = (max: number) => fc.double({ min: 0, max, noNaN: true });
const max = (key: string) =>
  [...INPUT_FIELDS, ...ASSUMPTION_FIELDS].find((field) => field.key === key)?.max ?? Number.NaN;
const inputs: fc.Arbitrary<SimulationInputs> = fc.record({
  role,
  clients: amount(max('clients')),
  partners: amount(max('partners')),
  share: amount(100),
  minutes: amount(max('minutes')),
  hourlyYen: amount(max('hourlyYen')),
});

describe('simulate', () => {
  it('gives the year of a small office as one reckons it by hand', () => {
    const given = { role: 'planner', clients: 10, partners: 5, share: 50, minutes: 6, hourlyYen: 1000 } as const;
    const result = simulate(given, { ...USUAL, minutesPerPartner: 0, licenceYen: 0, postShare: 0 });
    // 10 clients × 2 partners × 2 documents = 40 a month; half of them by file.
    expect(result).toMatchObject({ documentsPerMonth: 40, exchangedPerMonth: 20, hoursBefore: 48, hoursAfter: 28 });
    // 20 hours at 1,000 yen, and 20 documents × 12 × (2 sheets × 5 yen + FAX 10 yen).
    expect(result.yenSaved).toBeCloseTo(20_000 + 4_800);
  });

  it('takes the licence off and says so when the exchange costs more than it saves', () => {
    const nobody = { ...INITIAL_INPUTS, share: 0 };
    expect(simulate(nobody, USUAL)).toMatchObject({ hoursSaved: 0, yenSaved: -21_000 });
  });

  it('gives finite numbers whatever is typed', () => {
    const anything = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0));
    const typed = (keys: readonly string[]) => fc.record(Object.fromEntries(keys.map((key) => [key, anything])));
    const keysOf = (fields: readonly { key: string }[]) => fields.map(({ key }) => key);
    fc.assert(
      fc.property(role, typed(keysOf(INPUT_FIELDS)), typed(keysOf(ASSUMPTION_FIELDS)), (one, entered, assumed) => {
        const result = simulate({ ...INITIAL_INPUTS, ...entered, role: one }, { ...USUAL, ...assumed });
        for (const value of Object.values(result)) expect(Number.isFinite(value)).toBe(true);
      }),
    );
  });

  it('never saves less time when a document took longer on paper, and no less money with dearer hours', () => {
    fc.assert(
      fc.property(inputs, amount(60), (given, more) => {
        const base = simulate(given, USUAL);
        expect(simulate({ ...given, minutes: given.minutes + more }, USUAL).hoursSaved).toBeGreaterThanOrEqual(
          base.hoursSaved - 1e-6,
        );
        if (base.hoursSaved >= 0)
          expect(simulate({ ...given, hourlyYen: given.hourlyYen + more }, USUAL).yenSaved).toBeGreaterThanOrEqual(
            base.yenSaved - 1e-3,
          );
      }),
    );
  });

  it('saves more the more partners take part, as long as a file is quicker than paper', () => {
    fc.assert(
      fc.property(inputs, amount(100), (given, other) => {
        const low = Math.min(given.share, other);
        const high = Math.max(given.share, other);
        const quick: Assumptions = { ...USUAL, minutesAfter: 0, minutesPerPartner: 0 };
        const at = (share: number) => simulate({ ...given, share }, quick).yenSaved;
        expect(at(high)).toBeGreaterThanOrEqual(at(low) - 1e-3);
      }),
    );
  });
});

describe('an address with a result', () => {
  it('brings back what was entered', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const assumptions = initialAssumptions(given.role);
        expect(fromHash(`#${toHash(given, assumptions)}`)).toEqual({ inputs: given, assumptions });
      }),
    );
  });

  it('gives the usual numbers for what is none', () => {
    expect(fromHash('#role=x&clients=abc&share=&minutes=1e999&hourlyYen=-5')).toEqual({
      inputs: { ...INITIAL_INPUTS, hourlyYen: 0 },
      assumptions: USUAL,
    });
  });
});
