import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOf } from '@musubi/client';
import { decryptWith, EvidenceError, fromBase64 } from '@musubi/evidence';
import { enrolCertificate, enrolOffice, signIn, startTestHub, type TestHub, type TestOffice } from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../packages/cli/src/cli.testing.js';
import { computerOf, p12In } from './computer.js';

const A = '1377700001';
const B = '1375400014';
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;

let hub: TestHub;
let folder: string;
let officeB: TestOffice;
/** The executable on the computers of two honest offices that dealt with each other before. */
let a: (...args: string[]) => Promise<Run>;
let b: (...args: string[]) => Promise<Run>;
/** Certificates the operator enrolled for each office with a key of their own; how they got the hub to take them does not matter. */
let asA: TestOffice;
let asB: TestOffice;

const letterTo = async (send: typeof a, to: string, message: string) => {
  const sent = await send('send', '--to', to, '--message', message);
  expect(sent.code, sent.out + sent.err).toBe(0);
  return { sent, id: ID.exec(sent.out)?.[0] ?? '' };
};

beforeAll(async () => {
  hub = await startTestHub();
  folder = mkdtempSync(join(tmpdir(), 'musubi-operator-'));
  const officeA = await enrolOffice(hub, { officeNumber: A, serviceTypes: ['43'], name: '居宅A' });
  officeB = await enrolOffice(hub, { officeNumber: B, serviceTypes: ['13'], name: '訪看B' });
  a = await computerOf({ hub, folder, office: officeA, name: 'a' });
  b = await computerOf({ hub, folder, office: officeB, name: 'b', role: 'administrator' });
  await letterTo(a, `${B}-13`, '初めまして');
  expect((await b('receive', '--to', join(folder, 'before'))).code).toBe(0);
  asA = { officeNumber: A, ...(await enrolCertificate(hub, A)) };
  asB = { officeNumber: B, ...(await enrolCertificate(hub, B)) };
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('C1: an operator who enrols a certificate of their own for an office', () => {
  it('C1: does not become its reader: the sender encrypts to the known one, and says so', async () => {
    const { sent, id } = await letterTo(a, `${B}-13`, '要介護3 認知症あり');
    expect(sent.err).toContain('裏書きのない新しい証明書');
    expect(sent.err).toContain(await wordsOf(asB.identity.certificate.fingerprint));
    const operator = await signIn(hub, asB);
    const payload = await operator.hub.call('getPayload', { params: { id } });
    if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
    await expect(decryptWith(payload, [asB.identity])).rejects.toThrow(EvidenceError);
    const received = await b('receive', id, '--to', join(folder, 'honest'));
    expect(received.code, received.out + received.err).toBe(0);
  });

  it('C1: does not become its sender: the recipient neither opens nor saves, names it, and exits with 4', async () => {
    const operator = await signIn(hub, asA);
    const input = packInputFor(A, '43', B, '13', hub.clock.now());
    const { transmission } = await submitSample(operator, asA, officeB, input);
    const { manifest } = await operator.hub.call('getManifest', { params: { id: transmission.id } });
    expect(new TextDecoder().decode(fromBase64(manifest))).toContain(A);
    const to = join(folder, 'forged');
    const received = await b('receive', transmission.id, '--to', to);
    expect(received.code, received.out + received.err).toBe(4);
    expect(received.out).toContain('MSB-CERT-NOT-ENDORSED');
    expect(received.err).toContain(await wordsOf(asA.identity.certificate.fingerprint));
    expect(readdirSync(folder)).not.toContain('forged');
    const [shown] = JSON.parse((await a('sent', '--json')).out);
    expect(shown).toMatchObject({ id: transmission.id, delivery: 'consigned' });
  });

  it('C1: is told of to the people of the office, at its next sign-in and when it looks', async () => {
    const words = await wordsOf(asB.identity.certificate.fingerprint);
    const login = await b('login');
    expect(login.code, login.err).toBe(0);
    expect(login.err).toContain('見覚えのない証明書');
    expect(login.err).toContain(words);
    expect((await b('trust')).out).toContain(words);
  });
});

describe('an honest office', () => {
  it('is not asked about again when a person decided, and hears nothing of a renewal that is endorsed', async () => {
    const words = (await wordsOf(asB.identity.certificate.fingerprint)).split('・');
    expect(await a('trust', 'refuse', ...words)).toMatchObject({ code: 0 });
    const renewed = { officeNumber: B, ...(await enrolCertificate(hub, B)) };
    const login = await b('login', '--certificate', await p12In(folder, renewed, 'b-renewed'));
    expect(login.code, login.err).toBe(0);
    expect(login.err).toContain('前の証明書で、新しい証明書に裏書きしました');
    const { sent, id } = await letterTo(a, `${B}-13`, '更新のあとで');
    expect(sent.err).not.toContain('裏書きのない');
    const operator = await signIn(hub, renewed);
    const payload = await operator.hub.call('getPayload', { params: { id } });
    if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
    await expect(decryptWith(payload, [renewed.identity])).resolves.toBeInstanceOf(Uint8Array);
    await expect(decryptWith(payload, [asB.identity])).rejects.toThrow(EvidenceError);
  });

  it('endorses and accepts by the eight words, and by nothing less', async () => {
    const colleagues = await enrolCertificate(hub, B);
    const words = (await wordsOf(colleagues.identity.certificate.fingerprint)).split('・');
    expect(await b('trust', 'endorse', ...words.slice(1))).toMatchObject({ code: 2 });
    expect(await a('trust', 'endorse', ...words)).toMatchObject({ code: 1 });
    const endorsed = await b('trust', 'endorse', ...words);
    expect(endorsed.code, endorsed.err).toBe(0);
    const asked = await wordsOf(asB.identity.certificate.fingerprint);
    expect(await a('trust', 'accept', asked)).toMatchObject({ code: 0 });
    const shown = await a('trust', 'office', B);
    expect(shown.out).toContain(asked);
    expect(shown.out).toContain(words.join('・'));
    expect(shown.out).not.toContain('？');
  });
});
