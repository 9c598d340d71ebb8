import { readFileSync } from 'node:fs';
import type { DirectoryQuery } from '@musubi/contract';
import {
  anonymous,
  enrolCertificate,
  enrolOffice,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
} from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOffice, closeOffice, importDirectory, measurePaces, resumeOffice, suspendOffice } from '../index.js';

const EXCERPT = readFileSync(new URL('../../../../test/fixtures/registry/jigyosho_120.csv', import.meta.url));
/** In the excerpt: an office of 札幌市北区. */
const SAPPORO = '0170210231';

let hub: TestHub;
let sapporo: TestOffice;

beforeAll(async () => {
  hub = await startTestHub();
  const file = (async function* () {
    yield new Uint8Array(EXCERPT);
  })();
  await importDirectory(hub.context, { file, edition: '2025-12', actor: 'test' });
  sapporo = await enrolOffice(hub, { officeNumber: SAPPORO, name: 'サンクリーン札幌北', serviceTypes: ['12', '62'] });
  await enrolOffice(hub, { officeNumber: '1377700001', name: 'けやきケアプランセンター', serviceTypes: ['43'] });
});
afterAll(() => hub.close());

const search = (query: DirectoryQuery) => anonymous(hub).call('searchDirectory', { query });
const numbers = async (query: DirectoryQuery) => (await search(query)).items.map(({ officeNumber }) => officeNumber);

describe('searching without a session', () => {
  it('finds by the beginning of the number and by parts of name or kana, whatever their width, kana and case', async () => {
    expect(await numbers({ search: '01702102' })).toContain(SAPPORO);
    expect(await numbers({ search: '０１７０２１０２３１' })).toEqual([SAPPORO]);
    for (const text of [
      'さんくりーん 札幌北',
      'サンクリーン札幌北',
      'ｻﾝｸﾘｰﾝ　札幌',
      'アサヒサンクリーンザイタク 札幌北',
    ])
      expect(await numbers({ search: text }), text).toContain(SAPPORO);
    expect(await numbers({ search: 'けやきけあぷらん' })).toEqual(['1377700001']);
    expect(await numbers({ search: '欅' })).toEqual([]);
    expect(await numbers({ search: "';%_\\" })).toEqual([]);
  });

  it('filters by place, service, edition and participation', async () => {
    expect(await numbers({ prefecture: '01', participating: 'yes' })).toEqual([SAPPORO]);
    expect(await numbers({ municipality: '01102', serviceType: '62' })).toEqual([SAPPORO]);
    expect(await numbers({ municipality: '01100', serviceType: '62' })).toEqual([SAPPORO]); // the city has its wards
    expect(await numbers({ serviceType: '43' })).toEqual(['1377700001']);
    expect(await numbers({ edition: '4.1' })).toEqual([SAPPORO, '1377700001']);
    expect(await numbers({ edition: '3' })).toEqual([]);
    expect(await numbers({ prefecture: '13', participating: 'yes', search: 'けやき' })).toEqual(['1377700001']);
  });

  it('pages through everything once, and says how many', async () => {
    const all: string[] = [];
    let page = await search({ limit: 30 });
    expect(page.count).toBe(197);
    for (;;) {
      all.push(...page.items.map(({ officeNumber }) => officeNumber));
      if (!page.next) break;
      page = await search({ limit: 30, cursor: page.next });
      expect(page.count).toBeNull();
    }
    expect(new Set(all).size).toBe(197);
    expect(all).toEqual(all.toSorted());
  });

  it('counts by prefecture and by municipality', async () => {
    const { areas } = await anonymous(hub).call('countAreas', { query: {} });
    expect(areas.reduce((sum, { offices }) => sum + offices, 0)).toBe(197);
    expect(areas.find(({ code }) => code === '01')).toMatchObject({ participating: 1 });
    const wards = await anonymous(hub).call('countAreas', { query: { prefecture: '01' } });
    expect(wards.areas.find(({ code }) => code === '01102')).toMatchObject({ participating: 1 });
    const planners = await anonymous(hub).call('countAreas', { query: { serviceType: '43' } });
    expect(planners.areas).toEqual([{ code: '13', offices: 1, participating: 1 }]);
  });
});

describe('taking part', () => {
  const participates = async (officeNumber: string) =>
    (await anonymous(hub).call('getDirectoryOffice', { params: { officeNumber } })).participating;

  it('ends with suspension, licence or certificate, and begins again', async () => {
    const number = '1311100009';
    const change = (given: Parameters<typeof changeOffice>[2]) => changeOffice(hub.context, number, given, 'test');
    await enrolOffice(hub, { officeNumber: number, serviceTypes: ['11'], licensedUntil: null });
    expect(await participates(number)).toBe(false);
    await change({ licensedUntil: hub.clock.after(86_400_000) });
    expect(await participates(number)).toBe(true);
    const act = { caller: { userId: 'test', officeNumber: '', terminalId: '' }, reason: '試験のため' };
    await suspendOffice(hub.context, number, act);
    expect(await participates(number)).toBe(false);
    await resumeOffice(hub.context, number, act);
    expect(await participates(number)).toBe(true);
    hub.clock.stopIn(2 * 86_400_000);
    expect(await participates(number)).toBe(false);
    hub.clock.run();
    await hub.context.database.query('update certificates set revoked_at = $2 where office_number = $1', [
      number,
      hub.clock.now(),
    ]);
    expect(await participates(number)).toBe(false);
    await enrolCertificate(hub, number);
    expect(await participates(number)).toBe(true);
    hub.clock.run();
    await change({ licensedUntil: hub.clock.after(86_400_000) });
    expect(await participates(number)).toBe(true);
    await closeOffice(hub.context, number, { ...act, fetchUntil: hub.clock.after(86_400_000) });
    expect(await participates(number)).toBe(false);
  });

  it('stays visible when the contact is hidden, and the contact leaves the hub nowhere', async () => {
    const admin = await signIn(hub, sapporo, 'administrator');
    const before = await anonymous(hub).call('getDirectoryOffice', { params: { officeNumber: SAPPORO } });
    expect(before).toMatchObject({ participating: true, contactHidden: false, contact: { phone: '050-3625-3862' } });
    const profile = { showContact: false, editions: ['3', '4.1'] as ('3' | '4.1')[], note: '午後に受け取ります' };
    expect(await admin.hub.call('setOfficeProfile', { body: profile })).toEqual(profile);
    expect(await admin.hub.call('getOfficeProfile', {})).toEqual(profile);
    const after = await anonymous(hub).call('getDirectoryOffice', { params: { officeNumber: SAPPORO } });
    expect(after).toMatchObject({ participating: true, contactHidden: true, contact: null, note: profile.note });
    expect(after.since).not.toBeNull();
    const answers = [
      after,
      await search({ search: SAPPORO }),
      await admin.hub.call('findOffice', { params: { officeNumber: SAPPORO } }),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/3625-3862|麻生町/);
    expect(await numbers({ edition: '3' })).toEqual([SAPPORO]);
    const [audit] = await hub.context.database.query<{ count: number }>(
      "select count(*)::int as count from audit_log where action = 'office.profile-changed' and subject_id = $1",
      [SAPPORO],
    );
    expect(audit?.count).toBe(1);
  });

  it('tells in words how soon an office fetches, from five transmissions on', async () => {
    const care = await enrolOffice(hub, { officeNumber: '1377700019', serviceTypes: ['43'] });
    const nursing = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
    const sender = await signIn(hub, care);
    const pace = async () => {
      await measurePaces(hub.context);
      return (await anonymous(hub).call('getDirectoryOffice', { params: { officeNumber: '1375400014' } })).pace;
    };
    for (let sent = 1; sent <= 5; sent++) {
      expect(await pace()).toBeNull();
      const input = packInputFor('1377700019', '43', '1375400014', '13', hub.clock.now());
      const { transmission } = await submitSample(sender, care, nursing, input);
      await hub.context.database.query(
        "update transmissions set delivery = 'handedOver', handed_over_at = submitted_at + interval '20 hours' where id = $1",
        [transmission.id],
      );
    }
    expect(await pace()).toBe('nextDay');
  });
});

it('looks up many recipients at once, the unknown apart', async () => {
  const person = await signIn(hub, sapporo);
  const { offices, unknown } = await person.hub.call('findOffices', {
    body: { officeNumbers: ['1377700001', SAPPORO, '9999999999', '1377700001'] },
  });
  expect(
    offices.map(({ officeNumber, canReceive, certificates }) => [officeNumber, canReceive, certificates.length]),
  ).toEqual([
    ['1377700001', true, 1],
    [SAPPORO, true, 1],
  ]);
  expect(unknown).toEqual(['9999999999']);
  const many = Array.from({ length: 301 }, (_, at) => String(1_000_000_000 + at));
  await expect(person.hub.call('findOffices', { body: { officeNumbers: many } })).rejects.toMatchObject({
    status: 400,
  });
});

describe('the office that runs the hub', () => {
  const DESK = '1300000000';
  const counted = async () =>
    (await anonymous(hub).call('countAreas', { query: { prefecture: '13', serviceType: '46' } })).areas;

  it('is not among those who take part, for operators only, until somebody works there', async () => {
    const desk = await enrolOffice(hub, { officeNumber: DESK, name: '連携基盤 運営', serviceTypes: ['46'] });
    const operator = await signIn(hub, desk, 'operator');
    expect(await numbers({ search: DESK })).toEqual([]);
    expect(await numbers({ serviceType: '46' })).toEqual([]);
    expect(await counted()).toEqual([]);
    await expect(anonymous(hub).call('getDirectoryOffice', { params: { officeNumber: DESK } })).rejects.toMatchObject({
      code: 'MSB-OFFICE-UNKNOWN',
    });
    const { items } = await operator.hub.call('operatorListOffices', { query: { search: DESK } });
    expect(items.map(({ officeNumber }) => officeNumber)).toEqual([DESK]);
    const colleague = await signIn(hub, sapporo, 'staff');
    expect((await colleague.hub.call('searchOffices', { query: { search: DESK } })).items).toEqual([]);
    await signIn(hub, desk, 'staff');
    expect(await numbers({ serviceType: '46', participating: 'yes' })).toEqual([DESK]);
  });
});
