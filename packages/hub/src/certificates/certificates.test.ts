import {
  certificateToPem,
  createAuthority,
  createCertificateRequest,
  generateKeyPair,
  parseCertificateRequest,
} from '@musubi/evidence';
import {
  enrolCertificate,
  enrolOffice,
  signIn,
  signInAt,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../platform/settings.js';
import { addCertificate, certificatesExpiring, revokeCertificate } from './index.js';

let hub: TestHub;
let own: TestOffice;
let admin: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  own = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const other = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  admin = await signIn(hub, own, 'administrator');
  stranger = await signIn(hub, other, 'administrator');
});
afterAll(() => hub.close());

const newRequest = async () => createCertificateRequest(await generateKeyPair('p-256'));
const revoke = (person: TestPerson, fingerprint: string) =>
  person.hub.call('revokeOwnCertificate', { params: { fingerprint }, body: { reason: 'keyCompromise' } });

describe("an office's own certificates", () => {
  it('are renewed by its administrator at once', async () => {
    const { certificate } = await admin.hub.call('requestCertificate', { body: { requestPem: await newRequest() } });
    expect(certificate).toMatchObject({ subject: expect.stringContaining('CarePlanJigyousho'), revokedAt: null });
    const { certificates } = await admin.hub.call('listOwnCertificates', {});
    expect(certificates.map(({ fingerprint }) => fingerprint)).toContain(certificate?.fingerprint);
    await expect(admin.hub.call('requestCertificate', { body: { requestPem: 'no request' } })).rejects.toMatchObject({
      code: 'MSB-CERTIFICATE-REQUEST-INVALID',
    });
  });

  it('are revoked by nobody else, and then open nothing', async () => {
    const second = { officeNumber: own.officeNumber, ...(await enrolCertificate(hub, own.officeNumber)) };
    const terminal = { id: crypto.randomUUID(), name: '訪問用', secret: null };
    const { userId, password } = admin;
    const lost = await signInAt(hub, second, { userId, password, terminal });
    const { fingerprint } = second.identity.certificate;
    await expect(revoke(stranger, fingerprint)).rejects.toMatchObject({ code: 'MSB-CERTIFICATE-UNKNOWN' });
    expect((await lost.hub.call('currentSession', {})).account.userId).toBe(userId);
    expect(await revoke(admin, fingerprint)).toMatchObject({ fingerprint, revokedAt: expect.any(String) });
    await expect(lost.hub.call('currentSession', {})).rejects.toMatchObject({ code: 'MSB-AUTH-CERTIFICATE-REFUSED' });
    expect((await admin.hub.call('currentSession', {})).account.userId).toBe(userId);
  });

  it('are due for a reminder within the days before their end, unless a later one is there', async () => {
    const ends = own.identity.certificate.notAfter.getTime();
    const day = 24 * 60 * 60 * 1000;
    const later = { ...hub.context, now: () => new Date(ends - 59 * day) };
    const expiring = await certificatesExpiring(later, 60);
    expect(expiring.map(({ officeNumber }) => officeNumber)).toContain('1375400014');
    expect(await certificatesExpiring(later, 30)).toEqual([]);
  });
});

it('with an authority outside requests wait and are seen by their office and the operator only', async () => {
  const outer = await startTestHub({ authority: 'external' });
  const mine = await enrolOffice(outer, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const theirs = await enrolOffice(outer, { officeNumber: '1375400014', serviceTypes: ['13'] });
  const person = await signIn(outer, mine, 'administrator');
  const other = await signIn(outer, theirs, 'administrator');
  const operator = await signIn(outer, theirs, 'operator');
  const requestPem = await newRequest();
  expect(await person.hub.call('requestCertificate', { body: { requestPem } })).toEqual({ certificate: null });
  await expect(person.hub.call('requestCertificate', { body: { requestPem } })).rejects.toMatchObject({
    code: 'MSB-CERTIFICATE-ENROLLED',
  });
  expect((await person.hub.call('listCertificateRequests', {})).requests).toMatchObject([
    { requestedBy: person.userId },
  ]);
  expect((await other.hub.call('listCertificateRequests', {})).requests).toEqual([]);
  const { requests } = await operator.hub.call('operatorListCertificateRequests', {});
  expect(requests).toMatchObject([{ officeNumber: '1377700001', requestPem }]);
  const params = { officeNumber: '1377700001' };
  await expect(
    operator.hub.call('operatorAddCertificate', { params, body: { requestPem, profile: 'dx' } }),
  ).rejects.toMatchObject({ code: 'MSB-CERTIFICATE-OUTER-AUTHORITY' });
  const certificatePem = await certifyOutside(outer, requestPem);
  await operator.hub.call('operatorAddCertificate', { params, body: { certificatePem } });
  expect((await person.hub.call('listCertificateRequests', {})).requests).toEqual([]);
  await outer.close();
});

it('C1: with an authority outside the hub has no authority of its own: it can neither issue nor be trusted as one', async () => {
  const outer = await startTestHub({ authority: 'external' });
  const mine = await enrolOffice(outer, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const person = await signIn(outer, mine, 'administrator');
  expect(outer.certificates.keys.trialAuthority).toBeNull();
  const { anchors } = await person.hub.call('trust', {});
  expect(anchors).toEqual([outer.outer && certificateToPem(outer.outer.authority.certificate)]);
  // One that was a trial hub before: what its own authority signed opens nothing any more.
  const trial = await createAuthority({
    commonName: 'e-seikyuu CA',
    keyType: 'p-256',
    notBefore: outer.clock.after(-1000),
    notAfter: outer.clock.after(1_000_000_000),
  });
  const { spki } = await parseCertificateRequest(await newRequest());
  const certificate = await trial.issue({ profile: 'dx', spki, notBefore: outer.clock.now() });
  await expect(
    addCertificate(
      outer.context,
      outer.certificates,
      '1377700001',
      { certificatePem: certificateToPem(certificate) },
      'test',
    ),
  ).rejects.toMatchObject({ code: 'MSB-CERTIFICATE-REQUEST-INVALID' });
  await outer.close();
});

it('C1: a hub that is told to go by its own authority and by one outside refuses to start', () => {
  expect(() => readSettings({}, { authority: 'trial', trustAnchors: '/ca.pem' })).toThrow('MUSUBI_AUTHORITY=external');
  expect(() => readSettings({}, { authority: 'external' })).toThrow('MUSUBI_TRUST_ANCHORS');
});

it('M1: a certificate of an outer authority that was revoked here signs in no more', async () => {
  const outer = await startTestHub({ authority: 'external' });
  const mine = await enrolOffice(outer, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const other = { officeNumber: '1377700001', ...(await enrolCertificate(outer, '1377700001')) };
  const person = await signIn(outer, mine, 'administrator');
  const again = () => signInAt(outer, other, person);
  await expect(again()).resolves.toHaveProperty('session');
  const { fingerprint } = other.identity.certificate;
  await revokeCertificate(outer.context, outer.certificates, fingerprint, 'keyCompromise', 'test');
  await expect(again()).rejects.toMatchObject({ code: 'MSB-AUTH-CERTIFICATE-REFUSED' });
  await outer.close();
});

/** The certificate an outer authority makes of a request. */
async function certifyOutside({ outer, clock }: TestHub, requestPem: string): Promise<string> {
  if (!outer) throw new TypeError('no authority outside');
  const { spki } = await parseCertificateRequest(requestPem);
  return certificateToPem(await outer.authority.issue({ profile: 'dx', spki, notBefore: clock.now() }));
}
