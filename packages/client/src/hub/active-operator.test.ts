import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  certificateToPem,
  generateKeyPair,
  type Identity,
  identityFromPkcs8,
  unpackTransmission,
} from '@musubi/evidence';
import {
  anonymous,
  enrolOffice,
  type Mailbox,
  PASSWORD,
  signIn,
  startMailbox,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileStore } from '../node/file-store.js';
import { packLetter, type Sender } from '../send/prepare.js';
import { Directory } from './directory.js';
import { KnownPeople } from './known-people.js';
import { loginPerson } from './login.js';
import { HubTrust } from './pins.js';
import { submitPacked } from './submission.js';
import { officeTrust } from './trust.js';

const CARE = '1377700001';
const NURSE = '1375400014';
const ADDRESS = 'kanri@nurse.example.jp';
const LETTER = { message: '利用者: 鈴木一郎様 要介護3 認知症あり', attachments: [] };
const reason = '管理者から電話で頼まれたため';

let hub: TestHub;
let mailbox: Mailbox;
let care: { office: TestOffice; person: TestPerson };
let nurse: typeof care;
let desk: TestOffice;
/** Plays the operator of C1: with calls of the API alone and a certificate of its own by the real authority. */
let operator: TestPerson;
let ownCertificate: Identity;
let folder: string;
let known: KnownPeople;

async function participant(officeNumber: string, serviceTypes: string[]): Promise<typeof care> {
  const office = await enrolOffice(hub, { officeNumber, serviceTypes });
  return { office, person: await signIn(hub, office, 'administrator', `管理者${officeNumber}`) };
}

beforeAll(async () => {
  mailbox = await startMailbox();
  folder = mkdtempSync(join(tmpdir(), 'musubi-c1-'));
  hub = await startTestHub({ authority: 'external', smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  desk = await enrolOffice(hub, { officeNumber: '9999900001', serviceTypes: ['43'] });
  care = await participant(CARE, ['43']);
  nurse = await participant(NURSE, ['13']);
  operator = await signIn(hub, desk, 'operator', '悪い 運営者');
  ownCertificate = await certifiedOutside();
  await hub.context.database.query('update accounts set mail_address = $2 where user_id = $1', [
    nurse.person.userId,
    ADDRESS,
  ]);
  known = new KnownPeople(nurse.person.hub, createFileStore(join(folder, 'nurse')));
  await known.strangers(nurse.person.userId);
});
afterAll(async () => {
  await hub.close();
  await mailbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A valid certificate whose key the operator holds: subjects are constants, so it could be anybody's. */
async function certifiedOutside(): Promise<Identity> {
  if (!hub.outer) throw new TypeError('no authority outside');
  const { authority } = hub.outer;
  const keys = await generateKeyPair('p-256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await authority.issue({ profile: 'dx', spki, notBefore: hub.clock.now() });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return identityFromPkcs8(certificate, [authority.certificate], pkcs8);
}

const directoryOf = ({ hub: own }: TestPerson, name: string) =>
  new Directory(own, new HubTrust(own, createFileStore(join(folder, name))));

/** Sends to the nurse as an honest client of the care office does. */
function honestSender(): Sender {
  const { office, person } = care;
  const { identity } = office;
  return { directory: directoryOf(person, 'care'), identity, session: person.session, now: hub.clock.now };
}

/** Certificates and people of the nurse's office, and whose records its are. */
const stateOfNurse = () =>
  hub.context.database.query(
    `select user_id as id, password_hash || disabled || one_time_confirmed as state from accounts where office_number = $1
      union all select fingerprint, coalesce(revoked_at::text, '') from certificates where office_number = $1
      union all select office_number, coalesce(successor, '') from offices where office_number = $1 order by 1`,
    [NURSE],
  );

describe('C1: an active operator with API calls', () => {
  let before: object[];
  beforeAll(async () => {
    before = await stateOfNurse();
  });

  it('adds no certificate, no person, resets nothing, merges nothing: every step waits for somebody else', async () => {
    const params = { officeNumber: NURSE };
    const { userId } = nurse.person;
    const certificatePem = certificateToPem(ownCertificate.certificate);
    const merging = { reason, successor: desk.officeNumber, fetchUntil: hub.clock.after(60_000).toISOString() };
    const answers = [
      await operator.hub.call('operatorAddCertificate', { params, body: { certificatePem, reason } }),
      await operator.hub.call('operatorAddPerson', {
        params,
        body: { displayName: '偽の 職員', role: 'administrator', reason },
      }),
      await operator.hub.call('operatorResetPassword', { params: { ...params, personId: userId }, body: { reason } }),
      await operator.hub.call('operatorActOnPerson', {
        params: { userId },
        body: { action: 'reset-second-factor', reason },
      }),
      await operator.hub.call('operatorMergeOffice', { params, body: merging }),
    ];
    for (const answer of answers) {
      expect(answer.waitsForSecond).toBe(true);
      expect('initialPassword' in answer ? answer.initialPassword : null).toBeNull();
    }
    const { acts } = await operator.hub.call('operatorListActs', {});
    expect(acts).toHaveLength(5);
    for (const { id: actId } of acts)
      await expect(
        operator.hub.call('operatorDecideAct', { params: { actId }, body: { confirmed: true } }),
      ).rejects.toMatchObject({ code: 'MSB-OPERATOR-SECOND' });
    expect(await stateOfNurse()).toEqual(before);
  });

  it('signs in as nobody of the office', async () => {
    const terminal = { id: crypto.randomUUID(), name: 'PC', secret: null };
    const login = { userId: nurse.person.userId, password: PASSWORD, officeUserId: `KJ13${NURSE}`, terminal };
    const signInWith = (identity: Identity) => loginPerson(anonymous(hub), identity, login, hub.clock.now());
    await expect(signInWith(ownCertificate)).rejects.toMatchObject({ code: 'MSB-AUTH-CERTIFICATE-REFUSED' });
    await expect(signInWith(desk.identity)).rejects.toMatchObject({ code: 'MSB-AUTH-REFUSED' });
  });

  it('reads nothing of what an honest client sends', async () => {
    const packed = await packLetter(honestSender(), { officeNumber: NURSE, serviceType: '13' }, LETTER);
    await submitPacked(care.person.hub, packed);
    const trust = await new HubTrust(operator.hub, createFileStore(join(folder, 'operator'))).load();
    const verification = { trust: await officeTrust(trust), at: hub.clock.now() };
    for (const identity of [ownCertificate, desk.identity])
      await expect(unpackTransmission(packed, [identity], verification)).rejects.toThrow();
    expect((await unpackTransmission(packed, [nurse.office.identity], verification)).message).toBe(LETTER.message);
  });

  it("sends nothing in an office's name", async () => {
    const { session } = care.person;
    const directory = directoryOf(care.person, 'forger');
    const forger = { directory, identity: ownCertificate, session, now: hub.clock.now };
    const forged = await packLetter(forger, { officeNumber: NURSE, serviceType: '13' }, LETTER);
    await expect(submitPacked(operator.hub, forged)).rejects.toMatchObject({ status: 403 });
    // Even with the session of somebody there: the signature is of no certificate of the office.
    await expect(submitPacked(care.person.hub, forged)).rejects.toMatchObject({ code: 'MSB-SUBMIT-NOT-SENDER' });
  });

  it('is told to the office at every step, by mail and on its screens, and the office stops it', async () => {
    const { acts } = await nurse.person.hub.call('listActsOnOffice', {});
    expect(acts.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'add-certificate waiting',
      'add-person waiting',
      'merge-office waiting',
      'reset-password waiting',
      'reset-second-factor waiting',
    ]);
    expect((await nurse.person.hub.call('listNotices', {})).notices).toHaveLength(5);
    await expect.poll(() => mailbox.mails.filter(({ to }) => to === ADDRESS).length).toBe(5);
    expect(await known.strangers(nurse.person.userId)).toEqual([]);
    for (const { id: actId } of acts)
      expect(await nurse.person.hub.call('disownActOnOffice', { params: { actId } })).toMatchObject({
        state: 'refused',
      });
    // A second operator who would have been talked into it comes too late.
    const deceived = await signIn(hub, desk, 'operator', '人のよい 運営者');
    for (const { id: actId } of acts)
      await expect(
        deceived.hub.call('operatorDecideAct', { params: { actId }, body: { confirmed: true } }),
      ).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    expect(await stateOfNurse()).toEqual(before);
    const alerts = (await deceived.hub.call('operatorListAlerts', { query: {} })).items;
    expect(alerts.filter(({ kind }) => kind === 'operator-act-disowned')).toHaveLength(5);
  });
});
