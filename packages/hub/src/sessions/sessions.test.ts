import { loginMachine, loginPerson } from '@musubi/client';
import {
  createAuthority,
  generateKeyPair,
  type Identity,
  identityFromPkcs8,
  type KeyType,
  parseCertificate,
  signAssertion,
} from '@musubi/evidence';
import {
  anonymous,
  connected,
  enrolCertificate,
  enrolOffice,
  enrolOneTimeCode,
  issuerOf,
  PASSWORD,
  signIn,
  signInAt,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addAccount,
  changeAccount,
  closeIncident,
  listIncidents,
  officeUserId,
  resetPassword,
  revokeCertificate,
} from '../index.js';

let hub: TestHub;
let office: TestOffice;
let other: TestOffice;
let person: TestPerson;
const DAY = 24 * 60 * 60 * 1000;

beforeAll(async () => {
  hub = await startTestHub();
  office = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  other = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  person = await signIn(hub, office, 'administrator');
});
afterAll(() => hub.close());

const terminal = () => ({ id: crypto.randomUUID(), name: 'PC', secret: null });

function tryLogin(
  identity: Identity,
  userId: string,
  password: string,
  officeId: string | undefined = officeUserId('1377700001'),
) {
  return loginPerson(
    anonymous(hub),
    identity,
    { userId, password, officeUserId: officeId, terminal: terminal() },
    hub.context.now(),
  );
}

async function lastRefusal(userId: string): Promise<string | null> {
  const [row] = await hub.context.database.query<{ detail: string | null }>(
    "select detail from audit_log where action = 'session.refused' and actor = $1 order by audit_id desc limit 1",
    [userId],
  );
  return row?.detail ?? null;
}

describe('signing in needs two different factors (R01, R02)', () => {
  it('certificate and password open a session', async () => {
    const answer = await tryLogin(office.identity, person.userId, PASSWORD);
    expect(answer.session.office.officeNumber).toBe('1377700001');
  });

  it('a certificate without the password opens nothing', async () => {
    await expect(tryLogin(office.identity, person.userId, 'chigau-password-1')).rejects.toMatchObject({
      code: 'MSB-AUTH-REFUSED',
    });
  });

  it('a password without certificate opens nothing', async () => {
    const { identity } = await selfMade();
    await expect(tryLogin(identity, person.userId, PASSWORD)).rejects.toMatchObject({
      code: 'MSB-AUTH-CERTIFICATE-REFUSED',
    });
  });

  it('a new terminal needs the office id as well, and gets a secret it must show from then on', async () => {
    const noId = loginPerson(
      anonymous(hub),
      office.identity,
      { userId: person.userId, password: PASSWORD, terminal: terminal() },
      hub.clock.now(),
    );
    await expect(noId).rejects.toMatchObject({ code: 'MSB-AUTH-OFFICE-ID-REQUIRED' });
    await expect(
      signInAt(hub, office, { ...person, terminal: { ...person.terminal, secret: 'x'.repeat(43) } }),
    ).rejects.toMatchObject({ code: 'MSB-AUTH-TERMINAL-MISMATCH' });
    expect((await signInAt(hub, office, person)).session.account.userId).toBe(person.userId);
  });

  it('answers alike for a wrong password and an unknown user', async () => {
    const wrong = await tryLogin(office.identity, person.userId, 'chigau-password-2').catch((error: unknown) => error);
    const unknown = await tryLogin(office.identity, 'C0000000000', 'chigau-password-2').catch(
      (error: unknown) => error,
    );
    expect(unknown).toMatchObject({ code: 'MSB-AUTH-REFUSED', status: 401 });
    expect(wrong).toMatchObject({ code: 'MSB-AUTH-REFUSED', status: 401 });
    await signInAt(hub, office, person);
  });

  it('takes an assertion once only', async () => {
    const iat = Math.floor(hub.clock.now().getTime() / 1000);
    const claims = { sub: person.userId, aud: hub.url, iat, exp: iat + 60, jti: crypto.randomUUID() };
    const body = {
      assertion: await signAssertion(claims, office.identity),
      userId: person.userId,
      password: PASSWORD,
      officeUserId: officeUserId('1377700001'),
    };
    await anonymous(hub).call('login', { body: { ...body, terminal: { id: crypto.randomUUID(), name: 'PC' } } });
    const again = anonymous(hub).call('login', {
      body: { ...body, terminal: { id: crypto.randomUUID(), name: 'PC' } },
    });
    await expect(again).rejects.toMatchObject({ code: 'MSB-AUTH-ASSERTION-INVALID' });
    expect(await lastRefusal(person.userId)).toBe('assertion-replayed');
  });
});

async function selfMade(keyType: KeyType = 'p-256', commonName = 'Other CA') {
  const authority = await createAuthority({
    commonName,
    keyType: 'p-256',
    notBefore: hub.clock.after(-DAY),
    notAfter: hub.clock.after(DAY),
  });
  const keys = await generateKeyPair(keyType);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await authority.issue({ profile: 'dx', spki, notBefore: hub.clock.after(-DAY) });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { identity: await identityFromPkcs8(certificate, [], pkcs8), keys, spki, pkcs8 };
}

/** A certificate of the hub's own authority that is not what an office should sign in with. */
async function issued(options: {
  notBefore?: Date;
  notAfter?: Date;
  profile?: 'dx' | 'tls-server';
}): Promise<Identity> {
  const { spki, pkcs8 } = await selfMade();
  const issuer = issuerOf(hub);
  const certificate = await issuer.issue({
    profile: 'dx',
    spki,
    notBefore: hub.clock.after(-DAY),
    ...options,
  });
  return identityFromPkcs8(certificate, [issuer.certificate], pkcs8);
}

describe('a certificate is validated before it is believed (R04)', () => {
  const cases: readonly (readonly [string, () => Promise<Identity>, string])[] = [
    [
      'expired',
      () => issued({ notBefore: hub.clock.after(-2 * DAY), notAfter: hub.clock.after(-DAY) }),
      'MSB-CERT-EXPIRED',
    ],
    ['not yet valid', () => issued({ notBefore: hub.clock.after(DAY) }), 'MSB-CERT-NOT-YET-VALID'],
    ['of an unknown authority', async () => (await selfMade()).identity, 'MSB-CERT-UNKNOWN-ISSUER'],
    [
      'of an authority that only has the same name',
      async () => (await selfMade('p-256', 'e-seikyuu CA')).identity,
      'MSB-CERT-ALTERED',
    ],
    ['made for a TLS server', () => issued({ profile: 'tls-server' }), 'MSB-CERT-WRONG-USAGE'],
    [
      'of an authority itself',
      async () => ({ ...(await selfMade()).identity, certificate: issuerOf(hub).certificate }),
      'MSB-ASSERTION-INVALID',
    ],
    ['not enrolled for any office', () => issued({}), 'certificate-not-usable'],
    ['of another office', async () => other.identity, 'certificate-of-another-office'],
    ['altered after signing', async () => altered(), 'MSB-CERT-ALTERED'],
    ['revoked', async () => revoked(), 'MSB-CERT-REVOKED'],
  ];

  it.each(cases)('%s: refused, with its own reason in the log', async (_title, make, reason) => {
    const identity = await make();
    await expect(tryLogin(identity, person.userId, PASSWORD)).rejects.toMatchObject({ status: 401 });
    expect(await lastRefusal(person.userId)).toBe(reason);
  });

  async function altered(): Promise<Identity> {
    const good = await issued({});
    const der = good.certificate.der.slice();
    const at = Buffer.from(der).indexOf('CarePlanJigyousho');
    der[at] = 'X'.charCodeAt(0);
    return { ...good, certificate: await parseCertificate(der) };
  }

  async function revoked(): Promise<Identity> {
    const { identity } = await enrolCertificate(hub, '1377700001');
    await revokeCertificate(hub.context, hub.certificates, identity.certificate.fingerprint, 'keyCompromise', 'test');
    return identity;
  }
});

describe('passwords (R05)', () => {
  it('are stored as argon2id only', async () => {
    const rows = await hub.context.database.query<{ hash: string }>('select password_hash as hash from accounts');
    expect(rows.length).toBeGreaterThan(0);
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$/);
  });

  it('must be changed before anything else works, to something strong', async () => {
    const { account, secret } = await addAccount(
      hub.context,
      { officeNumber: '1377700001', displayName: '新人', kind: 'person', role: 'staff' },
      'test',
    );
    const fresh = await signInAt(hub, office, { userId: account.userId, password: secret, terminal: terminal() });
    await expect(fresh.hub.call('listTransmissions', { query: { box: 'inbox' } })).rejects.toMatchObject({
      code: 'MSB-AUTH-PASSWORD-CHANGE-REQUIRED',
    });
    for (const newPassword of ['short', 'password-password', `${account.userId}-2026`, 'aaaaaaaaaaaaaaaa', secret]) {
      await expect(
        fresh.hub.call('changePassword', { body: { currentPassword: secret, newPassword } }),
      ).rejects.toMatchObject({ code: 'MSB-AUTH-PASSWORD-WEAK' });
    }
    await fresh.hub.call('changePassword', { body: { currentPassword: secret, newPassword: PASSWORD } });
    expect((await fresh.hub.call('listTransmissions', { query: { box: 'inbox' } })).items).toEqual([]);
  });
});

describe('repeated failures lock (R06)', () => {
  it('refuses the right password while locked, opens later, and records both', async () => {
    const victim = await signIn(hub, office, 'staff');
    for (let attempt = 0; attempt < 5; attempt++)
      await tryLogin(office.identity, victim.userId, 'chigau-password-3').catch(() => {});
    await expect(tryLogin(office.identity, victim.userId, PASSWORD)).rejects.toMatchObject({ code: 'MSB-AUTH-LOCKED' });
    hub.clock.stopIn(31 * 60_000);
    await tryLogin(office.identity, victim.userId, PASSWORD);
    hub.clock.run();
    const actions = await hub.context.database.query<{ action: string }>(
      "select action from audit_log where subject_id = $1 or (actor = $1 and action like 'account.%')",
      [victim.userId],
    );
    const unlocked = await hub.context.database.query(
      "select 1 from audit_log where actor = $1 and action = 'account.unlocked'",
      [victim.userId],
    );
    expect(actions.map(({ action }) => action)).toContain('account.locked');
    expect(unlocked).toHaveLength(1);
  });
});

describe('the emergency account (R07)', () => {
  it('raises an alarm when used and is worthless once the incident is closed, until issued anew', async () => {
    const { account, secret } = await addAccount(
      hub.context,
      { officeNumber: '1377700001', displayName: '緊急', kind: 'operator', role: 'emergency' },
      'test',
    );
    const broken = await signInAt(hub, office, { userId: account.userId, password: secret, terminal: terminal() });
    const { items } = await broken.hub.call('operatorListAlerts', { query: {} });
    expect(items[0]).toMatchObject({ kind: 'emergency-account-used', detail: account.userId });
    const [incident] = await listIncidents(hub.context.database);
    await closeIncident(hub.context, incident?.id ?? '', 'test');
    await expect(broken.hub.call('currentSession', {})).rejects.toMatchObject({ status: 401 });
    await expect(tryLogin(office.identity, account.userId, secret)).rejects.toMatchObject({ code: 'MSB-AUTH-REFUSED' });
    const { initialPassword } = await resetPassword(hub.context, {
      officeNumber: '1377700001',
      userId: account.userId,
      actor: 'test',
    });
    await changeAccount(hub.context, '1377700001', account.userId, { disabled: false }, 'test');
    expect((await tryLogin(office.identity, account.userId, initialPassword)).session.account.userId).toBe(
      account.userId,
    );
  });
});

describe('sessions end (R08, R11)', () => {
  it('are refused on another terminal', async () => {
    const second = await signInAt(hub, office, { ...person, terminal: terminal() });
    const stolen = connected(hub, person.answer.token, second.terminal);
    await expect(stolen.call('currentSession', {})).rejects.toMatchObject({ code: 'MSB-AUTH-TERMINAL-MISMATCH' });
  });

  it('end after an hour, after half an hour without use, and at the latest after eight hours', async () => {
    const one = await signInAt(hub, office, { ...person, terminal: terminal() });
    hub.clock.stopIn(29 * 60_000);
    await one.hub.call('currentSession', {});
    hub.clock.stopIn(61 * 60_000);
    await expect(one.hub.call('currentSession', {})).rejects.toMatchObject({ code: 'MSB-AUTH-EXPIRED' });
    hub.clock.run();
    const idle = await signInAt(hub, office, { ...person, terminal: terminal() });
    hub.clock.stopIn(31 * 60_000);
    await expect(idle.hub.call('currentSession', {})).rejects.toMatchObject({ code: 'MSB-AUTH-EXPIRED' });
    hub.clock.run();
  });

  it('are prolonged by the refresh token on the same terminal, not beyond eight hours', async () => {
    const one = await signInAt(hub, office, { ...person, terminal: terminal() });
    for (const minutes of [25, 50]) {
      hub.clock.stopIn(minutes * 60_000);
      await one.hub.call('stayActive', {});
    }
    hub.clock.stopIn(55 * 60_000);
    const renewed = await one.hub.call('refreshSession', { body: { refreshToken: one.answer.refreshToken ?? '' } });
    expect(renewed.session.endsAt).toBe(one.session.endsAt);
    await expect(
      one.hub.call('refreshSession', { body: { refreshToken: one.answer.refreshToken ?? '' } }),
    ).rejects.toMatchObject({ status: 401 });
    await expect(
      anonymous(hub).call('refreshSession', { body: { refreshToken: renewed.refreshToken ?? '' } }),
    ).rejects.toMatchObject({ code: 'MSB-AUTH-TERMINAL-MISMATCH' });
    hub.clock.stopIn(8.1 * 60 * 60_000);
    await expect(
      connected(hub, renewed.token, one.terminal).call('refreshSession', {
        body: { refreshToken: renewed.refreshToken ?? '' },
      }),
    ).rejects.toMatchObject({ status: 401 });
    hub.clock.run();
  });

  it('end at once when the account is disabled or the certificate revoked', async () => {
    const leaver = await signIn(hub, office, 'staff');
    await changeAccount(hub.context, '1377700001', leaver.userId, { disabled: true }, 'test');
    await expect(leaver.hub.call('currentSession', {})).rejects.toMatchObject({ status: 401 });
    const extra = { officeNumber: '1377700001', ...(await enrolCertificate(hub, '1377700001')) };
    const live = await signIn(hub, extra, 'staff');
    await revokeCertificate(
      hub.context,
      hub.certificates,
      extra.identity.certificate.fingerprint,
      'superseded',
      'test',
    );
    await expect(live.hub.call('currentSession', {})).rejects.toMatchObject({ code: 'MSB-AUTH-CERTIFICATE-REFUSED' });
  });
});

describe('further ways in', () => {
  it('a one-time code is asked for once it is set up', async () => {
    const careful = await signIn(hub, office, 'staff');
    const code = await enrolOneTimeCode(hub, careful);
    await expect(signInAt(hub, office, careful)).rejects.toMatchObject({ code: 'MSB-AUTH-ONE-TIME-CODE-REQUIRED' });
    const withCode = { userId: careful.userId, password: PASSWORD, oneTimeCode: code(), terminal: careful.terminal };
    const answer = await loginPerson(anonymous(hub), office.identity, withCode, hub.clock.now());
    expect(answer.session.account.oneTimeCodeEnabled).toBe(true);
  });

  it('a machine needs its own secret beside the certificate', async () => {
    const { person: machine, secret } = await person.hub.call('addMachine', { body: { displayName: '介護ソフト' } });
    const good = await loginMachine(
      anonymous(hub),
      office.identity,
      { machineId: machine.userId, machineSecret: secret },
      hub.clock.now(),
    );
    expect(good).toMatchObject({ refreshToken: null, session: { account: { kind: 'machine' } } });
    const bad = loginMachine(
      anonymous(hub),
      office.identity,
      { machineId: machine.userId, machineSecret: 'x'.repeat(43) },
      hub.clock.now(),
    );
    await expect(bad).rejects.toMatchObject({ code: 'MSB-AUTH-REFUSED' });
  });

  it('every account is one named person or machine of one office (R03)', async () => {
    const nameless = await hub.context.database.query(
      "select 1 from accounts where display_name = '' or office_number is null",
    );
    expect(nameless).toEqual([]);
    const actors = await hub.context.database.query<{ actor: string }>(
      "select distinct actor from audit_log where action = 'session.opened' and actor not in (select user_id from accounts)",
    );
    expect(actors).toEqual([]);
  });

  it('audit rows can be neither changed nor deleted', async () => {
    for (const statement of ["update audit_log set actor = 'x'", 'delete from audit_log']) {
      await expect(hub.context.database.query(statement)).rejects.toThrow('permission denied');
      await expect(hub.asSuperuser(statement)).rejects.toThrow('audit rows are never changed');
    }
  });
});
