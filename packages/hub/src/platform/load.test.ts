import { connect, type TLSSocket } from 'node:tls';
import { ROUTES, type Route } from '@musubi/contract';
import {
  anonymous,
  enrolOffice,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimitOf } from './guard.js';

const LARGEST = 1_000_000;
let hub: TestHub;
let office: TestOffice;
let person: TestPerson;
const lines: TLSSocket[] = [];

beforeAll(async () => {
  hub = await startTestHub({ maxTransmissionBytes: LARGEST, requestsPerMinute: 60, maxConnections: 40 });
  hub.clock.stopIn(0); // the minute in which requests are counted does not end
  office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  person = await signIn(hub, office, 'administrator');
});
afterEach(() => {
  for (const line of lines.splice(0)) line.destroy();
});
afterAll(() => hub.close());

interface Started {
  readonly socket: TLSSocket;
  /** The hub's answer, once it has come; the body is never finished. */
  readonly answer: Promise<string>;
}

function open(): TLSSocket {
  const port = Number(new URL(hub.url).port);
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: hub.caPem });
  socket.on('error', () => {}); // refused lines are what the tests want
  lines.push(socket);
  return socket;
}

/** Sends the head of a request and a little of its body, and leaves it at that. */
function begin(method: string, path: string, headers: Record<string, string>): Started {
  const socket = open();
  const head = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n0123456789`);
  const answer = new Promise<string>((done) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      const code = /"code":"([A-Z-]+)"/.exec(text)?.[1];
      if (code) done(code);
    });
    socket.on('close', () => done('closed'));
  });
  return { socket, answer };
}

const cms = (bytes: number) => ({ 'content-type': 'application/cms', 'content-length': String(bytes) });
const part = () => `/v1/drafts/${crypto.randomUUID()}/parts/${crypto.randomUUID()}`;

describe('H5: who calls is asked before a body is read', () => {
  const withBody = Object.entries<Route>(ROUTES).filter(
    ([, route]) => route.body !== null && route.access !== 'public' && route.method !== 'GET',
  );

  it.each(withBody)('%s answers a stranger while the body is still on its way', async (_name, route) => {
    const path = route.path.replaceAll(/\{\w+\}/g, crypto.randomUUID());
    const { answer } = begin(route.method, path, { 'content-type': 'application/json', 'content-length': '20000' });
    expect(await answer).toBe('MSB-AUTH-REQUIRED');
    for (const line of lines.splice(0)) line.destroy();
  });

  it('a public route takes neither another kind of body nor a large one, whatever its length says', async () => {
    expect(await begin('POST', '/v1/sessions/refresh', cms(LARGEST)).answer).toBe('MSB-REQUEST-TOO-LARGE');
    expect(await begin('POST', '/v1/sessions/refresh', cms(2000)).answer).toBe('MSB-REQUEST-MEDIA-TYPE');
    const json = { 'content-type': 'application/json', 'content-length': '40000' };
    expect(await begin('POST', '/v1/sessions', json).answer).toBe('MSB-REQUEST-TOO-LARGE');
    expect(await begin('POST', '/nobody/knows', json).answer).toBe('MSB-REQUEST-TOO-LARGE');
  });
});

it('H5: no route takes more than its kind needs, and a stranger’s body fits into a packet or two', () => {
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const limit = bodyLimitOf(route, { maxTransmissionBytes: LARGEST });
    if (route.access === 'public') expect(limit, name).toBeLessThanOrEqual(32 * 1024);
    else if (typeof route.body !== 'string') expect(limit, name).toBeLessThanOrEqual(256 * 1024);
  }
});

it('H5: bodies on their way are bounded for each caller, and given back when the line breaks', async () => {
  const headers = { ...person.hub.headers(), ...cms(LARGEST) };
  const other = await signIn(hub, office);
  const waiting = [0, 1, 2, 3].map(() => begin('PUT', part(), headers));
  const limit = bodyLimitOf(ROUTES.submit, { maxTransmissionBytes: LARGEST });
  expect(waiting.length * LARGEST).toBeLessThanOrEqual(2 * limit);
  // Requests on different lines come in any order: held are as many as fit, the others hear so.
  const more = Array.from({ length: 8 }, () => begin('PUT', part(), headers));
  const all = [...waiting, ...more];
  await expect
    .poll(async () => (await Promise.all(all.map(({ answer }) => Promise.race([answer, 'waits'])))).sort())
    .toEqual([...Array(4).fill('MSB-REQUEST-BUSY'), ...Array(8).fill('waits')]);
  // Another person goes on; and the first one as well, once its lines are gone.
  const params = { id: crypto.randomUUID(), partId: crypto.randomUUID() };
  await other.hub.call('putDraftPart', { params, body: new Uint8Array(1000) });
  for (const { socket } of all) socket.destroy();
  await expect
    .poll(() => person.hub.call('putDraftPart', { params, body: new Uint8Array(1000) }).then(() => 'taken', String))
    .toBe('taken');
});

it('M12: an account asks sixty times a minute where the hub says so; others go on', async () => {
  const [busy, calm] = [await signIn(hub, office), await signIn(hub, office)];
  const ask = () =>
    busy.hub.call('getPreferences', {}).then(
      () => 'answered',
      (error: { code?: string }) => error.code ?? 'no answer',
    );
  const answers = await Promise.all(Array.from({ length: 70 }, ask));
  expect(answers.filter((one) => one === 'MSB-REQUEST-BUSY').length).toBeGreaterThanOrEqual(10);
  expect(await ask()).toBe('MSB-REQUEST-BUSY');
  await calm.hub.call('getPreferences', {});
  hub.clock.stopAt(new Date(hub.context.now().getTime() + 60_000));
  expect(await ask()).toBe('answered');
});

it('H5: lines to the hub are bounded; the hub answers again when they are gone', async () => {
  const idle = Array.from({ length: 45 }, open);
  await expect.poll(() => idle.filter(({ destroyed }) => destroyed).length).toBeGreaterThanOrEqual(5);
  for (const line of idle) line.destroy();
  await expect.poll(() => anonymous(hub).call('health', {}).catch(String)).toEqual({ status: 'ok' });
});
