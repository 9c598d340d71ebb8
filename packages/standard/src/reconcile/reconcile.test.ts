import { describe, expect, it } from 'vitest';
import {
  actualsToFiles,
  addService,
  applyDecisions,
  asPlanned,
  beginActuals,
  cancelDay,
  changedSince,
  changeTime,
  checkFiles,
  decide,
  deletionToFiles,
  type MonthReconciliation,
  type ReconciledDifference,
  reconcile,
  type SendingUnit,
  type ServiceKnowledge,
  seenOf,
  setCount,
} from '../index.js';
import { manifest, sampleFolder } from '../samples.testing.js';

const schedules = checkFiles(sampleFolder('month-v4/plans')).units;
const actuals = checkFiles(sampleFolder('month-v4/actuals')).units;
const differencesOf = ({ partners }: MonthReconciliation): ReconciledDifference[] =>
  partners.flatMap(({ clients }) => clients.flatMap(({ differences }) => differences));

const HOME = { officeNumber: '1378700010', serviceType: '11' };
const toHome = schedules.filter(({ recipient }) => recipient.officeNumber === HOME.officeNumber);
const begun = beginActuals(toHome, HOME);
const planned = asPlanned(begun);
const [client] = planned.clients;
const CLIENT = client?.key ?? '';
const ROW = client?.rows[0]?.id ?? '';
const DAY = Number(Object.keys(client?.rows[0]?.counts ?? {})[0]);
const units = (sheet: typeof planned, serial = '20261101090000') =>
  checkFiles(actualsToFiles(sheet, { serial }).files).units;
const taken = (serial: string) => checkFiles(deletionToFiles(planned, { serial }).files).units;
const home = (got: readonly SendingUnit[]) => reconcile({ schedules, actuals: got });
const partner = (month: MonthReconciliation) => month.partners.find((one) => one.officeNumber === HOME.officeNumber);

describe.each(['month-v4', 'month-v3'] as const)('the month %s reconciled', (month) => {
  const all = [...sampleFolder(`${month}/plans`), ...sampleFolder(`${month}/actuals`)];
  const { units: whole } = checkFiles(all);
  const result = reconcile({ schedules: whole, actuals: whole });
  const expected = manifest.units
    .filter(({ dir }) => dir === `${month}/actuals`)
    .flatMap(({ sender, note }) =>
      typeof note === 'string'
        ? []
        : note.differences.map(([insured, code, day]) => `${sender} ${insured} ${code} ${day}`),
    );

  it('has the differences of the manifest, each with a key of its own', () => {
    const found = differencesOf(result);
    expect(found.map((one) => `${one.officeNumber} ${one.insuredNumber} ${one.serviceCode} ${one.day}`).sort()).toEqual(
      expected.sort(),
    );
    expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
    expect(result.totals).toMatchObject({ differences: found.length, open: found.length, missing: 0 });
  });

  it('sums units and counts by client and partner, and is plain data', () => {
    for (const { clients, planned: plan, difference, actual } of result.partners) {
      expect(clients.reduce((sum, one) => sum + one.planned.units, 0)).toBe(plan.units);
      expect(actual.units - plan.units).toBe(difference.units);
    }
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(structuredClone(result)).toEqual(result);
  });
});

describe('partners', () => {
  it('are missing until their actuals arrive, and nothing of theirs is called not provided', () => {
    expect(partner(home([]))).toMatchObject({
      actuals: 'missing',
      schedule: 'sent',
      differences: 0,
      actualsSerial: null,
    });
    expect(home([]).totals.missing).toBe(home([]).partners.length);
    expect(partner(home(units(planned)))).toMatchObject({
      actuals: 'arrived',
      actualsSerial: '20261101090000',
      difference: { units: 0, count: 0 },
    });
  });

  it('have taken their actuals back after a deletion, until new ones arrive', () => {
    const deleted = [...units(planned), ...taken('20261102090000')];
    expect(partner(home(deleted))).toMatchObject({ actuals: 'deleted', actualsSerial: '20261102090000' });
    expect(partner(home(deleted))?.clients[0]?.differences[0]).toMatchObject({ kind: 'notProvided' });
    const again = [...deleted, ...units(planned, '20261103090000')];
    expect(partner(home(again))).toMatchObject({ actuals: 'arrived', differences: 0 });
  });

  it('of another type of the same office are missing by themselves', () => {
    const [unit] = toHome;
    const [file] = unit?.files.filter(({ kind }) => kind === 'UPPLAN') ?? [];
    const text = Buffer.from(file?.bytes ?? []).toString('latin1');
    const line = text.split('\r\n').find((one) => one.includes(HOME.officeNumber) && one.includes(',111111,')) ?? '';
    const bytes = Buffer.from(`${text}${line.replace(',111111,', ',A21111,')}\r\n`, 'latin1');
    const { units: both } = checkFiles([{ name: file?.name ?? '', bytes: new Uint8Array(bytes) }]);
    const result = reconcile({ schedules: both, actuals: units(planned) });
    const ofType = (type: string) =>
      result.partners.find((one) => one.officeNumber === HOME.officeNumber && one.serviceType === type);
    expect(ofType('11')).toMatchObject({ actuals: 'arrived', differences: 0 });
    expect(ofType('A2')).toMatchObject({ actuals: 'missing', schedule: 'notSent', differences: 0 });
  });
});

describe('keys', () => {
  it('survive replaced actuals, files of other names, and rows in another order', () => {
    const late = changeTime(planned, CLIENT, ROW, DAY, 1200, 1260);
    const [first] = differencesOf(home(units(late)));
    const cancelled = cancelDay(planned, CLIENT, ROW, DAY, '入院');
    const replaced = [...units(late), ...units(cancelled, '20261102090000')];
    expect(differencesOf(home(replaced))).toMatchObject([{ key: first?.key, kind: 'notProvided' }]);
    const again = [...units(late), ...units(late, '20261102090000')];
    expect(differencesOf(home(again))).toMatchObject([{ key: first?.key, content: first?.content }]);
  });

  it('tell lines apart that are alike', () => {
    const visit = { serviceCode: '111111', units: 244, start: 1200, end: 1260, counts: { 2: 1 } };
    const twice = addService(addService(planned, CLIENT, visit), CLIENT, { ...visit, end: 1270 });
    const keys = differencesOf(home(units(twice))).map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(2);
  });
});

describe('decisions', () => {
  const late = changeTime(planned, CLIENT, ROW, DAY, 1200, 1260);
  const month = home(units(late));
  const [difference] = differencesOf(month);
  if (!difference) throw new Error('a changed time is a difference');
  const decision = decide(difference, {
    state: 'accepted',
    note: '電話で確認',
    by: '田中',
    at: '2026-11-02T00:00:00Z',
  });

  it('close their difference', () => {
    const decided = applyDecisions(month, [decision]);
    expect(differencesOf(decided)).toMatchObject([{ decision, outdated: false }]);
    expect(decided.totals).toMatchObject({ differences: 1, open: 0 });
    expect(partner(decided)).toMatchObject({ open: 0 });
  });

  it('are outdated when the difference has changed, whatever file it came in', () => {
    const later = changeTime(planned, CLIENT, ROW, DAY, 1210, 1270);
    const replaced = home([...units(late), ...units(later, '20261102090000')]);
    const decided = applyDecisions(replaced, [decision]);
    expect(differencesOf(decided)).toMatchObject([{ decision, outdated: true }]);
    expect(decided.totals.open).toBe(1);
    const same = home([...units(late), ...units(late, '20261102090000')]);
    expect(differencesOf(applyDecisions(same, [decision]))).toMatchObject([{ outdated: false }]);
  });

  it('are settled when the difference is gone, and the latest of a key holds', () => {
    const corrected = home([...units(late), ...units(planned, '20261102090000')]);
    expect(applyDecisions(corrected, [decision])).toMatchObject({ settled: [decision], totals: { differences: 0 } });
    const asked = { ...decision, state: 'askedBack', at: '2026-11-01T00:00:00Z' } as const;
    expect(differencesOf(applyDecisions(month, [decision, asked]))[0]?.decision?.state).toBe('accepted');
  });
});

describe('what changed since', () => {
  it('names partners and differences that are new, gone or changed', () => {
    const before = home(units(changeTime(planned, CLIENT, ROW, DAY, 1200, 1260)));
    const other = planned.clients[1]?.rows[0];
    const otherDay = Number(Object.keys(other?.counts ?? {})[0]);
    const next = cancelDay(
      cancelDay(planned, CLIENT, ROW, DAY, ''),
      planned.clients[1]?.key ?? '',
      other?.id ?? '',
      otherDay,
      '',
    );
    const seen = seenOf(before);
    const changes = changedSince(seen, home(units(next, '20261102090000')));
    expect(changes.differences.map(({ change }) => change).sort()).toEqual(['changed', 'new']);
    expect(changes.partners).toMatchObject([
      { ...HOME, before: { actualsSerial: '20261101090000' }, after: { actualsSerial: '20261102090000' } },
    ]);
    expect(changedSince(seen, before)).toEqual({ partners: [], differences: [] });
    expect(changedSince(seen, home([])).differences).toMatchObject([{ change: 'gone', after: null }]);
  });
});

describe('limits', () => {
  it('leave out what the table of codes says is outside, of services that 第7表 does not have', () => {
    const knowledge: ServiceKnowledge = {
      kindOf: (code) => ({ kind: 'addition', basis: 'month', inLimit: code !== '116275' }),
    };
    const extra = { serviceCode: '116275', units: 1000, counts: { 30: 1 } };
    const got = units(addService(planned, CLIENT, extra));
    const actualOf = (known?: ServiceKnowledge) =>
      reconcile({ schedules, actuals: got, ...(known ? { knowledge: known } : {}) }).limits.find(
        ({ insurerNumber, insuredNumber }) => `${insurerNumber} ${insuredNumber}` === CLIENT,
      )?.actual ?? 0;
    expect(actualOf() - actualOf(knowledge)).toBe(1000);
    expect(reconcile({ schedules, actuals: got, knowledge }).presumedCodes).toEqual([]);
    expect(reconcile({ schedules, actuals: got }).presumedCodes).toContain('116275');
  });

  it('are told from 利用者補足情報, with a warning where the month is above', () => {
    const { limits } = reconcile({ schedules, actuals });
    const over = limits.filter(({ warning }) => warning !== null);
    expect(over).toMatchObject([{ insuredNumber: '0262051926', limit: 5032, planned: 13094 }]);
    expect(over[0]?.excess).toBe((over[0]?.expected ?? 0) - 5032);
    expect(over[0]?.warning).toContain('予定の時点');
    expect(limits.every(({ limit }) => limit !== null)).toBe(true);
  });

  it('expect what is planned where actuals are missing', () => {
    const more = setCount(planned, CLIENT, ROW, DAY, 99);
    const { limits } = home(units(more));
    const found = limits.find(({ insuredNumber }) => insuredNumber === client?.insuredNumber);
    expect(found?.actual).toBeLessThan(found?.expected ?? 0);
    expect(found?.excess).toBeGreaterThan(0);
    expect(found?.warning).toContain('予定では収まっていました');
  });

  it('leave out services whose 第7表 line has no units towards the limit', () => {
    const files = (toHome[0]?.files ?? []).map(({ name, bytes }) => {
      if (!name.startsWith('UPSIKYU')) return { name, bytes };
      const text = Buffer.from(bytes).toString('latin1');
      // The line of the first client's home help: 区分内 empty makes it a service outside the limit.
      const outside = text.replace(/(,111111,,,"",244,,,8,1952,,,,,)1952,/, '$1,');
      expect(outside).not.toBe(text);
      return { name, bytes: new Uint8Array(Buffer.from(outside, 'latin1')) };
    });
    const { units: sent } = checkFiles(files);
    const of = (list: readonly SendingUnit[]) =>
      reconcile({ schedules: list, actuals: [] }).limits.find((one) => one.insuredNumber === 'H052902550')?.planned;
    expect(of(toHome)).toBe(3552);
    expect(of(sent)).toBe(1600);
  });
});

it('takes an insurer corrected by hand for the same client (住所地特例)', () => {
  const [unit] = units(cancelDay(planned, CLIENT, ROW, DAY, ''));
  const [file] = unit?.files ?? [];
  const text = Buffer.from(file?.bytes ?? []).toString('latin1');
  const [insurer = '', insured = ''] = CLIENT.split(' ');
  const bytes = new Uint8Array(
    Buffer.from(text.replaceAll(`,${insurer},${insured},`, `,999999,${insured},`), 'latin1'),
  );
  const result = reconcile({ schedules, actuals: checkFiles([{ name: file?.name ?? '', bytes }]).units });
  expect(differencesOf(result)).toHaveLength(1);
  expect(partner(result)?.clients.map(({ insurerNumber }) => insurerNumber)).not.toContain('999999');
});

it('is empty for no units, and goes by the month that is asked for', () => {
  expect(reconcile({ schedules: [], actuals: [] })).toMatchObject({ month: '', partners: [], limits: [] });
  expect(reconcile({ schedules, actuals, month: '202609' }).partners).toEqual([]);
});
