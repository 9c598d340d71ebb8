import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkFiles,
  compareScheduleWithActuals,
  type InputFile,
  type SendingUnit,
  type ServiceKnowledge,
  type ServiceRow,
} from '../index.js';

const NAME = (kind: string, serial: string) =>
  kind === 'UPJSK'
    ? `UPJSK_202610_1375400014_13_1377700001_43_${serial}.CSV`
    : `UPPLAN_202610_1377700001_43_1375400014_13_${serial}.CSV`;

interface Visit {
  readonly client: number;
  readonly day: number;
  readonly hour: number;
  readonly units: number;
  readonly code?: string;
}

/** Visits of one office to some clients; at most one at an hour of a day, so that each is told apart. */
const visits = fc.uniqueArray(
  fc.record({
    client: fc.integer({ min: 1, max: 4 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 8, max: 18 }),
    units: fc.integer({ min: 100, max: 900 }),
  }),
  { minLength: 1, maxLength: 30, selector: ({ client, day }) => `${client} ${day}` },
);

const two = (number: number) => String(number).padStart(2, '0');

function file(kind: 'UPPLAN' | 'UPJSK', rows: readonly Visit[], serial = '20260925100000'): InputFile {
  const lines = rows.map(({ client, day, hour, units, code = '131111' }) =>
    [
      '202407',
      '131016',
      `000000000${client}`,
      '20261001',
      '202610',
      '1377700001',
      '""',
      units,
      '',
      `202610${two(day)}`,
      '',
      `${two(hour)}00`,
      `${two(hour)}30`,
      1,
      code,
      '',
      '',
      '""',
      '',
      '1375400014',
      '""',
      '',
      0,
      '',
      '',
    ].join(','),
  );
  return { name: NAME(kind, serial), bytes: new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join('')) };
}

const unitsOf = (...files: InputFile[]): readonly SendingUnit[] => checkFiles(files).units;
const compare = (planned: readonly Visit[], actual: readonly Visit[]) =>
  compareScheduleWithActuals(unitsOf(file('UPPLAN', planned)), unitsOf(file('UPJSK', actual))).differences;

describe('a month compared', () => {
  it('with itself has no differences, in whatever order the rows come', () => {
    fc.assert(
      fc.property(visits, (month) => {
        expect(compare(month, [...month].reverse())).toEqual([]);
      }),
    );
  });

  it('with one visit left out, added, moved or changed has exactly that difference', () => {
    const change = fc.constantFrom('left out', 'added', 'later', 'units', 'another day');
    fc.assert(
      fc.property(visits, fc.nat(), change, (month, seed, kind) => {
        const at = seed % month.length;
        const visit = month[at];
        if (!visit) return;
        const others = month.filter((one) => one !== visit);
        const freeDay = Array.from({ length: 31 }, (_, day) => day + 1).find(
          (day) => !month.some((one) => one.client === visit.client && one.day === day),
        );
        if (freeDay === undefined) return;
        const actual: Record<string, readonly Visit[]> = {
          'left out': others,
          added: [...month, { ...visit, day: freeDay }],
          later: [...others, { ...visit, hour: visit.hour + 2 }],
          units: [...others, { ...visit, units: visit.units + 1 }],
          'another day': [...others, { ...visit, day: freeDay }],
        };
        const expected: Record<string, readonly (readonly [string, readonly string[], number])[]> = {
          'left out': [['notProvided', [], visit.day]],
          added: [['added', [], freeDay]],
          later: [['changed', ['time'], visit.day]],
          units: [['changed', ['units'], visit.day]],
          'another day': [['notProvided', [], visit.day] as const, ['added', [], freeDay] as const].sort(
            (a, b) => a[2] - b[2],
          ),
        };
        // With its only visit left out the office has sent nothing at all for the month: missing, not "not provided".
        const rows = actual[kind] ?? [];
        if (rows.length === 0) return;
        expect(compare(month, rows).map((one) => [one.kind, one.changes, one.day])).toEqual(expected[kind]);
      }),
    );
  });

  it('pairs each visit with the one it overlaps, whatever the order of rows', () => {
    const [morning, afternoon] = [9, 16].map((hour) => ({ client: 1, day: 5, hour, units: 300 }));
    if (!morning || !afternoon) return;
    const late = { ...afternoon, units: 301 };
    for (const planned of [
      [morning, afternoon],
      [afternoon, morning],
    ]) {
      const found = compare(planned, [late]).map(({ kind, planned: row }) => `${kind} ${row?.startTime}`);
      expect(found.sort()).toEqual(['changed 1600', 'notProvided 0900']);
    }
  });

  it('goes by the latest serial, and honours a deletion', () => {
    const visit = { client: 1, day: 5, hour: 9, units: 300 };
    const planned = unitsOf(file('UPPLAN', [visit]));
    const wrong = file('UPJSK', [{ ...visit, hour: 15 }], '20261101090000');
    const right = file('UPJSK', [visit], '20261102090000');
    expect(compareScheduleWithActuals(planned, unitsOf(right, wrong)).differences).toEqual([]);
    const deletion = {
      name: 'DLTJSK_202610_1375400014_13_1377700001_43_20261103090000.CSV',
      bytes: new TextEncoder().encode('202407,131016,0000000001,202610,1375400014,13\r\n'),
    };
    expect(compareScheduleWithActuals(planned, unitsOf(right, deletion)).differences).toMatchObject([
      { kind: 'notProvided', day: 5 },
    ]);
  });

  it('names offices whose actuals have not arrived instead of calling everything not provided', () => {
    const planned = unitsOf(file('UPPLAN', [{ client: 1, day: 5, hour: 9, units: 300 }]));
    expect(compareScheduleWithActuals(planned, [])).toMatchObject({
      differences: [],
      missingOffices: [{ officeNumber: '1375400014', month: '202610', clients: 1 }],
    });
  });

  it('pairs the same rows in whatever order they come, additions of the month and other codes among them', () => {
    const codes = fc.constantFrom('131111', '131112', '134000', '133001');
    const rows = fc.array(
      fc.record({
        ...{ client: fc.constant(1), day: fc.integer({ min: 1, max: 5 }), hour: fc.integer({ min: 8, max: 10 }) },
        ...{ units: fc.integer({ min: 1, max: 2 }), code: codes },
      }),
      { minLength: 1, maxLength: 8 },
    );
    const monthly: ServiceKnowledge = {
      kindOf: (code) =>
        /^13[34]/.test(code)
          ? { kind: 'addition', basis: 'month', inLimit: false }
          : { kind: 'basic', basis: 'visit', inLimit: true },
    };
    const wordsOf = (planned: readonly Visit[], actual: readonly Visit[]) => {
      const units = [unitsOf(file('UPPLAN', planned)), unitsOf(file('UPJSK', actual))] as const;
      const { matched, differences } = compareScheduleWithActuals(...units, monthly);
      const side = (row: ServiceRow | null) => row && [row.serviceCode, row.day, row.startTime, row.units];
      return [
        matched,
        differences.map((one) => JSON.stringify([one.kind, side(one.planned), side(one.actual)])).sort(),
      ];
    };
    fc.assert(
      fc.property(rows, rows, fc.nat(), (planned, actual, seed) => {
        const turned = <T>(list: readonly T[]) => [
          ...list.slice(seed % list.length),
          ...list.slice(0, seed % list.length),
        ];
        expect(wordsOf(turned(planned), turned(actual).reverse())).toEqual(wordsOf(planned, actual));
      }),
    );
  });
});
