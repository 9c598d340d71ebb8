import { connected, signIn, type TestPerson } from '@musubi/testkit';
import { hubTest as it } from '@musubi/testkit/fixtures';
import { expect } from 'vitest';

const rowsOf = async (reader: TestPerson, actor: string) =>
  (await reader.hub.call('listOwnAudit', { query: { limit: 200 } })).items.filter((row) => row.actor === actor);

it('L4: what somebody may not do, and a session shown elsewhere or after its end, leaves a row; floods leave few', async ({
  hub,
  care,
  administrator,
}) => {
  const staff = await signIn(hub, care, 'staff');
  for (let time = 0; time < 9; time++) await staff.hub.call('listPeople', {}).catch(() => {});
  const elsewhere = connected(hub, staff.answer.token, { ...staff.terminal, secret: 'x'.repeat(43) });
  await elsewhere.call('summary', {}).catch(() => {});
  await staff.hub.call('logout', {});
  await staff.hub.call('summary', {}).catch(() => {});
  const refused = (await rowsOf(administrator, staff.userId)).filter(({ action }) => action === 'access.refused');
  const told = refused.map(({ subjectId, detail, outcome }) => `${subjectId} ${detail} ${outcome}`);
  expect(told.filter((one) => one === 'GET /v1/people MSB-AUTH-FORBIDDEN refused')).toHaveLength(5);
  expect(told).toContain('GET /v1/summary MSB-AUTH-TERMINAL-MISMATCH refused');
  expect(told).toContain('GET /v1/summary MSB-AUTH-EXPIRED refused');
  for (const { terminalId, requestId } of refused) {
    expect(terminalId).toBe(staff.terminal.id);
    expect(requestId).not.toBeNull();
  }
});

it('L4: every row that a person makes names their terminal and the request', async ({ administrator }) => {
  const { userId, terminal } = administrator;
  await administrator.hub.call('addPerson', { body: { displayName: '新人 さくら', role: 'staff' } });
  await administrator.hub.call('setOfficeRules', { body: { requiresOneTimeCode: false } });
  const { certificates } = await administrator.hub.call('listOwnCertificates', {});
  expect(certificates).toHaveLength(1);
  const rows = await rowsOf(administrator, userId);
  expect(rows.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['account.added', 'office.rules-changed', 'session.opened']),
  );
  expect(rows.filter(({ terminalId }) => terminalId !== terminal.id).map(({ action }) => action)).toEqual([]);
  expect(rows.filter(({ requestId }) => requestId === null).map(({ action }) => action)).toEqual([]);
});
