import {
  connected,
  enrolOffice,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let hub: TestHub;
let office: TestOffice;
let admin: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  admin = await signIn(hub, office, 'administrator');
});
afterAll(() => hub.close());

const rowsOf = async (actor: string) =>
  (await admin.hub.call('listOwnAudit', { query: { limit: 200 } })).items.filter((row) => row.actor === actor);

it('L4: what somebody may not do, and a session shown elsewhere or after its end, leaves a row; floods leave few', async () => {
  const staff = await signIn(hub, office, 'staff');
  for (let time = 0; time < 9; time++) await staff.hub.call('listPeople', {}).catch(() => {});
  const elsewhere = connected(hub, staff.answer.token, { ...staff.terminal, secret: 'x'.repeat(43) });
  await elsewhere.call('summary', {}).catch(() => {});
  await staff.hub.call('logout', {});
  await staff.hub.call('summary', {}).catch(() => {});
  const refused = (await rowsOf(staff.userId)).filter(({ action }) => action === 'access.refused');
  const told = refused.map(({ subjectId, detail, outcome }) => `${subjectId} ${detail} ${outcome}`);
  expect(told.filter((one) => one === 'GET /v1/people MSB-AUTH-FORBIDDEN refused')).toHaveLength(5);
  expect(told).toContain('GET /v1/summary MSB-AUTH-TERMINAL-MISMATCH refused');
  expect(told).toContain('GET /v1/summary MSB-AUTH-EXPIRED refused');
  for (const { terminalId, requestId } of refused) {
    expect(terminalId).toBe(staff.terminal.id);
    expect(requestId).not.toBeNull();
  }
});

it('L4: every row that a person makes names their terminal and the request', async () => {
  const { userId, terminal } = admin;
  await admin.hub.call('addPerson', { body: { displayName: '新人 さくら', role: 'staff' } });
  await admin.hub.call('setOfficeRules', { body: { requiresOneTimeCode: false } });
  const { certificates } = await admin.hub.call('listOwnCertificates', {});
  expect(certificates).toHaveLength(1);
  const rows = await rowsOf(userId);
  expect(rows.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['account.added', 'office.rules-changed', 'session.opened']),
  );
  expect(rows.filter(({ terminalId }) => terminalId !== terminal.id).map(({ action }) => action)).toEqual([]);
  expect(rows.filter(({ requestId }) => requestId === null).map(({ action }) => action)).toEqual([]);
});
