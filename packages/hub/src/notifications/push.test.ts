import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer, globalAgent, type Server } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { enrolOffice, signIn, startTestHub, type TestHub, type TestOffice, type TestPerson } from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openKeyFolder } from '../platform/key-folder.js';
import { isInside, isPublicEndpoint } from './endpoint.js';
import { queueArrivals, sendPushes } from './index.js';
import { openPushKeys } from './push-keys.js';

/** The browser's side of RFC 8188; comes with web-push, without types. */
const ece: { decrypt(body: Buffer, options: Record<string, unknown>): Buffer } = createRequire(import.meta.url)(
  'http_ece',
);

interface Received {
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

const received: Received[] = [];
let status = 201;
let service: Server;
let hub: TestHub;
let care: TestOffice;
let visit: TestOffice;
let carer: TestPerson;
let visitor: TestPerson;

/** A real push service on a free port, under the hub's own TLS certificate so that it can be trusted here. */
beforeAll(async () => {
  hub = await startTestHub({ pushAllowAnyHost: true });
  const { key, cert, caPem } = hub.certificates.keys.tls;
  globalAgent.options.ca = caPem;
  service = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  carer = await signIn(hub, care, 'staff');
  visitor = await signIn(hub, visit, 'reader');
});
afterAll(async () => {
  globalAgent.options.ca = undefined;
  await new Promise((done) => service.close(done));
  await hub.close();
});
beforeEach(async () => {
  status = 201;
  hub.clock.run();
  await hub.context.database.query('delete from push_subscriptions');
  await queueArrivals(hub.context);
  received.length = 0;
});

const origin = () => `https://localhost:${(service.address() as AddressInfo).port}`;

/** A browser's keys and its subscription. */
function browser(path = '/push/abc') {
  const ecdh = createECDH('prime256v1');
  const publicKey = ecdh.generateKeys('base64url');
  const secret = randomBytes(16).toString('base64url');
  return { ecdh, secret, subscription: { endpoint: `${origin()}${path}`, publicKey, secret } };
}

const subscribe = (person: TestPerson, body: ReturnType<typeof browser>['subscription']) =>
  person.hub.call('subscribePush', { body });
const send = () =>
  submitSample(carer, care, visit, packInputFor('1377700001', '43', '1375400014', '13', hub.clock.now()));

/** What the hub's job does every few seconds. */
async function round(): Promise<void> {
  await queueArrivals(hub.context);
  await sendPushes(hub.context, openPushKeys(openKeyFolder(hub.context.settings)));
}
/** The hub's own job may be a step ahead of a round: outcomes are waited for. */
const subscriptions = () => hub.context.database.query('select terminal_id from push_subscriptions');

describe('a push', () => {
  it('says only that something arrived, to the browser alone, signed with the key it was given', async () => {
    const { ecdh, secret, subscription } = browser();
    const { applicationServerKey } = await visitor.hub.call('pushKey', {});
    await subscribe(visitor, subscription);
    await send();
    await round();
    await expect.poll(() => received.length).toBe(1);
    const [push] = received;
    const options = { version: 'aes128gcm', privateKey: ecdh, authSecret: secret };
    expect(JSON.parse(ece.decrypt(push?.body ?? Buffer.alloc(0), options).toString())).toEqual({ kind: 'arrived' });
    expect(push).toMatchObject({ path: '/push/abc', headers: { ttl: '86400', 'content-encoding': 'aes128gcm' } });
    const [, token = '', key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(String(push?.headers.authorization)) ?? [];
    expect(key).toBe(applicationServerKey);
    expect(claimsOf(token, applicationServerKey)).toMatchObject({ aud: origin(), sub: 'mailto:musubi@localhost' });
  });

  it('comes at most once a minute per terminal, and then once for all that came meanwhile', async () => {
    await subscribe(visitor, browser().subscription);
    await send();
    await round();
    await send();
    await send();
    await round();
    hub.clock.stopIn(59_000);
    await round();
    await expect.poll(() => received.length).toBe(1);
    hub.clock.stopIn(61_000);
    await round();
    await round();
    hub.clock.stopIn(180_000);
    await round();
    await expect.poll(() => received.length).toBe(2);
  });

  it('goes to the terminals of the office alone, and ends with the subscription or the account', async () => {
    const colleague = await signIn(hub, visit, 'staff');
    await subscribe(visitor, browser('/push/visitor').subscription);
    await subscribe(colleague, browser('/push/colleague').subscription);
    await subscribe(carer, browser('/push/carer').subscription);
    await send();
    await round();
    const paths = () => received.map(({ path }) => path).sort();
    await expect.poll(paths).toEqual(['/push/colleague', '/push/visitor']);
    await visitor.hub.call('unsubscribePush', {});
    await hub.context.database.query('update accounts set disabled = true where user_id = $1', [colleague.userId]);
    await send();
    hub.clock.stopIn(61_000);
    await round();
    await expect.poll(() => received.length).toBe(2);
    await expect.poll(subscriptions).toEqual([{ terminal_id: carer.terminal.id }]);
  });

  it.each([404, 410])('answered with %i ends the subscription', async (gone) => {
    await subscribe(visitor, browser().subscription);
    status = gone;
    await send();
    await round();
    await expect.poll(subscriptions).toEqual([]);
  });

  it('that fails is tried again a minute later, for a day', async () => {
    await subscribe(visitor, browser().subscription);
    status = 503;
    await send();
    await round();
    await round();
    await expect.poll(() => received.length).toBe(1);
    status = 201;
    hub.clock.stopIn(61_000);
    await round();
    await round();
    await expect.poll(() => received.length).toBe(2);
    hub.clock.run();
    status = 503;
    await send();
    await queueArrivals(hub.context);
    hub.clock.stopIn(25 * 60 * 60_000);
    await round();
    await expect.poll(() => received.length).toBe(2);
  });
});

function claimsOf(token: string, applicationServerKey: string): unknown {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(applicationServerKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(isSigned).toBe(true);
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}

describe('the key for push services', () => {
  it('is made once, kept for the owner alone, and the same for everybody', async () => {
    const { applicationServerKey } = await visitor.hub.call('pushKey', {});
    const file = join(hub.context.settings.dataFolder, 'keys', 'push.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ publicKey: applicationServerKey });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await carer.hub.call('pushKey', {})).applicationServerKey).toBe(applicationServerKey);
  });
});

describe('an endpoint', () => {
  it('inside this machine or its network is refused, by name and by address', async () => {
    const strict = await startTestHub();
    const office = await enrolOffice(strict, { officeNumber: '1377700001', serviceTypes: ['43'] });
    const person = await signIn(strict, office, 'staff');
    const { subscription } = browser();
    for (const endpoint of [
      'https://127.0.0.1/x',
      'https://2130706433/x',
      'https://[::1]/x',
      'https://10.0.0.8/x',
      'https://localhost/x',
      'https://push.localhost/x',
      'https://printer.local/x',
      'https://db.internal/x',
      'https://db.internal./x',
      'https://intranet/x',
      'https://push.example.com:8443/x',
      'https://u:p@push.example.com/x',
    ])
      await expect(subscribe(person, { ...subscription, endpoint }), endpoint).rejects.toMatchObject({
        code: 'MSB-PUSH-ENDPOINT',
      });
    await expect(subscribe(person, { ...subscription, endpoint: 'http://push.example.com/x' })).rejects.toMatchObject({
      code: 'MSB-REQUEST-INVALID',
    });
    await subscribe(person, { ...subscription, endpoint: 'https://push.example.com/x' });
    const shortKey = { ...subscription, endpoint: 'https://push.example.com/x', publicKey: 'A'.repeat(80) };
    await expect(subscribe(person, shortKey)).rejects.toMatchObject({ code: 'MSB-PUSH-ENDPOINT' });
    await strict.close();
  });

  it('of the browsers in use is taken', () => {
    for (const host of ['fcm.googleapis.com', 'wns2-sn3p.notify.windows.com', 'updates.push.services.mozilla.com'])
      expect(isPublicEndpoint(`https://${host}/wpush/v2/abc`)).toBe(true);
  });

  it('whose name points inside is not called: addresses are looked at too', () => {
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '192.168.0.1',
      '169.254.169.254',
      '::1',
      'fd00::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1', // L14: IPv4 addresses written into IPv6 ones
      '64:ff9b:1::a00:1',
      '2002:0a00:0001::1',
      'fec0::1',
    ])
      expect(isInside(address), address).toBe(true);
    for (const address of ['142.250.76.138', '2404:6800:4004:820::200a']) expect(isInside(address)).toBe(false);
  });
});
