import { type Endorsement, type Identity, parseCertificate, signEndorsement, toBase64 } from '@musubi/evidence';
import {
  enrolCertificate,
  enrolOffice,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeCertificate } from './index.js';

let hub: TestHub;
let own: TestOffice;
let other: TestOffice;
let admin: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  hub.clock.stopIn(0); // a fresh proof stays fresh
  own = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  other = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  admin = await signIn(hub, own, 'administrator');
  stranger = await signIn(hub, other, 'administrator');
});
afterAll(() => hub.close());

const another = async () => (await enrolCertificate(hub, own.officeNumber)).identity;
const signed = async (signer: Identity, fingerprint: string, change: Partial<Endorsement> = {}) => {
  const { statement, signature } = await signEndorsement(
    {
      formatVersion: 1,
      officeNumber: own.officeNumber,
      certificateFingerprint: fingerprint,
      holder: 'office',
      at: hub.clock.now().toISOString(),
      ...change,
    },
    signer,
  );
  return { statement: toBase64(statement), signature: toBase64(signature) };
};
const endorse = async (person: TestPerson, signer: Identity, fingerprint: string, change: Partial<Endorsement> = {}) =>
  person.hub.call('endorseCertificate', { params: { fingerprint }, body: await signed(signer, fingerprint, change) });
const endorsementsOf = async (person: TestPerson, fingerprint: string) => {
  const params = { officeNumber: own.officeNumber };
  const { certificates } = await person.hub.call('listOfficeCertificates', { params });
  return certificates.find((one) => one.fingerprint === fingerprint)?.endorsements;
};

describe('a further certificate of an office', () => {
  it('is endorsed by its administrator with one the office has, and whoever asks is told', async () => {
    const { certificate } = await another();
    expect(await endorsementsOf(stranger, certificate.fingerprint)).toEqual([]);
    const told = await endorse(admin, own.identity, certificate.fingerprint);
    expect(told).toMatchObject({ fingerprint: certificate.fingerprint, holder: 'office' });
    expect(await endorsementsOf(stranger, certificate.fingerprint)).toEqual(told.endorsements);
    expect(told.endorsements).toHaveLength(1);
    await endorse(admin, own.identity, certificate.fingerprint); // again is the same
    expect(await endorsementsOf(stranger, certificate.fingerprint)).toHaveLength(1);
  });

  it('is listed with those that ended, from which clients walk to it', async () => {
    const { certificate } = await another();
    await revokeCertificate(hub.context, hub.certificates, certificate.fingerprint, 'superseded', 'test');
    const { certificates } = await stranger.hub.call('listOfficeCertificates', {
      params: { officeNumber: own.officeNumber },
    });
    expect(certificates.map(({ fingerprint }) => fingerprint)).toContain(certificate.fingerprint);
    const pem = certificates.find(({ fingerprint }) => fingerprint === certificate.fingerprint)?.certificatePem ?? '';
    expect((await parseCertificate(pem)).fingerprint).toBe(certificate.fingerprint);
  });

  it.each<[string, Partial<Endorsement>, string]>([
    ['for another office', { officeNumber: '1375400014' }, 'office'],
    ['of another certificate', { certificateFingerprint: 'a'.repeat(64) }, 'certificate'],
    ['as the one of an agent', { holder: 'agent' }, 'holder'],
    ['at another time', { at: '2020-01-01T00:00:00.000Z' }, 'time'],
  ])('is not endorsed by a statement made %s', async (_title, change, reason) => {
    const { certificate } = await another();
    await expect(endorse(admin, own.identity, certificate.fingerprint, change)).rejects.toMatchObject({
      code: 'MSB-ENDORSEMENT-INVALID',
      reason,
    });
    expect(await endorsementsOf(admin, certificate.fingerprint)).toEqual([]);
  });

  it('is not endorsed with its own key, that of another office, or one that was revoked', async () => {
    const wanted = await another();
    const revoked = await another();
    await revokeCertificate(hub.context, hub.certificates, revoked.certificate.fingerprint, 'keyCompromise', 'test');
    for (const signer of [wanted, other.identity, revoked])
      await expect(endorse(admin, signer, wanted.certificate.fingerprint)).rejects.toMatchObject({
        code: 'MSB-ENDORSEMENT-INVALID',
      });
    expect(await endorsementsOf(admin, wanted.certificate.fingerprint)).toEqual([]);
  });

  it('is not endorsed by another office, and one of another office is unknown here', async () => {
    const { certificate } = await another();
    await expect(
      endorse(stranger, other.identity, certificate.fingerprint, { officeNumber: other.officeNumber }),
    ).rejects.toMatchObject({ code: 'MSB-CERTIFICATE-UNKNOWN' });
  });

  it('tells the terminals of its office as soon as it is enrolled, endorsed or revoked', async () => {
    const { certificate } = await another();
    await endorse(admin, own.identity, certificate.fingerprint);
    const count = async () => {
      const [row] = await hub.context.database.query<{ count: number }>(
        `select count(*)::int as count from events where office_number = $1 and name = 'office.changed'`,
        [own.officeNumber],
      );
      return row?.count ?? 0;
    };
    const before = await count();
    await revokeCertificate(hub.context, hub.certificates, certificate.fingerprint, 'superseded', 'test');
    expect(await count()).toBe(before + 1);
    expect(before).toBeGreaterThanOrEqual(2);
  });
});
