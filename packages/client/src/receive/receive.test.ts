import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transmission } from '@musubi/contract';
import { enrolOffice, signIn } from '@musubi/testkit';
import { packInputFor, startExchange, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyEvidence } from '../evidence/folder.js';
import { HubTrust } from '../hub/pins.js';
import { createFileStore } from '../node/file-store.js';
import { sweepUnfinished } from '../node/sweep.js';
import { completeEvidence } from './complete.js';
import { openTransmission, receive } from './receive.js';

const { hub, care, visit, send } = await startExchange();
const visitor = await signIn(hub, visit);
const stranger = await enrolOffice(hub, { officeNumber: '1378700010', serviceTypes: ['43'] });
const strangersPerson = await signIn(hub, stranger);
const folder = mkdtempSync(join(tmpdir(), 'musubi-receive-'));
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const trust = new HubTrust(visitor.hub, createFileStore(folder));
const open = async (transmission: Transmission) => {
  const receiver = { hub: visitor.hub, identities: [visit.identity], known: trust.known };
  return openTransmission(receiver, transmission, await trust.load());
};
const fromStranger = () =>
  submitSample(
    strangersPerson,
    stranger,
    visit,
    packInputFor(stranger.officeNumber, '43', visit.officeNumber, '13', hub.context.now()),
  );

it('M16: a hub that shows one signed transmission under the number of another is found out', async () => {
  const [{ transmission: shown }, { transmission: given }] = [await send(), await send()];
  await hub.context.database.query(
    `update transmissions t set manifest = o.manifest, signature = o.signature from transmissions o where t.id = $1 and o.id = $2`,
    [shown.id, given.id],
  );
  await hub.context.database.query(
    'update payloads p set envelope = o.envelope from payloads o where p.id = $1 and o.id = $2',
    [shown.id, given.id],
  );
  await expect(open(shown)).rejects.toMatchObject({ code: 'MSB-MANIFEST-OTHER' });
  await expect(open(given)).resolves.toMatchObject({ content: { manifest: { id: given.id } } });
});

it('M16: a hub that names another sender than the one who signed is found out', async () => {
  const { transmission } = await fromStranger();
  const { sender } = (await send()).transmission;
  expect(sender.officeNumber).toBe(care.officeNumber);
  await expect(open({ ...transmission, sender })).rejects.toMatchObject({ code: 'MSB-MANIFEST-OTHER' });
});

describe('evidence that a killed computer left unfinished', () => {
  const receiverOf = (to: string) => ({
    hub: visitor.hub,
    identities: [visit.identity],
    known: trust.known,
    files: createFileStore(to),
    now: hub.clock.now,
  });
  const received = async () => {
    const to = mkdtempSync(join(tmpdir(), 'musubi-received-'));
    const { transmission } = await send();
    await receive(receiverOf(to), transmission, await trust.load());
    const evidence = join(to, 'evidence', transmission.id);
    const names = () => readdirSync(evidence).sort();
    const complete = async () =>
      completeEvidence(visitor.hub, createFileStore(to), await trust.load(), hub.clock.now());
    const proof = async () => {
      const files = new Map(names().map((name) => [name, new Uint8Array(readFileSync(join(evidence, name)))]));
      const { steps } = await verifyEvidence(files, [], (await trust.pins()) ?? null);
      return steps.filter(
        ({ subject, proof }) => ['receipt', 'chain', 'manifest'].includes(subject) && proof !== 'proven',
      );
    };
    const forget = (...which: RegExp[]) => {
      for (const name of names()) if (which.some((one) => one.test(name))) rmSync(join(evidence, name));
    };
    return { to, evidence, id: transmission.id, names, complete, proof, forget };
  };

  it('before its receipts is completed at the next start', async () => {
    const { names, forget, complete, proof, id, to } = await received();
    const whole = names();
    forget(/^receipt-\d/);
    expect(await complete()).toEqual({ done: [id], wanting: [] });
    expect(names()).toEqual(whole);
    expect(await proof()).toEqual([]);
    expect(await complete()).toEqual({ done: [], wanting: [] });
    rmSync(to, { recursive: true });
  });

  it('in the middle of its receipts is completed too', async () => {
    const { names, forget, complete, evidence, to } = await received();
    const whole = names();
    const map = JSON.parse(readFileSync(join(evidence, 'saved.json'), 'utf8'));
    const without = map.evidence.filter((name: string) => !/^receipt-\d/.test(name));
    writeFileSync(join(evidence, 'saved.json'), JSON.stringify({ ...map, evidence: without }));
    forget(/^receipt-0[2-9]/);
    await complete();
    expect(names()).toEqual(whole);
    expect(JSON.parse(readFileSync(join(evidence, 'saved.json'), 'utf8'))).toEqual({
      ...map,
      evidence: [...map.evidence].sort(),
    });
    rmSync(to, { recursive: true });
  });

  it('that has lost more is fetched again, and nothing is left unfinished', async () => {
    const { names, forget, complete, to, id } = await received();
    const whole = names();
    forget(/./);
    const { wanting } = await complete();
    expect(wanting).toMatchObject([{ id }]);
    for (const one of wanting) await receive(receiverOf(to), one, await trust.load());
    expect(names()).toEqual(whole);
    rmSync(to, { recursive: true });
  });
});

it('sweeps what a killed process left unfinished a day ago, and nothing else', async () => {
  const to = mkdtempSync(join(tmpdir(), 'musubi-sweep-'));
  const old = join(to, 'evidence', `.${crypto.randomUUID()}.tmp`);
  const kept = [join(to, '.notes.tmp'), join(to, 'other', `.${crypto.randomUUID()}.tmp`)];
  for (const folder of [join(to, 'evidence'), join(to, 'other'), old]) mkdirSync(folder, { recursive: true });
  for (const path of kept) writeFileSync(path, '');
  // A file system has a clock of its own: the folder is as old as the test's says.
  for (const path of [old, ...kept]) utimesSync(path, hub.clock.now(), hub.clock.now());
  await sweepUnfinished(to, ['evidence'], hub.clock.after(23 * 3_600_000));
  expect(existsSync(old)).toBe(true);
  await sweepUnfinished(to, ['evidence'], hub.clock.after(25 * 3_600_000));
  expect(existsSync(old)).toBe(false);
  for (const path of kept) expect(existsSync(path)).toBe(true);
  rmSync(to, { recursive: true });
});
