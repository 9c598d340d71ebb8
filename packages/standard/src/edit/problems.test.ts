import { describe, expect, it } from 'vitest';
import { addService, asPlanned, beginActuals, changeTime, type NewService, problemsOf, setCount } from '../index.js';
import { madeSchedule, OWN } from './month.testing.js';

const CLIENT = '131016 0000000001';
const begun = beginActuals(
  [madeSchedule([{ client: 1, code: '131111', hour: 9, units: 471, count: 1, days: [1, 8] }])],
  OWN,
);
const sheet = asPlanned(begun);
const codes = (changed: typeof sheet) => problemsOf(changed, CLIENT).map(({ code, day }) => [code, day]);
const withRow = (service: Partial<NewService>) =>
  addService(sheet, CLIENT, { serviceCode: '131111', units: 471, start: 840, end: 900, counts: { 3: 1 }, ...service });

describe('problems while typing', () => {
  it('are none in a month as planned', () => {
    expect(problemsOf(sheet)).toEqual([]);
  });

  it('tell what is still open', () => {
    expect(problemsOf(begun)).toMatchObject([{ code: 'days-open', severity: 'notice', client: CLIENT }]);
    expect(problemsOf(begun)[0]?.message).toContain('2回');
  });

  it.each([
    ['an end before the start', { start: 900, end: 840 }, 'end-before-start'],
    ['no time between start and end', { start: 900, end: 900 }, 'end-before-start'],
    ['a start at 24:00', { start: 1440, end: 1440 }, 'starts-at-24'],
    ['one time only', { end: null }, 'MSB-ITEM-ONE-TIME-ONLY'],
    ['a time beyond the day', { start: 1380, end: 1500 }, 'MSB-ITEM-BAD-TIME'],
    ['another service type', { serviceCode: '111111' }, 'other-service-type'],
    ['a code that is none', { serviceCode: '13-1' }, 'MSB-ITEM-BAD-SERVICE'],
    ['units that are too long', { units: 1234567 }, 'MSB-ITEM-TOO-LONG'],
    ['no units', { units: null }, 'no-units'],
    ['a bad TAIS code', { taisCode: '12345' }, 'MSB-ITEM-BAD-TAIS'],
    ['the same row twice', { start: 540, end: 570, counts: { 8: 1 } }, 'same-row-twice'],
  ])('tell %s', (_, service, code) => {
    expect(codes(withRow(service)).map(([one]) => one)).toEqual([code]);
  });

  it('allow 24:00 as an end', () => {
    expect(codes(withRow({ start: 1380, end: 1440 }))).toEqual([]);
  });

  it.each([
    [1, -1, 'bad-count'],
    [1, 100, 'bad-count'],
    [1, 0.5, 'bad-count'],
    [32, 1, 'day-outside-month'],
    [0, 1, 'day-outside-month'],
  ])('tell day %i with count %f', (day, count, code) => {
    expect(codes(setCount(sheet, CLIENT, 'r1', day, count))).toEqual([[code, day]]);
  });

  it('tell an unknown service type', () => {
    const unknown = beginActuals(
      [madeSchedule([{ client: 1, code: '131111', hour: 9, units: 1, count: 1, days: [1] }])],
      {
        ...OWN,
        serviceType: '13',
      },
    );
    const added = addService(unknown, CLIENT, { serviceCode: 'ZZ1111', units: 1, counts: { 1: 1 } });
    expect(problemsOf(added).map(({ code }) => code)).toContain('MSB-ITEM-UNKNOWN-SERVICE-TYPE');
  });

  it('tell rented goods that count more than once, and those without a code', () => {
    const rented = beginActuals(
      [madeSchedule([{ client: 1, code: '171003', hour: null, units: 900, count: 1, days: [1] }])],
      { ...OWN, serviceType: '17' },
    );
    const twice = setCount(asPlanned(rented), CLIENT, 'r1', 2, 1);
    expect(codes(twice)).toEqual([
      ['rental-more-than-once', 2],
      ['MSB-ITEM-TAIS-MISSING', null],
    ]);
  });

  it('are sentences with what to do, all placeholders filled', () => {
    const bad = changeTime(withRow({ serviceCode: '111111', units: null }), CLIENT, 'r1', 1, 900, null);
    for (const { message, remedy } of problemsOf(bad)) {
      expect(message).toMatch(/。$/);
      expect(remedy).toMatch(/。$/);
      expect(message + remedy).not.toMatch(/\{|介護ソフト/);
    }
  });
});
