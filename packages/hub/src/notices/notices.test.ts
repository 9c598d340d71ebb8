import { watchEvents } from '@musubi/client';
import { enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let hub: TestHub;
let operator: TestPerson;
let carer: TestPerson;
let visitor: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  const own = await enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] });
  const care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  operator = await signIn(hub, own, 'operator');
  carer = await signIn(hub, care, 'staff');
  visitor = await signIn(hub, visit, 'reader');
});
afterAll(() => hub.close());

const publish = (title: string, important = false) =>
  operator.hub.call('operatorAddNotice', { body: { title, body: '11月30日の夜に止まります。', important } });
const titles = async () => (await carer.hub.call('listNotices', {})).notices.map(({ title }) => title);

describe('notices', () => {
  it('reach every office, newest first, until they are taken back', async () => {
    const first = await publish('一つ目');
    const second = await publish('二つ目', true);
    expect(second).toMatchObject({ title: '二つ目', important: true });
    expect((await visitor.hub.call('listNotices', {})).notices).toEqual([second, first]);
    await operator.hub.call('operatorRemoveNotice', { params: { id: first.id } });
    expect(await titles()).toEqual(['二つ目']);
    await expect(operator.hub.call('operatorRemoveNotice', { params: { id: first.id } })).rejects.toMatchObject({
      code: 'MSB-NOT-FOUND',
    });
  });

  it('are heard by everybody who listens, and by those who missed them', async () => {
    const heard: string[][] = [[], []];
    const abort = new AbortController();
    const watching = [carer, visitor].map((person, at) =>
      watchEvents(
        person.hub,
        ({ name, transmissionId, draftId }) => heard[at]?.push([name, transmissionId, draftId].join()),
        abort.signal,
        '0',
      ),
    );
    const counts = () => heard.map((list) => list.length);
    await expect.poll(counts, { timeout: 5000 }).toEqual([2, 2]);
    await publish('三つ目');
    await expect.poll(counts, { timeout: 5000 }).toEqual([3, 3]);
    abort.abort();
    await Promise.all(watching);
    expect(new Set(heard.flat())).toEqual(new Set(['notice.published,,']));
  });

  it('are published by operators alone, and who did is on record', async () => {
    const body = { title: 'うそ', body: 'うそ', important: true };
    await expect(carer.hub.call('operatorAddNotice', { body })).rejects.toMatchObject({ code: 'MSB-AUTH-FORBIDDEN' });
    const rows = await hub.context.database.query<{ actor: string; action: string }>(
      "select distinct actor, action from audit_log where action like 'notice.%' order by action",
    );
    expect(rows).toEqual([
      { actor: operator.userId, action: 'notice.published' },
      { actor: operator.userId, action: 'notice.removed' },
    ]);
  });
});
