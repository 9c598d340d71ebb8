import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transmission } from '@musubi/contract';
import { enrolOffice, signIn } from '@musubi/testkit';
import { packInputFor, startExchange, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, expect, it } from 'vitest';
import { HubTrust } from '../hub/pins.js';
import { createFileStore } from '../node/file-store.js';
import { openTransmission } from './receive.js';

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
