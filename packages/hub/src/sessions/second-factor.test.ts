import { loginPerson } from '@musubi/client';
import {
  anonymous,
  authenticator,
  enrolOffice,
  fromBase32,
  PASSWORD,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { officeUserId } from '../index.js';
import { oneTimeCode } from './one-time-code.js';

const STEP = 30_000;
let hub: TestHub;
let office: TestOffice;

beforeAll(async () => {
  hub = await startTestHub();
  office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
});
afterAll(() => hub.close());

/** Every step is begun by the test: the clock stands at the beginning of one. */
const nextStep = (steps = 1) => {
  hub.clock.stopAt(new Date((Math.floor(hub.context.now().getTime() / STEP) + steps) * STEP));
};

/** A person with a second factor, and the code their app shows at the hub's time. */
async function careful(): Promise<{ person: TestPerson; code: (stepsAhead?: number) => string }> {
  const person = await signIn(hub, office, 'staff');
  const { secret } = await person.hub.call('enrolOneTimeCode', {});
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const code = (ahead = 0) => oneTimeCode(fromBase32(secret), new Date(hub.context.now().getTime() + ahead * STEP));
  await person.hub.call('confirmOneTimeCode', { body: { code: code() } });
  return { person, code };
}

const signInWith = ({ userId, terminal }: TestPerson, code: string) =>
  loginPerson(
    anonymous(hub),
    office.identity,
    { userId, password: PASSWORD, oneTimeCode: code, terminal },
    hub.context.now(),
  );
const remove = (person: TestPerson, code: string) => person.hub.call('removeOneTimeCode', { body: { code } });
const USED = { code: 'MSB-AUTH-CODE-USED', status: 422 };

it('shows the digits of RFC 6238, appendix B', () => {
  const secret = new TextEncoder().encode('12345678901234567890');
  for (const [seconds, digits] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ] as const)
    expect(oneTimeCode(secret, new Date(seconds * 1000))).toBe(digits);
});

describe('a 確認コード counts once (RFC 6238 §5.2)', () => {
  it('at sign-in: neither it nor an older one opens anything after it, the next does', async () => {
    nextStep();
    const { person, code } = await careful();
    await expect(signInWith(person, code())).rejects.toMatchObject(USED);
    nextStep();
    const before = code(-1);
    expect((await signInWith(person, code())).session.account.oneTimeCodeEnabled).toBe(true);
    await expect(signInWith(person, code())).rejects.toMatchObject(USED);
    await expect(signInWith(person, before)).rejects.toMatchObject(USED);
    await signInWith(person, code(1));
    nextStep();
    await expect(signInWith(person, code())).rejects.toMatchObject(USED);
    nextStep();
    await signInWith(person, code());
  });

  it('however many show it at once', async () => {
    nextStep();
    const { person, code } = await careful();
    nextStep();
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => signInWith(person, code())));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const reason of refused) expect(reason).toMatchObject(USED);
  });

  it('and does not lock the person who shows it again', async () => {
    nextStep();
    const { person, code } = await careful();
    for (let time = 0; time < 6; time++) await expect(signInWith(person, code())).rejects.toMatchObject(USED);
    nextStep();
    await signInWith(person, code());
  });

  it('but is not spent by a sign-in that lacks something else', async () => {
    nextStep();
    const { person, code } = await careful();
    nextStep();
    const terminal = { id: crypto.randomUUID(), name: '訪問用PC', secret: null };
    await expect(signInWith({ ...person, terminal }, code())).rejects.toMatchObject({
      code: 'MSB-AUTH-OFFICE-ID-REQUIRED',
    });
    const { userId } = person;
    const whole = {
      userId,
      password: PASSWORD,
      officeUserId: officeUserId(office.officeNumber),
      oneTimeCode: code(),
      terminal,
    };
    expect(await loginPerson(anonymous(hub), office.identity, whole, hub.context.now())).toMatchObject({
      terminalSecret: expect.stringMatching(/^\S{40,}$/),
    });
  });

  it('where it is taken away as well, and a new one may follow at once', async () => {
    nextStep();
    const { person, code } = await careful();
    await expect(remove(person, code())).rejects.toMatchObject(USED);
    await remove(person, code(1));
    const { secret } = await person.hub.call('enrolOneTimeCode', {});
    const fresh = authenticator(fromBase32(secret), hub.context.now);
    await person.hub.call('confirmOneTimeCode', { body: { code: fresh() } });
    await remove(person, fresh());
  });
});

it('nobody guesses six digits: twenty codes in ten minutes, also at once', async () => {
  nextStep();
  const { person, code } = await careful();
  nextStep();
  const [right, early] = [code(), code(1)];
  const wrong = Array.from({ length: 30 }, (_, at) => String(100_000 + at)).filter(
    (one) => one !== right && one !== early && one !== code(-1),
  );
  const tries = await Promise.allSettled(wrong.map((one) => signInWith(person, one)));
  const codes = tries.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.code)] : []));
  expect(codes.filter((one) => one === 'MSB-AUTH-REFUSED').length).toBeLessThanOrEqual(20);
  expect(new Set(codes)).toEqual(new Set(['MSB-AUTH-REFUSED', 'MSB-AUTH-LOCKED']));
});
