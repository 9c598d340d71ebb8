import { createNodeTransport } from '@musubi/client/node';
import { type LoginAnswer, ROUTES, type Route, type RouteName } from '@musubi/contract';
import {
  connected,
  enrolCertificate,
  enrolOffice,
  signIn,
  signInAt,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changeAccount, revokeCertificate } from '../index.js';

const MINUTE = 60_000;
let hub: TestHub;
let office: TestOffice;
let start: Date;

beforeAll(async () => {
  hub = await startTestHub({ idleMinutes: 30 });
  office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
});
afterEach(() => {
  hub.clock.run();
});
afterAll(() => hub.close());

const at = (minutes: number) => {
  hub.clock.stopAt(new Date(start.getTime() + minutes * MINUTE));
};

/** Signs a person in at minute 0. */
async function seated(): Promise<TestPerson> {
  start = hub.clock.after(0);
  at(0);
  return signIn(hub, office, 'administrator');
}

const renew = ({ terminal }: TestPerson, { token, refreshToken }: Pick<LoginAnswer, 'token' | 'refreshToken'>) =>
  connected(hub, token, terminal).call('refreshSession', { body: { refreshToken: refreshToken ?? '' } });
const EXPIRED = { code: 'MSB-AUTH-EXPIRED' };

describe('M2: a session ends when no person has done anything', () => {
  it('its tokens are not renewed after the idle limit, and renewing is no act of a person', async () => {
    const person = await seated();
    at(31);
    await expect(renew(person, person.answer)).rejects.toMatchObject(EXPIRED);
    const other = await seated();
    at(20);
    const renewed = await renew(other, other.answer);
    at(31);
    await expect(renew(other, renewed)).rejects.toMatchObject(EXPIRED);
  });

  const background = Object.entries<Route>(ROUTES).flatMap(([name, route]) => (route.background ? [name] : []));

  it('what clients do by themselves is marked in the table', () => {
    const known: readonly RouteName[] = ['editDraft', 'events', 'summary', 'currentSession', 'listTransmissions'];
    expect(background).toEqual(expect.arrayContaining([...known]));
    expect(background).not.toContain('stayActive');
  });

  it('background calls, a draft’s heartbeat among them, keep nothing alive for eight hours', async () => {
    const person = await seated();
    const params = { id: crypto.randomUUID() };
    const body = { basedOn: 0, head: 'AAAA', partIds: [] };
    await person.hub.call('saveDraft', { params, body });
    for (const minutes of [10, 20, 29]) {
      at(minutes);
      await person.hub.call('editDraft', { params, body: { editing: true } });
      await person.hub.call('summary', {});
      await person.hub.call('listTransmissions', { query: { box: 'inbox' } });
    }
    at(31);
    await expect(person.hub.call('editDraft', { params, body: { editing: true } })).rejects.toMatchObject(EXPIRED);
  });

  it('the word that somebody sits there keeps it, until its absolute end', async () => {
    const person = await seated();
    let tokens: Pick<LoginAnswer, 'token' | 'refreshToken'> = person.answer;
    for (let minutes = 25; minutes < 8 * 60; minutes += 25) {
      at(minutes);
      const hubNow = connected(hub, tokens.token, person.terminal);
      await hubNow.call('stayActive', {});
      tokens = await renew(person, tokens);
    }
    at(8 * 60 + 1);
    await expect(renew(person, tokens)).rejects.toMatchObject(EXPIRED);
  });

  it('clients are told the limit, so that they lock themselves', async () => {
    const person = await seated();
    expect(person.session.idleMinutes).toBe(30);
  });
});

/** Whether a stream that is open now still is. */
function listen(person: TestPerson): { isOver: () => boolean; stop: () => void } {
  let over = false;
  const abort = new AbortController();
  const transport = createNodeTransport(hub.url, hub.caPem);
  const request = { method: 'GET', path: '/v1/events', headers: person.hub.headers(), body: null } as const;
  const done = () => {
    over = true;
  };
  transport.stream(request, () => {}, abort.signal).then(done, done);
  return { isOver: () => over, stop: () => abort.abort() };
}

const openStreams = async (streams: readonly { isOver: () => boolean }[]) =>
  streams.filter(({ isOver }) => !isOver()).length;

describe('M3: a stream of events ends with its session, within seconds', () => {
  const ends: readonly (readonly [string, (person: TestPerson, own: TestOffice) => Promise<unknown>])[] = [
    ['logged out', ({ hub: own }) => own.call('logout', {})],
    ['account disabled', ({ userId }) => changeAccount(hub.context, '1377700001', userId, { disabled: true }, 'test')],
    [
      'certificate revoked',
      (_person, { identity }) =>
        revokeCertificate(hub.context, hub.certificates, identity.certificate.fingerprint, 'superseded', 'test'),
    ],
    [
      'left alone',
      async () => {
        at(31);
      },
    ],
  ];

  it.each(ends)('%s', async (_how, end) => {
    const own = { officeNumber: '1377700001', ...(await enrolCertificate(hub, '1377700001')) };
    start = hub.clock.after(0);
    const person = await signIn(hub, own);
    const stays = await signIn(hub, office);
    const [stream, other] = [listen(person), listen(stays)];
    await expect.poll(() => person.hub.call('currentSession', {}).then(() => stream.isOver())).toBe(false);
    await end(person, own);
    await expect.poll(stream.isOver).toBe(true);
    if (hub.clock.now === null) expect(other.isOver()).toBe(false);
    other.stop();
  });

  it('M12: of the streams of one session the three latest are served', async () => {
    const person = await signIn(hub, office);
    const streams = Array.from({ length: 12 }, () => listen(person));
    await expect.poll(() => openStreams(streams)).toBe(3);
    const second = await signInAt(hub, office, { ...person, terminal: { ...person.terminal } });
    const other = listen(second);
    await expect.poll(() => openStreams(streams)).toBe(3);
    expect(other.isOver()).toBe(false);
    for (const stream of [...streams, other]) stream.stop();
  });
});
