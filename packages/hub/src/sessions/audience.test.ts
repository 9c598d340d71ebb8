import { HubConnection } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import { signAssertion } from '@musubi/evidence';
import { enrolOffice, PASSWORD, signIn, startTestHub, type TestHub, type TestOffice } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let hub: TestHub;
let other: TestHub;
let office: TestOffice;

beforeAll(async () => {
  hub = await startTestHub();
  other = await startTestHub({ hostnames: ['127.0.0.1'], publicUrl: 'https://hoka.example.jp/musubi' });
  office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
});
afterAll(() => Promise.all([hub.close(), other.close()]));

/** Signs in with an assertion for an address; the problem's code, and the reason that the audit log has. */
async function tryAt(at: TestHub, url: string, { identity }: TestOffice, aud: string) {
  const iat = Math.floor(at.clock.now().getTime() / 1000);
  const sub = `C${String(Math.random()).slice(2, 12)}`;
  const assertion = await signAssertion({ sub, aud, iat, exp: iat + 60, jti: crypto.randomUUID() }, identity);
  const terminal = { id: crypto.randomUUID(), name: 'PC' };
  const line = new HubConnection(createNodeTransport(url, at.caPem), () => null);
  const refused = await line
    .call('login', { body: { assertion, userId: sub, password: PASSWORD, terminal } })
    .catch((error: unknown) => error);
  const [row] = await at.context.database.query<{ detail: string }>(
    "select detail from audit_log where action = 'session.refused' and actor = $1",
    [sub],
  );
  return { code: refused instanceof Error && 'code' in refused ? refused.code : null, reason: row?.detail };
}

describe('L19: an assertion opens the hub it was signed for', () => {
  it.each([
    ['another hub', 'https://hoka.example.jp'],
    ['this machine without TLS', 'http://localhost:8080'],
    ['the name that every hub has', 'musubi-hub'],
    ['an address with a path', 'https://localhost/'],
  ])('and not when it was signed for %s', async (_whom, aud) => {
    const answer = await tryAt(hub, hub.url, office, aud);
    expect(answer).toEqual({ code: 'MSB-AUTH-ASSERTION-INVALID', reason: 'assertion-audience' });
  });

  it('and no other, though the same certificate is enrolled there', async () => {
    const theirs = await enrolOffice(other, { officeNumber: '1377700001', serviceTypes: ['43'] });
    const at = other.url.replace('localhost', '127.0.0.1');
    expect((await tryAt(other, at, theirs, hub.url)).reason).toBe('assertion-audience');
    expect((await tryAt(other, at, theirs, 'https://hoka.example.jp')).reason).toBe('unknown-account');
  });

  it('and clients sign for the address that they connect to, whatever the hub calls itself', async () => {
    const named = await startTestHub({ publicName: 'hoka.example.jp' });
    const theirs = await enrolOffice(named, { officeNumber: '1377700001', serviceTypes: ['43'] });
    expect((await signIn(named, theirs)).answer.session.account.userId).toMatch(/^C/);
    await named.close();
  });
});
