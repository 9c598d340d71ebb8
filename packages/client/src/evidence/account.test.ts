import {
  createAuthority,
  generateKeyPair,
  identityFromPkcs8,
  packTransmission,
  parseManifest,
  unpackTransmission,
} from '@musubi/evidence';
import { createClock } from '@musubi/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountForParts, type GivenFile } from './account.js';
import { givenParts, placeParts, type SavedMap } from './places.js';

const NAMES = ['同意書:写し.pdf', 'A.pdf', 'a.pdf', 'message.txt'];
const text = (value: string) => new TextEncoder().encode(value);

let manifest: ReturnType<typeof parseManifest>;
let salt: Uint8Array;
let placed: ReturnType<typeof placeParts>;
let saved: SavedMap;

beforeAll(async () => {
  const now = createClock().now();
  const notAfter = new Date(now.getTime() + 86_400_000);
  const authority = await createAuthority({ commonName: 'CA', keyType: 'p-256', notBefore: now, notAfter });
  const keys = await generateKeyPair('p-256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await authority.issue({ profile: 'dx', spki, notBefore: now, notAfter });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const signer = await identityFromPkcs8(certificate, [authority.certificate], pkcs8);
  const packed = await packTransmission({
    id: '0199a0b0-0000-7000-8000-000000000001',
    sender: { officeNumber: '1377700001', serviceType: '43' },
    recipient: { officeNumber: '1375400014', serviceType: '13' },
    kind: 'attachments',
    serviceMonth: null,
    edition: null,
    serial: null,
    files: [],
    attachments: NAMES.map((name, at) => ({
      name,
      mediaType: 'application/pdf',
      bytes: text(`%PDF-1.7 content ${at}`),
    })),
    message: '本文',
    createdAt: now,
    signer,
    readers: [certificate],
  });
  const trust = { anchors: [authority.certificate], revocationLists: [], requireRevocationList: false };
  const opened = await unpackTransmission(packed, [signer], { trust, at: now });
  manifest = parseManifest(packed.manifest);
  salt = opened.salt;
  placed = placeParts(opened, { top: '', own: 'attachments/1/' });
  saved = { formatVersion: 1, evidence: [], ...placed.places };
});

const account = async (given: readonly GivenFile[], map: SavedMap | null) =>
  (await accountForParts(manifest, salt, given, map)).steps;
/** As they lie on a disk: nobody remembers what their sender called them. */
const onDisk = () => givenParts(placed).map((one) => ({ ...one, name: one.path.slice(one.path.lastIndexOf('/') + 1) }));

describe('L16: names of attachments stand under the signature', () => {
  it('as their sender wrote them, whatever names they were saved under; none over another', async () => {
    expect(new Set([...placed.bytes.keys()].map((path) => path.toLowerCase())).size).toBe(NAMES.length + 1);
    const steps = await account(onDisk(), saved);
    expect(steps.map(({ name, proof }) => [name, proof])).toEqual([
      ...NAMES.map((name) => [name, 'proven']),
      ['メッセージ', 'proven'],
    ]);
  });

  it('another name in the map of saved names is found', async () => {
    const attachments = saved.attachments.map((one, at) => (at === 1 ? { ...one, name: '契約書.pdf' } : one));
    const renamed = onDisk().map((one) => (one.name === 'A.pdf' ? { ...one, name: '契約書.pdf' } : one));
    const [, step] = await account(renamed, { ...saved, attachments });
    expect(step).toMatchObject({ name: '契約書.pdf', proof: 'changed', code: 'MSB-PACK-NAME-CHANGED' });
  });

  it('without the map a name that was made safe for this computer is not proven, the others are', async () => {
    const steps = await account(onDisk(), null);
    expect(steps.slice(0, 2).map(({ name, proof }) => [name, proof])).toEqual([
      ['同意書_写し.pdf', 'absent'],
      ['A.pdf', 'proven'],
    ]);
  });

  it('two attachments under each other’s names are changed', async () => {
    const [message, first, second, ...others] = onDisk();
    if (!message || !first || !second) throw new Error('there are three');
    const swapped = [message, { ...first, read: second.read }, { ...second, read: first.read }, ...others];
    const steps = await account(swapped, saved);
    expect(steps.slice(0, 2).map(({ proof }) => proof)).toEqual(['changed', 'changed']);
  });
});
