import { createNodeTransport } from '@musubi/client/node';
import { ROUTES, type Route } from '@musubi/contract';
import { enrolOffice, PASSWORD, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let hub: TestHub;
let people: Map<string, TestPerson>;
let start: Date;
const later = (minutes: number) => hub.clock.stopAt(new Date(start.getTime() + minutes * 60_000));

beforeAll(async () => {
  hub = await startTestHub();
  start = hub.clock.now();
  later(0);
  const office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  people = new Map();
  for (const role of ['administrator', 'staff', 'operator'] as const) people.set(role, await signIn(hub, office, role));
});
afterAll(() => hub.close());

const of = (role: string): TestPerson => {
  const person = people.get(role);
  if (!person) throw new Error(`nobody is ${role}`);
  return person;
};

/** Returns a route's answer to a body that is not what it wants. */
async function codeOf(route: Route, role: string): Promise<string> {
  const { body } = await createNodeTransport(hub.url, hub.caPem).request({
    method: route.method,
    path: route.path.replaceAll(/\{\w+\}/g, '0'.repeat(10)),
    headers: { ...of(role).hub.headers(), ...(route.body === null ? {} : { 'content-type': 'application/json' }) },
    body: route.body === null ? null : new TextEncoder().encode('{}'),
  });
  const text = new TextDecoder().decode(body);
  return /"code":"([A-Z-]+)"/.exec(text)?.[1] ?? 'done';
}

const PROOF = 'MSB-AUTH-PROOF-REQUIRED';
const guarded = Object.entries<Route>(ROUTES).filter(([, { freshProof }]) => freshProof);
const roleFor = ({ access }: Route) => (access === 'public' ? 'staff' : (access[0] ?? 'staff'));

describe('M10: changes of factors, addresses, certificates and people ask for a fresh proof', () => {
  it('the table names them', () => {
    const named = guarded.map(([name]) => name);
    expect(named).toEqual(
      expect.arrayContaining([
        'enrolOneTimeCode',
        'setMailAddress',
        'addPerson',
        'requestCertificate',
        'grantDelegation',
      ]),
    );
    // Routes that make or change an account, or what its person shows at the door.
    const doors = /^(?!operatorList).*(person|people|machine|one-time-code|certificates$|mail\/address)/i;
    const others = Object.entries<Route>(ROUTES)
      .filter(([, { path, method, access }]) => access !== 'public' && method !== 'GET' && doors.test(path))
      .map(([name]) => name)
      .filter((name) => !named.includes(name));
    expect(others.sort()).toEqual(['signOutPerson', 'unlockPerson']); // they open no door to anybody new
  });

  it.each(guarded)('%s: not six minutes after the sign-in', async (_name, route) => {
    later(6);
    expect(await codeOf(route, roleFor(route))).toBe(PROOF);
  });

  it('after the password alone, for five minutes; a wrong one is on record and changes nothing', async () => {
    later(10);
    const { hub: own, userId } = of('administrator');
    const wrong = own.call('proveAgain', { body: { password: 'chigau-password-1' } });
    await expect(wrong).rejects.toMatchObject({ code: 'MSB-AUTH-REFUSED' });
    const body = { displayName: '新人 さくら', role: 'staff' } as const;
    await expect(own.call('addPerson', { body })).rejects.toMatchObject({ code: PROOF });
    await own.call('proveAgain', { body: { password: PASSWORD } });
    expect((await own.call('addPerson', { body })).person.displayName).toBe('新人 さくら');
    later(14);
    await own.call('addPerson', { body });
    later(16);
    await expect(own.call('addPerson', { body })).rejects.toMatchObject({ code: PROOF });
    const { items } = await own.call('listOwnAudit', { query: {} });
    const proofs = items.filter(({ action, actor }) => action === 'session.proved' && actor === userId);
    expect(proofs.map(({ outcome }) => outcome)).toEqual(['done', 'refused']);
    // The proof is this session's: nobody else's.
    await own.call('proveAgain', { body: { password: PASSWORD } });
    const staff = of('staff').hub.call('setMailAddress', { body: { mailAddress: null } });
    await expect(staff).rejects.toMatchObject({ code: PROOF });
  });
});
