import type { Tell } from '../ui/toasts.js';

/** Tells of an arrival: in the page, and by a notification of the system when the page is not in front. */
export function notifyArrival(tell: Tell): void {
  tell('info', '新しいデータが届きました。');
  if (document.visibilityState === 'visible' || !('Notification' in window)) return;
  if (Notification.permission !== 'granted') return;
  new Notification('Musubi', { body: '新しいデータが届きました。', tag: 'arrived', icon: '/icon.svg', lang: 'ja' });
}
