import { HubProblem, submitPacked, watchEvents } from '@musubi/client';
import type { DelegationRights } from '@musubi/contract';
import {
  anonymous,
  enrolOffice,
  PASSWORD,
  requestAgentKey,
  signIn,
  signInAt,
  startAgent,
  startTestHub,
  type TestAgent,
  type TestHub,
  type TestOffice,
  type TestPerson,
  tokenOf,
} from '@musubi/testkit';
import { packFor, packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const DAY = 24 * 60 * 60 * 1000;
const CARE = '1377700001';
const NURSING = '1375400014';
const MONTH = '202610';
const SENDER = { maySend: true, mayReceive: false };
const RECEIVER = { maySend: false, mayReceive: true };
const BOTH = { maySend: true, mayReceive: true };

let hub: TestHub;
let care: TestOffice;
let nursing: TestOffice;
let administrator: TestPerson;
let partner: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  care = await enrolOffice(hub, { officeNumber: CARE, serviceTypes: ['43'] });
  nursing = await enrolOffice(hub, { officeNumber: NURSING, serviceTypes: ['13'] });
  administrator = await signIn(hub, care, 'administrator');
  partner = await signIn(hub, nursing, 'staff');
});
afterAll(() => hub.close());
afterEach(() => {
  hub.clock.run();
});

const problem = (code: string) => expect.objectContaining({ constructor: HubProblem, code });
const inDays = (days: number) => hub.clock.after(days * DAY).toISOString();
const agent = (rights: DelegationRights = BOTH) => startAgent(hub, administrator, care, rights);
const setRights = ({ delegation }: TestAgent, body: DelegationRights) =>
  administrator.hub.call('changeDelegationRights', { params: { delegationId: delegation.id }, body });
const send = (person: TestPerson, office: TestOffice) =>
  submitSample(person, office, nursing, packInputFor(CARE, '43', NURSING, '13', hub.clock.now()));
const arrive = () =>
  submitSample(partner, nursing, care, {
    ...packInputFor(NURSING, '13', CARE, '43', hub.clock.now()),
    ...{ kind: 'message', serviceMonth: null, edition: null, serial: null, files: [] },
    message: '実績を確認してください。',
  });
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof HubProblem ? error.code : String(error)),
  );
const box = ({ hub: own }: TestPerson, name: 'inbox' | 'sent') =>
  outcome(own.call('listTransmissions', { query: { box: name } }));
const participates = async (officeNumber: string) =>
  (await anonymous(hub).call('getDirectoryOffice', { params: { officeNumber } })).participating;
const denied = 'MSB-DELEGATION-NOT-ALLOWED';

describe('rights of an agent', () => {
  it.each([
    { from: BOTH, to: SENDER, inbox: denied, sent: 'done', sending: 'done', role: 'staff' },
    { from: SENDER, to: RECEIVER, inbox: 'done', sent: denied, sending: denied, role: 'reader' },
    { from: RECEIVER, to: BOTH, inbox: 'done', sent: 'done', sending: 'done', role: 'staff' },
  ])('change at once from $from to $to', async ({ from, to, inbox, sent, sending, role }) => {
    const one = await agent(from);
    const packed = await packFor(one.office, nursing, packInputFor(CARE, '43', NURSING, '13', hub.clock.now()));
    expect(await setRights(one, to)).toMatchObject(to);
    expect(await box(one.person, 'inbox')).toBe(inbox);
    expect(await box(one.person, 'sent')).toBe(sent);
    expect(await outcome(submitPacked(one.person.hub, packed))).toBe(sending);
    const { account } = await one.person.hub.call('currentSession', {});
    expect(account).toMatchObject({ roles: [role], agent: to });
    const operator = await signIn(hub, care, 'operator');
    const audit = await operator.hub.call('operatorListAudit', { query: { officeNumber: CARE, limit: 200 } });
    const names = [...(to.maySend ? ['send'] : []), ...(to.mayReceive ? ['receive'] : [])].join('+');
    expect(audit.items.find(({ action }) => action === 'delegation.rights-changed')).toMatchObject({
      actor: administrator.userId,
      subjectId: one.delegation.id,
      detail: `${one.person.userId} ${names}`,
    });
  });

  it('are never none, never those of another office, and none once it is over', async () => {
    const one = await agent();
    const nothing = { maySend: false, mayReceive: false };
    await expect(setRights(one, nothing)).rejects.toEqual(problem('MSB-REQUEST-INVALID'));
    const stranger = await signIn(hub, nursing, 'administrator');
    const params = { delegationId: one.delegation.id };
    await expect(stranger.hub.call('changeDelegationRights', { params, body: SENDER })).rejects.toEqual(
      problem('MSB-DELEGATION-UNKNOWN'),
    );
    await administrator.hub.call('revokeDelegation', { params });
    await expect(setRights(one, SENDER)).rejects.toEqual(problem('MSB-DELEGATION-OVER'));
  });
});

describe('what an agent sees of its office', () => {
  /** The same dealings for every row: an arrival, a schedule of the office's own, and one of the agent's if it may. */
  async function dealings(rights: DelegationRights) {
    const one = await agent(rights);
    await arrive();
    const own = await send(administrator, care);
    const mine = rights.maySend ? await send(one.person, one.office) : null;
    return { one, own, mine };
  }
  const summary = async ({ hub: own }: TestPerson) => own.call('summary', {});

  it.each([
    { rights: SENDER, waiting: false, sees: 'own' },
    { rights: RECEIVER, waiting: true, sees: 'none' },
    { rights: BOTH, waiting: true, sees: 'all' },
  ] as const)('$rights: waiting $waiting, sent $sees', async ({ rights, waiting, sees }) => {
    const { one, own, mine } = await dealings(rights);
    const all = await summary(administrator);
    const shown = await summary(one.person);
    expect(all.unretrieved).toBeGreaterThan(0);
    expect(shown.unretrieved).toBe(waiting ? all.unretrieved : 0);
    const month = (person: TestPerson) => person.hub.call('monthOverview', { params: { month: MONTH } });
    const sentOf = ({ partners }: Awaited<ReturnType<typeof month>>) =>
      partners.reduce((sum, { schedulesSent }) => sum + schedulesSent, 0);
    const expected = { own: 1, none: 0, all: sentOf(await month(administrator)) }[sees];
    expect(sentOf(await month(one.person))).toBe(expected);
    const isSeen = (id: string) => outcome(one.person.hub.call('getTransmission', { params: { id } }));
    expect(await isSeen(own.transmission.id)).toBe(sees === 'all' ? 'done' : 'MSB-NOT-FOUND');
    if (mine) expect(await isSeen(mine.transmission.id)).toBe('done');
    const { offered } = await one.person.hub.call('getMailSettings', {});
    expect(offered).toEqual(waiting ? ['arrival', 'notFetched', 'notice'] : ['notice']);
  });

  it("L9: knows of the office's partners only those it dealt with", async () => {
    const HELP = '1378700010';
    const help = await enrolOffice(hub, { officeNumber: HELP, serviceTypes: ['11'] });
    const message = { kind: 'message', serviceMonth: null, edition: null, serial: null, files: [], message: '確認' };
    const input = { ...packInputFor(CARE, '43', HELP, '11', hub.clock.now()), ...message } as const;
    const [sender, receiver] = [await agent(SENDER), await agent(RECEIVER)];
    await submitSample(administrator, care, help, input);
    await arrive();
    const partners = async ({ hub: own }: TestPerson) => (await own.call('listPartners', {})).partners;
    const numbers = async (person: TestPerson) => (await partners(person)).map(({ officeNumber }) => officeNumber);
    expect(await numbers(administrator)).toEqual(expect.arrayContaining([HELP, NURSING]));
    expect(await numbers(sender.person)).toEqual([]);
    expect(await numbers(receiver.person)).toEqual([NURSING]);
    expect((await partners(receiver.person))[0]?.unopened).toBeGreaterThan(0);
    const { transmission } = await send(sender.person, sender.office);
    expect(await partners(sender.person)).toMatchObject([
      { officeNumber: NURSING, lastAt: transmission.submittedAt, unopened: 0 },
    ]);
  });

  it('counts as not fetched what it sent itself, when it may not receive', async () => {
    const { one } = await dealings(SENDER);
    hub.clock.stopIn(3.5 * DAY);
    await hub.context.database.query(
      "update sessions set expires_at = $1::timestamptz + interval '1 hour', ends_at = $1::timestamptz + interval '1 hour', last_used_at = $1",
      [hub.clock.now()],
    );
    expect((await summary(one.person)).notFetched).toBe(1);
    expect((await summary(administrator)).notFetched).toBeGreaterThan(1);
    await hub.context.database.query('update sessions set last_used_at = $1', [hub.clock.now()]);
  });

  it('has its own drafts only, when it may not receive', async () => {
    const { person } = await agent(SENDER);
    const body = { basedOn: 0, head: 'AAAA', partIds: [], purpose: 'sending' as const };
    const [office, mine] = [crypto.randomUUID(), crypto.randomUUID()];
    await administrator.hub.call('saveDraft', { params: { id: office }, body });
    await person.hub.call('saveDraft', { params: { id: mine }, body });
    const list = async ({ hub: own }: TestPerson) =>
      (await own.call('listDrafts', { query: { purpose: 'sending' } })).drafts.map(({ id }) => id);
    expect(await list(person)).toEqual([mine]);
    expect(await list(administrator)).toEqual(expect.arrayContaining([office, mine]));
    const params = { id: office };
    await expect(person.hub.call('getDraft', { params })).rejects.toEqual(problem('MSB-NOT-FOUND'));
    await expect(person.hub.call('saveDraft', { params, body })).rejects.toEqual(problem('MSB-NOT-FOUND'));
    await expect(person.hub.call('deleteDraft', { params })).rejects.toEqual(problem('MSB-NOT-FOUND'));
    await expect(person.hub.call('editDraft', { params, body: { editing: true } })).rejects.toEqual(
      problem('MSB-NOT-FOUND'),
    );
    expect((await administrator.hub.call('getDraft', { params })).version).toBe(1);
  });

  it('hears of its own box only', async () => {
    const [sender, receiver] = [await agent(SENDER), await agent(RECEIVER)];
    const heard = { sender: new Set<string>(), receiver: new Set<string>() };
    const stop = new AbortController();
    const hear = (who: keyof typeof heard, { person }: TestAgent) =>
      watchEvents(person.hub, ({ name, box: of }) => heard[who].add(`${name} ${of}`), stop.signal);
    const streams = [hear('sender', sender), hear('receiver', receiver)];
    // What comes before the streams are open is not heard: both are told until each has heard something.
    await expect
      .poll(
        async () => {
          await arrive();
          const { transmission } = await send(administrator, care);
          await administrator.hub.call('recall', { params: { id: transmission.id } });
          return heard.receiver.size;
        },
        { interval: 500 },
      )
      .toBeGreaterThan(0);
    await expect.poll(() => heard.receiver).toContain('transmission.arrived inbox');
    expect([...heard.sender].filter((one) => one.endsWith('inbox'))).toEqual([]);
    expect([...heard.receiver].filter((one) => one.endsWith('sent'))).toEqual([]);
    stop.abort();
    await Promise.allSettled(streams);
  });

  it("knows the office's certificates and its own, not those of other agents", async () => {
    const [one, other] = [await agent(), await agent()];
    const { certificates } = await one.person.hub.call('listOwnCertificates', {});
    const fingerprints = certificates.map(({ fingerprint }) => fingerprint);
    expect(fingerprints).toContain(care.identity.certificate.fingerprint);
    expect(fingerprints).toContain(one.office.identity.certificate.fingerprint);
    expect(fingerprints).not.toContain(other.office.identity.certificate.fingerprint);
  });
});

describe('an office that is reached through an agent only', () => {
  it('can be sent to as long as the agent may receive, and all look-ups agree', async () => {
    const officeNumber = '1474500002';
    const home = await enrolOffice(hub, { officeNumber, serviceTypes: ['43'] });
    const boss = await signIn(hub, home, 'administrator');
    const { delegation } = await startAgent(hub, boss, home, RECEIVER);
    const { fingerprint } = home.identity.certificate;
    const params = { delegationId: delegation.id };
    const found = async () => {
      const office = await partner.hub.call('findOffice', { params: { officeNumber } });
      const many = await partner.hub.call('findOffices', { body: { officeNumbers: [officeNumber] } });
      const searched = await partner.hub.call('searchOffices', { query: { search: officeNumber } });
      return [
        await participates(officeNumber),
        office.canReceive,
        office.certificates.length > 0,
        many.offices[0]?.canReceive,
        searched.items[0]?.canReceive,
      ];
    };
    const [yes, no] = [true, false].map((all) => Array.from({ length: 5 }, () => all));
    expect(await found()).toEqual(yes);
    // From here on the agent's certificate is the only one; the office's session stays for the test by its row alone.
    await hub.context.database.query('update certificates set not_after = $2 where fingerprint = $1', [
      fingerprint,
      hub.clock.now(),
    ]);
    expect(await found()).toEqual(yes);
    await hub.context.database.query(
      'update delegations set may_send = true, may_receive = false where delegation_id = $1',
      [delegation.id],
    );
    expect(await found()).toEqual(no);
    await hub.context.database.query('update delegations set may_receive = true where delegation_id = $1', [
      delegation.id,
    ]);
    expect(await found()).toEqual(yes);
    hub.clock.stopAt(new Date(new Date(delegation.validUntil).getTime() + 1000));
    expect(await participates(officeNumber)).toBe(false);
    hub.clock.run();
    await hub.context.database.query('update certificates set not_after = $2 where fingerprint = $1', [
      fingerprint,
      hub.clock.after(365 * DAY),
    ]);
    await boss.hub.call('revokeDelegation', { params });
    expect(await found()).toEqual(yes);
  });

  it('tells an agent who may only send of its own office what everybody is told', async () => {
    const officeNumber = '1474500010';
    const home = await enrolOffice(hub, { officeNumber, serviceTypes: ['43'] });
    const one = await startAgent(hub, await signIn(hub, home, 'administrator'), home, SENDER);
    await hub.context.database.query('update certificates set not_after = $2 where fingerprint = $1', [
      home.identity.certificate.fingerprint,
      hub.clock.now(),
    ]);
    const shown = await one.person.hub.call('findOffice', { params: { officeNumber } });
    expect(shown).toMatchObject({ canReceive: false, certificates: [{}] });
    const body = { officeNumbers: [officeNumber] };
    expect((await one.person.hub.call('findOffices', { body })).offices[0]).toMatchObject({ canReceive: false });
  });
});

describe("an agent's certificate", () => {
  const renew = (person: TestPerson, requestPem: string) =>
    person.hub.call('renewAgentCertificate', { body: { requestPem } });

  it('lasts as long as its delegation, and is renewed when that was prolonged', async () => {
    const one = await agent();
    const end = (text: string) => Math.floor(new Date(text).getTime() / 1000) * 1000;
    expect(one.office.identity.certificate.notAfter.getTime()).toBe(end(one.delegation.validUntil));
    const { requestPem, take } = await requestAgentKey(CARE);
    await expect(renew(one.person, requestPem)).rejects.toEqual(problem('MSB-DELEGATION-CERTIFICATE-LASTS'));
    const params = { delegationId: one.delegation.id };
    const validUntil = inDays(300);
    const prolonged = await administrator.hub.call('renewDelegation', { params, body: { validUntil } });
    expect(end(prolonged.certificateUntil ?? '')).toBe(end(one.delegation.validUntil));
    const { certificate } = await renew(one.person, requestPem);
    expect(end(certificate?.notAfter ?? '')).toBe(end(validUntil));
    const office = await take(certificate?.certificatePem);
    const terminal = { id: crypto.randomUUID(), name: '代行のPC', secret: null };
    const again = await signInAt(hub, office, { userId: one.person.userId, password: PASSWORD, terminal });
    expect((await send(again, office)).transmission.agentName).toBe('請求代行サービス');
    await administrator.hub.call('revokeDelegation', { params });
    const { certificates } = await administrator.hub.call('listOwnCertificates', {});
    const mine = certificates.filter(({ fingerprint }) =>
      [office, one.office].some(({ identity }) => identity.certificate.fingerprint === fingerprint),
    );
    expect(mine.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, true]);
  });

  it('is asked for by agents only', async () => {
    const { requestPem } = await requestAgentKey(CARE);
    const staff = await signIn(hub, care, 'staff');
    await expect(renew(staff, requestPem)).rejects.toEqual(problem('MSB-AUTH-FORBIDDEN'));
    await expect(renew(administrator, requestPem)).rejects.toEqual(problem('MSB-AUTH-FORBIDDEN'));
  });

  it('that was lost is revoked, and a new link makes another', async () => {
    const one = await agent();
    const { fingerprint } = one.office.identity.certificate;
    await administrator.hub.call('revokeOwnCertificate', {
      params: { fingerprint },
      body: { reason: 'keyCompromise' },
    });
    const params = { delegationId: one.delegation.id };
    const { delegation, link, claimCode } = await administrator.hub.call('makeDelegationLink', {
      params,
      body: { mailAddress: null },
    });
    expect(delegation).toMatchObject({ certificate: 'none', certificateUntil: null, handedOverAt: expect.any(String) });
    const { requestPem, take } = await requestAgentKey(CARE);
    const body = { token: tokenOf(link), claimCode, requestPem };
    const { certificates } = await anonymous(hub).call('certifyDelegation', { body });
    const fresh = certificates.find(({ revokedAt }) => revokedAt === null);
    const office = await take(fresh?.certificatePem);
    const terminal = { id: crypto.randomUUID(), name: '代行のPC', secret: null };
    const login = { userId: one.person.userId, password: PASSWORD, terminal };
    expect((await signInAt(hub, office, login)).session.account.agent).not.toBeNull();
  });
});

describe("an agent's account on 担当者", () => {
  it('is neither removed, stopped nor given another role there: its delegation would go on without it', async () => {
    const { person } = await agent();
    const params = { userId: person.userId };
    const refused = problem('MSB-PERSON-AGENT');
    await expect(administrator.hub.call('removePerson', { params })).rejects.toEqual(refused);
    await expect(administrator.hub.call('changePerson', { params, body: { role: 'reader' } })).rejects.toEqual(refused);
    await expect(administrator.hub.call('changePerson', { params, body: { disabled: true } })).rejects.toEqual(refused);
    await expect(person.hub.call('summary', {})).resolves.toBeTruthy();
    // What helps a person to sign in again stays there.
    await administrator.hub.call('signOutPerson', { params });
    await expect(person.hub.call('summary', {})).rejects.toEqual(problem('MSB-AUTH-EXPIRED'));
  });
});
