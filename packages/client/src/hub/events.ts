import { EVENT_NAMES, type EventData, type EventName, eventData, ROUTES } from '@musubi/contract';
import { createParser } from 'eventsource-parser';
import type { HubConnection } from './connection.js';

export interface HubEvent extends EventData {
  readonly id: string;
  readonly name: EventName;
}

/** Listens to the hub's events until aborted or the hub ends the stream; `lastEventId` resumes after a break. */
export async function watchEvents(
  hub: HubConnection,
  onEvent: (event: HubEvent) => void,
  signal: AbortSignal,
  lastEventId: string | null = null,
): Promise<void> {
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      const name = EVENT_NAMES.find((known) => known === event);
      const parsed = eventData.safeParse(JSON.parse(data));
      if (name && parsed.success) onEvent({ id: id ?? '', name, ...parsed.data });
    },
  });
  const { method, path } = ROUTES.events;
  const headers = {
    ...hub.headers(),
    accept: 'text/event-stream',
    ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
  };
  await hub.transport.stream({ method, path, headers, body: null }, (text) => parser.feed(text), signal);
}
