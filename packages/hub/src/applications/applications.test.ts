import { HubProblem } from '@musubi/client';
import type { Claim } from '@musubi/contract';
import {
  certificateToPem,
  createCertificateRequest,
  generateKeyPair,
  type Identity,
  identityFromPkcs8,
  parseCertificate,
  parseCertificateRequest,
} from '@musubi/evidence';
import {
  anonymous,
  enrolOffice,
  type Mailbox,
  PASSWORD,
  signIn,
  signInAt,
  startMailbox,
  startTestHub,
  type TestHub,
  type TestPerson,
} from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openApplication } from './applicant.js';
import { isSameOffice } from './registry.js';
import { dropOldApplications } from './retention.js';

const HOUR = 60 * 60 * 1000;
const NURSING = { officeNumber: '1375400014', name: 'みなと訪問看護', serviceTypes: ['13'] };
let mailbox: Mailbox;
let hub: TestHub;
let operator: TestPerson;

beforeAll(async () => {
  mailbox = await startMailbox();
  hub = await startTestHub({ smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  operator = await signIn(
    hub,
    await enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] }),
    'operator',
  );
  await enrolOffice(hub, NURSING);
});
afterAll(async () => {
  await hub.close();
  await mailbox.close();
});
afterEach(() => {
  hub.clock.run();
});

let count = 0;
const form = (change: object = {}) => ({
  officeNumber: '1377700001',
  officeName: 'ケアプランひまわり',
  corporationName: '社会福祉法人ひまわり会',
  serviceTypes: ['43'],
  contactName: '佐藤 ケア',
  mailAddress: `sato-${++count}@himawari.example.jp`,
  phone: '045-000-0001',
  campaignCode: null,
  ...change,
});
const nobody = () => anonymous(hub);
const tokenOf = (link: string) => new URL(link).hash.slice(1);
const lastToken = () => tokenOf(mailbox.lastLink());
/** Some code, where it does not come to that. */
const claimCode = '0000-0000';
const open = (token: string) => nobody().call('openApplication', { body: { token } });
const later = (ms: number) => {
  hub.clock.stopAt(new Date(hub.context.now().getTime() + ms));
};
const problem = (code: string) => expect.objectContaining({ constructor: HubProblem, code });

/** Applies, opens the link, and is approved by the operator: the token of the decision's mail, the code of the screen. */
async function approved(change: object = {}): Promise<Claim & { applicationNumber: string }> {
  const { applicationNumber, claimCode } = await nobody().call('apply', { body: form(change) });
  await open(lastToken());
  await operator.hub.call('operatorApproveApplication', { params: { applicationNumber } });
  return { token: lastToken(), claimCode, applicationNumber };
}

async function certified({ token, claimCode }: Claim): Promise<Identity> {
  const keys = await generateKeyPair('p-256');
  const requestPem = await createCertificateRequest(keys);
  const { certificates } = await nobody().call('certifyApplication', { body: { token, claimCode, requestPem } });
  const certificate = await parseCertificate(certificates[0]?.certificatePem ?? '');
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return identityFromPkcs8(certificate, [], pkcs8);
}

describe('an office that has never taken part', () => {
  it('applies, is approved, takes over its ids, gets a certificate and sends its first transmission', async () => {
    const answer = await nobody().call('apply', { body: form() });
    expect(answer).toMatchObject({ mail: 'sent', applicationNumber: expect.stringMatching(/^A\d{10}$/) });
    const params = { applicationNumber: answer.applicationNumber };
    expect(await open(lastToken())).toMatchObject({ state: 'waiting', officeUserId: null, certificate: 'none' });
    const decided = await operator.hub.call('operatorApproveApplication', { params });
    expect(decided).toMatchObject({ mail: 'sent', link: null, application: { state: 'approved' } });
    const token = lastToken();
    expect(await open(token)).toMatchObject({ state: 'approved', officeUserId: 'KJ131377700001', handedOverAt: null });
    const claim = { token, claimCode: answer.claimCode };
    const handover = await nobody().call('takeOverAccount', { body: claim });
    const identity = await certified(claim);
    const office = { officeNumber: '1377700001', identity, privateKeyPkcs8: new Uint8Array() };
    const terminal = { id: crypto.randomUUID(), name: '事務所PC', secret: null };
    const login = { userId: handover.userId, password: handover.initialPassword, terminal };
    const person = await signInAt(hub, office, login);
    expect(person.session).toMatchObject({ mustChangePassword: true, account: { roles: ['administrator'] } });
    await expect(person.hub.call('summary', {})).rejects.toEqual(problem('MSB-AUTH-PASSWORD-CHANGE-REQUIRED'));
    const change = { currentPassword: handover.initialPassword, newPassword: PASSWORD };
    await person.hub.call('changePassword', { body: change });
    const directory = await person.hub.call('findOffice', { params: { officeNumber: NURSING.officeNumber } });
    const certificate = await parseCertificate(directory.certificates[0]?.certificatePem ?? '');
    const recipient = { ...office, officeNumber: NURSING.officeNumber, identity: { ...identity, certificate } };
    const sent = await submitSample(
      person,
      office,
      recipient,
      packInputFor('1377700001', '43', NURSING.officeNumber, '13', hub.clock.now()),
    );
    expect(sent.transmission).toMatchObject({ delivery: 'consigned' });
    const audit = await operator.hub.call('operatorListAudit', { query: { officeNumber: '1377700001', limit: 200 } });
    const actions = audit.items.map(({ action }) => action);
    for (const step of ['made', 'mail-confirmed', 'approved', 'handed-over'])
      expect(actions).toContain(`application.${step}`);
    expect(actions).toEqual(
      expect.arrayContaining(['office.added', 'licence.added', 'account.added', 'certificate.enrolled']),
    );
  });

  it('gets ids and password once, and one certificate, however often the link is opened', async () => {
    const claim = await approved({ officeNumber: '1471000010' });
    const { token, claimCode } = claim;
    const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
    const both = await Promise.allSettled(
      [1, 2].map(() => nobody().call('takeOverAccount', { body: { token, claimCode } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(nobody().call('takeOverAccount', { body: { token, claimCode } })).rejects.toEqual(
      problem('MSB-APPLICATION-HANDED-OVER'),
    );
    await certified(claim);
    await expect(nobody().call('certifyApplication', { body: { token, claimCode, requestPem } })).rejects.toEqual(
      problem('MSB-APPLICATION-CERTIFIED'),
    );
    const seen = await open(token);
    expect(seen).toMatchObject({ handedOverAt: expect.any(String), certificate: 'issued' });
    expect(JSON.stringify(seen)).not.toMatch(/password/i);
  });

  it('cannot use a first password that has waited for more than 14 days', async () => {
    const claim = await approved({ officeNumber: '1471000028' });
    const { userId, initialPassword } = await nobody().call('takeOverAccount', { body: claim });
    const office = { officeNumber: '1471000028', identity: await certified(claim), privateKeyPkcs8: new Uint8Array() };
    const terminal = { id: crypto.randomUUID(), name: 'PC', secret: null };
    later(15 * 24 * HOUR);
    await expect(signInAt(hub, office, { userId, password: initialPassword, terminal })).rejects.toEqual(
      problem('MSB-AUTH-PASSWORD-EXPIRED'),
    );
    await expect(signInAt(hub, office, { userId, password: 'wrong-password-1', terminal })).rejects.toEqual(
      problem('MSB-AUTH-REFUSED'),
    );
  });

  it('is told nothing and given nothing before it is approved', async () => {
    await nobody().call('apply', { body: form({ officeNumber: '1471000036' }) });
    const token = lastToken();
    await open(token);
    const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
    for (const call of [
      () => nobody().call('takeOverAccount', { body: { token, claimCode } }),
      () => nobody().call('certifyApplication', { body: { token, claimCode, requestPem } }),
    ])
      await expect(call()).rejects.toEqual(problem('MSB-APPLICATION-NOT-APPROVED'));
  });

  it('reads why it was refused', async () => {
    const { applicationNumber } = await nobody().call('apply', { body: form({ officeNumber: '1471000044' }) });
    const params = { applicationNumber };
    const reason = '事業所番号と事業所の名前が合いません。指定通知書を確かめてください。';
    await operator.hub.call('operatorRefuseApplication', { params, body: { reason } });
    expect(await open(lastToken())).toMatchObject({ state: 'refused', refusalReason: reason, officeUserId: null });
    await expect(operator.hub.call('operatorApproveApplication', { params })).rejects.toEqual(
      problem('MSB-APPLICATION-DECIDED'),
    );
  });
});

describe('links', () => {
  it('end after 24 hours unopened; a new one can be sent, and the old one is dead', async () => {
    const body = form({ officeNumber: '1471000051' });
    const { applicationNumber } = await nobody().call('apply', { body });
    const first = lastToken();
    later(25 * HOUR);
    await expect(open(first)).rejects.toEqual(problem('MSB-APPLICATION-LINK'));
    const again = { applicationNumber, mailAddress: body.mailAddress };
    await nobody().call('sendApplicationLink', { body: again });
    const second = lastToken();
    await nobody().call('sendApplicationLink', { body: again });
    await expect(open(second)).rejects.toEqual(problem('MSB-APPLICATION-LINK'));
    expect(await open(lastToken())).toMatchObject({ state: 'waiting' });
  });

  it('are kept as hashes, carried in the fragment, and guessed by nobody', async () => {
    await nobody().call('apply', { body: form({ officeNumber: '1471000069' }) });
    const link = new URL(mailbox.lastLink());
    expect(link.pathname + link.search).toBe('/apply/status');
    const rows = await hub.context.database.query<{ row: string }>(
      'select applications::text as row from applications',
    );
    expect(rows.some(({ row }) => row.includes(tokenOf(link.href)))).toBe(false);
    await expect(open('A'.repeat(43))).rejects.toEqual(problem('MSB-APPLICATION-LINK'));
  });

  it('are sent to the address that applied only, and the answer does not tell', async () => {
    const { applicationNumber } = await nobody().call('apply', { body: form({ officeNumber: '1471000077' }) });
    const before = mailbox.mails.length;
    const body = { applicationNumber, mailAddress: 'other@example.jp' };
    expect(await nobody().call('sendApplicationLink', { body })).toEqual({ mail: 'sent' });
    expect(mailbox.mails).toHaveLength(before);
  });
});

describe('an application', () => {
  it('gets the same answer for an office that takes part; its link tells who opens it', async () => {
    const answer = await nobody().call('apply', { body: form({ officeNumber: NURSING.officeNumber }) });
    expect(Object.keys(answer).sort()).toEqual(['applicationNumber', 'claimCode', 'mail']);
    const seen = await open(lastToken());
    expect(seen).toMatchObject({ state: 'refused', officeUserId: null });
    expect(seen.refusalReason).toContain('すでに利用が始まっています');
    await expect(nobody().call('takeOverAccount', { body: { token: lastToken(), claimCode } })).rejects.toEqual(
      problem('MSB-APPLICATION-NOT-APPROVED'),
    );
  });

  it('is refused after three in an hour from one mail address', async () => {
    const body = form({ officeNumber: '1471000085' });
    for (let at = 0; at < 3; at++) await nobody().call('apply', { body });
    await expect(nobody().call('apply', { body })).rejects.toEqual(problem('MSB-REQUEST-TOO-MANY'));
    later(HOUR + 1);
    expect(await nobody().call('apply', { body })).toMatchObject({ mail: 'sent' });
  });

  it('names service types and campaigns that there are', async () => {
    await expect(nobody().call('apply', { body: form({ serviceTypes: ['43', 'ZZ'] }) })).rejects.toEqual(
      problem('MSB-APPLICATION-SERVICE'),
    );
    await expect(nobody().call('apply', { body: form({ campaignCode: 'NONE' }) })).rejects.toEqual(
      problem('MSB-CAMPAIGN-CLOSED'),
    );
  });
});

describe('a hub without a mail server', () => {
  it('leaves the application to an operator, who hands over the link', async () => {
    const quiet = await startTestHub({ publicUrl: 'https://musubi.example.jp/' });
    const own = await enrolOffice(quiet, { officeNumber: '1300000000', serviceTypes: ['43'] });
    const { hub: desk } = await signIn(quiet, own, 'operator');
    const { applicationNumber, mail, claimCode } = await anonymous(quiet).call('apply', { body: form() });
    expect(mail).toBe('off');
    const { items } = await desk.call('operatorListApplications', { query: { state: 'waiting' } });
    expect(items).toMatchObject([{ applicationNumber, waitsBecause: 'mail-off', mailConfirmedAt: null }]);
    const { link } = await desk.call('operatorApproveApplication', { params: { applicationNumber } });
    expect(link).toMatch(/^https:\/\/musubi\.example\.jp\/apply\/status#[\w-]{43}$/);
    const first = { token: tokenOf(link ?? '') };
    expect(await anonymous(quiet).call('openApplication', { body: first })).toMatchObject({ state: 'approved' });
    const second = await desk.call('operatorMakeApplicationLink', { params: { applicationNumber } });
    await expect(anonymous(quiet).call('openApplication', { body: first })).rejects.toEqual(
      problem('MSB-APPLICATION-LINK'),
    );
    const token = tokenOf(second.link);
    expect(await anonymous(quiet).call('takeOverAccount', { body: { token, claimCode } })).toMatchObject({
      userId: expect.stringMatching(/^C\d{10}$/),
    });
    await quiet.close();
  });

  it('stops one address of the network after thirty in an hour', async () => {
    const quiet = await startTestHub();
    const tries = Array.from({ length: 31 }, () => anonymous(quiet).call('apply', { body: form() }));
    const refused = (await Promise.allSettled(tries)).filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([{ status: 'rejected', reason: problem('MSB-REQUEST-TOO-MANY') }]);
    await quiet.close();
  });
});

describe('automatic approval', () => {
  it('takes what agrees with the public list, and leaves the rest to an operator', async () => {
    const quick = await startTestHub({
      smtpUrl: mailbox.smtpUrl,
      mailFrom: 'musubi@hub.example.jp',
      applicationApproval: 'automatic',
    });
    const registered = { name: '社会福祉法人ひまわり会 ケアプランひまわり', serviceTypes: ['43', '11'] };
    const outcome = async (change: object, found: typeof registered | null) => {
      await anonymous(quick).call('apply', { body: form(change) });
      await openApplication(quick.context, async () => found, lastToken());
      const [row] = await quick.context.database.query<{ state: string; why: string | null }>(
        'select state, waits_because as why from applications order by applied_at desc limit 1',
      );
      return [row?.state, row?.why];
    };
    expect(await outcome({}, registered)).toEqual(['approved', null]);
    const other = { officeNumber: '1471000010' };
    expect(await outcome({ ...other, officeName: 'ケアプランつばき' }, registered)).toEqual([
      'waiting',
      'differs-from-registry',
    ]);
    expect(await outcome(other, null)).toEqual(['waiting', 'not-in-registry']);
    await quick.close();
  });
});

describe('with an authority outside', () => {
  it('the request waits until an operator enrols the certificate for its key', async () => {
    const outer = await startTestHub({ authority: 'external' });
    const own = await enrolOffice(outer, { officeNumber: '1300000000', serviceTypes: ['43'] });
    const { hub: desk } = await signIn(outer, own, 'operator');
    const { applicationNumber, claimCode } = await anonymous(outer).call('apply', { body: form() });
    const { link } = await desk.call('operatorApproveApplication', { params: { applicationNumber } });
    const token = tokenOf(link ?? '');
    const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
    const body = { token, claimCode, requestPem };
    expect(await anonymous(outer).call('certifyApplication', { body })).toMatchObject({ certificate: 'requested' });
    const params = { officeNumber: '1377700001' };
    const { spki } = await parseCertificateRequest(requestPem);
    const certificate = await outer.outer?.authority.issue({ profile: 'dx', spki, notBefore: outer.clock.now() });
    const certificatePem = certificate ? certificateToPem(certificate) : '';
    await desk.call('operatorAddCertificate', { params, body: { certificatePem } });
    const seen = await anonymous(outer).call('openApplication', { body: { token } });
    expect(seen).toMatchObject({ certificate: 'issued', certificates: [{ subject: expect.any(String) }] });
    await outer.close();
  });
});

describe('the name of an office', () => {
  const listed = { name: '社会福祉法人 ひまわり会　ケアプラン・ヒマワリ', serviceTypes: ['43', '11'] };
  it.each([
    ['ケアプラン・ヒマワリ', ['43'], true],
    ['ｹｱﾌﾟﾗﾝ ﾋﾏﾜﾘ', ['11', '43'], true],
    ['株式会社ケアプランヒマワリ', ['43'], true],
    ['ケアプランつばき', ['43'], false],
    ['ケアプラン・ヒマワリ', ['43', '13'], false],
    ['株式会社', ['43'], false],
  ])('%s with %j is the listed one: %s', (officeName, serviceTypes, expected) => {
    expect(isSameOffice({ officeName, serviceTypes }, listed)).toBe(expected);
  });
});

describe('what came to nothing', () => {
  it('is dropped 90 days after it was refused or left unopened; approved and waiting ones stay', async () => {
    const stateOf = async (numbers: readonly string[]) => {
      const rows = await hub.context.database.query<{ number: string }>(
        'select application_number as number from applications where application_number = any($1)',
        [numbers],
      );
      return rows.map(({ number }) => number).sort();
    };
    const made = async (officeNumber: string) =>
      (await nobody().call('apply', { body: form({ officeNumber }) })).applicationNumber;
    const unopened = await made('1471009001');
    const refused = await made('1471009002');
    await open(lastToken());
    const body = { reason: '番号が違います。' };
    await operator.hub.call('operatorRefuseApplication', { params: { applicationNumber: refused }, body });
    const waiting = await made('1471009003');
    await open(lastToken());
    later(89 * 24 * HOUR);
    await dropOldApplications(hub.context);
    expect(await stateOf([unopened, refused, waiting])).toEqual([unopened, refused, waiting].sort());
    later(2 * 24 * HOUR);
    await dropOldApplications(hub.context);
    expect(await stateOf([unopened, refused, waiting])).toEqual([waiting]);
    const audit = await hub.context.database.query<{ id: string }>(
      "select subject_id as id from audit_log where action = 'application.dropped' and subject_id = any($1)",
      [[unopened, refused, waiting]],
    );
    expect(audit.map(({ id }) => id).sort()).toEqual([unopened, refused].sort());
  });
});
