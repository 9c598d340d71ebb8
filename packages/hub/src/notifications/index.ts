import { dropOldTries } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Router } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { openKeyFolder } from '../platform/key-folder.js';
import { dropOldAttempts } from '../platform/limits.js';
import { sendAccountMails } from './account-mails.js';
import { queueArrivals } from './arrivals.js';
import { type MailLinks, sendDigests } from './mail.js';
import { sendPushes } from './push.js';
import { openPushKeys } from './push-keys.js';
import { sendReminders } from './reminders.js';
import { registerSubscriptions } from './subscriptions.js';
import { openUnsubscribing, registerUnsubscribing } from './unsubscribing.js';

export { sendAccountMails } from './account-mails.js';
export { queueArrivals } from './arrivals.js';
export { type MailLinks, sendDigests } from './mail.js';
export { sendPushes } from './push.js';
export { sendReminders } from './reminders.js';

/** Tells people what they asked for or must know while they are not looking: by mail, and through their browser's push service. */
export function registerNotifications({ route }: Router, context: Context, ownUrl: () => string): Job[] {
  const keyFolder = openKeyFolder(context.settings);
  const keys = openPushKeys(keyFolder);
  const links: MailLinks = {
    unsubscribing: openUnsubscribing(keyFolder),
    siteUrl: () => (context.settings.publicUrl ?? ownUrl()).replace(/\/$/, ''),
  };
  route('pushKey', async () => ({ applicationServerKey: keys.publicKey }));
  registerSubscriptions({ route }, context);
  registerUnsubscribing({ route }, context, links.unsubscribing);
  return [
    { name: 'send-account-mails', everySeconds: 5, run: () => sendAccountMails(context, links.siteUrl) },
    {
      name: 'send-mails',
      everySeconds: 60,
      run: async () => {
        await queueArrivals(context);
        await sendDigests(context, links);
      },
    },
    {
      name: 'send-reminders',
      everySeconds: 60 * 60,
      run: async () => {
        await sendReminders(context, links);
        await dropOldAttempts(context);
        await dropOldTries(context);
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
