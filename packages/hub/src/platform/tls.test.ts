import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CIPHER_SUITES, tlsJob } from './tls.js';

const DAY = 86_400_000;
let hub: TestHub;
let lenient: TestHub;
let folder: string;

beforeAll(async () => {
  hub = await startTestHub();
  lenient = await startTestHub({ allowTls12: true });
  folder = mkdtempSync(join(tmpdir(), 'musubi-tls-'));
});
afterAll(async () => {
  await Promise.all([hub.close(), lenient.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** The suite that openssl and the hub agree on when openssl offers these, in this order; null when none. */
function agreed(at: TestHub, version: keyof typeof CIPHER_SUITES, offered: readonly string[]): Promise<string | null> {
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, at.caPem);
  const suites = version === 'TLSv1.3' ? '-ciphersuites' : '-cipher';
  const args = ['-connect', `localhost:${new URL(at.url).port}`, version === 'TLSv1.3' ? '-tls1_3' : '-tls1_2'];
  return new Promise((done) => {
    const client = execFile(
      'openssl',
      ['s_client', '-CAfile', ca, ...args, suites, offered.join(':')],
      (_error, stdout) => {
        const [, cipher = ''] = /^New, TLSv1\.[23], Cipher is (\S+)$/m.exec(stdout) ?? [];
        done(cipher === '' ? null : cipher);
      },
    );
    client.stdin?.end();
  });
}

/** The order in which the hub takes suites: the best is taken out of the offer, again and again; the offer is backwards. */
async function orderOf(at: TestHub, version: keyof typeof CIPHER_SUITES, known: readonly string[]): Promise<string[]> {
  const order: string[] = [];
  for (let left = [...known].reverse(); left.length > 0; left = left.filter((one) => !order.includes(one))) {
    const taken = await agreed(at, version, left);
    if (!taken) break;
    order.push(taken);
  }
  return order;
}

describe('R16: the suites that are agreed on with openssl', () => {
  const others = ['TLS_AES_128_CCM_SHA256'];
  it('by TLS 1.3 are those of the list, in its order', async () => {
    const listed = CIPHER_SUITES['TLSv1.3'];
    expect(await orderOf(hub, 'TLSv1.3', [...listed, ...others])).toEqual([...listed]);
    expect(await orderOf(lenient, 'TLSv1.3', [...listed, ...others])).toEqual([...listed]);
  });

  it('by TLS 1.2, where it is allowed, are those of the list that fit the key, in its order', async () => {
    const weak = ['ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES128-CCM'];
    const listed = CIPHER_SUITES['TLSv1.2'].filter((name) => name.startsWith('ECDHE-ECDSA'));
    expect(await orderOf(lenient, 'TLSv1.2', [...CIPHER_SUITES['TLSv1.2'], ...weak])).toEqual(listed);
    expect(await agreed(hub, 'TLSv1.2', CIPHER_SUITES['TLSv1.2'])).toBeNull();
  });
});

/** The certificate that the hub shows to who connects now. */
function shownBy(at: TestHub): Promise<X509Certificate> {
  return new Promise((done, fail) => {
    // Whether it is valid today is not asked: the hub's clock is elsewhere.
    const options = {
      port: Number(new URL(at.url).port),
      host: '127.0.0.1',
      servername: 'localhost',
      rejectUnauthorized: false,
    };
    const socket = connect(options, () => {
      const shown = socket.getPeerX509Certificate();
      socket.end();
      if (shown) done(shown);
      else fail(new Error('no certificate'));
    });
    socket.on('error', fail);
  });
}

describe('L13: the certificate of the listener', () => {
  const authority = () => new X509Certificate(hub.caPem);
  const job = () => tlsJob(hub.app.server, hub.context, hub.certificates.keys);

  it('lives 397 days at most', async () => {
    const { validFrom, validTo } = await shownBy(hub);
    expect((Date.parse(validTo) - Date.parse(validFrom)) / DAY).toBeLessThanOrEqual(397);
  });

  it('is renewed by the running hub before it ends, under the authority that clients trust already', async () => {
    const before = await shownBy(hub);
    hub.clock.stopIn(360 * DAY);
    await job().run();
    expect((await shownBy(hub)).fingerprint256).toBe(before.fingerprint256);
    hub.clock.stopIn(370 * DAY);
    await job().run();
    const after = await shownBy(hub);
    expect(after.fingerprint256).not.toBe(before.fingerprint256);
    expect(Date.parse(after.validTo)).toBeGreaterThan(hub.clock.now().getTime() + 360 * DAY);
    expect(after.verify(authority().publicKey)).toBe(true);
    hub.clock.run();
  });

  it('is the same in every process of a hub', async () => {
    const sibling = await hub.startSibling();
    expect(sibling.caPem).toBe(hub.caPem);
    expect(new X509Certificate(sibling.certificates.keys.tls.cert).fingerprint256).toBe(
      (await shownBy(hub)).fingerprint256,
    );
    await sibling.close();
  });
});
