import { loginPerson } from '@musubi/client';
import {
  anonymous,
  enrolOffice,
  PASSWORD,
  signIn,
  signInAt,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { hubTest as it } from '@musubi/testkit/fixtures';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { describe, expect } from 'vitest';
import { officeUserId } from '../index.js';

it.beforeEach(({ hub }) => hub.context.database.query('delete from attempts'));

const newTerminal = () => ({ id: crypto.randomUUID(), name: 'PC', secret: null });

/** Returns the answer to a user id and a password tried at a terminal with an office's certificate. */
async function heard(
  hub: TestHub,
  by: TestOffice,
  userId: string,
  password: string,
  terminal: TestPerson['terminal'] = newTerminal(),
): Promise<string> {
  const login = { userId, password, terminal, officeUserId: officeUserId(by.officeNumber) };
  return loginPerson(anonymous(hub), by.identity, login, hub.context.now()).then(
    () => 'opened',
    (error: { code?: string }) => error.code ?? 'no answer',
  );
}

const inTurn = async (times: number, run: () => Promise<string>) => {
  const answers: string[] = [];
  for (let time = 0; time < times; time++) answers.push(await run());
  return answers;
};

describe('H4: nobody locks somebody else out', () => {
  it('not with the certificate of another office, neither people nor operators', async ({
    hub,
    care,
    nursing,
    administrator,
  }) => {
    const operator = await signIn(hub, care, 'operator');
    for (const victim of [administrator, operator]) {
      const answers = await inTurn(7, () => heard(hub, nursing, victim.userId, 'chigau-password-1'));
      expect(answers).toEqual([...Array(5).fill('MSB-AUTH-REFUSED'), 'MSB-AUTH-LOCKED', 'MSB-AUTH-LOCKED']);
    }
    expect((await signInAt(hub, care, administrator)).userId).toBe(administrator.userId);
    expect(await heard(hub, care, operator.userId, PASSWORD, operator.terminal)).toBe(
      'MSB-AUTH-ONE-TIME-CODE-REQUIRED',
    );
  });

  it('not with the own office’s certificate from elsewhere: known terminals are counted by themselves', async ({
    hub,
    care,
    administrator,
  }) => {
    const victim = await signIn(hub, care);
    await inTurn(6, () => heard(hub, care, victim.userId, 'chigau-password-1'));
    expect(await heard(hub, care, victim.userId, PASSWORD)).toBe('MSB-AUTH-LOCKED');
    expect((await signInAt(hub, care, victim)).userId).toBe(victim.userId);
    await inTurn(6, () => heard(hub, care, victim.userId, 'chigau-password-1', victim.terminal));
    expect(await heard(hub, care, victim.userId, PASSWORD, victim.terminal)).toBe('MSB-AUTH-LOCKED');
    const { people } = await administrator.hub.call('listPeople', {});
    expect(people.find(({ userId }) => userId === victim.userId)?.locked).toBe(true);
    await administrator.hub.call('unlockPerson', { params: { userId: victim.userId } });
    expect(await heard(hub, care, victim.userId, PASSWORD)).toBe('opened');
    expect((await signInAt(hub, care, victim)).userId).toBe(victim.userId);
  });
});

it('H4: with a foreign certificate the right password, a wrong one and an id nobody has are answered alike', async ({
  hub,
  care,
  nursing,
  administrator,
}) => {
  const victim = await signIn(hub, care);
  const right = await inTurn(6, () => heard(hub, nursing, victim.userId, PASSWORD));
  const wrong = await inTurn(6, () => heard(hub, nursing, administrator.userId.replace(/.$/, 'X'), PASSWORD));
  const unknown = await inTurn(6, () => heard(hub, nursing, 'C0000000000', 'chigau-password-1'));
  expect(right).toEqual([...Array(5).fill('MSB-AUTH-REFUSED'), 'MSB-AUTH-LOCKED']);
  expect(wrong).toEqual(right);
  expect(unknown).toEqual(right);
});

it('H4: of thirty guesses at once five are looked at', async ({ hub, care }) => {
  const victim = await signIn(hub, care);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, at) => heard(hub, care, victim.userId, `chigau-password-${at}`)),
  );
  expect(answers.filter((one) => one === 'MSB-AUTH-REFUSED')).toHaveLength(5);
  expect(answers.filter((one) => one === 'MSB-AUTH-LOCKED')).toHaveLength(25);
  const locks = await hub.context.database.query(
    "select 1 from audit_log where action = 'account.locked' and subject_id = $1",
    [victim.userId],
  );
  expect(locks).toHaveLength(1);
  expect(await heard(hub, care, victim.userId, PASSWORD)).toBe('MSB-AUTH-LOCKED');
});

it('H4: an office never reads who the operators are', async ({ hub, care, nursing, administrator }) => {
  const operators = await enrolOffice(hub, { officeNumber: '9999900001', serviceTypes: ['43'] });
  const operator = await signIn(hub, operators, 'operator', '運営 太郎');
  const { officeNumber } = care;
  const reason = '問い合わせへの対応のため';
  await operator.hub.call('operatorSuspendOffice', { params: { officeNumber }, body: { reason } });
  await operator.hub.call('operatorResumeOffice', { params: { officeNumber }, body: { reason } });
  const sample = await submitSample(
    administrator,
    care,
    nursing,
    packInputFor('1377700001', '43', '1375400014', '13', hub.clock.now()),
  );
  const params = { transmissionId: sample.transmission.id };
  await operator.hub.call('operatorOpenRecord', { params, body: { reason } });
  const { items } = await administrator.hub.call('listOwnAudit', { query: { limit: 200 } });
  const acts = items.filter(({ action }) => /^(office\.(suspended|resumed)|operator\.record-opened)$/.test(action));
  expect(acts.map(({ actor, terminalId, detail }) => [actor, terminalId, detail])).toEqual(
    Array(3).fill(['operator', null, reason]),
  );
  const notices = await administrator.hub.call('listNotices', {});
  const seen = JSON.stringify([items, notices]);
  expect(seen).toContain('運営者が');
  expect(seen).not.toContain(operator.userId);
  expect(seen).not.toContain(operator.terminal.id);
});
