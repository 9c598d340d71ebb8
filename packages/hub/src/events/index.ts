import type { ServerResponse } from 'node:http';
import type { EventData, EventName } from '@musubi/contract';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, OpenAmong, Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';

interface StoredEvent extends EventData {
  readonly id: number;
  readonly officeNumber: string;
  readonly name: EventName;
}

/** In place of an office's number: what every office hears. */
const EVERYBODY = '*';

export interface Arrival {
  readonly officeNumber: string;
  readonly transmissionId: string;
}

/** Takes the arrivals nobody took before: each is taken once, whoever asks and in whatever order they commit. */
export async function takeArrivals(queries: Queries): Promise<Arrival[]> {
  return queries.query<Arrival>(
    `update events set told = true where name = 'transmission.arrived' and not told
     returning office_number as "officeNumber", transmission_id as "transmissionId"`,
  );
}

/** Where a hub process looks for new events and hands them to the streams that are open here. */
export interface EventFeed {
  start(): void;
  stop(): void;
  /** Resolves once the listener misses nothing that commits from then on. */
  subscribe(officeNumber: string, listener: (event: StoredEvent) => void): Promise<() => void>;
}

const POLL_MS = 250;
const HEARTBEAT_MS = 15_000;
/** Transactions commit out of order: ids seen in the last rounds are looked at again. */
const OVERLAP = 1_000;

const SELECT =
  'select event_id as id, office_number as "officeNumber", name, transmission_id as "transmissionId", box, draft_id as "draftId" from events';

/** Tells an office's terminals something that is not about a transmission; in the transaction of what it tells of. */
export async function tellOffice(
  queries: Queries,
  officeNumber: string,
  name: EventName,
  draftId: string | null = null,
): Promise<void> {
  await queries.query('insert into events (office_number, name, draft_id) values ($1, $2, $3)', [
    officeNumber,
    name,
    draftId,
  ]);
}

/** Tells every office. */
export async function tellEverybody(queries: Queries, name: EventName): Promise<void> {
  await tellOffice(queries, EVERYBODY, name);
}

/**
 * Reads the events table a few times a second while somebody listens. Polling costs one indexed query and, unlike
 * NOTIFY, takes no lock that all commits share.
 */
export function createEventFeed({ database, log }: Context): EventFeed {
  const listeners = new Map<string, Set<(event: StoredEvent) => void>>();
  let seen = new Set<number>();
  let last: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  const listenersOf = ({ officeNumber }: StoredEvent) =>
    officeNumber === EVERYBODY
      ? [...listeners.values()].flatMap((set) => [...set])
      : (listeners.get(officeNumber) ?? []);
  /** Takes the place to read from when the first one listens: what is there already is no news. */
  const begin = async () => {
    const [row] = await database.query<{ last: number | null }>('select max(event_id) as last from events');
    const newest = row?.last ?? 0;
    const there = await database.query<StoredEvent>(`${SELECT} where event_id > $1`, [newest - OVERLAP]);
    if (last !== null) return last; // somebody else began meanwhile and is further
    seen = new Set(there.map(({ id }) => id));
    last = newest;
    return newest;
  };
  const poll = async () => {
    if (listeners.size === 0) {
      last = null;
      return;
    }
    const from = last ?? (await begin());
    const events = await database.prepared<StoredEvent>(
      'events',
      `${SELECT} where event_id > $1 order by event_id limit 5000`,
      [from - OVERLAP],
    );
    for (const event of events) {
      if (seen.has(event.id)) continue;
      for (const listener of listenersOf(event)) listener(event);
    }
    seen = new Set(events.map(({ id }) => id));
    last = Math.max(from, events.at(-1)?.id ?? 0);
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
    subscribe: async (officeNumber, listener) => {
      const set = listeners.get(officeNumber) ?? new Set();
      listeners.set(officeNumber, set.add(listener));
      if (last === null) await begin();
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(officeNumber);
      };
    },
  };
}

function write({ id, name, transmissionId, box, draftId }: StoredEvent): string {
  const data: EventData = { transmissionId, box, draftId };
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The interval at which open streams recheck their sessions: leavers hear nothing more after seconds (R11). */
const RECHECK_MS = 2_000;
/** A session needs one. A machine that slept leaves some behind that nobody reads: the oldest goes. */
const STREAMS_PER_SESSION = 3;

/** The streams that are open here. */
class Streams {
  readonly #bySession = new Map<string, Set<() => void>>();

  /** Returns how to take it off the list. */
  add(sessionId: string, close: () => void): () => void {
    const own = this.#bySession.get(sessionId) ?? new Set();
    this.#bySession.set(sessionId, own.add(close));
    for (const oldest of [...own].slice(0, -STREAMS_PER_SESSION)) {
      own.delete(oldest); // at once: when many come together, each makes another one go
      oldest();
    }
    return () => {
      own.delete(close);
      if (own.size === 0 && this.#bySession.get(sessionId) === own) this.#bySession.delete(sessionId);
    };
  }

  /** Ends those of all sessions that are not among these. */
  closeAllBut(open: ReadonlySet<string>): void {
    for (const [sessionId, streams] of this.#bySession) if (!open.has(sessionId)) for (const close of streams) close();
  }

  async recheck(openAmong: OpenAmong): Promise<void> {
    const sessions = [...this.#bySession.keys()];
    if (sessions.length > 0) this.closeAllBut(await openAmong(sessions));
  }
}

/** Looks again and again whether the sessions of open streams still are; returns how to stop. */
function keepRechecking(streams: Streams, openAmong: OpenAmong, { log }: Context): () => void {
  const timer = setInterval(() => {
    streams.recheck(openAmong).catch((error: unknown) => {
      // Whether they may go on listening is not known: clients come back and are asked who they are.
      streams.closeAllBut(new Set());
      log.warn({ name: error instanceof Error ? error.name : 'unknown' }, 'sessions of streams could not be checked');
    });
  }, RECHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

export function registerEvents({ route, app }: Router, context: Context, feed: EventFeed, openAmong: OpenAmong): void {
  const streams = new Streams();
  const stopRechecking = keepRechecking(streams, openAmong, context);
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
    stopRechecking();
    streams.closeAllBut(new Set());
  });
  route('events', async ({ caller, request, reply }) => {
    // Browsers come back at once when their stream ends: a new one would keep a closing hub open for hours.
    if (isClosing) throw new Problem('MSB-HUB-UNAVAILABLE');
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    stream.write('retry: 2000\n\n');
    const undo: (() => void)[] = [];
    const finish = () => {
      for (const step of undo.splice(0)) step();
    };
    stream.on('close', finish);
    const close = () => stream.end();
    undo.push(streams.add(caller.sessionId, close));
    await follow(stream, feed, caller, () => missedEvents(context, caller, request.headers['last-event-id']), undo);
    // An agent whose delegation changed comes back with a new request, and is let in or not.
    const onNews = ({ name }: StoredEvent) => caller.agent && name === 'delegation.changed' && close();
    undo.push(await feed.subscribe(caller.officeNumber, onNews));
    const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS);
    const end = setTimeout(close, Math.max(0, caller.sessionEndsAt.getTime() - context.now().getTime()));
    undo.push(
      () => clearInterval(heartbeat),
      () => clearTimeout(end),
    );
    if (stream.destroyed) finish(); // the client left before it was served
  });
}

/** An agent (代行) hears of what it may do: nothing of the other box, and of drafts only when it may write some. */
function isNewsFor({ agent }: Caller, { name, box }: StoredEvent): boolean {
  if (agent === null) return true;
  if (name === 'draft.changed' || box === 'sent') return agent.maySend;
  return box === 'inbox' ? agent.mayReceive : true;
}

/** Writes what was missed, then what comes, each event once. */
async function follow(
  stream: ServerResponse,
  feed: EventFeed,
  caller: Caller,
  missed: () => Promise<StoredEvent[]>,
  undo: (() => void)[],
): Promise<void> {
  const buffered: StoredEvent[] = [];
  let isLive = false;
  const listener = (event: StoredEvent) => {
    if (stream.writableEnded || !isNewsFor(caller, event)) return;
    if (isLive) stream.write(write(event));
    else buffered.push(event);
  };
  undo.push(await feed.subscribe(caller.officeNumber, listener));
  const resumed = (await missed()).filter((event) => isNewsFor(caller, event));
  const sent = new Set(resumed.map(({ id }) => id));
  for (const event of [...resumed, ...buffered.filter(({ id }) => !sent.has(id))]) stream.write(write(event));
  isLive = true;
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
    `${SELECT} where office_number = any($1) and event_id > $2 order by event_id limit 5000`,
    [[caller.officeNumber, EVERYBODY], last],
  );
}
