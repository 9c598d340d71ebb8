import { shareKept } from '@musubi/client';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { type Tell, useTell } from '../ui/toasts.js';
import { deliver } from './deliver.js';
import type { Desk } from './desk.js';
import { useDesk, useDeskState } from './desk-context.js';
import { listenToHub, type TabMessage } from './events.js';
import { notifyArrival } from './notify.js';
import { KEYS } from './queries.js';

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
  return invalidate(queries, KEYS.summary, KEYS.transmissions, KEYS.partners, ['month'], ...one);
}

/** With a new certificate, what is still kept becomes readable by it as well. */
async function finishRenewal(desk: Desk, tell: Tell): Promise<void> {
  const [current, earlier] = desk.state.identities;
  if (!current || !earlier) return;
  const flag = `renewal/${current.certificate.fingerprint}`;
  if (!(await desk.files.read(flag))) return;
  tell('info', '証明書が新しくなりました。保管中のデータを、新しい証明書でも読めるようにしています。');
  const { shared, failed } = await shareKept(desk.hub, earlier, current.certificate);
  if (failed === 0) {
    await desk.files.remove(flag);
    tell('good', `保管中の${shared}件を、新しい証明書でも読めるようにしました。`);
  } else {
    tell(
      'care',
      `${shared}件を新しい証明書でも読めるようにしました。${failed}件はできませんでした。この端末では、引き続き読めます。`,
    );
  }
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
    deliver(desk, {
      onSent: ({ state }) => {
        if (state === 'accepted') tell('good', '送信待ちのデータを送りました。');
      },
    })
      .then(() => finishRenewal(desk, tell))
      .then(() => queries.invalidateQueries())
      .catch(() => {}); // the status bar tells of the connection, the waiting list of refusals
  }, [desk, queries, tell, isWorking, connection]);
  return null;
}
