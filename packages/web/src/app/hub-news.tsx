import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTell } from '../ui/toasts.js';
import { deliver } from './deliver.js';
import { useDesk, useDeskState } from './desk-context.js';
import { listenToHub, type TabMessage } from './events.js';
import { notifyArrival } from './notify.js';
import { KEYS } from './queries.js';
import { finishRenewal } from './renewal.js';

const invalidate = (queries: QueryClient, ...keys: readonly (readonly unknown[])[]) =>
  Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));

/** Asks again for what an event says has changed. */
function refresh(queries: QueryClient, message: TabMessage): Promise<unknown> {
  if (message.type === 'outbox') return invalidate(queries, KEYS.waiting);
  if (message.type !== 'event') return queries.invalidateQueries();
  const { name, transmissionId } = message.event;
  if (name === 'draft.changed') return invalidate(queries, KEYS.drafts);
  if (name === 'notice.published') return invalidate(queries, KEYS.notices);
  const one = transmissionId ? [KEYS.transmission(transmissionId), KEYS.receipts(transmissionId)] : [];
  return invalidate(queries, KEYS.summary, KEYS.transmissions, KEYS.partners, ['month'], ['reconciliation'], ...one);
}

/** Keeps every screen up to date while somebody is signed in, and sends on what waits. Draws nothing. */
export function HubNews(): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const tell = useTell();
  const { session, connection } = useDeskState();
  const isWorking = session !== null && !session.mustChangePassword;
  useEffect(() => {
    if (!isWorking) {
      queries.clear(); // nothing of one person is left for the next
      return;
    }
    return listenToHub(desk, (message) => {
      if (message.type === 'logout') void desk.leave();
      else void refresh(queries, message);
      if (message.type === 'event' && message.event.name === 'transmission.arrived') notifyArrival(tell);
    });
  }, [desk, queries, tell, isWorking]);
  useEffect(() => {
    if (!isWorking || connection === 'offline') return;
    let sent = 0;
    deliver(desk, {
      onSent: ({ state }) => {
        if (state === 'accepted') sent++;
      },
    })
      .then(() => {
        if (sent > 0) tell('good', `送信待ちの${sent}件を送りました。`);
        return finishRenewal(desk, tell);
      })
      .then(() => queries.invalidateQueries())
      .catch(() => {}); // the status bar tells of the connection, the waiting list of refusals
  }, [desk, queries, tell, isWorking, connection]);
  return null;
}
