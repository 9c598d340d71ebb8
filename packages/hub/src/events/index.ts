import type { EventName } from '@musubi/contract';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';

interface StoredEvent {
  readonly id: number;
  readonly officeNumber: string;
  readonly name: EventName;
  readonly transmissionId: string;
  readonly box: 'inbox' | 'sent';
}

/** Where a hub process looks for new events and hands them to the streams that are open here. */
export interface EventFeed {
  start(): void;
  stop(): void;
  subscribe(officeNumber: string, listener: (event: StoredEvent) => void): () => void;
}

const POLL_MS = 250;
const HEARTBEAT_MS = 15_000;
/** Transactions commit out of order: ids seen in the last rounds are looked at again. */
const OVERLAP = 1_000;

const SELECT =
  'select event_id as id, office_number as "officeNumber", name, transmission_id as "transmissionId", box from events';

/**
 * Reads the events table a few times a second while somebody listens. Polling costs one indexed query and, unlike
 * NOTIFY, takes no lock that all commits share.
 */
export function createEventFeed({ database, log }: Context): EventFeed {
  const listeners = new Map<string, Set<(event: StoredEvent) => void>>();
  let seen = new Set<number>();
  let last: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  const poll = async () => {
    if (listeners.size === 0) {
      last = null;
      return;
    }
    if (last === null) {
      const [row] = await database.query<{ last: number | null }>('select max(event_id) as last from events');
      last = row?.last ?? 0;
      seen = new Set(
        (await database.query<StoredEvent>(`${SELECT} where event_id > $1`, [last - OVERLAP])).map(({ id }) => id),
      );
    }
    const events = await database.prepared<StoredEvent>(
      'events',
      `${SELECT} where event_id > $1 order by event_id limit 5000`,
      [last - OVERLAP],
    );
    for (const event of events) {
      if (seen.has(event.id)) continue;
      for (const listener of listeners.get(event.officeNumber) ?? []) listener(event);
    }
    seen = new Set(events.map(({ id }) => id));
    last = Math.max(last, events.at(-1)?.id ?? 0);
  };
  const schedule = () => {
    timer = setTimeout(() => {
      poll()
        .catch((error: unknown) =>
          log.warn({ name: error instanceof Error ? error.name : 'unknown' }, 'events could not be read'),
        )
        .finally(schedule);
    }, POLL_MS);
    timer.unref();
  };
  return {
    start: schedule,
    stop: () => timer && clearTimeout(timer),
    subscribe: (officeNumber, listener) => {
      const set = listeners.get(officeNumber) ?? new Set();
      listeners.set(officeNumber, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(officeNumber);
      };
    },
  };
}

function write({ id, name, transmissionId, box }: StoredEvent): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify({ transmissionId, box })}\n\n`;
}

export function registerEvents({ route, app }: Router, context: Context, feed: EventFeed): void {
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const close of open) close();
  });
  route('events', async ({ caller, request, reply }) => {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    stream.write('retry: 2000\n\n');
    const buffered: StoredEvent[] = [];
    let isLive = false;
    const unsubscribe = feed.subscribe(caller.officeNumber, (event) =>
      isLive ? stream.write(write(event)) : buffered.push(event),
    );
    const resumed = await missedEvents(context, caller, request.headers['last-event-id']);
    const sent = new Set(resumed.map(({ id }) => id));
    for (const event of [...resumed, ...buffered.filter(({ id }) => !sent.has(id))]) stream.write(write(event));
    isLive = true;
    const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS);
    const end = setTimeout(() => stream.end(), Math.max(0, caller.sessionEndsAt.getTime() - context.now().getTime()));
    const close = () => stream.end();
    open.add(close);
    stream.on('close', () => {
      clearInterval(heartbeat);
      clearTimeout(end);
      unsubscribe();
      open.delete(close);
    });
  });
}

/** What happened since the client's last event. */
async function missedEvents(
  { database }: Context,
  caller: Caller,
  lastEventId: string | string[] | undefined,
): Promise<StoredEvent[]> {
  const last = Number(lastEventId);
  if (!Number.isSafeInteger(last) || last < 0 || lastEventId === undefined || lastEventId === '') return [];
  return database.query<StoredEvent>(
    `${SELECT} where office_number = $1 and event_id > $2 order by event_id limit 5000`,
    [caller.officeNumber, last],
  );
}
