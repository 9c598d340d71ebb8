import { HubProblem, submitPacked } from '@musubi/client';
import type { NewDelegation } from '@musubi/contract';
import { createCertificateRequest, generateKeyPair } from '@musubi/evidence';
import {
  anonymous,
  enrolOffice,
  grantAgent,
  type Mailbox,
  PASSWORD,
  signIn,
  signInAt,
  startAgent,
  startMailbox,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
  takeOverAgent,
  tokenOf,
} from '@musubi/testkit';
import { packFor, packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endExpired } from './end.js';

const DAY = 24 * 60 * 60 * 1000;
/** Ten minutes, in days: sessions of the test outlive it. */
const SOON = 10 / (24 * 60);
const CARE = '1377700001';
const NURSING = '1375400014';

let mailbox: Mailbox;
let hub: TestHub;
let care: TestOffice;
let nursing: TestOffice;
let administrator: TestPerson;
let partner: TestPerson;

beforeAll(async () => {
  mailbox = await startMailbox();
  hub = await startTestHub({ smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  care = await enrolOffice(hub, { officeNumber: CARE, serviceTypes: ['43'] });
  nursing = await enrolOffice(hub, { officeNumber: NURSING, serviceTypes: ['13'] });
  administrator = await signIn(hub, care, 'administrator');
  partner = await signIn(hub, nursing, 'staff');
});
afterAll(async () => {
  await hub.close();
  await mailbox.close();
});
afterEach(() => {
  hub.clock.run();
});

const problem = (code: string) => expect.objectContaining({ constructor: HubProblem, code });
const later = (ms: number) => {
  hub.clock.stopIn(ms);
};
const inDays = (days: number) => hub.clock.after(days * DAY).toISOString();

const grant = (change: Partial<NewDelegation> = {}) => grantAgent(hub, administrator, change);
const newTerminal = () => ({ id: crypto.randomUUID(), name: '代行のPC', secret: null });

const agent = (change: Partial<NewDelegation> = {}) => startAgent(hub, administrator, care, change);

const send = (person: TestPerson, office: TestOffice) =>
  submitSample(person, office, nursing, packInputFor(CARE, '43', NURSING, '13', hub.clock.now()));
/** A message of the partner: the only kind without a file that either side may send. */
const arrive = () =>
  submitSample(partner, nursing, care, {
    ...packInputFor(NURSING, '13', CARE, '43', hub.clock.now()),
    ...{ kind: 'message', serviceMonth: null, edition: null, serial: null, files: [] },
    message: '実績を確認してください。',
  });
const inbox = ({ hub: own }: TestPerson) => own.call('listTransmissions', { query: { box: 'inbox' } });
const sent = ({ hub: own }: TestPerson) => own.call('listTransmissions', { query: { box: 'sent' } });
const revoke = (delegationId: string) => administrator.hub.call('revokeDelegation', { params: { delegationId } });
const readers = async () =>
  (await partner.hub.call('findOffice', { params: { officeNumber: CARE } })).certificates.map(
    ({ fingerprint }) => fingerprint,
  );

describe('what an agent may do', () => {
  const fulfilled = 'done';
  const denied = 'MSB-DELEGATION-NOT-ALLOWED';
  const ended = 'MSB-DELEGATION-ENDED';
  it.each([
    { rights: { maySend: true, mayReceive: true }, end: 'none', sending: fulfilled, receiving: fulfilled },
    { rights: { maySend: true, mayReceive: false }, end: 'none', sending: fulfilled, receiving: denied },
    { rights: { maySend: false, mayReceive: true }, end: 'none', sending: denied, receiving: fulfilled },
    { rights: { maySend: true, mayReceive: true }, end: 'revoked', sending: ended, receiving: ended },
    { rights: { maySend: true, mayReceive: true }, end: 'expired', sending: ended, receiving: ended },
  ])('$rights, $end: sending $sending, receiving $receiving', async ({ rights, end, sending, receiving }) => {
    // A session lives for eight hours: a delegation that ends within them ends the session.
    const validUntil = end === 'expired' ? inDays(SOON) : inDays(100);
    const { delegation, person, office } = await agent({ ...rights, validUntil });
    const arrived = await arrive();
    const packed = await packFor(office, nursing, packInputFor(CARE, '43', NURSING, '13', hub.clock.now()));
    if (end === 'revoked') await revoke(delegation.id);
    if (end === 'expired') later(2 * SOON * DAY);
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => fulfilled,
        (error: unknown) => (error instanceof HubProblem ? error.code : String(error)),
      );
    expect(await outcome(submitPacked(person.hub, packed))).toBe(sending);
    expect(await outcome(inbox(person))).toBe(receiving);
    const { id } = arrived.transmission;
    const expected = receiving === denied ? 'MSB-NOT-FOUND' : receiving;
    expect(await outcome(person.hub.call('getPayload', { params: { id } }))).toBe(expected);
    expect(await outcome(person.hub.call('getManifest', { params: { id } }))).toBe(expected);
    const mayRead = (await readers()).includes(office.identity.certificate.fingerprint);
    expect(mayRead).toBe(receiving === fulfilled);
  });

  it('leaves what others of the office sent to an agent who may receive', async () => {
    const own = await send(administrator, care);
    const sender = await agent({ mayReceive: false });
    const both = await agent();
    const mine = await send(sender.person, sender.office);
    const idsOf = async (person: TestPerson) => (await sent(person)).items.map(({ id }) => id);
    expect(await idsOf(sender.person)).toEqual([mine.transmission.id]);
    expect(await idsOf(both.person)).toEqual(expect.arrayContaining([mine.transmission.id, own.transmission.id]));
    const params = { id: own.transmission.id };
    await expect(sender.person.hub.call('getTransmission', { params })).rejects.toEqual(problem('MSB-NOT-FOUND'));
    await expect(sender.person.hub.call('recall', { params })).rejects.toEqual(problem('MSB-NOT-FOUND'));
    // It reads what it sealed for the office itself, and nobody else is shown its certificate.
    const shown = await sender.person.hub.call('findOffice', { params: { officeNumber: CARE } });
    const { fingerprint } = sender.office.identity.certificate;
    expect(shown.certificates.map((one) => one.fingerprint)).toContain(fingerprint);
    expect(await readers()).not.toContain(fingerprint);
  });

  it('is no matter of the office: neither people, nor certificates, nor other agents', async () => {
    const { person } = await agent();
    const body = { displayName: '別の人', role: 'staff' } as const;
    await expect(person.hub.call('addPerson', { body })).rejects.toEqual(problem('MSB-AUTH-FORBIDDEN'));
    await expect(person.hub.call('listDelegations', {})).rejects.toEqual(problem('MSB-AUTH-FORBIDDEN'));
    const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
    await expect(person.hub.call('requestCertificate', { body: { requestPem } })).rejects.toEqual(
      problem('MSB-AUTH-FORBIDDEN'),
    );
    const change = { params: { userId: person.userId }, body: { role: 'administrator' } } as const;
    await expect(administrator.hub.call('changePerson', change)).rejects.toEqual(problem('MSB-PERSON-AGENT'));
  });
});

describe('account and certificate', () => {
  it('open the door with each other only', async () => {
    const one = await agent();
    const other = await agent();
    const refused = problem('MSB-AUTH-REFUSED');
    const at = (office: TestOffice, { userId, password }: { userId: string; password: string }) =>
      signInAt(hub, office, { userId, password, terminal: newTerminal() });
    const agentLogin = { userId: one.person.userId, password: PASSWORD };
    await expect(at(care, agentLogin)).rejects.toEqual(refused);
    await expect(at(other.office, agentLogin)).rejects.toEqual(refused);
    await expect(at(one.office, administrator)).rejects.toEqual(refused);
    expect((await at(one.office, agentLogin)).session).toMatchObject({
      office: { officeNumber: CARE },
      account: { displayName: '請求代行サービス（代行）', agent: { maySend: true, mayReceive: true } },
    });
  });

  it("sign as themselves: nobody sends what the other's certificate signed", async () => {
    const { person, office } = await agent();
    await expect(send(administrator, office)).rejects.toEqual(problem('MSB-SUBMIT-NOT-SENDER'));
    await expect(send(person, care)).rejects.toEqual(problem('MSB-SUBMIT-NOT-SENDER'));
  });

  it('are handed over once, by a link that ends', async () => {
    const { delegation, link, mail, claimCode } = await grant();
    expect({ mail, certificate: delegation.certificate }).toEqual({ mail: 'off', certificate: 'none' });
    const token = tokenOf(link);
    const claim = { token, claimCode };
    await takeOverAgent(hub, CARE, { link, claimCode });
    const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
    await expect(anonymous(hub).call('takeOverDelegation', { body: claim })).rejects.toEqual(
      problem('MSB-DELEGATION-HANDED-OVER'),
    );
    await expect(anonymous(hub).call('certifyDelegation', { body: { ...claim, requestPem } })).rejects.toEqual(
      problem('MSB-DELEGATION-CERTIFIED'),
    );
    const params = { delegationId: delegation.id };
    await expect(administrator.hub.call('makeDelegationLink', { params, body: { mailAddress: null } })).rejects.toEqual(
      problem('MSB-DELEGATION-CERTIFIED'),
    );
    later(15 * DAY);
    await expect(anonymous(hub).call('openDelegation', { body: { token } })).rejects.toEqual(
      problem('MSB-DELEGATION-LINK'),
    );
  });

  it('open with link and code only: the mail has no code, ten guesses end it, a new link brings a new one', async () => {
    const { delegation, claimCode } = await grant({ mailAddress: 'M11@example.jp' });
    const token = tokenOf(mailbox.lastLink());
    expect(JSON.stringify(mailbox.mails.at(-1))).not.toContain(claimCode);
    const wrong = claimCode === '1111-1111' ? '2222-2222' : '1111-1111';
    const guess = () => anonymous(hub).call('takeOverDelegation', { body: { token, claimCode: wrong } });
    for (let tries = 1; tries < 10; tries++) await expect(guess()).rejects.toEqual(problem('MSB-CLAIM-CODE-WRONG'));
    await expect(guess()).rejects.toEqual(problem('MSB-CLAIM-CODE-OVER'));
    const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
    await expect(anonymous(hub).call('certifyDelegation', { body: { token, claimCode, requestPem } })).rejects.toEqual(
      problem('MSB-CLAIM-CODE-OVER'),
    );
    const params = { delegationId: delegation.id };
    const again = await administrator.hub.call('makeDelegationLink', { params, body: { mailAddress: null } });
    expect((await takeOverAgent(hub, CARE, again)).office.officeNumber).toBe(CARE);
  });

  it('get one certificate, however fast the link is used twice', async () => {
    const { link, claimCode } = await grant();
    const token = tokenOf(link);
    const certify = async () => {
      const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
      return anonymous(hub).call('certifyDelegation', { body: { token, claimCode, requestPem } });
    };
    const both = await Promise.allSettled([certify(), certify()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('come by mail when an address is given; a new link ends the one before', async () => {
    const granted = await grant({ mailAddress: 'daiko@example.jp' });
    expect(granted).toMatchObject({ mail: 'sent', link: null });
    const first = tokenOf(mailbox.lastLink());
    expect(await anonymous(hub).call('openDelegation', { body: { token: first } })).toMatchObject({
      officeNumber: CARE,
      agentName: '請求代行サービス',
      certificates: [],
    });
    const params = { delegationId: granted.delegation.id };
    const again = await administrator.hub.call('makeDelegationLink', { params, body: { mailAddress: null } });
    await expect(anonymous(hub).call('openDelegation', { body: { token: first } })).rejects.toEqual(
      problem('MSB-DELEGATION-LINK'),
    );
    expect(await anonymous(hub).call('openDelegation', { body: { token: tokenOf(again.link) } })).toMatchObject({
      handedOverAt: null,
    });
  });
});

describe('the trail', () => {
  it('names the agent on what it sent and fetched, in the list and in the audit log', async () => {
    const { delegation, person, office } = await agent({ agentName: 'みどり事務代行' });
    const { transmission } = await send(person, office);
    expect(transmission.agentName).toBe('みどり事務代行');
    expect((await sent(administrator)).items[0]).toMatchObject({ id: transmission.id, agentName: 'みどり事務代行' });
    const own = await send(administrator, care);
    expect(own.transmission.agentName).toBeNull();
    const operator = await signIn(hub, care, 'operator');
    const audit = await operator.hub.call('operatorListAudit', { query: { officeNumber: CARE, limit: 200 } });
    expect(audit.items.find(({ subjectId }) => subjectId === transmission.id)).toMatchObject({
      action: 'transmission.submitted',
      actor: person.userId,
      delegationId: delegation.id,
    });
    const { delegations } = await administrator.hub.call('listDelegations', {});
    expect(delegations.find(({ id }) => id === delegation.id)).toMatchObject({
      state: 'running',
      certificate: 'issued',
      sentCount: 1,
      receivedCount: 0,
      lastSignedInAt: expect.any(String),
    });
    const { certificates } = await administrator.hub.call('listOwnCertificates', {});
    const agents = certificates.filter(({ fingerprint }) => fingerprint === office.identity.certificate.fingerprint);
    expect(agents).toEqual([expect.objectContaining({ agentName: 'みどり事務代行' })]);
  });
});

describe('the end', () => {
  it('takes sessions, account, certificate and link at once when it is revoked', async () => {
    const { delegation, person, office } = await agent();
    expect(await revoke(delegation.id)).toMatchObject({ state: 'ended', endedAt: expect.any(String) });
    await expect(person.hub.call('summary', {})).rejects.toEqual(problem('MSB-DELEGATION-ENDED'));
    const login = { userId: person.userId, password: PASSWORD, terminal: newTerminal() };
    await expect(signInAt(hub, office, login)).rejects.toEqual(problem('MSB-AUTH-CERTIFICATE-REFUSED'));
    const { certificates } = await administrator.hub.call('listOwnCertificates', {});
    const { fingerprint } = office.identity.certificate;
    expect(certificates.find((one) => one.fingerprint === fingerprint)?.revokedAt).not.toBeNull();
    const params = { delegationId: delegation.id };
    await expect(
      administrator.hub.call('renewDelegation', { params, body: { validUntil: inDays(10) } }),
    ).rejects.toEqual(problem('MSB-DELEGATION-OVER'));
  });

  it('kills a link that nobody opened', async () => {
    const { delegation, link, claimCode } = await grant();
    await revoke(delegation.id);
    const body = { token: tokenOf(link), claimCode };
    await expect(anonymous(hub).call('takeOverDelegation', { body })).rejects.toEqual(problem('MSB-DELEGATION-LINK'));
  });

  it('comes by itself after the last day, and is put off by a renewal', async () => {
    const short = await agent({ validUntil: inDays(SOON) });
    const renewed = await agent();
    const params = { delegationId: renewed.delegation.id };
    await administrator.hub.call('renewDelegation', { params, body: { validUntil: inDays(300) } });
    later(2 * SOON * DAY);
    await endExpired(hub.context, hub.certificates);
    const { delegations } = await administrator.hub.call('listDelegations', {});
    const stateOf = (wanted: string) => delegations.find(({ id }) => id === wanted)?.state;
    expect([stateOf(short.delegation.id), stateOf(renewed.delegation.id)]).toEqual(['ended', 'running']);
    await expect(short.person.hub.call('summary', {})).rejects.toEqual(problem('MSB-DELEGATION-ENDED'));
    await expect(renewed.person.hub.call('summary', {})).resolves.toBeTruthy();
  });

  it('is at most a year away', async () => {
    const tooLong = problem('MSB-DELEGATION-PERIOD');
    await expect(grant({ validUntil: inDays(400) })).rejects.toEqual(tooLong);
    await expect(grant({ validUntil: inDays(-1) })).rejects.toEqual(tooLong);
    await expect(grant({ maySend: false, mayReceive: false })).rejects.toEqual(problem('MSB-REQUEST-INVALID'));
  });

  it('belongs to the office that granted it', async () => {
    const { delegation } = await grant();
    const stranger = await signIn(hub, nursing, 'administrator');
    const params = { delegationId: delegation.id };
    await expect(stranger.hub.call('revokeDelegation', { params })).rejects.toEqual(problem('MSB-DELEGATION-UNKNOWN'));
    expect((await stranger.hub.call('listDelegations', {})).delegations).toEqual([]);
  });
});
