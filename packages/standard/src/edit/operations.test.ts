import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ActualsSheet,
  actualsToFiles,
  addAddition,
  addClient,
  addService,
  asPlanned,
  beginActuals,
  cancelDay,
  changeService,
  changeTime,
  checkFiles,
  clearCounts,
  clientsTakenBack,
  compareScheduleWithActuals,
  copyWeek,
  openDays,
  removeRow,
  type SendingUnit,
  type ServiceKnowledge,
  setCount,
  weeksOf,
} from '../index.js';
import { type MadeLine, madeLines, madeSchedule, OWN } from './month.testing.js';

const SERIAL = '20261101090000';
const sent = (sheet: ActualsSheet) => checkFiles(actualsToFiles(sheet, { serial: SERIAL }).files).units;
const differencesOf = (schedule: SendingUnit, sheet: ActualsSheet) =>
  compareScheduleWithActuals([schedule], sent(sheet)).differences;

/** A visit of a month with one line, for the cases that want names. */
const LINE: MadeLine = { client: 1, code: '131111', hour: 9, units: 471, count: 1, days: [1, 8, 15, 22, 29] };
const CLIENT = '131016 0000000001';
const one = (line: Partial<MadeLine> = {}) => {
  const schedule = madeSchedule([{ ...LINE, ...line }]);
  return { schedule, sheet: asPlanned(beginActuals([schedule], OWN)) };
};

describe('a schedule made up', () => {
  it('comes back as planned without differences, and passes the checks', () => {
    fc.assert(
      fc.property(madeLines, (lines) => {
        const schedule = madeSchedule(lines);
        const sheet = asPlanned(beginActuals([schedule], OWN));
        const { findings } = actualsToFiles(sheet, { serial: SERIAL });
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(differencesOf(schedule, sheet)).toEqual([]);
        expect(sheet.clients.every((client) => openDays(client) === 0)).toBe(true);
      }),
    );
  });

  it('shows exactly the one thing that was changed, whatever it was', () => {
    const operations = fc.constantFrom('cancel', 'count', 'time', 'units', 'later and back');
    fc.assert(
      fc.property(madeLines, fc.nat(), operations, (lines, seed, operation) => {
        const schedule = madeSchedule(lines);
        const sheet = asPlanned(beginActuals([schedule], OWN));
        const cells = sheet.clients.flatMap(({ key, rows }) =>
          rows.flatMap((row) => Object.keys(row.counts).map((day) => ({ key, row, day: Number(day) }))),
        );
        const cell = cells[seed % cells.length];
        if (!cell || cells.length < 2) return;
        const { key, row, day } = cell;
        // A time that no other line of the day comes near, so that there is one way to pair.
        const [start, end] = [20 * 60, 20 * 60 + 30];
        const results: Record<string, ActualsSheet> = {
          cancel: cancelDay(sheet, key, row.id, day, '入院'),
          count: setCount(sheet, key, row.id, day, (row.counts[day] ?? 0) + 1),
          time: changeTime(sheet, key, row.id, day, start, end),
          units: changeService(sheet, key, row.id, day, { units: (row.units ?? 0) + 1 }),
          'later and back': movedBack(changeTime(sheet, key, row.id, day, start, end), key, row, day),
        };
        const expected: Record<string, readonly object[]> = {
          cancel: [{ kind: 'notProvided', changes: [], day }],
          count: [{ kind: 'changed', changes: ['count'], day }],
          // Times given to a service that was planned without any are no change of time.
          time: row.start === null ? [] : [{ kind: 'changed', changes: ['time'], day }],
          units: [{ kind: 'changed', changes: ['units'], day }],
          'later and back': [],
        };
        const result = results[operation];
        if (!result) return;
        const found = differencesOf(schedule, result);
        expect(found.map(({ kind, changes, day: at }) => ({ kind, changes, day: at }))).toEqual(expected[operation]);
        expect(sheet).toEqual(asPlanned(beginActuals([schedule], OWN)));
      }),
    );
  });
});

function movedBack(
  sheet: ActualsSheet,
  key: string,
  from: { readonly id: string; readonly start: number | null; readonly end: number | null },
  day: number,
): ActualsSheet {
  const rows = sheet.clients.find((client) => client.key === key)?.rows ?? [];
  const row = rows.find(({ movedFrom }) => movedFrom[day] === from.id);
  return row ? changeTime(sheet, key, row.id, day, from.start, from.end) : sheet;
}

describe('entering actuals', () => {
  it('keeps exceptions that were entered before "as planned"', () => {
    const { schedule } = one();
    const begun = beginActuals([schedule], OWN);
    const except = changeTime(cancelDay(begun, CLIENT, 'r1', 8, '通院'), CLIENT, 'r1', 15, 600, 630);
    const found = differencesOf(schedule, asPlanned(except)).map(({ kind, day }) => [kind, day]);
    expect(found).toEqual([
      ['notProvided', 8],
      ['changed', 15],
    ]);
    expect(asPlanned(except).clients[0]?.cancellations).toEqual([{ row: 'r1', day: 8, reason: '通院' }]);
  });

  it('forgets a cancellation once the day is provided after all', () => {
    const { schedule, sheet } = one();
    const changed = setCount(cancelDay(sheet, CLIENT, 'r1', 8, '通院'), CLIENT, 'r1', 8, 1);
    expect(changed.clients[0]?.cancellations).toEqual([]);
    expect(differencesOf(schedule, changed)).toEqual([]);
  });

  it('changes code and units of a whole row', () => {
    const { schedule, sheet } = one();
    const changed = changeService(sheet, CLIENT, 'r1', null, { serviceCode: '131211', units: 821 });
    const found = differencesOf(schedule, changed);
    expect(found).toHaveLength(LINE.days.length);
    expect(new Set(found.map(({ changes }) => changes.join()))).toEqual(new Set(['code,units']));
  });

  it('adds services and additions that were not planned', () => {
    const { schedule, sheet } = one();
    const visit = { serviceCode: '131111', units: 471, start: 840, end: 900, counts: { 3: 1 } };
    const added = addAddition(addService(sheet, CLIENT, visit), CLIENT, 'r1', {
      serviceCode: '134000',
      units: 250,
      counts: { 8: 1 },
    });
    const found = differencesOf(schedule, added).map(({ kind, day, actual }) => [kind, day, actual?.startTime]);
    expect(found).toEqual([
      ['added', 3, '1400'],
      ['added', 8, '0900'],
    ]);
    const rows = added.clients[0]?.rows ?? [];
    expect(rows.map(({ serviceCode }) => serviceCode)).toEqual(['131111', '134000', '131111']);
    expect(removeRow(removeRow(added, CLIENT, 'r2'), CLIENT, 'r3').clients[0]?.rows).toEqual(sheet.clients[0]?.rows);
    expect(removeRow(sheet, CLIENT, 'r1')).toBe(sheet);
  });

  it('gives an addition the days of its row when none are named', () => {
    const { sheet } = one();
    const added = addAddition(sheet, CLIENT, 'r1', { serviceCode: '134000', units: 250 });
    expect(added.clients[0]?.rows[1]?.counts).toEqual(sheet.clients[0]?.rows[0]?.counts);
  });

  it('adds a client without a plan', () => {
    const { schedule, sheet } = one();
    const person = { insurerNumber: '131016', insuredNumber: '0000000009', name: '架空　花子' };
    const visit = { serviceCode: '131111', units: 471, start: 840, end: 900, counts: { 3: 1 } };
    const added = addService(addClient(sheet, person), '131016 0000000009', visit);
    const { findings } = actualsToFiles(added, { serial: SERIAL });
    expect(findings).toEqual([]);
    expect(differencesOf(schedule, added)).toMatchObject([{ kind: 'added', insuredNumber: '0000000009' }]);
    expect(addClient(added, person)).toBe(added);
  });

  it('copies a week weekday by weekday', () => {
    // October 2026 begins on a Thursday: week 2 is the 5th to the 11th.
    expect(weeksOf('202610').slice(0, 2)).toEqual([
      { from: 1, to: 4 },
      { from: 5, to: 11 },
    ]);
    const { sheet } = one({ days: [5, 7] });
    const copied = copyWeek(copyWeek(sheet, CLIENT, 2, 3), CLIENT, 2, 1);
    expect(copied.clients[0]?.rows[0]?.counts).toEqual({ 5: 1, 7: 1, 12: 1, 14: 1 });
    expect(copyWeek(sheet, CLIENT, 2, 9)).toBe(sheet);
  });

  it('copies a single visit above 4000 and leaves a monthly service where it is, as the table of codes says', () => {
    const knowledge: ServiceKnowledge = {
      kindOf: (code) => ({ kind: 'basic', basis: code === '134845' ? 'visit' : 'month', inLimit: true }),
    };
    for (const [code, expected] of [
      ['134845', { 5: 1, 12: 1 }],
      ['131111', { 5: 1 }],
    ] as const) {
      const { sheet } = one({ code, hour: null, days: [5] });
      expect(copyWeek(sheet, CLIENT, 2, 3, knowledge).clients[0]?.rows[0]?.counts).toEqual(expected);
    }
  });

  it('leaves rented goods and monthly additions out of copied weeks', () => {
    for (const line of [
      { code: '171003', hour: null, days: [1] },
      { code: '134000', hour: null, days: [1] },
    ]) {
      const schedule = madeSchedule([{ ...LINE, ...line }]);
      const sheet = asPlanned(beginActuals([schedule], { ...OWN, serviceType: line.code.slice(0, 2) }));
      expect(copyWeek(sheet, CLIENT, 1, 2).clients[0]?.rows[0]?.counts).toEqual({ 1: 1 });
    }
  });

  it('writes nothing when nothing is entered, and names whose actuals must be taken back', () => {
    const { sheet } = one();
    const empty = clearCounts(sheet, CLIENT);
    expect(actualsToFiles(empty, { serial: SERIAL }).files).toEqual([]);
    expect(clientsTakenBack(empty, sent(sheet))).toEqual([CLIENT]);
    expect(clientsTakenBack(sheet, sent(sheet))).toEqual([]);
  });

  it('tells a character that no file can carry', () => {
    const { sheet } = one();
    const visit = { serviceCode: '131111', units: 1, counts: { 3: 1 }, goodsName: '𠮷' };
    expect(actualsToFiles(addService(sheet, CLIENT, visit), { serial: SERIAL })).toMatchObject({
      files: [],
      unwritable: [{ character: '𠮷' }],
    });
  });

  it('does nothing for clients and rows that are not there', () => {
    const { sheet } = one();
    expect(setCount(sheet, 'nobody', 'r1', 1, 1)).toBe(sheet);
    expect(changeTime(sheet, CLIENT, 'r99', 1, 0, 60)).toBe(sheet);
    expect(cancelDay(sheet, CLIENT, 'r99', 1, '')).toBe(sheet);
  });

  it('honours a later schedule and a deletion', () => {
    const later = madeSchedule([{ ...LINE, days: [2] }], '20260926100000');
    expect(beginActuals([later, one().schedule], OWN).clients[0]?.rows[0]?.planned).toMatchObject({ 2: { count: 1 } });
    expect(() => beginActuals([], OWN)).toThrow();
  });
});
