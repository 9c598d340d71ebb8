import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTell } from '../ui/toasts.js';
import { deliver } from './deliver.js';
import { useDesk, useDeskState } from './desk-context.js';
import { listenToHub, type TabMessage } from './events.js';
import { notifyArrival } from './notify.js';
import { KEYS } from './queries.js';
import { finishRenewal } from './renewal.js';

type Keys = readonly (readonly unknown[])[];

/** Which queries are to be asked again for what a message says; null for all. */
function staleKeys(message: TabMessage): Keys | null {
  if (message.type === 'outbox') return [KEYS.waiting, KEYS.partnerNews];
  if (message.type !== 'event') return null;
  const { name, transmissionId } = message.event;
  if (name === 'draft.changed') return [KEYS.drafts];
  if (name === 'notice.published') return [KEYS.notices];
  if (name === 'people.changed') return [KEYS.strangers];
  if (name === 'operator-act.changed') return [KEYS.actsOnOffice];
  if (name === 'office.changed') return [KEYS.ownStrangers, KEYS.certificates, ['office-certificates']]; // the rest is in the session
  // An agent whose delegation ended hears so from the answer.
  if (name === 'delegation.changed') return [KEYS.delegations, KEYS.summary];
  const one = transmissionId ? [KEYS.transmission(transmissionId), KEYS.receipts(transmissionId)] : [];
  return [KEYS.summary, KEYS.transmissions, KEYS.partners, KEYS.partnerNews, ['month'], ['reconciliation'], ...one];
}

/** At the month's end events come in heaps: what they say is gathered this long before lists are asked again. */
const GATHER_MS = 500;

/** The pause before trying again what waits although the hub answers (its clock is not ours, say). */
const ROUND_MS = 5 * 60_000;

/** Asks again for what messages say has changed, once for all that come close together. Returns how to tell and stop. */
function gatherNews(queries: QueryClient): { hear(message: TabMessage): void; stop(): void } {
  const stale = new Map<string, readonly unknown[]>();
  let isAll = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    timer = undefined;
    if (isAll) void queries.invalidateQueries();
    else for (const queryKey of stale.values()) void queries.invalidateQueries({ queryKey });
    stale.clear();
    isAll = false;
  };
  return {
    hear(message) {
      const keys = staleKeys(message);
      isAll ||= keys === null;
      for (const key of keys ?? []) stale.set(JSON.stringify(key), key);
      timer ??= setTimeout(ask, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Keeps every screen up to date while somebody is signed in, and sends on what waits. Draws nothing. */
export function HubNews(): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const tell = useTell();
  const { session, connection } = useDeskState();
  const isWorking = session !== null && !session.mustChangePassword && !session.mustEnrolOneTimeCode;
  const isOperator = session?.account.kind === 'operator';
  useEffect(() => {
    if (!isWorking) {
      queries.clear(); // nothing of one person is left for the next
      return;
    }
    const news = gatherNews(queries);
    const stopListening = listenToHub(
      desk,
      (message) => {
        if (message.type === 'logout') void desk.leave();
        else if (message.type === 'lock') void desk.lock();
        else news.hear(message);
        if (message.type === 'event' && message.event.name === 'transmission.arrived') notifyArrival(tell);
        if (message.type !== 'event') return;
        if (message.event.name === 'office.changed') desk.refreshSession().catch(() => {}); // the next request says it too
        // An agent may do something else from now on: what it may no longer see goes.
        if (message.event.name === 'delegation.changed' && desk.state.session?.account.agent)
          desk
            .refreshSession()
            .then(() => queries.resetQueries())
            .catch(() => {}); // the login screen says why
      },
      !isOperator,
    );
    return () => {
      stopListening();
      news.stop();
    };
  }, [desk, queries, tell, isWorking, isOperator]);
  useEffect(() => {
    if (!isWorking || isOperator || connection === 'offline') return;
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
  }, [desk, queries, tell, isWorking, isOperator, connection]);
  useEffect(() => {
    if (!isWorking || isOperator || connection === 'offline') return;
    const timer = setInterval(() => void deliver(desk).catch(() => {}), ROUND_MS); // the waiting list tells
    return () => clearInterval(timer);
  }, [desk, isWorking, isOperator, connection]);
  return null;
}
