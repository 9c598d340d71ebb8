import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  addAddition,
  addService,
  allotExcess,
  annexLines,
  annexTotals,
  beginSchedule,
  changeTime,
  checkFiles,
  nextMonthSchedule,
  problemsOf,
  recipientsOf,
  type ScheduleSheet,
  type SendingUnit,
  type ServiceKnowledge,
  scheduleToFiles,
  setCount,
  setTerms,
  unitToModel,
} from '../index.js';
import { sampleFolder } from '../samples.testing.js';

const latin1 = (data: Uint8Array | undefined) => Buffer.from(data ?? []).toString('latin1');
const OVER_LIMIT = '0262051926';
const { units } = checkFiles(sampleFolder('month-v4/plans'));
const toHome = units.filter(({ recipient }) => recipient.officeNumber === '1378700010');
const CLIENT = '132071 H052902550';
const begun = () => beginSchedule(toHome);
const clientOf = (sheet: ScheduleSheet, key = CLIENT) => {
  const client = sheet.clients.find((one) => one.key === key);
  if (!client) throw new Error('the sample has the client');
  return client;
};
const errors = (written: { readonly findings: readonly { readonly severity: string }[] }) =>
  written.findings.filter(({ severity }) => severity === 'error');
const reread = (sheet: ScheduleSheet, serial = '20261025100000') => {
  const written = scheduleToFiles(sheet, { serial });
  expect(errors(written)).toEqual([]);
  const [unit] = checkFiles(written.files).units;
  if (!unit) throw new Error('a unit was written');
  return unitToModel(unit);
};

describe.each(['month-v4', 'month-v3'] as const)('schedules of %s written anew', (month) => {
  const schedules = checkFiles(sampleFolder(`${month}/plans`)).units;

  it('have the amounts of the sample annexes, the client above the limit apart', () => {
    for (const unit of schedules) {
      const { files, findings } = scheduleToFiles(beginSchedule(unit), { serial: unit.serial });
      expect(findings).toEqual([]);
      for (const file of unit.files) {
        const lines = (text: string) =>
          text.split('\r\n').filter((line) => file.kind === 'UPPLAN' || !line.includes(OVER_LIMIT));
        const written = files.find(({ name }) => name === file.name);
        expect(lines(latin1(written?.bytes))).toEqual(lines(latin1(file.bytes)));
      }
    }
  });
});

describe('units above 区分支給限度基準額', () => {
  const unit = units.find((one) =>
    unitToModel(one).supplements.some(({ insuredNumber }) => insuredNumber === OVER_LIMIT),
  );
  const sheet = beginSchedule(unit as SendingUnit);
  const client = sheet.clients.find(({ insuredNumber }) => insuredNumber === OVER_LIMIT);
  if (!client) throw new Error('the sample has the client');

  it('fall on the last lines, and the client pays them in full', () => {
    const totals = annexTotals(sheet, client);
    expect(totals).toMatchObject({ units: 13094, managed: 13094, overLimit: 13094 - 5032 });
    const lines = annexLines(sheet, client);
    expect(lines.at(-1)?.overLimit).toBe(Math.min(13094 - 5032, lines.at(-1)?.amount ?? 0));
    for (const { paidUnits, amount, overLimit, cost, fullShare, claim, share } of lines) {
      expect(paidUnits + overLimit).toBe(amount);
      expect((claim ?? 0) + (share ?? 0)).toBe(cost);
      expect(fullShare ?? 0).toBe(Math.floor(overLimit * 11.4 + 1e-6));
    }
    const model = reread(sheet);
    const total = model.annex.find(
      ({ insuredNumber, serviceCode }) => insuredNumber === OVER_LIMIT && serviceCode === '999999',
    );
    expect(total).toMatchObject({ amount: 13094, overLimit: 8062, withinLimit: 5032 });
    expect(model.supplements.find(({ insuredNumber }) => insuredNumber === OVER_LIMIT)?.overLimit).toBe(8062);
    expect(problemsOf(sheet, client.key)).toMatchObject([{ code: 'over-limit' }]);
  });

  it('go where a person puts them', () => {
    const [first] = annexLines(sheet, client);
    if (!first) return;
    const { officeNumber, serviceCode } = first.row;
    const put = allotExcess(sheet, client.key, [{ officeNumber, serviceCode, units: 700 }]);
    expect(annexLines(put, client)[0]?.overLimit).toBe(700);
    expect(annexTotals(put, client).overLimit).toBe(8062);
    expect(allotExcess(put, client.key, []).excess).toEqual([]);
  });
});

describe('a schedule carried to the next month', () => {
  it('passes every check for every sample, in both editions', () => {
    for (const unit of [...units, ...checkFiles(sampleFolder('month-v3/plans')).units]) {
      const sheet = nextMonthSchedule(unit, '202611');
      const written = scheduleToFiles(sheet, { serial: '20261025100000' });
      expect(written.findings).toEqual([]);
      const { units: read } = checkFiles(written.files);
      expect(read).toMatchObject([
        { kind: 'schedule', month: '202611', sender: unit.sender, recipient: unit.recipient },
      ]);
      const [next] = read;
      const model = next && unitToModel(next);
      expect(new Set(model?.services.map(({ day, writtenOn }) => `${day?.slice(0, 7)} ${writtenOn}`))).toEqual(
        new Set(['2026-11 2026-10-25']),
      );
      expect(model?.supplements.map(({ name }) => name)).toEqual(unitToModel(unit).supplements.map(({ name }) => name));
    }
  });

  it('puts an addition of the month on the first day of its service, and counts 短期入所 on', () => {
    const home = clientOf(begun()).rows.find(({ serviceCode }) => serviceCode === '111111');
    const added = addAddition(begun(), CLIENT, home?.id ?? null, {
      serviceCode: '114001',
      units: 200,
      counts: { 30: 1 },
    });
    const office = { officeNumber: '1375400017', officeName: 'ショートステイ' };
    const stay = { serviceCode: '212111', units: 603, counts: { 5: 1, 6: 1 }, office };
    const { files } = scheduleToFiles(addService(added, CLIENT, stay), { serial: '20260925110000' });
    const next = nextMonthSchedule(checkFiles(files).units, '202611');
    const rows = clientOf(next).rows;
    const visits = Object.keys(rows.find(({ serviceCode }) => serviceCode === '111111')?.counts ?? {}).map(Number);
    const addition = rows.find(({ serviceCode }) => serviceCode === '114001');
    expect(addition?.counts).toEqual({ [Math.min(...visits)]: 1 });
    expect(addition?.start).toBe(home?.start);
    expect(new Set(rows.map(({ shortStayDaysBefore }) => shortStayDaysBefore))).toEqual(new Set([2]));
  });

  it('is plain data', () => {
    const sheet = nextMonthSchedule(toHome, '202611');
    expect(JSON.parse(JSON.stringify(sheet))).toEqual(sheet);
    expect(structuredClone(sheet)).toEqual(sheet);
  });

  it('goes to each office with the clients that it serves', () => {
    const sheet = nextMonthSchedule(toHome, '202611');
    const recipients = recipientsOf(sheet);
    expect(recipients.length).toBeGreaterThan(2);
    for (const [at, recipient] of recipients.entries()) {
      const written = scheduleToFiles(sheet, { serial: `2026102510000${at}`, recipient });
      expect(written.findings).toEqual([]);
      const [unit] = checkFiles(written.files).units;
      expect(unit?.recipient).toEqual(recipient);
      const served = sheet.clients.filter(({ rows }) =>
        rows.some(({ officeNumber }) => officeNumber === recipient.officeNumber),
      );
      expect(unit && unitToModel(unit).supplements).toHaveLength(served.length);
    }
    expect(
      scheduleToFiles(sheet, {
        serial: '20261025100000',
        recipient: { officeNumber: '9999999998', serviceType: '11' },
      }),
    ).toEqual({
      files: [],
      findings: [],
      unwritable: [],
    });
  });

  it('warns when the certificate has ended', () => {
    expect(problemsOf(nextMonthSchedule(toHome, '202803'))).toEqual([]);
    const codes = problemsOf(nextMonthSchedule(toHome, '202804')).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['certificate-ended']));
  });
});

describe('editing a schedule', () => {
  it('computes 第7表 anew: units × count, subtotals, totals, amounts', () => {
    const home = clientOf(begun()).rows.find(({ serviceCode }) => serviceCode === '111111');
    const changed = setCount(begun(), CLIENT, home?.id ?? '', 2, 2);
    const other = addService(changeTime(changed, CLIENT, home?.id ?? '', 2, 600, 660), CLIENT, {
      serviceCode: '111211',
      units: 387,
      start: 600,
      end: 660,
      counts: { 4: 1 },
      office: { officeNumber: '1378700010', officeName: '訪問介護さくら10' },
    });
    const annex = reread(other, '20260925110000').annex.filter(({ insuredNumber }) => insuredNumber === 'H052902550');
    const line = (code: string) => annex.find(({ serviceCode }) => serviceCode === code);
    expect(line('111111')).toMatchObject({ count: 10, amount: 2440, cost: 27816, claim: 25034, share: 2782 });
    expect(line('111211')).toMatchObject({ count: 1, amount: 387, unitPrice: 1140, benefitPercent: 90 });
    expect(line('11AAAA')).toMatchObject({ amount: 2827, units: 0, count: 0, discountedUnits: null });
    expect(line('17AAAA')).toMatchObject({ amount: 1600 });
    expect(line('999999')).toMatchObject({ amount: 4427, officeNumber: '9999999999' });
  });

  it('keeps services outside the limit out of its sums, and then writes 給付管理単位数', () => {
    const [first] = clientOf(begun()).rows;
    const terms = setTerms(begun(), CLIENT, '1378700010', '111111', { inLimit: false });
    expect(first).toBeDefined();
    const annex = reread(terms, '20260925110000').annex.filter(({ insuredNumber }) => insuredNumber === 'H052902550');
    expect(annex.find(({ serviceCode }) => serviceCode === '111111')).toMatchObject({
      managedUnits: null,
      withinLimit: null,
      amount: 1952,
      cost: 22252,
    });
    expect(annex.find(({ serviceCode }) => serviceCode === '171003')).toMatchObject({
      managedUnits: 900,
      withinLimit: 900,
    });
    expect(annexTotals(terms, clientOf(terms))).toMatchObject({ units: 3552, managed: 1600 });
  });

  it('asks for prices and benefits that nothing tells, and takes discounts and fixed shares as data', () => {
    const bare: ScheduleSheet = { ...begun(), terms: [] };
    expect(problemsOf(bare, CLIENT).map(({ code }) => code)).toEqual(['no-price', 'no-benefit']);
    const discounted = setTerms(begun(), CLIENT, '1378700010', '111111', {
      ...{ fullUnits: 270, discountPercent: 90, discountedUnits: 244, fixedShare: 100 },
    });
    const [line] = reread(discounted, '20260925110000').annex.filter(
      ({ insuredNumber, serviceCode }) => insuredNumber === 'H052902550' && serviceCode === '111111',
    );
    expect(line).toMatchObject({
      units: 270,
      discountPercent: 90,
      discountedUnits: 244,
      amount: 1952,
      share: 800,
      claim: 21452,
    });
  });

  it('holds units against 種類別 limits and brings the frames up to date', () => {
    const sheet = begun();
    const limited: ScheduleSheet = {
      ...sheet,
      supplements: sheet.supplements.map((one) =>
        one.insuredNumber === 'H052902550' ? { ...one, type１: '11', limit１: 1000 } : one,
      ),
    };
    const model = reread(limited, '20260925110000');
    expect(model.supplements.find(({ insuredNumber }) => insuredNumber === 'H052902550')).toMatchObject({
      total１: 1952,
      over１: 952,
    });
    expect(
      model.annex.find(({ insuredNumber, serviceCode }) => insuredNumber === 'H052902550' && serviceCode === '111111'),
    ).toMatchObject({
      overTypeLimit: 952,
      withinTypeLimit: 1000,
      withinLimit: 1000,
    });
  });

  it('takes the latest unit of a client, and needs one', () => {
    const home = clientOf(begun()).rows[0];
    const later = scheduleToFiles(setCount(begun(), CLIENT, home?.id ?? '', 1, null), {
      serial: '20260926100000',
    }).files;
    const both = beginSchedule([...checkFiles(later).units, ...toHome]);
    expect(clientOf(both).rows.find(({ serviceCode }) => serviceCode === home?.serviceCode)).toBeUndefined();
    expect(both.clients).toHaveLength(begun().clients.length);
    expect(() => beginSchedule([])).toThrow();
  });
});

describe('what counts towards the limit', () => {
  const folder = new URL('../../../../test/fixtures/field-cases/S02b-improvement-no-eeee/', import.meta.url);
  const files = readdirSync(folder).map((name) => {
    const text = readFileSync(new URL(name, folder), 'latin1');
    // Software may leave all units towards the limit empty (rules.md 12.2).
    return { name, bytes: new Uint8Array(Buffer.from(text.replaceAll(/,\d+,11\.40,/g, ',,11.40,'), 'latin1')) };
  });
  const outside = (knowledge?: ServiceKnowledge) =>
    beginSchedule(checkFiles(files).units, knowledge)
      .terms.filter(({ inLimit }) => !inLimit)
      .map(({ serviceCode }) => serviceCode);

  it('is asked of the table of codes where 第7表 says nothing, and nothing is outside where neither tells', () => {
    const knowledge: ServiceKnowledge = {
      kindOf: (code) => ({ kind: 'addition', basis: 'month', inLimit: code !== '116275' }),
    };
    expect(outside(knowledge)).toEqual(['116275']);
    expect(outside()).toEqual([]);
  });
});
