import { loginPerson } from '@musubi/client';
import {
  anonymous,
  enrolOffice,
  PASSWORD,
  signIn,
  signInAt,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAccount, closeIncident, listIncidents, officeUserId, resetPassword } from '../index.js';

let hub: TestHub;
let office: TestOffice;
let asking: TestPerson;
let second: TestPerson;
let victim: TestPerson;
const reason = 'スマートフォンをなくしたため';

beforeAll(async () => {
  hub = await startTestHub();
  office = await enrolOffice(hub, { officeNumber: '9999900001', serviceTypes: ['43'] });
  asking = await signIn(hub, office, 'operator', '運営 一郎');
  second = await signIn(hub, office, 'operator', '運営 二郎');
  victim = await signIn(hub, office, 'operator', '運営 三郎');
});
afterAll(() => hub.close());

const actOn = (by: TestPerson, { userId }: TestPerson, action: 'enable' | 'reset-second-factor') =>
  by.hub.call('operatorActOnPerson', { params: { userId }, body: { action, reason } });
const resetBy = (by: TestPerson, { userId }: TestPerson) =>
  by.hub.call('operatorResetPassword', {
    params: { officeNumber: office.officeNumber, personId: userId },
    body: { reason },
  });
const waiting = async () => (await second.hub.call('operatorListActs', {})).acts;
const decide = (by: TestPerson, actId: string, confirmed = true) =>
  by.hub.call('operatorDecideAct', { params: { actId }, body: { confirmed } });

describe('M9: no operator becomes another one alone', () => {
  it('resetting factor and password changes nothing and shows nothing to who asks', async () => {
    expect(await actOn(asking, victim, 'reset-second-factor')).toMatchObject({
      waitsForSecond: true,
      oneTimeCodeEnabled: true,
    });
    expect(await resetBy(asking, victim)).toEqual({
      initialPassword: null,
      passwordExpiresAt: null,
      waitsForSecond: true,
    });
    await victim.hub.call('currentSession', {});
    await expect(signInAt(hub, office, victim)).rejects.toMatchObject({ code: 'MSB-AUTH-ONE-TIME-CODE-REQUIRED' });
    const { items } = await second.hub.call('operatorListAlerts', { query: {} });
    expect(items.map(({ kind }) => kind)).toContain('operator-act-asked');
  });

  it('neither who asked nor whom it is about confirms it', async () => {
    for (const { id } of await waiting())
      for (const party of [asking, victim])
        await expect(decide(party, id)).rejects.toMatchObject({ code: 'MSB-OPERATOR-SECOND' });
    expect(await waiting()).toHaveLength(2);
  });

  it('a second operator does, once; the password is theirs to hand over, and both are on record', async () => {
    const acts = await waiting();
    const password = acts.find(({ kind }) => kind === 'reset-password');
    const factor = acts.find(({ kind }) => kind === 'reset-second-factor');
    expect((await decide(second, factor?.id ?? '')).initialPassword).toBeNull();
    const tries = await Promise.allSettled([0, 1, 2].map(() => decide(second, password?.id ?? '')));
    const done = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(done).toHaveLength(1);
    const login = { ...victim, password: done[0]?.initialPassword ?? '' };
    expect((await signInAt(hub, office, login)).session.mustChangePassword).toBe(true);
    const { items } = await second.hub.call('operatorListAudit', { query: { limit: 100 } });
    const acted = items
      .filter(({ subjectId }) => subjectId === victim.userId)
      .map(({ action, actor }) => [action, actor]);
    expect(acted).toEqual(
      expect.arrayContaining([
        ['operator.act-asked', asking.userId],
        ['operator.act-confirmed', second.userId],
        ['account.operator-reset-password', second.userId],
        ['account.operator-reset-second-factor', second.userId],
      ]),
    );
  });

  it('who asked may take it back, and after a day it is gone', async () => {
    await resetBy(asking, second);
    const [act] = await waiting();
    expect(await decide(asking, act?.id ?? '', false)).toMatchObject({
      initialPassword: null,
      passwordExpiresAt: null,
    });
    await expect(decide(victim, act?.id ?? '')).rejects.toMatchObject({ status: 401 });
    await resetBy(asking, second);
    const rows = await hub.context.database.query(
      "select 1 from operator_acts where expires_at > asked_at + interval '24 hours'",
    );
    expect(rows).toEqual([]);
    expect(await waiting()).toHaveLength(1);
    await hub.context.database.query('update operator_acts set expires_at = asked_at where outcome is null');
    expect(await waiting()).toEqual([]);
  });

  it('offices hear nothing of it, not even that of the operators', async () => {
    const admin = await signIn(hub, office, 'administrator');
    await resetBy(asking, second);
    expect(await admin.hub.call('listActsOnOffice', {})).toEqual({ acts: [] });
    expect((await admin.hub.call('listNotices', {})).notices).toEqual([]);
  });
});

it('M7: a credential that was burned with its incident opens nothing again, whoever enables its account', async () => {
  const sealed = {
    officeNumber: office.officeNumber,
    displayName: '緊急',
    kind: 'operator',
    role: 'emergency',
  } as const;
  const { account, secret } = await addAccount(hub.context, sealed, 'test');
  const login = (password: string) => ({
    userId: account.userId,
    password,
    officeUserId: officeUserId(office.officeNumber),
    terminal: { id: crypto.randomUUID(), name: 'PC', secret: null },
  });
  const open = (password: string) => loginPerson(anonymous(hub), office.identity, login(password), hub.context.now());
  await open(secret);
  const [incident] = await listIncidents(hub.context.database);
  await closeIncident(hub.context, incident?.id ?? '', 'test');
  const enable = { params: { userId: account.userId }, body: { action: 'enable', reason } } as const;
  await expect(second.hub.call('operatorActOnPerson', enable)).rejects.toMatchObject({ code: 'MSB-PERSON-EMERGENCY' });
  // Even somebody who changes the row itself does not bring the password back.
  await hub.context.database.query('update accounts set disabled = false where user_id = $1', [account.userId]);
  await expect(open(secret)).rejects.toMatchObject({ code: 'MSB-AUTH-REFUSED' });
  const doing = { officeNumber: office.officeNumber, userId: account.userId, actor: 'test' };
  const { initialPassword } = await resetPassword(hub.context, doing);
  expect((await open(initialPassword)).session.account.userId).toBe(account.userId);
  expect(initialPassword).not.toBe(PASSWORD);
});
