import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { HubConnection } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import { startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { readSettings } from './settings.js';

let hub: TestHub;
let folder: string;

beforeAll(async () => {
  hub = await startTestHub();
  folder = mkdtempSync(join(tmpdir(), 'musubi-platform-'));
  chmodSync(folder, 0o711);
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The TLS version agreed on, or null when the server refuses. */
function agreedVersion(
  version: 'TLSv1.2' | 'TLSv1.3',
  at: { url: string; caPem: string } = hub,
): Promise<string | null> {
  return new Promise((done) => {
    const port = Number(new URL(at.url).port);
    const socket = connect(
      { port, host: '127.0.0.1', servername: 'localhost', ca: at.caPem, minVersion: version, maxVersion: version },
      () => {
        done(socket.getProtocol());
        socket.end();
      },
    );
    socket.on('error', () => done(null));
  });
}

describe('the line to the hub', () => {
  it('is TLS 1.3; 1.2 opens only by setting', async () => {
    expect(await agreedVersion('TLSv1.3')).toBe('TLSv1.3');
    expect(await agreedVersion('TLSv1.2')).toBeNull();
    const lenient = await startTestHub({ allowTls12: true });
    expect(await agreedVersion('TLSv1.2', lenient)).toBe('TLSv1.2');
    await lenient.close();
  });

  it('is refused by a client that was given another authority', async () => {
    const other = await startTestHub();
    const stranger = new HubConnection(createNodeTransport(hub.url, other.caPem), () => null);
    await expect(stranger.call('health', {})).rejects.toMatchObject({ kind: 'refusedCertificate' });
    await other.close();
  });

  it('answers mistakes with problem documents and strict headers', async () => {
    const answer = await hub.app.inject({
      method: 'POST',
      url: '/v1/sessions',
      headers: { 'content-type': 'application/json' },
      payload: '{',
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/problem\+json/),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.json()).toMatchObject({
      code: 'MSB-REQUEST-INVALID',
      title: expect.stringMatching(/。$/),
      requestId: expect.any(String),
    });
    expect((await hub.app.inject({ method: 'GET', url: '/nowhere' })).json()).toMatchObject({ code: 'MSB-NOT-FOUND' });
    const page = await hub.app.inject({ method: 'GET', url: '/docs' });
    expect(page.body).not.toContain('<script');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('settings', () => {
  it('report every mistake at once, by name', () => {
    const mistakes = () => readSettings({ MUSUBI_PORT: 'abc', MUSUBI_RETENTION_DAYS: '0', MUSUBI_LOG_LEVEL: 'loud' });
    expect(mistakes).toThrow(/MUSUBI_PORT[\s\S]*MUSUBI_RETENTION_DAYS[\s\S]*MUSUBI_LOG_LEVEL/);
  });
});

describe('the embedded PostgreSQL', () => {
  it('is adopted by a second start while it runs, and is gone after a stop', async () => {
    const first = await startEmbeddedPostgres(join(folder, 'one'));
    const second = await startEmbeddedPostgres(join(folder, 'one'));
    expect(second.url).toBe(first.url);
    await second.stop();
    await first.stop();
    const third = await startEmbeddedPostgres(join(folder, 'one'));
    expect(third.url).not.toBe(first.url);
    await third.stop();
  });

  it('does not outlive a killed parent', async () => {
    const script = join(folder, 'parent.ts');
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const room = new URL('./embedded-postgres.ts', import.meta.url).href;
    writeFileSync(
      script,
      `const { startEmbeddedPostgres } = await import(${JSON.stringify(room)}); await startEmbeddedPostgres(${JSON.stringify(join(folder, 'two'))}); console.log('up'); setInterval(() => {}, 1000);`,
    );
    const parent = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: process.cwd(),
    });
    await new Promise((done) => parent.stdout.once('data', done));
    parent.kill('SIGKILL');
    const isRunning = () => spawnSync('pgrep', ['-f', join(folder, 'two', 'pgdata')]).status === 0;
    await expect.poll(isRunning).toBe(false);
  });
});
