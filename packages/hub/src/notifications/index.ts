import type { Context } from '../platform/context.js';
import type { Router } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { queueArrivals } from './arrivals.js';
import { sendDigests } from './mail.js';
import { sendPushes } from './push.js';
import { openPushKeys } from './push-keys.js';
import { registerSubscriptions } from './subscriptions.js';

export { queueArrivals } from './arrivals.js';
export { sendDigests } from './mail.js';
export { sendPushes } from './push.js';

/** Tells people of arrivals while they are not looking: by mail, and through their browser's push service. */
export function registerNotifications({ route }: Router, context: Context): Job[] {
  const keys = openPushKeys(context.settings.dataFolder);
  route('pushKey', async () => ({ applicationServerKey: keys.publicKey }));
  registerSubscriptions({ route }, context);
  return [
    {
      name: 'send-mails',
      everySeconds: 60,
      run: async () => {
        await queueArrivals(context);
        await sendDigests(context);
      },
    },
    {
      name: 'send-pushes',
      everySeconds: 5,
      run: async () => {
        await queueArrivals(context);
        await sendPushes(context, keys);
      },
    },
  ];
}
