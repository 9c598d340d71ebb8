import { HubProblem } from '@musubi/client';
import { createCertificateRequest, generateKeyPair } from '@musubi/evidence';
import {
  anonymous,
  enrolCertificate,
  enrolOffice,
  type Mailbox,
  signIn,
  startMailbox,
  startTestHub,
  type TestHub,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const OWN = '1300000000';
let mailbox: Mailbox;
let hub: TestHub;
let operator: TestPerson;
let second: TestPerson;
beforeAll(async () => {
  mailbox = await startMailbox();
  hub = await startTestHub({ smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  const own = await enrolOffice(hub, { officeNumber: OWN, serviceTypes: ['43'] });
  operator = await signIn(hub, own, 'operator');
  second = await signIn(hub, own, 'operator', '二人目');
});
afterAll(async () => {
  await hub.close();
  await mailbox.close();
});

const problem = (code: string) => expect.objectContaining({ constructor: HubProblem, code });
const lastToken = () => new URL(mailbox.lastLink()).hash.slice(1);
let count = 0;

const form = () => ({
  officeNumber: `14730000${10 + ++count}`,
  officeName: 'ケアプランひまわり',
  corporationName: '社会福祉法人ひまわり会',
  serviceTypes: ['43'],
  contactName: '佐藤 ケア',
  mailAddress: `claim-${count}@himawari.example.jp`,
  phone: '045-000-0001',
  campaignCode: null,
});

/** An application that was approved: what the mail says and what the applicant's screen said. */
async function approved() {
  const body = form();
  const { applicationNumber, claimCode } = await anonymous(hub).call('apply', { body });
  await anonymous(hub).call('openApplication', { body: { token: lastToken() } });
  await operator.hub.call('operatorApproveApplication', { params: { applicationNumber } });
  return { officeNumber: body.officeNumber, applicationNumber, claimCode, token: lastToken() };
}

const other = (code: string) => (code === '1111-1111' ? '2222-2222' : '1111-1111');
const takeOver = (token: string, claimCode: string) =>
  anonymous(hub).call('takeOverAccount', { body: { token, claimCode } });
async function certify(token: string, claimCode: string) {
  const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
  return anonymous(hub).call('certifyApplication', { body: { token, claimCode, requestPem } });
}

describe('M11: who reads the mails only', () => {
  it('gets neither password nor certificate, and no mail has the code', async () => {
    const { token, claimCode } = await approved();
    const wrong = other(claimCode);
    await expect(takeOver(token, wrong)).rejects.toEqual(problem('MSB-CLAIM-CODE-WRONG'));
    await expect(certify(token, wrong)).rejects.toEqual(problem('MSB-CLAIM-CODE-WRONG'));
    const written = mailbox.mails.map((mail) => JSON.stringify(mail)).join('');
    expect(written).not.toContain(claimCode);
    expect(written).not.toContain(claimCode.replace('-', ''));
    expect(await takeOver(token, claimCode.replace('-', ''))).toMatchObject({ initialPassword: expect.any(String) });
    expect(await certify(token, claimCode)).toMatchObject({ certificate: 'issued' });
  });

  it('guesses ten times at most, also all at once; then the right code does not open either', async () => {
    const { token, claimCode } = await approved();
    const tries = await Promise.allSettled(Array.from({ length: 14 }, () => takeOver(token, other(claimCode))));
    const codes = tries.map((one) =>
      one.status === 'rejected' && one.reason instanceof HubProblem ? one.reason.code : '',
    );
    expect(codes.filter((code) => code === 'MSB-CLAIM-CODE-WRONG')).toHaveLength(9);
    expect(codes.filter((code) => code === 'MSB-CLAIM-CODE-OVER')).toHaveLength(5);
    await expect(takeOver(token, claimCode)).rejects.toEqual(problem('MSB-CLAIM-CODE-OVER'));
  });

  it('finds no code in the database', async () => {
    const { claimCode, applicationNumber } = await approved();
    const rows = await hub.context.database.query<{ row: string }>(
      'select applications::text as row from applications where application_number = $1',
      [applicationNumber],
    );
    expect(rows[0]?.row).toContain('$argon2id$');
    expect(rows[0]?.row).not.toContain(claimCode.replace('-', ''));
  });
});

describe('a code that was lost', () => {
  it('is replaced by an operator, with an audit record, and the lost one ends', async () => {
    const { applicationNumber, token, claimCode: lost } = await approved();
    const params = { applicationNumber };
    const { claimCode } = await operator.hub.call('operatorMakeClaimCode', { params });
    if (lost !== claimCode) await expect(takeOver(token, lost)).rejects.toEqual(problem('MSB-CLAIM-CODE-WRONG'));
    await takeOver(token, claimCode);
    const { items } = await operator.hub.call('operatorListAudit', { query: { limit: 50 } });
    expect(items.find(({ action }) => action === 'application.code-made')).toMatchObject({
      subjectId: applicationNumber,
    });
  });

  it('and a lost link are never both handed over by one operator', async () => {
    const { applicationNumber } = await approved();
    const params = { applicationNumber };
    await operator.hub.call('operatorMakeApplicationLink', { params });
    const same = problem('MSB-APPLICATION-SAME-OPERATOR');
    await expect(operator.hub.call('operatorMakeClaimCode', { params })).rejects.toEqual(same);
    await second.hub.call('operatorMakeClaimCode', { params });
    await expect(second.hub.call('operatorMakeApplicationLink', { params })).rejects.toEqual(same);
    await operator.hub.call('operatorMakeApplicationLink', { params });
  });

  it('told by the operator who approves on a hub without mail leaves the link to another', async () => {
    const quiet = await startTestHub();
    const own = await enrolOffice(quiet, { officeNumber: OWN, serviceTypes: ['43'] });
    const [one, another] = [await signIn(quiet, own, 'operator'), await signIn(quiet, own, 'operator', '二人目')];
    const { applicationNumber } = await anonymous(quiet).call('apply', { body: form() });
    const params = { applicationNumber };
    await one.hub.call('operatorMakeClaimCode', { params });
    expect(await one.hub.call('operatorApproveApplication', { params })).toMatchObject({ mail: 'off', link: null });
    expect((await another.hub.call('operatorMakeApplicationLink', { params })).link).toContain('/apply/status#');
    await quiet.close();
  });
});

it('C1: once somebody of the office has come in, a link an operator makes lets nobody else in', async () => {
  const { applicationNumber, claimCode, officeNumber } = await approved();
  await signIn(hub, { officeNumber, ...(await enrolCertificate(hub, officeNumber)) }, 'administrator');
  const { link } = await operator.hub.call('operatorMakeApplicationLink', { params: { applicationNumber } });
  const token = new URL(link).hash.slice(1);
  await expect(takeOver(token, claimCode)).rejects.toEqual(problem('MSB-APPLICATION-HANDED-OVER'));
  await expect(certify(token, claimCode)).rejects.toEqual(problem('MSB-APPLICATION-CERTIFIED'));
});
