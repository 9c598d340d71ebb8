import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transmission } from '@musubi/contract';
import { type Identity, unpackTransmission } from '@musubi/evidence';
import { enrolCertificate, enrolOffice, signIn, startTestHub, type TestHub, type TestOffice } from '@musubi/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFileStore } from '../node/file-store.js';
import { listAll, openTransmission } from '../receive/receive.js';
import { packLetter, type Sender } from '../send/prepare.js';
import { trustedReaders, wordsOf } from '../send/readers.js';
import { Directory } from './directory.js';
import { endorse } from './endorsing.js';
import { HubTrust } from './pins.js';
import { submitPacked } from './submission.js';
import { officeTrust } from './trust.js';

const MANAGER = '1377700001';
const NURSE = '1375400014';
const TO_NURSE = { officeNumber: NURSE, serviceType: '13' };
const LETTER = { message: 'お世話になります', attachments: [] };

let hub: TestHub;
let folder: string;
let manager: Participant;
let nurse: Participant;
/** The manager's terminal. */
let trust: HubTrust;

type Participant = Awaited<ReturnType<typeof participant>>;
async function participant(officeNumber: string, serviceType: string) {
  const office = await enrolOffice(hub, { officeNumber, serviceTypes: [serviceType] });
  return { office, person: await signIn(hub, office, 'administrator') };
}

beforeAll(async () => {
  hub = await startTestHub();
  hub.clock.stopIn(0); // a fresh proof stays fresh
});
afterAll(() => hub.close());
let made = 0;
beforeEach(async () => {
  made++;
  const number = (start: string) => `${start}${String(made).padStart(3, '0')}`;
  folder = mkdtempSync(join(tmpdir(), 'musubi-known-'));
  manager = await participant(number(MANAGER.slice(0, 7)), '43');
  nurse = await participant(number(NURSE.slice(0, 7)), '13');
  trust = terminalOf(manager, 'manager');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const terminalOf = ({ person }: Participant, name: string) =>
  new HubTrust(person.hub, createFileStore(join(folder, name)));
const now = () => hub.clock.now();
const senderOf = ({ office, person }: Participant, hubTrust: HubTrust): Sender => ({
  directory: new Directory(person.hub, hubTrust),
  identity: office.identity,
  session: person.session,
  now,
});
const write = (sender: Sender) => packLetter(sender, { ...TO_NURSE, officeNumber: nurse.office.officeNumber }, LETTER);
const further = async ({ office }: Participant): Promise<TestOffice> => ({
  officeNumber: office.officeNumber,
  ...(await enrolCertificate(hub, office.officeNumber)),
});
const endorsing = ({ office, person }: Participant, { certificate }: Identity, signer = office.identity) =>
  endorse(
    person.hub,
    signer,
    { officeNumber: office.officeNumber, fingerprint: certificate.fingerprint, holder: 'office' },
    now(),
  );
async function mayRead(packed: Awaited<ReturnType<typeof write>>, identity: Identity): Promise<boolean> {
  const verification = { trust: await officeTrust(await trust.load()), at: now() };
  return unpackTransmission(packed, [identity], verification).then(
    () => true,
    () => false,
  );
}

describe('sending', () => {
  it('meets an office once: what is there is pinned, and its words are there to compare', async () => {
    const sender = senderOf(manager, trust);
    await write(sender);
    const { fingerprint } = nurse.office.identity.certificate;
    expect(sender.directory.meetings.get(nurse.office.officeNumber)).toMatchObject({
      isFirst: true,
      fingerprints: [fingerprint],
    });
    expect((await wordsOf(fingerprint)).split('・')).toHaveLength(8);
    const again = senderOf(manager, terminalOf(manager, 'manager'));
    await write(again);
    expect([...again.directory.meetings]).toEqual([]);
  });

  it('goes to a certificate the partner endorsed without a word, and to what that one endorses', async () => {
    await write(senderOf(manager, trust));
    const [second, third] = [await further(nurse), await further(nurse)];
    await endorsing(nurse, second.identity);
    await endorsing(nurse, third.identity, second.identity);
    const sender = senderOf(manager, trust);
    const packed = await write(sender);
    for (const { identity } of [nurse.office, second, third]) expect(await mayRead(packed, identity)).toBe(true);
    expect([...sender.directory.meetings]).toEqual([]);
    expect((await trust.known.of(nurse.office.officeNumber))?.strangers).toEqual([]);
  });

  it('C1: encrypts nothing to a new certificate nobody endorsed, goes on with those known, and asks once', async () => {
    await write(senderOf(manager, trust));
    const operators = await further(nurse);
    const { fingerprint } = operators.identity.certificate;
    const sender = senderOf(manager, trust);
    const packed = await write(sender);
    expect(await mayRead(packed, operators.identity)).toBe(false);
    expect(await mayRead(packed, nurse.office.identity)).toBe(true);
    const { officeNumber } = nurse.office;
    expect(sender.directory.meetings.get(officeNumber)).toMatchObject({ isFirst: false, strangers: [fingerprint] });
    await trust.known.leaveOut(officeNumber, fingerprint);
    const later = senderOf(manager, trust);
    expect(await mayRead(await write(later), operators.identity)).toBe(false);
    expect([...later.directory.meetings]).toEqual([]);
    await trust.known.accept(officeNumber, fingerprint, now());
    expect(await mayRead(await write(senderOf(manager, trust)), operators.identity)).toBe(true);
  });

  it('says whom to telephone and what to compare when only unknown certificates are left', async () => {
    await write(senderOf(manager, trust));
    const { officeNumber, identity } = nurse.office;
    const renewed = await further(nurse);
    await nurse.person.hub.call('revokeOwnCertificate', {
      params: { fingerprint: identity.certificate.fingerprint },
      body: { reason: 'keyCompromise' },
    });
    const { fingerprint } = renewed.identity.certificate;
    const words = await wordsOf(fingerprint);
    await expect(write(senderOf(manager, trust))).rejects.toThrow(words);
    await expect(write(senderOf(manager, trust))).rejects.toThrow(/電話.*musubi trust/);
    await trust.known.accept(officeNumber, fingerprint, now());
    expect(await mayRead(await write(senderOf(manager, trust)), renewed.identity)).toBe(true);
  });

  it('C1: gives no copy to a certificate of the own office that none of its own endorses', async () => {
    const { officeNumber, identity } = manager.office;
    const own = { fingerprint: identity.certificate.fingerprint, holder: 'office' as const };
    expect(await trust.known.meetOwn(officeNumber, own, now())).toMatchObject({ isFirst: false, strangers: [] });
    const operators = await further(manager);
    const { fingerprint } = operators.identity.certificate;
    expect(await mayRead(await write(senderOf(manager, trust)), operators.identity)).toBe(false);
    const directory = new Directory(manager.person.hub, trust);
    const readers = await trustedReaders(directory, await directory.office(officeNumber), now());
    expect(readers.map((one) => one.fingerprint)).toEqual([identity.certificate.fingerprint]);
    expect((await trust.known.look(officeNumber, now())).strangers).toEqual([fingerprint]);
    await endorsing(manager, operators.identity);
    expect((await trust.known.look(officeNumber, now())).strangers).toEqual([]);
    expect(await mayRead(await write(senderOf(manager, trust)), operators.identity)).toBe(true);
  });
});

describe('receiving', () => {
  const nurses = () => terminalOf(nurse, 'nurse');
  async function sendAs(office: TestOffice): Promise<Transmission> {
    const sender = { ...senderOf(manager, trust), identity: office.identity };
    const { transmission } = await submitPacked(manager.person.hub, await write(sender));
    for await (const one of listAll(nurse.person.hub, { box: 'inbox' })) if (one.id === transmission.id) return one;
    throw new Error('the letter did not arrive');
  }
  async function open(transmission: Transmission) {
    const at = nurses();
    const receiver = { hub: nurse.person.hub, identities: [nurse.office.identity], known: at.known };
    return openTransmission(receiver, transmission, await at.load());
  }

  it('meets a sender once, and opens what its endorsed certificates sign', async () => {
    expect(await open(await sendAs(manager.office))).toMatchObject({ isFirst: true });
    const renewed = await further(manager);
    await endorsing(manager, renewed.identity);
    const { content, isFirst } = await open(await sendAs(renewed));
    expect([content.message, isFirst]).toEqual([LETTER.message, false]);
  });

  it('M16: does not open what a certificate signed that the sender never endorsed, until a person accepts it', async () => {
    await open(await sendAs(manager.office));
    const operators = await further(manager);
    const forged = await sendAs(operators);
    await expect(open(forged)).rejects.toMatchObject({ code: 'MSB-CERT-NOT-ENDORSED' });
    const { officeNumber } = manager.office;
    const { fingerprint } = operators.identity.certificate;
    expect((await nurses().known.of(officeNumber))?.strangers).toEqual([fingerprint]);
    await nurses().known.accept(officeNumber, fingerprint, now());
    expect((await open(forged)).content.message).toBe(LETTER.message);
  });
});
