import { enrolOffice, signIn, startTestHub, type TestHub, type TestOffice, type TestPerson } from '@musubi/testkit';
import { packInputFor, type SampleInput, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumeOffice, revokeCertificate, suspendOffice } from '../index.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let hub: TestHub;
let care: TestOffice;
let visit: TestOffice;
let carer: TestPerson;
let visitor: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43', '11'], name: 'ケアプランひまわり' });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'], name: 'みなと訪問看護' });
  const centre = await enrolOffice(hub, { officeNumber: '1376800050', serviceTypes: ['46'], name: '包括支援センター' });
  carer = await signIn(hub, care, 'staff');
  visitor = await signIn(hub, visit, 'reader');
  stranger = await signIn(hub, centre, 'staff');
});
afterAll(() => hub.close());

const send = async (change: Partial<SampleInput> = {}) => {
  const input = { ...packInputFor('1377700001', '43', '1375400014', '13', hub.context.now()), ...change };
  return (await submitSample(carer, care, visit, input)).transmission;
};
const message: Partial<SampleInput> = {
  files: [],
  kind: 'message',
  edition: null,
  serial: null,
  serviceMonth: null,
  message: '連絡',
};
/** Handover and decision are tested where they live; here only what is counted matters. */
const setState = (id: string, set: string, values: readonly unknown[] = []) =>
  hub.context.database.query(`update transmissions set ${set} where id = $1`, [id, ...values]);

async function later<T>(days: number, act: () => Promise<T>): Promise<T> {
  hub.clock.stopIn(days * DAY_MS);
  // Sessions last hours: what is looked at days later is looked at by somebody signed in again.
  await hub.context.database.query(
    "update sessions set expires_at = $1::timestamptz + interval '1 hour', ends_at = $1::timestamptz + interval '1 hour', last_used_at = $1",
    [hub.clock.now()],
  );
  try {
    return await act();
  } finally {
    hub.clock.run();
    await hub.context.database.query('update sessions set last_used_at = $1', [hub.clock.now()]);
  }
}

describe('the overview', () => {
  it('counts what waits on both sides, and nothing of other offices', async () => {
    const [opened, unopened, recalled, rejected] = [await send(), await send(), await send(), await send()];
    await send();
    await send(message);
    await setState(opened.id, "delivery = 'handedOver', opened_at = $2", [hub.clock.now()]);
    await setState(unopened.id, "delivery = 'handedOver'");
    await setState(recalled.id, "delivery = 'recalled'");
    await setState(rejected.id, "delivery = 'handedOver', opened_at = $2, decision = 'rejected', decided_at = $2", [
      hub.clock.now(),
    ]);
    const nothing = { unretrieved: 0, unopened: 0, expiringSoon: 0, notFetched: 0, rejected: 0 };
    expect(await visitor.hub.call('summary', {})).toEqual({ ...nothing, unretrieved: 2, unopened: 1 });
    expect(await carer.hub.call('summary', {})).toEqual({ ...nothing, rejected: 1 });
    expect(await stranger.hub.call('summary', {})).toEqual(nothing);
    await later(2.9, async () => expect(await carer.hub.call('summary', {})).toMatchObject({ notFetched: 0 }));
    await later(3.1, async () => expect(await carer.hub.call('summary', {})).toMatchObject({ notFetched: 2 }));
    await later(30.5, async () => expect(await carer.hub.call('summary', {})).toMatchObject({ rejected: 0 }));
    await later(78, async () => expect(await visitor.hub.call('summary', {})).toMatchObject({ expiringSoon: 0 }));
    await later(80, async () =>
      expect(await visitor.hub.call('summary', {})).toMatchObject({ unretrieved: 2, expiringSoon: 2 }),
    );
    await later(94, async () =>
      expect(await visitor.hub.call('summary', {})).toMatchObject({ unretrieved: 0, expiringSoon: 0 }),
    );
  });

  it('lists whom an office exchanged data with, the latest first, and keeps up', async () => {
    const before = (await visitor.hub.call('listPartners', {})).partners;
    expect(before).toMatchObject([
      {
        officeNumber: '1377700001',
        name: 'ケアプランひまわり',
        serviceTypes: ['11', '43'],
        canReceive: true,
        unopened: 3, // fetched or not
      },
    ]);
    const latest = await send();
    const input = packInputFor('1377700001', '43', '1376800050', '46', hub.context.now());
    const other = await submitSample(carer, care, visit, { ...input, ...message });
    expect((await visitor.hub.call('listPartners', {})).partners[0]).toMatchObject({ lastAt: latest.submittedAt });
    const partners = (await carer.hub.call('listPartners', {})).partners;
    expect(partners.map(({ officeNumber, lastAt, unopened }) => ({ officeNumber, lastAt, unopened }))).toEqual([
      { officeNumber: '1376800050', lastAt: other.transmission.submittedAt, unopened: 0 },
      { officeNumber: '1375400014', lastAt: latest.submittedAt, unopened: 0 },
    ]);
  });

  it('shows schedules and actuals of a month by partner, without deletions and recalled ones', async () => {
    const month = '202610';
    const partnersFor = async (person: TestPerson) =>
      (await person.hub.call('monthOverview', { params: { month } })).partners;
    const [own] = await partnersFor(carer);
    expect(own).toMatchObject({
      officeNumber: '1375400014',
      name: 'みなと訪問看護',
      schedulesSent: 5,
      schedulesReceived: 0,
      actualsSent: 0,
      actualsReceived: 0,
      notFetched: 2,
      lastReceivedAt: null,
    });
    const [actuals, deletion] = [await send(), await send()];
    await setState(actuals.id, "kind = 'actuals', sender_office = $2, recipient_office = $3", [
      '1375400014',
      '1377700001',
    ]);
    await setState(deletion.id, "kind = 'schedule-deletion'");
    expect(await partnersFor(carer)).toEqual([{ ...own, actualsReceived: 1, lastReceivedAt: actuals.submittedAt }]);
    expect(await partnersFor(visitor)).toMatchObject([{ schedulesReceived: 5, actualsSent: 1, notFetched: 1 }]);
    expect(await partnersFor(stranger)).toEqual([]);
    const { partners } = await carer.hub.call('monthOverview', { params: { month: '202611' } });
    expect(partners).toEqual([]);
  });
});

describe('the search for offices', () => {
  const find = async (search: string) =>
    (await stranger.hub.call('searchOffices', { query: { search } })).items.map(({ officeNumber }) => officeNumber);

  it('finds by the beginning of the number, full width too, and by a part of the name; nothing by wildcards', async () => {
    expect(await find('13754')).toEqual(['1375400014']);
    expect(await find('１３７')).toEqual(['1375400014', '1376800050', '1377700001']);
    expect(await find('400014')).toEqual([]);
    expect(await find('ひまわり')).toEqual(['1377700001']);
    expect([await find('%'), await find('_')]).toEqual([[], []]);
  });

  it('goes page by page', async () => {
    const first = await stranger.hub.call('searchOffices', { query: { search: '137', limit: 2 } });
    const cursor = first.next ?? '';
    const second = await stranger.hub.call('searchOffices', { query: { search: '137', limit: 2, cursor } });
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
  });

  it('says who can receive: licensed, not suspended, with a valid certificate', async () => {
    const canReceive = async () =>
      (await stranger.hub.call('searchOffices', { query: { search: '1379900' } })).items.map((one) => one.canReceive);
    const office = await enrolOffice(hub, { officeNumber: '1379900001', serviceTypes: ['15'] });
    expect(await canReceive()).toEqual([true]);
    const act = { caller: { userId: 'test', officeNumber: '', terminalId: '' }, reason: '試験のため' };
    await suspendOffice(hub.context, office.officeNumber, act);
    expect(await canReceive()).toEqual([false]);
    await resumeOffice(hub.context, office.officeNumber, act);
    const { fingerprint } = office.identity.certificate;
    await revokeCertificate(hub.context, hub.certificates, fingerprint, 'superseded', 'test');
    expect(await canReceive()).toEqual([false]);
  });
});
