import { HubConnection, loginMachine, loginPerson } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import {
  enrolOffice,
  PASSWORD,
  signIn,
  signInAt,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listAlerts } from './index.js';

const HOUR = 60 * 60 * 1000;
let hub: TestHub;
let office: TestOffice;
let people: TestPerson[];

beforeAll(async () => {
  hub = await startTestHub({ trustedProxies: ['127.0.0.1'] });
  office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  people = [await signIn(hub, office), await signIn(hub, office)];
});
afterAll(() => hub.close());

/** The hub as an address sees it. */
function from(address: string): HubConnection {
  const transport = createNodeTransport(hub.url, hub.caPem);
  const request: typeof transport.request = (given) =>
    transport.request({ ...given, headers: { ...given.headers, 'x-forwarded-for': address } });
  return new HubConnection({ ...transport, request }, () => null);
}

/** One password on one account, with the office's certificate. */
const spray = (address: string, userId: string, password = 'haru-2026-sakura') => {
  const terminal = { id: crypto.randomUUID(), name: 'PC', secret: null };
  return loginPerson(from(address), office.identity, { userId, password, terminal }, hub.context.now());
};
const codeOf = async (run: Promise<unknown>) =>
  run.then(
    () => 'opened',
    (error: { code?: string }) => error.code ?? 'no answer',
  );

it('an address fails a hundred times an hour, also all at once; then everybody there hears the same', async () => {
  const [first, second] = people;
  if (!first || !second) throw new Error('two people signed in');
  const ids = Array.from({ length: 110 }, (_, at) => `C${String(at).padStart(10, '0')}`);
  const codes = await Promise.all(ids.map((userId) => codeOf(spray('203.0.113.7', userId))));
  expect(codes.filter((code) => code === 'MSB-AUTH-REFUSED')).toHaveLength(100);
  expect(codes.filter((code) => code === 'MSB-REQUEST-TOO-MANY')).toHaveLength(10);

  // Nothing tells whether somebody exists, not even the right password.
  const known = await codeOf(spray('203.0.113.7', first.userId));
  const right = await codeOf(spray('203.0.113.7', first.userId, PASSWORD));
  const unknown = await codeOf(spray('203.0.113.7', 'C9999999999'));
  expect([known, right, unknown]).toEqual(Array(3).fill('MSB-REQUEST-TOO-MANY'));

  // Other addresses, and the programs at this one, go on; operators heard of it once.
  expect((await signInAt(hub, office, second)).userId).toBe(second.userId);
  const machine = { machineId: 'M0000000000', machineSecret: 'x'.repeat(43) };
  expect(await codeOf(loginMachine(from('203.0.113.7'), office.identity, machine, hub.context.now()))).toBe(
    'MSB-AUTH-REFUSED',
  );
  const { items } = await listAlerts(hub.context.database, { limit: 10 });
  expect(items.map(({ kind, detail }) => [kind, detail])).toEqual([['many-failed-logins', 'login']]);
  hub.clock.stopIn(HOUR + 1000);
  expect(await codeOf(spray('203.0.113.7', 'C9999999998'))).toBe('MSB-AUTH-REFUSED');
  hub.clock.run();
}, 120_000);

it('what is no failure does not count, however often', async () => {
  const [, person] = people;
  if (!person) throw new Error('two people signed in');
  const login = (terminal = person.terminal) => ({ userId: person.userId, password: PASSWORD, terminal });
  const open = (terminal?: TestPerson['terminal']) =>
    loginPerson(from('203.0.113.8'), office.identity, login(terminal), hub.context.now());
  for (let time = 0; time < 52; time++) {
    expect((await open()).session.account.userId).toBe(person.userId);
    expect(await codeOf(open({ id: crypto.randomUUID(), name: 'PC', secret: null }))).toBe(
      'MSB-AUTH-OFFICE-ID-REQUIRED',
    );
  }
  expect(await codeOf(spray('203.0.113.8', person.userId))).toBe('MSB-AUTH-REFUSED');
}, 120_000);

it('a session does not tell its password by trying', async () => {
  const person = await signIn(hub, office);
  const tries = Array.from({ length: 24 }, (_, at) =>
    codeOf(person.hub.call('changePassword', { body: { currentPassword: `guess-${at}`, newPassword: 'ame-sora' } })),
  );
  const codes = await Promise.all(tries);
  expect(codes.filter((code) => code === 'MSB-AUTH-REFUSED')).toHaveLength(19); // signing in changed it once
  expect(codes.filter((code) => code === 'MSB-REQUEST-TOO-MANY')).toHaveLength(5);
});
