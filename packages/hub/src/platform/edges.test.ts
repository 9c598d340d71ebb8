import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeTransport } from '@musubi/client/node';
import { anonymous, enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailer } from './mail.js';
import { requireSafeFolder, usualDataFolder } from './safe-folder.js';
import { readSettings } from './settings.js';

const TOKEN = 'sokutei-no-aikotoba-2026';
let hub: TestHub;
let person: TestPerson;
let folder: string;

beforeAll(async () => {
  hub = await startTestHub({ metricsToken: TOKEN });
  const office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  person = await signIn(hub, office, 'operator');
  folder = mkdtempSync(join(tmpdir(), 'musubi-edges-'));
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  createNodeTransport(hub.url, hub.caPem).request({ method: 'GET', path, headers, body: null });

describe('L2: what no database takes is the caller’s mistake', () => {
  const wrong = [
    '/v1/directory?search=%00',
    '/v1/operator/people?search=a%00b',
    '/v1/operator/alerts?cursor=9e99',
    '/v1/operator/audit?cursor=99999999999999999999999',
    '/v1/operator/transmissions/ffffffff-ffff-7fff-8fff-ffffffffffff',
    '/v1/operator/transmissions?officeNumber=1377700001&cursor=nothing',
  ];
  it.each(wrong)('%s', async (path) => {
    const { status } = await get(path, person.hub.headers());
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
  });

  it('a sign-in with a NUL in it is refused before anything is looked at', async () => {
    const terminal = { id: crypto.randomUUID(), name: 'PC\0' };
    const body = { assertion: 'x', userId: 'C0000000000\0', password: 'chigau-password-1', terminal };
    await expect(anonymous(hub).call('login', { body })).rejects.toMatchObject({ code: 'MSB-REQUEST-INVALID' });
  });
});

describe('M13: what is the same for everybody is made once', () => {
  it.each(['/openapi.json', '/docs'])('%s is kept, here and by clients', async (path) => {
    const url = new URL(path, hub.url).href;
    const first = await hub.app.inject({ method: 'GET', url });
    const again = await hub.app.inject({ method: 'GET', url });
    expect(first.headers['cache-control']).toBe('public, max-age=300');
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
    expect(again.body === first.body).toBe(true);
    expect(first.body.length).toBeGreaterThan(10_000);
  });
});

it('L8: measurements are shown to who knows the token, and are not there for others', async () => {
  expect((await get('/metrics')).status).toBe(404);
  expect((await get('/metrics', { authorization: 'Bearer chigau-aikotoba-1234567' })).status).toBe(404);
  const shown = await get('/metrics', { authorization: `Bearer ${TOKEN}` });
  expect(new TextDecoder().decode(shown.body)).toContain('musubi_requests_total');
  const quiet = await startTestHub();
  const { status } = await createNodeTransport(quiet.url, quiet.caPem).request({
    method: 'GET',
    path: '/metrics',
    headers: { authorization: 'Bearer ' },
    body: null,
  });
  expect(status).toBe(404);
  await quiet.close();
});

it('L13: a hub that takes TLS 1.2 says so in its log, others do not', async () => {
  const told = async (allowTls12: boolean) => {
    const lines: string[] = [];
    const quiet = await startTestHub(
      { allowTls12, logLevel: 'warn' },
      { logTo: { write: (line) => lines.push(line) } },
    );
    await quiet.close();
    return lines.filter((line) => line.includes('MUSUBI_ALLOW_TLS12')).length;
  };
  expect([await told(true), await told(false)]).toEqual([1, 0]);
});

describe('M17: the data folder is the hub’s own', () => {
  it('is not below the temporary folder unless told', () => {
    expect(usualDataFolder().startsWith(tmpdir())).toBe(false);
    expect(readSettings({}).dataFolder).toBe(usualDataFolder());
  });

  const made = (name: string) => {
    const path = join(folder, name);
    mkdirSync(join(path, 'keys'), { recursive: true, mode: 0o700 });
    writeFileSync(join(path, 'keys', 'trial-authority.json'), '{}', { mode: 0o600 });
    requireSafeFolder(path);
    return path;
  };

  it('is refused when others may write to it, or read a key', () => {
    const open = made('open');
    chmodSync(open, 0o777);
    expect(() => requireSafeFolder(open)).toThrow(/chmod 755/);
    const readable = made('readable');
    chmodSync(join(readable, 'keys', 'trial-authority.json'), 0o644);
    expect(() => requireSafeFolder(readable)).toThrow(/chmod 600/);
    chmodSync(join(readable, 'keys'), 0o755);
    expect(() => requireSafeFolder(readable)).toThrow(/chmod 700/);
  });

  it('is refused when another user made it, or a key in it, and the hub does not start', async () => {
    if (process.getuid?.() !== 0) return; // only root can play the other user
    const foreign = made('foreign');
    chownSync(foreign, 65_534, 65_534);
    await expect(startTestHub({ dataFolder: foreign })).rejects.toThrow(/のものではありません/);
    const planted = made('planted');
    chownSync(join(planted, 'keys', 'trial-authority.json'), 65_534, 65_534);
    expect(() => requireSafeFolder(planted)).toThrow(/のものではありません/);
  });
});

describe('L6: a database elsewhere is spoken to by TLS', () => {
  const open = (url: string) => readSettings({ DATABASE_URL: url }).databaseUrl;
  it.each(['', '?sslmode=prefer', '?sslmode=disable', '?sslmode=no-verify'])('not with %s', (query) => {
    const url = `postgres://musubi:himitsu@db.example.jp/musubi${query}`;
    expect(() => open(url)).toThrow(/TLS/);
    expect(() => open(url)).not.toThrow(/himitsu/);
  });
  it.each([
    'postgres://musubi@db.example.jp/musubi?sslmode=verify-full',
    'postgres://musubi@127.0.0.1:5433/musubi',
    'postgres://musubi@localhost/musubi',
    'postgres://musubi@%2Fvar%2Frun%2Fpostgresql/musubi',
  ])('%s is taken', (url) => expect(open(url)).toBe(url));
});

it('M11: a mail goes without TLS to this machine alone', async () => {
  const taken: string[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on('end', () => {
        taken.push('mail');
        done();
      });
    },
  });
  await new Promise<void>((done) => smtp.listen(0, '0.0.0.0', done));
  const address = smtp.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const post = async (host: string) => {
    const settings = readSettings({ MUSUBI_SMTP_URL: `smtp://${host}:${port}`, MUSUBI_MAIL_FROM: 'musubi@example.jp' });
    const mailer = openMailer(settings);
    const failure = await mailer?.post('sato@example.jp', { subject: '件名', text: '本文' });
    mailer?.close();
    return failure;
  };
  // The same server by an address that the settings do not know as this machine.
  expect(await post('0.0.0.0')).toMatchObject({ code: expect.any(String) });
  expect(taken).toEqual([]);
  expect(await post('127.0.0.1')).toBeNull();
  expect(taken).toEqual(['mail']);
  await new Promise<void>((done) => smtp.close(() => done()));
});
