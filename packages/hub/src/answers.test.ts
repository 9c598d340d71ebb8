import type { Transport } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import { ROUTES, type Route } from '@musubi/contract';
import { createCertificateRequest, generateKeyPair } from '@musubi/evidence';
import {
  enrolOffice,
  grantAgent,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Bytes of the largest answer that is a list. */
const BUDGET = 4 * 1024 * 1024;
const OFFICE = '1377700001';
const OTHER = '1375400014';

let hub: TestHub;
let office: TestOffice;
let other: TestOffice;
let administrator: TestPerson;
let operator: TestPerson;
let transport: Transport;
const sql = (text: string, ...values: unknown[]) => hub.context.database.query(text, values);
/** The character whose JSON is longest: six bytes for one. */
const worst = (length: number) => `repeat(chr(1), ${length})`;

beforeAll(async () => {
  hub = await startTestHub();
  transport = createNodeTransport(hub.url, hub.caPem);
  office = await enrolOffice(hub, { officeNumber: OFFICE, serviceTypes: ['43'] });
  other = await enrolOffice(hub, { officeNumber: OTHER, serviceTypes: ['13'] });
  administrator = await signIn(hub, office, 'administrator');
  operator = await signIn(hub, office, 'operator');
  await submitSample(administrator, office, other, packInputFor(OFFICE, '43', OTHER, '13', hub.clock.now()));
  await fill();
});
afterAll(() => hub.close());

/** Copies of a row, so that a table is as full as one office can make it; `change` sets its long columns. */
async function copies(
  table: string,
  count: number,
  where: string,
  change: Readonly<Record<string, string>>,
): Promise<void> {
  const columns = await hub.context.database.query<{ name: string }>(
    'select column_name as name from information_schema.columns where table_schema = current_schema() and table_name = $1',
    [table],
  );
  const names = columns.map(({ name }) => name).filter((name) => change[name] !== 'default');
  const values = names.map((name) => change[name] ?? `one.${name}`);
  await sql(
    `insert into ${table} (${names.join(', ')}) select ${values.join(', ')}
       from (select * from ${table} where ${where} limit 1) one, generate_series(1, ${count}) n`,
  );
}

/** As many rows, as long as they may be, as the limits of the hub let one office (or strangers) make. */
async function fill(): Promise<void> {
  const own = `office_number = '${OFFICE}'`;
  await sql(`update offices set name = ${worst(200)}`);
  await sql(`update accounts set display_name = ${worst(100)} where ${own}`);
  await copies('accounts', 500, `${own} and role = 'administrator'`, {
    account_id: 'gen_random_uuid()',
    user_id: "'C9' || n",
    mail_address: `n || '@' || ${worst(200)}`,
  });
  await sql(`update terminals set name = ${worst(100)}`);
  await copies('terminals', 500, own, { terminal_id: 'gen_random_uuid()' });
  await sql(
    `insert into sessions (session_id, account_id, terminal_id, certificate_fingerprint, token_hash, factors, created_at, expires_at, ends_at, last_used_at, proved_at)
     select gen_random_uuid(), a.account_id, t.terminal_id, s.certificate_fingerprint, sha256((a.account_id::text || t.terminal_id::text)::bytea),
            s.factors, s.created_at, s.expires_at, s.ends_at, s.last_used_at, s.proved_at
       from (select account_id from accounts where ${own} order by user_id desc) a,
            (select terminal_id from terminals where ${own} limit 10) t, (select * from sessions limit 1) s`,
  );
  await copies('certificates', 600, own, {
    fingerprint: "encode(sha256(n::text::bytea), 'hex')",
    der: "decode(repeat('ab', 1500), 'hex')",
    serial_number: 'n::text',
    key_digest: 'sha256(n::text::bytea)',
    revoked_at: 'case when n > 100 then now() end',
  });
  await sql(
    `insert into certificate_requests (request_id, office_number, request_pem, key_digest, requested_by, requested_at)
     select gen_random_uuid(), '${OFFICE}', repeat('x', 8000), sha256(n::text::bytea), 'x', now() from generate_series(1, 500) n`,
  );
  await sql(
    `insert into drafts (office_number, draft_id, version, head, part_ids, updated_at, updated_by, purpose, made_by)
     select '${OFFICE}', gen_random_uuid(), 1, decode(repeat('00', 48000), 'hex'),
            (select array_agg(gen_random_uuid()) from generate_series(1, 400)), now(), account_id, 'sending', account_id
       from accounts, generate_series(1, 100) where user_id = $1`,
    administrator.userId,
  );
  await copies('transmissions', 300, `sender_office = '${OFFICE}'`, {
    id: "(left(one.id::text, 24) || lpad(n::text, 12, '0'))::uuid",
    file_names: `array_fill(repeat('x', 120), array[50])`,
  });
  await sql(
    `insert into tickets (ticket_number, category, body, state, received_at, secret_hash, person_name)
     select 'AAAA-' || lpad(n::text, 4, '0'), 'usage', ${worst(4000)}, 'open', now(), sha256('x'), ${worst(100)} from generate_series(1, 250) n`,
  );
  await sql(
    `insert into applications (application_number, state, office_number, office_name, corporation_name, service_types, contact_name, mail_address, phone, applied_at)
     select 'A' || lpad(n::text, 10, '0'), 'waiting', '1471000010', ${worst(200)}, ${worst(200)}, array_fill('43'::text, array[60]), ${worst(100)},
            'a@example.jp', '045-000-0001', now() from generate_series(1, 300) n`,
  );
  await sql(
    `insert into delegations (delegation_id, office_number, agent_name, may_send, may_receive, valid_until, granted_by, granted_at)
     select gen_random_uuid(), '${OFFICE}', ${worst(80)}, true, true, now() + interval '100 days', 'x', now() from generate_series(1, 300)`,
  );
  await sql(
    `insert into accounts (account_id, user_id, office_number, kind, role, display_name, password_hash, must_change_password, created_at, delegation_id)
     select gen_random_uuid(), 'C8' || row_number() over (), '${OFFICE}', 'person', 'staff', ${worst(80)}, 'x', false, now(), delegation_id from delegations`,
  );
}

/** Parameters that some routes can't do without. */
const QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/v1/transmissions': { box: 'sent' },
  '/v1/offices': { search: '13' },
  '/v1/operator/people': { search: 'C9' },
  '/v1/operator/transmissions': { officeNumber: OFFICE },
};
const PARAMS: Readonly<Record<string, string>> = { officeNumber: OFFICE, month: '202610' };

/** Routes that answer with JSON and need nothing but who asks, an office or a month. */
const lists = Object.entries<Route>(ROUTES).filter(
  ([, { method, params, answer, access }]) =>
    method === 'GET' &&
    Object.keys(params?.shape ?? {}).every((name) => name in PARAMS) &&
    typeof answer === 'object' &&
    answer !== null &&
    access !== 'public',
);

it.each(lists.map(([name, route]) => ({ name, route })))(
  'M12: $name answers within 4 MB however full the tables are',
  async ({ route }) => {
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => PARAMS[name] ?? '');
    const isPaged = route.query !== undefined && 'limit' in route.query.shape;
    const query = new URLSearchParams({
      ...(isPaged ? { limit: '200' } : {}),
      ...QUERIES[route.path],
    });
    const isOperators = Array.isArray(route.access) && route.access.includes('operator');
    const { hub: connection } = isOperators ? operator : administrator;
    const ask = (limit: string | null) => {
      if (limit !== null) query.set('limit', limit);
      const headers = connection.headers();
      return transport.request({ method: 'GET', path: `${path}?${query}`, headers, body: null });
    };
    let answer = await ask(null);
    for (const limit of ['100', '50']) if (answer.status === 400 && isPaged) answer = await ask(limit);
    expect(answer.status, new TextDecoder().decode(answer.body.slice(0, 500))).toBe(200);
    expect(answer.body.length).toBeLessThan(BUDGET);
  },
);

it('M12: an office adds nothing to a list that is full, and is told what to do', async () => {
  const body = { displayName: '五百一人目', role: 'staff' } as const;
  await expect(administrator.hub.call('addPerson', { body })).rejects.toMatchObject({ code: 'MSB-PEOPLE-TOO-MANY' });
  const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
  await expect(administrator.hub.call('requestCertificate', { body: { requestPem } })).rejects.toMatchObject({
    code: 'MSB-CERTIFICATE-TOO-MANY',
  });
  await expect(grantAgent(hub, administrator)).rejects.toMatchObject({ code: 'MSB-DELEGATION-TOO-MANY' });
});

it('M12: a transmission has no more files than a list can name', async () => {
  const input = packInputFor(OFFICE, '43', OTHER, '13', hub.clock.now());
  const [file] = input.files;
  const files = Array.from({ length: 51 }, () => ({ name: '', bytes: new Uint8Array(), ...file }));
  await expect(submitSample(administrator, office, other, { ...input, files })).rejects.toMatchObject({
    code: 'MSB-SUBMIT-FILE-SET',
  });
});
