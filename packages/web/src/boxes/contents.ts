import { type IndexedClient, type KeptContent, openTransmission, stateHandover } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { knownClientKey } from '@musubi/standard';
import type { Desk } from '../app/desk.js';
import { checker, todayText } from '../check/checker.js';
import { switchedOff } from '../check/switched-off.js';

/** The clients by whom a transmission is found again. */
async function clientsIn(files: KeptContent['files']): Promise<IndexedClient[]> {
  if (files.length === 0) return [];
  const { units } = await checker().check(files, todayText(), switchedOff());
  const clients = units.flatMap((unit) => unit.clients);
  return [...new Map(clients.map((client) => [knownClientKey(client), client])).values()];
}

/** Whether the transmission came to this office. */
export function isIncoming(desk: Desk, { recipient }: Transmission): boolean {
  return recipient.officeNumber === desk.state.session?.office.officeNumber;
}

/**
 * The content of a transmission: from this terminal when it was opened before, else fetched, verified and decrypted.
 * What is fetched for the first time is kept here before the hub is told that it arrived.
 */
export async function openContent(desk: Desk, transmission: Transmission): Promise<KeptContent> {
  const known = await desk.contents.load(transmission.id);
  const isFirst = isIncoming(desk, transmission) && transmission.delivery === 'consigned';
  if (known && !isFirst) return known;
  const trust = await desk.trust.load();
  const opener = { hub: desk.hub, identities: desk.state.identities, known: desk.trust.known };
  const { content } = await openTransmission(opener, transmission, trust);
  await desk.contents.save(transmission.id, content, await clientsIn(content.files));
  if (isFirst) {
    const receiver = { hub: desk.hub, identities: desk.state.identities, now: () => new Date() };
    await stateHandover(receiver, content);
  }
  const { files, attachments, message, salt } = content;
  return { files, attachments, message, salt };
}

/** Tells the sender that somebody looked at it; once is enough. */
export async function tellOpened(desk: Desk, transmission: Transmission): Promise<void> {
  if (!isIncoming(desk, transmission) || transmission.openedAt !== null) return;
  await desk.hub.call('markOpened', { params: { id: transmission.id } });
}
