import { createNodeTransport } from '@musubi/client/node';
import { ROLES, ROUTES, type Role, type Route } from '@musubi/contract';
import { enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAccount } from './index.js';

let hub: TestHub;
const people = new Map<Role, TestPerson>();
let foreignId: string;

beforeAll(async () => {
  hub = await startTestHub();
  hub.clock.stopIn(0); // a fresh proof stays fresh, however long the table takes
  const own = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const sender = await enrolOffice(hub, { officeNumber: '1474500002', serviceTypes: ['43'] });
  const recipient = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  for (const role of ROLES.filter((one) => one !== 'machine')) people.set(role, await signIn(hub, own, role));
  const admin = people.get('administrator');
  const { person, secret } = (await admin?.hub.call('addMachine', { body: { displayName: '機械' } })) ?? {
    person: null,
    secret: '',
  };
  const { loginMachine } = await import('@musubi/client');
  const { anonymous, connected } = await import('@musubi/testkit');
  const answer = await loginMachine(
    anonymous(hub),
    own.identity,
    { machineId: person?.userId ?? '', machineSecret: secret },
    hub.clock.now(),
  );
  const terminal = { id: answer.session.terminalId, name: '機械', secret };
  if (admin) people.set('machine', { ...admin, terminal, answer, hub: connected(hub, answer.token, terminal) });
  const foreign = await signIn(hub, sender, 'staff');
  foreignId = (
    await submitSample(
      foreign,
      sender,
      recipient,
      packInputFor('1474500002', '43', '1375400014', '13', hub.clock.now()),
    )
  ).transmission.id;
  await addAccount(
    hub.context,
    { officeNumber: '1474500002', displayName: '別の人', kind: 'person', role: 'staff' },
    'test',
  );
});
afterAll(() => hub.close());

/** Values for path parameters that belong to another office. */
async function foreignPath(path: string): Promise<string> {
  const [stranger] = await hub.context.database.query<{ userId: string }>(
    'select user_id as "userId" from accounts where office_number = \'1474500002\' limit 1',
  );
  const values: Record<string, string> = {
    id: foreignId,
    userId: stranger?.userId ?? '',
    personId: stranger?.userId ?? '',
    officeNumber: '1474500002',
    terminalId: crypto.randomUUID(),
    partId: crypto.randomUUID(),
    month: '202610',
    transmissionId: foreignId,
    incidentId: crypto.randomUUID(),
    actId: crypto.randomUUID(),
    fingerprint: 'f'.repeat(64),
    ticketNumber: '0000-0000',
    applicationNumber: 'A0000000000',
    campaignCode: 'PASS',
    delegationId: crypto.randomUUID(),
  };
  return path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
}

const guarded = Object.entries<Route>(ROUTES).filter(
  ([name, route]) => route.access !== 'public' && name !== 'logout' && name !== 'events',
);

describe('the permission table (R09)', () => {
  it.each(guarded)('%s is open to its roles only', async (_name, route) => {
    const path = await foreignPath(route.path);
    const query = route.path === '/v1/transmissions' && route.method === 'GET' ? '?box=inbox' : '';
    for (const role of ROLES) {
      const caller = people.get(role);
      const body = route.method === 'GET' || route.body === null ? null : new TextEncoder().encode('{}');
      const headers = { ...caller?.hub.headers(), ...(body ? { 'content-type': 'application/json' } : {}) };
      const { status } = await createNodeTransport(hub.url, hub.caPem).request({
        method: route.method,
        path: path + query,
        headers,
        body,
      });
      const isAllowed = route.access !== 'public' && route.access.includes(role);
      if (isAllowed) expect(status, `${role} may`).not.toBe(403);
      else expect(status, `${role} may not`).toBe(403);
    }
  });

  // An office's drafts are its own by their key: putting a part under another's id makes one's own (drafts.test.ts).
  const scoped = guarded.filter(([name, route]) => /\{(id|userId)\}/.test(route.path) && name !== 'putDraftPart');
  it.each(scoped)('%s never reaches what belongs to another office', async (_name, route) => {
    const path = await foreignPath(route.path);
    for (const [role, caller] of people) {
      const type = route.body === 'bytes' ? 'application/cms' : 'application/json';
      const headers = { ...caller.hub.headers(), ...(route.body === null ? {} : { 'content-type': type }) };
      const body =
        route.body === null
          ? null
          : route.body === 'bytes'
            ? new Uint8Array([48, 0])
            : new TextEncoder().encode('{"decision":"accepted","statement":"e30=","signature":"e30="}');
      const { status } = await createNodeTransport(hub.url, hub.caPem).request({
        method: route.method,
        path,
        headers,
        body,
      });
      expect(status, role).toBeGreaterThanOrEqual(400);
    }
  });

  it('answers nobody without a session', async () => {
    for (const [, route] of guarded) {
      const { status } = await createNodeTransport(hub.url, hub.caPem).request({
        method: route.method,
        path: await foreignPath(route.path),
        headers: {},
        body: null,
      });
      expect(status, route.path).toBe(401);
    }
  });
});
