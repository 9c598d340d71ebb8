import webPush from 'web-push';
import { z } from 'zod';
import type { KeyFolder } from '../platform/key-folder.js';

const pair = z.object({ publicKey: z.string(), privateKey: z.string() });
/** The key pair by which push services know this hub (VAPID, RFC 8292), base64url. */
export type PushKeys = z.infer<typeof pair>;

/** Loads the pair, making it at the first start: browsers bind their subscriptions to it, so it stays. */
export function openPushKeys(folder: KeyFolder): PushKeys {
  return pair.parse(JSON.parse(folder.keep('push.json', () => JSON.stringify(webPush.generateVAPIDKeys()))));
}
