import { loginPerson } from '@musubi/client';
import {
  anonymous,
  enrolOffice,
  fromBase32,
  PASSWORD,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneTimeCode } from './one-time-code.js';

let hub: TestHub;
let office: TestOffice;

beforeAll(async () => {
  hub = await startTestHub();
  office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
});
afterAll(() => hub.close());

/** A person with a confirmed 確認コード, and its seed as their app has it. */
async function careful() {
  const person = await signIn(hub, office, 'staff');
  const { secret } = await person.hub.call('enrolOneTimeCode', {});
  const seed = Buffer.from(fromBase32(secret));
  await person.hub.call('confirmOneTimeCode', { body: { code: oneTimeCode(seed, hub.clock.now()) } });
  return { person, seed };
}

const stored = async (userId: string) => {
  const [row] = await hub.context.database.query<{ id: string; seed: Buffer }>(
    'select account_id as id, one_time_secret as seed from accounts where user_id = $1',
    [userId],
  );
  return row ?? { id: '', seed: Buffer.alloc(0) };
};

describe('L5: a seed of a 確認コード', () => {
  it('lies sealed in the database, and another account has no use for it', async () => {
    const [one, other] = [await careful(), await careful()];
    const sealed = await stored(one.person.userId);
    expect(sealed.seed.includes(one.seed)).toBe(false);
    const { id } = await stored(other.person.userId);
    await hub.context.database.query('update accounts set one_time_secret = $2 where account_id = $1', [
      id,
      sealed.seed,
    ]);
    hub.clock.stopIn(60_000);
    const { userId, terminal } = other.person;
    const code = oneTimeCode(one.seed, hub.clock.now());
    const moved = loginPerson(
      anonymous(hub),
      office.identity,
      { userId, password: PASSWORD, oneTimeCode: code, terminal },
      hub.clock.now(),
    );
    await expect(moved).rejects.toMatchObject({ status: 500 });
    hub.clock.run();
  });

  it('that lay bare from before is sealed when the hub starts, and goes on working', async () => {
    const { person, seed } = await careful();
    const { id } = await stored(person.userId);
    await hub.context.database.query('update accounts set one_time_secret = $2 where account_id = $1', [id, seed]);
    await (await hub.startSibling()).close();
    expect((await stored(person.userId)).seed.includes(seed)).toBe(false);
    hub.clock.stopIn(120_000);
    const { userId, terminal } = person;
    const code = oneTimeCode(seed, hub.clock.now());
    const answer = await loginPerson(
      anonymous(hub),
      office.identity,
      { userId, password: PASSWORD, oneTimeCode: code, terminal },
      hub.clock.now(),
    );
    expect(answer.session.account.userId).toBe(userId);
    hub.clock.run();
  });
});
