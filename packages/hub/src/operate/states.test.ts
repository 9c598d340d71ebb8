import {
  enrolOffice,
  signIn,
  signInAt,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const DAY_MS = 24 * 60 * 60 * 1000;

let hub: TestHub;
let care: TestOffice;
let operator: TestPerson;
let manager: TestPerson;
let visitor: TestPerson;

const inDays = (days: number) => new Date(hub.context.now().getTime() + days * DAY_MS).toISOString();
const office = (officeNumber: string) => ({ params: { officeNumber } });

beforeAll(async () => {
  hub = await startTestHub();
  const desk = await enrolOffice(hub, { officeNumber: '1300000000', name: '運営', serviceTypes: ['43'] });
  care = await enrolOffice(hub, { officeNumber: '1377700001', name: 'さくら居宅', serviceTypes: ['43'] });
  const visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  operator = await signIn(hub, desk, 'operator', '運営 太郎');
  manager = await signIn(hub, care, 'administrator', '佐藤 ケア');
  visitor = await signIn(hub, visit, 'administrator', '鈴木 一郎');
});
afterAll(() => hub.close());

describe('closing and succession', () => {
  it('signs everybody out, lets them fetch until the day, and shuts after it', async () => {
    const shop = await enrolOffice(hub, { officeNumber: '1372200001', serviceTypes: ['13'] });
    const person = await signIn(hub, shop, 'administrator');
    await submitSample(
      manager,
      care,
      shop,
      packInputFor(care.officeNumber, '43', shop.officeNumber, '13', hub.clock.now()),
    );
    const body = { reason: '廃止届を受けました', fetchUntil: inDays(30) };
    await operator.hub.call('operatorCloseOffice', { ...office(shop.officeNumber), body });
    await expect(person.hub.call('currentSession', {})).rejects.toMatchObject({ status: 401 });
    const again = await signInAt(hub, shop, person);
    const { items } = await again.hub.call('listTransmissions', { query: { box: 'inbox' } });
    expect(items).toHaveLength(1);
    const input = packInputFor(shop.officeNumber, '13', care.officeNumber, '43', hub.clock.now());
    await expect(
      submitSample(again, shop, care, {
        ...input,
        kind: 'message',
        edition: null,
        serial: null,
        files: [],
        message: 'a',
      }),
    ).rejects.toMatchObject({
      code: 'MSB-SUBMIT-SENDER-CLOSED',
    });
    await expect(
      submitSample(
        manager,
        care,
        shop,
        packInputFor(care.officeNumber, '43', shop.officeNumber, '13', hub.clock.now()),
      ),
    ).rejects.toMatchObject({ code: 'MSB-SUBMIT-RECIPIENT-UNLICENSED' });
    hub.clock.stopIn(31 * DAY_MS);
    await expect(signInAt(hub, shop, person)).rejects.toMatchObject({ code: 'MSB-OFFICE-CLOSED' });
    hub.clock.run();
  });

  it('shuts a session that is open when the day passes', async () => {
    const shop = await enrolOffice(hub, { officeNumber: '1372200002', serviceTypes: ['13'] });
    const person = await signIn(hub, shop, 'staff');
    const soon = hub.clock.after(60_000).toISOString();
    await operator.hub.call('operatorCloseOffice', {
      ...office(shop.officeNumber),
      body: { reason: '解約の申込み', fetchUntil: soon },
    });
    const again = await signInAt(hub, shop, person);
    await again.hub.call('currentSession', {});
    hub.clock.stopIn(120_000);
    await expect(again.hub.call('currentSession', {})).rejects.toMatchObject({ code: 'MSB-OFFICE-CLOSED' });
    hub.clock.run();
  });

  it('gives the old history to read to the new number alone, and names it to who addresses the old one', async () => {
    const before = await enrolOffice(hub, { officeNumber: '1378800001', serviceTypes: ['13'] });
    const after = await enrolOffice(hub, { officeNumber: '1378800002', serviceTypes: ['13'] });
    const { transmission } = await submitSample(
      manager,
      care,
      before,
      packInputFor(care.officeNumber, '43', before.officeNumber, '13', hub.clock.now()),
    );
    const body = { reason: '指定の更新で番号が変わりました', fetchUntil: inDays(30), successor: after.officeNumber };
    const unknown = { ...office(before.officeNumber), body: { ...body, successor: '9999999999' } };
    await expect(operator.hub.call('operatorMergeOffice', unknown)).rejects.toMatchObject({
      code: 'MSB-OFFICE-SUCCESSOR',
    });
    await operator.hub.call('operatorMergeOffice', { ...office(before.officeNumber), body });
    const heir = await signIn(hub, after, 'administrator');
    const inbox = { query: { box: 'inbox' as const, office: before.officeNumber } };
    expect((await heir.hub.call('listTransmissions', inbox)).items.map(({ id }) => id)).toEqual([transmission.id]);
    const { predecessors } = await heir.hub.call('listPartners', {});
    expect(predecessors).toEqual([{ officeNumber: before.officeNumber, name: expect.any(String) }]);
    expect((await visitor.hub.call('listPartners', {})).predecessors).toEqual([]);
    const { receipts } = await heir.hub.call('listReceipts', { params: { id: transmission.id } });
    expect(receipts).toHaveLength(2);
    await expect(visitor.hub.call('listTransmissions', inbox)).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    await expect(heir.hub.call('markOpened', { params: { id: transmission.id } })).rejects.toMatchObject({
      code: 'MSB-NOT-FOUND',
    });
    await expect(
      submitSample(
        manager,
        care,
        before,
        packInputFor(care.officeNumber, '43', before.officeNumber, '13', hub.clock.now()),
      ),
    ).rejects.toMatchObject({ code: 'MSB-SUBMIT-RECIPIENT-SUCCEEDED', reason: after.officeNumber });
    const { items } = await heir.hub.call('listOwnAudit', { query: {} });
    expect(items).toContainEqual(
      expect.objectContaining({ action: 'office.succeeds', subjectId: before.officeNumber }),
    );
    const detail = await operator.hub.call('operatorGetOffice', office(after.officeNumber));
    expect(detail.predecessors.map(({ officeNumber }) => officeNumber)).toEqual([before.officeNumber]);
  });
});
