import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import webPush from 'web-push';
import { z } from 'zod';

const pair = z.object({ publicKey: z.string(), privateKey: z.string() });
/** The key pair by which push services know this hub (VAPID, RFC 8292), base64url. */
export type PushKeys = z.infer<typeof pair>;

/** Loads the pair, making it at the first start: browsers bind their subscriptions to it, so it stays. */
export function openPushKeys(folder: string): PushKeys {
  const path = join(folder, 'keys', 'push.json');
  if (!existsSync(path)) writeFileSync(path, JSON.stringify(webPush.generateVAPIDKeys()), { mode: 0o600, flag: 'wx' });
  return pair.parse(JSON.parse(readFileSync(path, 'utf8')));
}
