import { Directory, type PackOutcome, type SendOutcome } from '@musubi/client';
import type { Desk } from './desk.js';
import { tellTabs } from './events.js';

/** One thing that waits on this terminal to be sent, and what stands in its way. */
export interface WaitingItem {
  readonly id: string;
  readonly officeNumber: string;
  readonly month: string | null;
  readonly kind: string | null;
  /** Null while it may still go by itself. */
  readonly refusal: string | null;
  /** The transmission that it could replace, where it was refused because of that. */
  readonly earlier: string | null;
}

export async function listWaiting({ outbox, waiting }: Desk): Promise<WaitingItem[]> {
  const [drafts, queued] = await Promise.all([waiting.list(), outbox.list()]);
  return [
    ...queued.map(({ manifest, refusal }) => ({
      id: manifest.id,
      officeNumber: manifest.recipient.officeNumber,
      month: manifest.serviceMonth,
      kind: manifest.kind,
      refusal: refusal ? refusal.title + refusal.action : null,
      earlier: refusal?.earlier ?? null,
    })),
    ...drafts.map(({ id, recipient, refusal }) => ({
      id,
      officeNumber: recipient.officeNumber,
      month: null,
      kind: null,
      refusal,
      earlier: null,
    })),
  ];
}

export async function discardWaiting({ outbox, waiting }: Desk, id: string): Promise<void> {
  await waiting.discard(id);
  await outbox.discard(id);
  tellTabs({ type: 'outbox' });
}

export interface DeliveryListener {
  onPacked?(outcome: PackOutcome): void;
  onSent?(outcome: SendOutcome): void;
}

/** Packs and sends everything that waits; one tab at a time, so that nothing is packed twice. */
export function deliver(desk: Desk, { onPacked, onSent }: DeliveryListener = {}): Promise<void> {
  return navigator.locks.request('musubi-outbox', async () => {
    const { session, identities } = desk.state;
    const [identity] = identities;
    if (!session || !identity) return;
    const now = () => new Date();
    const { hub, trust } = desk;
    const sender = { directory: new Directory(hub, trust), identity, session, now };
    await desk.waiting.packAll(async () => sender, onPacked);
    await desk.outbox.flush({ hub, identities, trust, now }, onSent);
    tellTabs({ type: 'outbox' });
  });
}
