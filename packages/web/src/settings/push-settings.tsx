import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';

const KEY = ['push'];
const canNotify = () => 'Notification' in window && 'serviceWorker' in navigator && 'PushManager' in window;

const base64url = (bytes: ArrayBuffer | null) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

async function current(): Promise<PushSubscription | null> {
  if (!canNotify()) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Asks the browser, then tells the hub where to knock; the knock says nothing but that something came. */
async function subscribe(desk: Desk): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const { applicationServerKey } = await desk.hub.call('pushKey', {});
  const registration = await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const body = {
    endpoint: made.endpoint,
    publicKey: base64url(made.getKey('p256dh')),
    secret: base64url(made.getKey('auth')),
  };
  await desk.hub.call('subscribePush', { body });
  return true;
}

async function unsubscribe(desk: Desk): Promise<void> {
  await (await current())?.unsubscribe();
  await desk.hub.call('unsubscribePush', {});
}

/** Notifications by the browser, also while Musubi is closed. */
export function PushSettings(): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const { data: subscription } = useQuery({ queryKey: KEY, queryFn: current });
  const switching = useMutation({
    mutationFn: async (isOn: boolean) => {
      if (!isOn) return unsubscribe(desk);
      if (!(await subscribe(desk)))
        tell('care', 'ブラウザが通知を許可していません。アドレス欄の左の設定から、通知を許可してください。');
    },
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <section className="card stack" aria-label="ブラウザの通知">
      <h2>ブラウザの通知（この端末）</h2>
      {switching.error && <Failure error={switching.error} />}
      {canNotify() ? (
        <>
          <div>
            {subscription ? (
              <Badge tone="good" icon="good">
                知らせます
              </Badge>
            ) : (
              <Badge tone="quiet">知らせません</Badge>
            )}
          </div>
          <p>データが届くと、Musubi を閉じていてもこの端末に通知します。通知に氏名や中身は出ません。</p>
          <div>
            <Button disabled={switching.isPending} onClick={() => switching.mutate(!subscription)}>
              {subscription ? '通知をやめる' : '通知を受け取る'}
            </Button>
          </div>
        </>
      ) : (
        <p>このブラウザでは通知を使えません。</p>
      )}
    </section>
  );
}
