import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transmission } from '@musubi/contract';
import { type Authority, certificateToPem, fromBase64, type Identity, unpackTransmission } from '@musubi/evidence';
import {
  enrolCertificate,
  enrolOffice,
  gainAuthority,
  issuerOf,
  signIn,
  startTestHub,
  type TestHub,
} from '@musubi/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evidenceFiles, verifyEvidence } from '../evidence/folder.js';
import { createFileStore } from '../node/file-store.js';
import type { FileStore } from '../ports.js';
import { listAll, openTransmission } from '../receive/receive.js';
import { packLetter, type Sender } from '../send/prepare.js';
import { Directory } from './directory.js';
import { HubTrust } from './pins.js';
import { submitPacked } from './submission.js';
import { officeTrust } from './trust.js';

const MANAGER = '1377700001';
const NURSE = '1375400014';
const HELPER = '1378700010';
const LETTER = { message: 'お世話になります', attachments: [] };

let hub: TestHub;
let second: Authority;
let files: FileStore;
let folder: string;
let sender: Sender;
/** The manager's terminal, which pinned what the hub named before it gained the second authority. */
let trust: HubTrust;
let manager: Awaited<ReturnType<typeof participant>>;
let nurse: typeof manager;
let nurseRenewed: Identity;
let helper: typeof manager;

async function participant(officeNumber: string, serviceType: string, authority?: Authority) {
  const spec = { officeNumber, serviceTypes: [serviceType], ...(authority ? { authority } : {}) };
  const office = await enrolOffice(hub, spec);
  return { office, person: await signIn(hub, office) };
}

beforeAll(async () => {
  hub = await startTestHub({ authority: 'external' });
  manager = await participant(MANAGER, '43');
  nurse = await participant(NURSE, '13');
});
afterAll(() => hub.close());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-pins-'));
  files = createFileStore(folder);
  trust = new HubTrust(manager.person.hub, files);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function senderNow(): Sender {
  const { office, person } = manager;
  return {
    directory: new Directory(person.hub, new HubTrust(person.hub, files)),
    identity: office.identity,
    session: person.session,
    now: hub.clock.now,
  };
}

it('all authorities a hub names at first are pinned, and stay so when the terminal starts again', async () => {
  expect(await trust.pins()).toBeNull();
  await trust.load();
  const { receipts } = hub.certificates.keys;
  const pinned = {
    offices: [issuerOf(hub).certificate.fingerprint],
    receipts: receipts.chain.map(({ fingerprint }) => fingerprint),
  };
  expect(await trust.pins()).toEqual(pinned);
  expect(await new HubTrust(manager.person.hub, files).pins()).toEqual(pinned);
  expect((await trust.authorities()).every(({ isAccepted }) => isAccepted)).toBe(true);
});

describe('a hub that gains a second authority', () => {
  /** Pinned by a terminal before the second authority came. */
  let before: Uint8Array;

  beforeAll(async () => {
    const early = mkdtempSync(join(tmpdir(), 'musubi-pins-'));
    const store = createFileStore(early);
    await new HubTrust(manager.person.hub, store).load();
    before = (await store.read('trust/authorities.json')) ?? new Uint8Array();
    rmSync(early, { recursive: true, force: true });
    second = await gainAuthority(hub);
    helper = await participant(HELPER, '11', second);
    // The nurse renews at the second authority and keeps the certificate of the first.
    nurseRenewed = (await enrolCertificate(hub, NURSE, 'p-256', second)).identity;
  });
  beforeEach(async () => {
    await files.write('trust/authorities.json', before);
    sender = senderNow();
  });

  const toHelper = { officeNumber: HELPER, serviceType: '11' };
  const secondOne = async () => {
    const found = (await trust.authorities()).find(({ certificate }) => certificate.subject === 'CN=Second CA');
    if (!found) throw new Error('the hub does not name the second authority');
    return found;
  };
  /** The helper's letter to the manager, as the manager sees it. */
  async function letterFromHelper(): Promise<Transmission> {
    const { office, person } = helper;
    const own = createFileStore(join(folder, 'helper'));
    const directory = new Directory(person.hub, new HubTrust(person.hub, own));
    const from = { directory, identity: office.identity, session: person.session, now: hub.clock.now };
    const packed = await packLetter(from, { officeNumber: MANAGER, serviceType: '43' }, LETTER);
    const { transmission } = await submitPacked(person.hub, packed);
    for await (const one of listAll(manager.person.hub, { box: 'inbox' })) if (one.id === transmission.id) return one;
    throw new Error('the letter did not arrive');
  }

  it('is told apart: the new authority does not count until somebody accepts it', async () => {
    expect(await secondOne()).toMatchObject({ use: 'offices', isAccepted: false });
    expect((await trust.load()).accepted.anchors).not.toContain(certificateToPem(second.certificate));
  });

  it('sends nothing to an office only the new one vouches for, and says what to do', async () => {
    await expect(packLetter(sender, toHelper, LETTER)).rejects.toThrow(/まだ受け入れていない認証局.*musubi trust/);
    await trust.accept(await secondOne());
    const packed = await packLetter(senderNow(), toHelper, LETTER);
    await submitPacked(manager.person.hub, packed);
  });

  it('encrypts to the certificates of accepted authorities alone', async () => {
    const packed = await packLetter(sender, { officeNumber: NURSE, serviceType: '13' }, LETTER);
    const verification = { trust: await officeTrust(await trust.load()), at: hub.clock.now() };
    const opened = await unpackTransmission(packed, [nurse.office.identity], verification);
    expect(opened.message).toBe(LETTER.message);
    const refused = unpackTransmission(packed, [nurseRenewed], verification);
    await expect(refused).rejects.toMatchObject({ code: 'MSB-ENV-NOT-FOR-US' });
  });

  it('does not open what a sender of the new one signed until it is accepted', async () => {
    const { office, person } = manager;
    const letter = await letterFromHelper();
    const receiver = { hub: person.hub, identities: [office.identity], known: trust.known };
    const open = async () => openTransmission(receiver, letter, await trust.load());
    await expect(open()).rejects.toMatchObject({ code: 'MSB-CERT-NOT-ACCEPTED' });
    await trust.accept(await secondOne());
    expect((await open()).content.message).toBe(LETTER.message);
  });

  it('evidence that rests on it is by somebody unknown where it is not accepted', async () => {
    const { hub: connection } = manager.person;
    const { id } = await letterFromHelper();
    const [signed, list, { told }] = await Promise.all([
      connection.call('getManifest', { params: { id } }),
      connection.call('listReceipts', { params: { id } }),
      trust.load(),
    ]);
    const packed = {
      manifest: fromBase64(signed.manifest),
      signature: fromBase64(signed.signature),
      payload: null,
    };
    const evidence = evidenceFiles({ packed, salt: null, receipts: list.receipts, trust: told, places: null });
    const verdict = await verifyEvidence(evidence, [], await trust.pins());
    expect(verdict.proof).toBe('unknown');
    const unknown = verdict.steps.filter(({ proof }) => proof === 'unknown');
    expect(unknown.map(({ code }) => code)).toEqual(['MSB-CERT-NOT-ACCEPTED']);
  });

  it('an authority that vouches for receipts may not vouch for offices by that', async () => {
    const pins = await trust.pins();
    const { fingerprint } = second.certificate;
    await trust.accept({ certificate: second.certificate, use: 'receipts' });
    expect(await trust.pins()).toEqual({ ...pins, receipts: [...(pins?.receipts ?? []), fingerprint] });
    await expect(packLetter(senderNow(), toHelper, LETTER)).rejects.toThrow('まだ受け入れていない認証局');
  });

  it('an accepted authority that the hub no longer names is used no more', async () => {
    await trust.accept(await secondOne());
    writeFileSync(hub.context.settings.trustAnchors ?? '', '');
    hub.certificates.refresh();
    expect((await trust.authorities()).map(({ certificate }) => certificate.subject)).not.toContain('CN=Second CA');
    await expect(packLetter(senderNow(), toHelper, LETTER)).rejects.toThrow('暗号化して送れる有効な証明書がありません');
  });
});
