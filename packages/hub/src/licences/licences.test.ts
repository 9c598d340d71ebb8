import { HubProblem, verifySignedReport } from '@musubi/client';
import {
  anonymous,
  createClock,
  enrolCertificate,
  enrolOffice,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lastDayOf } from './days.js';
import { licencesEnding, renewDue } from './index.js';

let hub: TestHub;
let operator: TestPerson;
let partner: TestOffice;
let count = 0;

const day = (text: string, time = '10:00:00') => {
  hub.clock.stopAt(new Date(`${text}T${time}+09:00`));
};
const problem = (code: string) => expect.objectContaining({ constructor: HubProblem, code });

beforeAll(async () => {
  hub = await startTestHub({}, { clock: createClock(new Date('2026-11-21T00:00:00+09:00')) });
  operator = await signIn(
    hub,
    await enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] }),
    'operator',
  );
  partner = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'], name: 'みなと訪問看護' });
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.clock.run();
});

interface Joined {
  readonly office: TestOffice;
  readonly admin: TestPerson;
  /** Somebody's session is eight hours long: signs in again on the day the clock shows. */
  again(): Promise<TestPerson>;
}

/** An office that applied on a day and was approved, with its administrator. */
async function joined(on: string, campaignCode: string | null = null): Promise<Joined> {
  day(on);
  const officeNumber = `14720000${String(++count).padStart(2, '0')}`;
  operator = await signIn(hub, { ...partner, officeNumber: '1300000000', ...(await operatorKey()) }, 'operator');
  const { applicationNumber } = await anonymous(hub).call('apply', {
    body: {
      officeNumber,
      officeName: `居宅${officeNumber}`,
      corporationName: '合同会社みどり',
      serviceTypes: ['43'],
      contactName: '佐藤 緑',
      mailAddress: `midori-${count}@example.jp`,
      phone: '0450000001',
      campaignCode,
    },
  });
  await operator.hub.call('operatorApproveApplication', { params: { applicationNumber } });
  const office = { officeNumber, ...(await enrolCertificate(hub, officeNumber)) };
  const again = () => signIn(hub, office, 'administrator');
  return { office, admin: await again(), again };
}

async function operatorKey() {
  return enrolCertificate(hub, '1300000000');
}

const own = ({ hub: desk }: TestPerson) => desk.call('ownLicence', {});
const put = (code: string, change: object) =>
  operator.hub.call('operatorPutCampaign', {
    params: { campaignCode: code },
    body: {
      name: 'フリーパス',
      priceYen: 0,
      endsOn: null,
      months: 12,
      appliesFrom: '2026-06-01',
      appliesUntil: '2027-05-31',
      ...change,
    },
  });

describe('a licence', () => {
  it.each([
    ['2026-11-21', 12, '2027-11-20'],
    ['2027-03-01', 12, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-27'],
    ['2028-02-29', 12, '2029-02-27'],
  ])('from %s for %i months ends on %s', (from, months, end) => expect(lastDayOf(from, months)).toBe(end));

  it('costs 21,000 yen a year, renews by itself on its last day, and not when switched off', async () => {
    const keeps = await joined('2026-11-21');
    expect(await own(keeps.admin)).toMatchObject({
      automaticRenewal: true,
      licensedUntil: '2027-11-20T14:59:59.999Z',
      licences: [{ name: '年間ライセンス', priceYen: 21_000, startsOn: '2026-11-21', endsOn: '2027-11-20' }],
    });
    const leaves = await joined('2026-11-21');
    await leaves.admin.hub.call('changeLicence', { body: { automaticRenewal: false } });
    day('2027-11-19', '23:59:00');
    await renewDue(hub.context);
    expect((await own(await keeps.again())).licences).toHaveLength(1);
    const ending = (await licencesEnding(hub.context, 2)).map(({ officeNumber }) => officeNumber);
    expect(ending).toContain(leaves.office.officeNumber);
    expect(ending).not.toContain(keeps.office.officeNumber);
    day('2027-11-20', '00:00:01');
    await renewDue(hub.context);
    await renewDue(hub.context);
    expect((await own(await keeps.again())).licences).toMatchObject([
      { startsOn: '2027-11-21', endsOn: '2028-11-20', origin: 'automatic', priceYen: 21_000 },
      { startsOn: '2026-11-21', origin: 'application' },
    ]);
    expect((await own(await leaves.again())).licences).toHaveLength(1);
    day('2027-11-21');
    const sample = packInputFor(leaves.office.officeNumber, '43', partner.officeNumber, '13', hub.context.now());
    await expect(submitSample(await leaves.again(), leaves.office, partner, sample)).rejects.toEqual(
      problem('MSB-SUBMIT-SENDER-UNLICENSED'),
    );
  });

  it('can be renewed early, once, without losing a day', async () => {
    const { admin } = await joined('2026-11-21');
    const [next] = (await own(admin)).offers;
    expect(next).toMatchObject({ campaignCode: null, startsOn: '2027-11-21', endsOn: '2028-11-20' });
    const both = await Promise.allSettled(
      [1, 2].map(() => admin.hub.call('renewLicence', { body: { campaignCode: null } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await own(admin)).toMatchObject({ offers: [], licensedUntil: '2028-11-20T14:59:59.999Z' });
    await expect(admin.hub.call('renewLicence', { body: { campaignCode: null } })).rejects.toEqual(
      problem('MSB-LICENCE-RENEWED'),
    );
  });

  it('that ended starts anew on the day of the renewal', async () => {
    const { admin, again } = await joined('2026-11-21');
    await admin.hub.call('changeLicence', { body: { automaticRenewal: false } });
    day('2028-01-10');
    const renewed = await (await again()).hub.call('renewLicence', { body: { campaignCode: null } });
    expect(renewed.licences[0]).toMatchObject({ startsOn: '2028-01-10', endsOn: '2029-01-09', origin: 'renewal' });
  });
});

describe('leaving', () => {
  it('ends on the chosen day, stops the renewal, and can be taken back', async () => {
    const { admin } = await joined('2026-11-21');
    for (const on of ['2026-11-20', '2027-11-21'])
      await expect(admin.hub.call('cancelLicence', { body: { on } })).rejects.toEqual(problem('MSB-LICENCE-DAY'));
    await expect(admin.hub.call('keepLicence', {})).rejects.toEqual(problem('MSB-LICENCE-DAY'));
    expect(await admin.hub.call('cancelLicence', { body: { on: '2026-12-31' } })).toMatchObject({
      cancelledOn: '2026-12-31',
      automaticRenewal: false,
      licensedUntil: '2026-12-31T14:59:59.999Z',
      offers: [],
    });
    for (const call of [
      () => admin.hub.call('changeLicence', { body: { automaticRenewal: true } }),
      () => admin.hub.call('renewLicence', { body: { campaignCode: null } }),
    ])
      await expect(call()).rejects.toEqual(problem('MSB-LICENCE-CANCELLED'));
    expect(await admin.hub.call('keepLicence', {})).toMatchObject({
      cancelledOn: null,
      licensedUntil: '2027-11-20T14:59:59.999Z',
    });
  });

  it('of an office that an operator registered can be taken back, and renewed by itself, as well', async () => {
    day('2026-11-21');
    const licensedUntil = new Date('2027-02-28T14:59:59.999Z');
    const office = await enrolOffice(hub, { officeNumber: '1479999999', serviceTypes: ['43'], licensedUntil });
    const admin = await signIn(hub, office, 'administrator');
    await admin.hub.call('cancelLicence', { body: { on: '2026-12-01' } });
    expect(await admin.hub.call('keepLicence', {})).toMatchObject({ licensedUntil: licensedUntil.toISOString() });
    await admin.hub.call('changeLicence', { body: { automaticRenewal: true } });
    day('2027-02-28');
    await renewDue(hub.context);
    const { licences } = await own(await signIn(hub, office, 'administrator'));
    expect(licences).toMatchObject([{ startsOn: '2027-03-01', endsOn: '2028-02-29', origin: 'automatic' }]);
  });

  it('leaves what came readable and sends nothing any more', async () => {
    const { admin, office, again } = await joined('2026-11-21');
    await admin.hub.call('cancelLicence', { body: { on: '2026-11-21' } });
    day('2026-11-22');
    const late = await again();
    const sample = packInputFor(office.officeNumber, '43', partner.officeNumber, '13', hub.context.now());
    await expect(submitSample(late, office, partner, sample)).rejects.toEqual(problem('MSB-SUBMIT-SENDER-UNLICENSED'));
    expect((await late.hub.call('listTransmissions', { query: { box: 'inbox' } })).items).toEqual([]);
  });
});

describe('campaigns are data', () => {
  it('for months or to a day, each once per office, and nobody is billed afterwards unasked', async () => {
    const first = await joined('2026-11-21');
    await put('PASS12', {});
    await put('SPRING', { name: '春まで無料', months: null, endsOn: '2027-03-31' });
    const { offers } = await anonymous(hub).call('applicationOptions', {});
    expect(offers).toMatchObject([
      { campaignCode: 'PASS12', endsOn: '2027-11-20', priceYen: 0 },
      { campaignCode: 'SPRING', endsOn: '2027-03-31', priceYen: 0 },
      { campaignCode: null, endsOn: '2027-11-20', priceYen: 21_000 },
    ]);
    const free = await joined('2026-11-21', 'SPRING');
    expect(await own(free.admin)).toMatchObject({
      automaticRenewal: false,
      licences: [{ name: '春まで無料', priceYen: 0, endsOn: '2027-03-31' }],
      offers: [{ campaignCode: 'PASS12', startsOn: '2027-04-01', endsOn: '2028-03-31' }, { campaignCode: null }],
    });
    await expect(free.admin.hub.call('renewLicence', { body: { campaignCode: 'SPRING' } })).rejects.toEqual(
      problem('MSB-CAMPAIGN-CLOSED'),
    );
    await free.admin.hub.call('renewLicence', { body: { campaignCode: 'PASS12' } });
    expect((await own(first.admin)).offers.map(({ campaignCode }) => campaignCode)).toEqual(['PASS12', null]);
  });

  it('close, can be changed, and go only while unused', async () => {
    const { admin } = await joined('2026-11-21');
    await put('SHORT', { appliesUntil: '2026-11-30' });
    await expect(put('BOTH', { endsOn: '2027-01-01' })).rejects.toEqual(problem('MSB-REQUEST-INVALID'));
    expect((await own(admin)).offers.some(({ campaignCode }) => campaignCode === 'SHORT')).toBe(true);
    await put('SHORT', { appliesUntil: '2026-11-20' });
    expect((await own(admin)).offers.some(({ campaignCode }) => campaignCode === 'SHORT')).toBe(false);
    const remove = (campaignCode: string) => operator.hub.call('operatorRemoveCampaign', { params: { campaignCode } });
    await remove('SHORT');
    await expect(remove('SHORT')).rejects.toEqual(problem('MSB-NOT-FOUND'));
    await expect(remove('SPRING')).rejects.toEqual(problem('MSB-CAMPAIGN-USED'));
    const { campaigns } = await operator.hub.call('operatorListCampaigns', {});
    expect(campaigns.map(({ code }) => code)).toEqual(['PASS12', 'SPRING']);
  });
});

it('operators page through all licences by their end', async () => {
  await joined('2026-11-21');
  const all = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = { limit: 2, ...(cursor ? { cursor } : {}) };
    const page: { items: { id: string; endsOn: string }[]; next: string | null } = await operator.hub.call(
      'operatorListLicences',
      { query },
    );
    all.push(...page.items);
    cursor = page.next;
  }
  expect(all.length).toBeGreaterThan(8);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.map(({ endsOn }) => endsOn)).toEqual(all.map(({ endsOn }) => endsOn).sort());
});

it('the facts of a proof count partners data really reached', async () => {
  const { admin, office } = await joined('2026-11-21');
  const facts = () => admin.hub.call('enrolmentFacts', {});
  const at = hub.context.now();
  const sent = await submitSample(
    admin,
    office,
    partner,
    packInputFor(office.officeNumber, '43', '1375400014', '13', at),
  );
  expect(await facts()).toMatchObject({ registeredOn: '2026-11-21', partners: [] });
  await hub.context.database.query('update transmissions set handed_over_at = $2 where id = $1', [
    sent.transmission.id,
    at,
  ]);
  expect((await facts()).partners).toEqual([
    { officeNumber: '1375400014', name: 'みなと訪問看護', since: '2026-11-21', lastOn: '2026-11-21', count: 1 },
  ]);

  const pdf = await admin.hub.call('enrolmentProof', {});
  const receipts = hub.certificates.keys.receipts.chain.map(({ fingerprint }) => fingerprint);
  const pins = { offices: [], receipts };
  const verdict = await verifySignedReport(pdf instanceof Uint8Array ? pdf : new Uint8Array(), pins);
  expect(verdict).toMatchObject({ proof: 'proven', signedBy: 'hub' });
  const [audit] = await hub.context.database.query(
    "select 1 from audit_log where action = 'enrolment-proof.issued' and office_number = $1",
    [office.officeNumber],
  );
  expect(audit).toBeDefined();
});
