import { type HubEvent, watchEvents } from '@musubi/client';
import type { Desk } from './desk.js';

const LOCK = 'musubi-events';
const CHANNEL = 'musubi';
const RETRY_MS = [500, 1000, 2000, 5000] as const;

/** What tabs of one browser tell each other. */
export type TabMessage =
  | { readonly type: 'event'; readonly event: HubEvent }
  /** The stream was away: anything may have changed. */
  | { readonly type: 'caught-up' }
  | { readonly type: 'logout' }
  /** No person has been here for long: every tab locks. */
  | { readonly type: 'lock' }
  | { readonly type: 'outbox' };

/**
 * Listens to the hub for all tabs: one tab holds the stream (browsers allow six connections to a host), the others hear
 * of it through a channel. Returns how to stop. The hub has events for offices only: `hasEvents` is false at the
 * operator's desk, where tabs still hear each other.
 */
export function listenToHub(desk: Desk, hear: (message: TabMessage) => void, hasEvents: boolean): () => void {
  const abort = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => hear(data);
  const tell = (message: TabMessage) => {
    hear(message);
    channel.postMessage(message);
  };
  if (hasEvents)
    navigator.locks
      .request(LOCK, { signal: abort.signal }, () => holdStream(desk, tell, abort.signal))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) throw error;
      });
  return () => {
    abort.abort();
    channel.close();
  };
}

/** Keeps the stream open; after a break it resumes from the last event heard. */
async function holdStream(desk: Desk, tell: (message: TabMessage) => void, signal: AbortSignal): Promise<void> {
  let last: string | null = null;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const watching = watchEvents(
        desk.hub,
        (event) => {
          failures = 0;
          last = event.id;
          tell({ type: 'event', event });
        },
        signal,
        last,
      );
      if (last === null) tell({ type: 'caught-up' });
      await watching;
    } catch {
      failures++; // told by the status bar: ordinary requests notice the same
    }
    if (signal.aborted) return;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]));
  }
}

/** Tells the other tabs of this browser. */
export function tellTabs(message: TabMessage): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(message);
  channel.close();
}
