import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addPerson,
  addService,
  annexTotals,
  changePerson,
  checkFiles,
  clientOfSchedule,
  correctInsurer,
  emptySchedule,
  isSupplement,
  lastDay,
  type Person,
  personOf,
  problemsOf,
  recipientsOf,
  removeClient,
  removeRow,
  type ScheduleSheet,
  scheduleToFiles,
  setCount,
  setTerms,
  setWeekdays,
  unitToModel,
  weekdayOf,
  withScheduleClient,
} from '../index.js';

const MONTH = '202611';
const PLANNER = { officeNumber: '1377700001', serviceType: '43' };
const PERSON: Person = {
  ...{ name: '見本　花子', kana: 'ミホン　ハナコ', sex: '2', birthDate: '1940-01-15', postalCode: '100-0001' },
  ...{ address1: '東京都架空市１－１', phone: '', certificationState: '2', certifiedOn: '2026-04-01' },
  ...{ limitFrom: '2026-04-01', limitUntil: '2028-03-31', careLevel: '21', limitUnits: 16765 },
};
const HOME = { officeNumber: '1378700010', officeName: '訪問介護さくら' };
const KEY = '131016 0000000001';
const NUMBERS = { insurerNumber: '131016', insuredNumber: '0000000001' };
const begun = () => addPerson(emptySchedule(MONTH, PLANNER), NUMBERS, PERSON);
const withVisits = () =>
  setTerms(
    addService(begun(), KEY, {
      ...{ serviceCode: '111111', units: 244, start: 540, end: 570, counts: {}, office: HOME },
    }),
    KEY,
    HOME.officeNumber,
    '111111',
    { unitPrice: 1140, benefitPercent: 90 },
  );

function filesOf(sheet: ScheduleSheet) {
  return recipientsOf(sheet).map((recipient, at) =>
    scheduleToFiles(sheet, { serial: `202610251000${String(at).padStart(2, '0')}`, recipient }),
  );
}

it('a schedule from nothing passes every check and comes to the sums worked out by hand', () => {
  const sheet = setWeekdays(withVisits(), KEY, 'r1', [0, 3]);
  // November 2026 has five Mondays and four Thursdays: 9 × 244 units × 11.40 yen.
  const [client] = sheet.clients;
  expect(client && annexTotals(sheet, client)).toMatchObject({ units: 2196, cost: 25034, claim: 22530, share: 2504 });
  expect(problemsOf(sheet)).toEqual([]);
  const [written] = filesOf(sheet);
  expect(written?.findings).toEqual([]);
  const [unit] = checkFiles(written?.files ?? []).units;
  const model = unit && unitToModel(unit);
  expect(model?.supplements[0]).toMatchObject({
    name: '見本　花子',
    careLevel: '21',
    limitUnits: 16765,
    month: '2026-11',
  });
  expect(model?.services).toHaveLength(9);
  expect(model?.services.every(({ day }) => [0, 3].includes(weekdayOf(MONTH, Number(day?.slice(8)))))).toBe(true);
});

it('a corrected insurer reaches every file of the unit', () => {
  const sheet = correctInsurer(setWeekdays(withVisits(), KEY, 'r1', [0]), KEY, '132071');
  const [written] = filesOf(sheet);
  expect(written?.findings).toEqual([]);
  const model = unitToModel(checkFiles(written?.files ?? []).units[0] ?? expect.fail('a unit'));
  const insurers = [...model.services, ...model.annex, ...model.supplements].map((one) => one.insurerNumber);
  expect(new Set(insurers)).toEqual(new Set(['132071']));
});

it('a client is shared, corrected and taken out as a whole', () => {
  const sheet = withVisits();
  const part = clientOfSchedule(sheet, KEY);
  expect(withScheduleClient(emptySchedule(MONTH, PLANNER), part)).toEqual(sheet);
  expect(removeClient(sheet, KEY)).toEqual(emptySchedule(MONTH, PLANNER));
  const moved = changePerson(sheet, KEY, { ...PERSON, careLevel: '22', limitUnits: 19705 });
  expect(personOf(moved, KEY)).toMatchObject({ careLevel: '22', limitUnits: 19705 });
  expect(withScheduleClient(sheet, clientOfSchedule(moved, KEY))).toEqual(moved);
  expect(addPerson(sheet, NUMBERS, PERSON)).toBe(sheet);
  expect(problemsOf({ ...sheet, supplements: [] }).map(({ code }) => code)).toContain('no-supplement');
});

it('what was kept as JSON is told from what was not', () => {
  const { supplement } = clientOfSchedule(withVisits(), KEY);
  expect(isSupplement(JSON.parse(JSON.stringify(supplement)))).toBe(true);
  for (const broken of [null, 'x', {}, { ...supplement, limitUnits: 'many' }, { ...supplement, birthDate: 'soon' }])
    expect(isSupplement(broken)).toBe(false);
});

const visit = fc.record({
  code: fc.constantFrom('111111', '111211', '114001', '151111'),
  units: fc.integer({ min: 1, max: 900 }),
  hour: fc.integer({ min: 8, max: 17 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
  edits: fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.option(fc.integer({ min: 1, max: 9 }))), {
    maxLength: 4,
  }),
  removed: fc.boolean(),
});

it('whatever is made by hand passes the checks, and its total is the sum of units × counts', () => {
  const visits = fc.uniqueArray(visit, { minLength: 1, maxLength: 6, selector: ({ code, hour }) => `${code} ${hour}` });
  fc.assert(
    fc.property(visits, (made) => {
      let sheet: ScheduleSheet = begun();
      for (const { code, units, hour, weekdays, edits, removed } of made) {
        const times = { start: hour * 60, end: hour * 60 + 30 };
        sheet = addService(sheet, KEY, { serviceCode: code, units, ...times, counts: {}, office: HOME });
        const row = sheet.clients[0]?.rows.at(-1)?.id ?? '';
        sheet = setTerms(sheet, KEY, HOME.officeNumber, code, { unitPrice: 1140, benefitPercent: 90 });
        sheet = setWeekdays(sheet, KEY, row, weekdays);
        for (const [day, count] of edits.filter(([at]) => at <= lastDay(MONTH)))
          sheet = setCount(sheet, KEY, row, day, count);
        if (removed) sheet = removeRow(sheet, KEY, row);
      }
      const [client] = sheet.clients;
      const sum = client?.rows.reduce(
        (all, { units, counts }) => all + (units ?? 0) * Object.values(counts).reduce((a, b) => a + b, 0),
        0,
      );
      expect(client && annexTotals(sheet, client).units).toBe(sum);
      for (const { findings, files } of filesOf(sheet)) {
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        const [unit] = checkFiles(files).units;
        const total = unit && unitToModel(unit).annex.find(({ serviceCode }) => serviceCode === '999999');
        expect(total?.amount).toBe(sum);
      }
    }),
    { numRuns: 60 },
  );
});
