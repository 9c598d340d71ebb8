import { HubConnection } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import { startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../index.js';
import { networkOf } from './limits.js';
import { readSettings } from './settings.js';

let hub: TestHub;
let behindProxy: TestHub;

beforeAll(async () => {
  hub = await startTestHub();
  behindProxy = await startTestHub({ trustedProxies: ['127.0.0.0/8', '198.51.100.9'] });
});
afterAll(async () => {
  await hub.close();
  await behindProxy.close();
});

/** An enquiry, of which an address may send ten an hour. */
function ask(to: RunningHub, forwardedFor?: string): Promise<'taken' | 'too many'> {
  const transport = createNodeTransport(to.url, to.caPem);
  const request: typeof transport.request = (given) =>
    transport.request({
      ...given,
      headers: { ...given.headers, ...(forwardedFor ? { 'x-forwarded-for': forwardedFor } : {}) },
    });
  const body = { category: 'certificate', body: '証明書はいつ届きますか。' } as const;
  return new HubConnection({ ...transport, request }, () => null).call('submitTicket', { body }).then(
    () => 'taken',
    (error: { code?: string }) => {
      if (error.code === 'MSB-REQUEST-TOO-MANY') return 'too many';
      throw error;
    },
  );
}
const taken = (answers: readonly string[]) => answers.filter((answer) => answer === 'taken').length;

describe('a limit', () => {
  it('holds for all processes of a hub together, at the same moment, and after a restart', async () => {
    const sibling = await hub.startSibling();
    const asked = Array.from({ length: 24 }, (_, at) => ask(at % 2 === 0 ? hub : sibling));
    expect(taken(await Promise.all(asked))).toBe(10);
    await sibling.close();
    const restarted = await hub.startSibling();
    expect(await ask(restarted)).toBe('too many');
    await restarted.close();
  });

  it('keeps no address', async () => {
    const rows = await hub.context.database.query<{ key: Buffer }>('select key from attempts');
    expect(rows.map(({ key }) => key.length)).toEqual(rows.map(() => 32));
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('127.0.0.1').toString('hex'));
  });
});

describe('X-Forwarded-For', () => {
  it('is ignored when no proxy is trusted: nobody gets more tries by writing it', async () => {
    const fresh = await startTestHub();
    const asked = Array.from({ length: 14 }, (_, at) => ask(fresh, `203.0.113.${at}`));
    expect(taken(await Promise.all(asked))).toBe(10);
    await fresh.close();
  });

  it('names the caller when a trusted proxy wrote it, and what a caller wrote before it counts for nothing', async () => {
    const some = Array.from({ length: 12 }, (_, at) => ask(behindProxy, `192.0.2.${at}, 203.0.113.1`));
    expect(taken(await Promise.all(some))).toBe(10);
    expect(await ask(behindProxy, '203.0.113.1, 198.51.100.9')).toBe('too many');
    expect(await ask(behindProxy, '203.0.113.2')).toBe('taken');
  });

  it('counts a network of IPv6 as one', async () => {
    const some = Array.from({ length: 12 }, (_, at) => ask(behindProxy, `2001:db8:0:1::${at}`));
    expect(taken(await Promise.all(some))).toBe(10);
    expect(await ask(behindProxy, '2001:db8:0:2::1')).toBe('taken');
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['nonsense', 'nonsense'],
])('%s is counted as %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

it('the setting takes addresses and networks only', () => {
  const read = (text: string) => readSettings({ MUSUBI_TRUSTED_PROXIES: text }).trustedProxies;
  expect(read('127.0.0.1, 10.0.0.0/8,2001:db8::/32')).toEqual(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);
  expect(read('')).toEqual([]);
  for (const wrong of ['proxy.example.jp', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.0/', '127.0.0.1;10.0.0.1'])
    expect(() => read(wrong)).toThrow(/MUSUBI_TRUSTED_PROXIES/);
});
