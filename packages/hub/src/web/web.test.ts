import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SCRIPT = 'console.log("結");'.repeat(50);
let folder: string;
let hub: TestHub;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-web-'));
  mkdirSync(join(folder, 'assets'));
  const files: Record<string, string | Buffer> = {
    'index.html': '<!doctype html><title>Musubi</title>',
    'service-worker.js': '// service worker',
    'manifest.webmanifest': '{}',
    '.env': 'SECRET=1',
    'assets/app-0a1b2c.js': SCRIPT,
    'assets/app-0a1b2c.js.br': brotliCompressSync(SCRIPT),
    'assets/app-0a1b2c.js.gz': gzipSync(SCRIPT),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  hub = await startTestHub({ plainHttp: true, webFolder: folder });
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (path: string, headers: Record<string, string> = {}) => fetch(hub.url + path, { headers });

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; frame-src blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

describe('the web client', () => {
  it.each(['/', '/index.html', '/inbox', '/drafts/0b0c?from=top', '/v1x'])('answers %s with its page', async (path) => {
    const answer = await get(path, PAGE);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<title>Musubi</title>');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': expect.stringMatching(/^text\/html/),
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(['/v1/nothing', '/v1', '/docs/nothing', '/assets/gone.js'])('leaves %s unanswered', async (path) => {
    const answer = await get(path, PAGE);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'MSB-NOT-FOUND' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('answers programs that ask for something else, and other methods, with a problem', async () => {
    expect((await get('/inbox', { accept: 'application/json' })).status).toBe(404);
    expect((await fetch(`${hub.url}/inbox`, { method: 'POST', headers: PAGE })).status).toBe(404);
  });

  it('has assets that are kept for good, compressed as the browser can', async () => {
    for (const [accepted, encoding] of [
      ['br, gzip', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const answer = await get('/assets/app-0a1b2c.js', { 'accept-encoding': accepted });
      expect(await answer.text()).toBe(SCRIPT);
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(answer.headers.get('content-type')).toMatch(/javascript/);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('vary')).toBe('accept-encoding');
    }
  });

  it('has a service worker that is asked for again each time, and answered shortly when it is the same', async () => {
    const first = await get('/service-worker.js');
    expect(first.headers.get('cache-control')).toBe('no-cache');
    expect(first.headers.get('content-security-policy')).toBe(POLICY);
    // fetch adds "no-cache" to conditional requests, as a reload does; a browser that looks again does not.
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const status = await new Promise((done) => {
      request(`${hub.url}/service-worker.js`, { headers }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      }).end();
    });
    expect(status).toBe(304);
  });

  it('shows nothing but its files', async () => {
    for (const path of ['/.env', '/%2e%2e/package.json', '/..%2f..%2fetc/passwd', '/assets/../.env', '/assets'])
      expect((await get(path)).status, path).toBeGreaterThanOrEqual(400);
  });

  it('leaves the API as strict as it is', async () => {
    const answer = await get('/v1/trust', PAGE);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).not.toContain('script-src');
    expect((await get('/docs', PAGE)).headers.get('content-security-policy')).not.toContain('script-src');
  });
});

describe('plain HTTP', () => {
  it('is for this machine: no word of HTTPS in its answers, and refused for any other address', async () => {
    expect(hub.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await get('/healthz')).headers.get('strict-transport-security')).toBeNull();
    for (const host of ['0.0.0.0', '::', '192.168.1.10', 'hub.example.jp'])
      await expect(startTestHub({ plainHttp: true, host })).rejects.toThrow(/MUSUBI_PLAIN_HTTP は、この機械の中だけ/);
  });

  it('is off as a rule, and answers over TLS insist on it', async () => {
    const secure = await startTestHub();
    expect(secure.url).toMatch(/^https:/);
    const answer = await secure.app.inject({ method: 'GET', url: '/healthz' });
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    await secure.close();
  });
});

describe('a web folder', () => {
  it('that nobody built yet is told of on a page', async () => {
    const plain = await startTestHub({ plainHttp: true });
    const isBuilt = existsSync(new URL('../../../web/dist/index.html', import.meta.url));
    const answer = await fetch(plain.url, { headers: PAGE });
    expect(answer.status).toBe(200);
    expect((await answer.text()).includes('npm run build')).toBe(!isBuilt);
    await plain.close();
  });

  it('that holds no client is refused', async () => {
    await expect(startTestHub({ webFolder: join(folder, 'assets') })).rejects.toThrow(
      /MUSUBI_WEB_FOLDER.*npm run build/,
    );
  });
});
