import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory, HubTrust, listAll, Outbox, packUnit, receive } from '@musubi/client';
import { createFileStore } from '@musubi/client/node';
import { checkFiles } from '@musubi/standard';
import type { Participant, Upload } from './world.js';

/** Sends files as care software would: every sending unit among them, to whom it is addressed. */
export async function sendByProgram(participant: Participant, uploads: readonly Upload[]): Promise<void> {
  await withFiles(participant, (folder) => send(participant, uploads, folder));
}

/** What partners without a browser do: receive all that waits, then answer. */
export async function answerByProgram(participant: Participant, uploads: readonly Upload[]): Promise<void> {
  const { office, person } = participant;
  await withFiles(participant, async (folder) => {
    const hubTrust = new HubTrust(person.hub, createFileStore(folder));
    const trust = await hubTrust.load();
    const receiver = {
      known: hubTrust.known,
      hub: person.hub,
      identities: [office.identity],
      files: createFileStore(folder),
      now: participant.clock.now,
    };
    for await (const one of listAll(person.hub, { box: 'inbox', delivery: 'consigned' }))
      await receive(receiver, one, trust);
    await send(participant, uploads, folder);
  });
}

async function send({ office, person, clock }: Participant, uploads: readonly Upload[], folder: string): Promise<void> {
  const files = createFileStore(folder);
  const outbox = new Outbox(files);
  const { hub } = person;
  const trust = new HubTrust(hub, files);
  const sender = {
    directory: new Directory(hub, trust),
    identity: office.identity,
    session: person.session,
    now: clock.now,
  };
  const { units } = checkFiles(uploads.map(({ name, buffer }) => ({ name, bytes: new Uint8Array(buffer) })));
  for (const unit of units) await outbox.add(await packUnit(sender, unit, { message: null, attachments: [] }));
  await outbox.flush({ hub, identities: [office.identity], trust, now: clock.now });
}

async function withFiles({ office }: Participant, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), `musubi-${office.officeNumber}-`));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
