import { request } from 'node:https';
import webPush from 'web-push';
import { recordAudit } from '../audit/index.js';
import { enabledAmong } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Settings } from '../platform/settings.js';
import { lookupOutside } from './endpoint.js';
import type { PushKeys } from './push-keys.js';

const MINUTE_MS = 60_000;
const TIMEOUT_MS = 10_000;
const DAY_SECONDS = 24 * 60 * 60;
const AT_ONCE = 20;
/** All that is said: the browser asks the hub for the rest, signed in. */
const MESSAGE = JSON.stringify({ kind: 'arrived' });

interface Subscription {
  readonly terminalId: string;
  readonly accountId: string;
  readonly officeNumber: string;
  readonly endpoint: string;
  readonly publicKey: string;
  readonly secret: string;
  readonly newsAt: Date;
}

/** Pushes to every terminal that has news, at most once a minute each. What fails is tried again for a day. */
export async function sendPushes(context: Context, keys: PushKeys): Promise<void> {
  const { database, now } = context;
  const before = (age: number) => new Date(now().getTime() - age);
  // Claimed in one statement: whoever runs at the same time pushes to others.
  const due = await database.query<Subscription>(
    `update push_subscriptions set tried_at = $3 where news_at > $1 and (tried_at is null or tried_at <= $2)
     returning terminal_id as "terminalId", account_id as "accountId", office_number as "officeNumber", endpoint,
               public_key as "publicKey", secret, news_at as "newsAt"`,
    [before(DAY_SECONDS * 1000), before(MINUTE_MS), now()],
  );
  const enabled = await enabledAmong(
    database,
    due.map(({ accountId }) => accountId),
  );
  for (let at = 0; at < due.length; at += AT_ONCE) {
    const batch = due.slice(at, at + AT_ONCE);
    await Promise.all(batch.map((one) => pushTo(context, keys, one, enabled.has(one.accountId))));
  }
}

async function pushTo(context: Context, keys: PushKeys, subscription: Subscription, mayHear: boolean): Promise<void> {
  const outcome = mayHear ? await post(context, keys, subscription) : 'gone';
  if (outcome === 'gone') return drop(context, subscription);
  if (outcome !== 'sent') return context.log.warn({ code: outcome }, 'a push could not be sent');
  // News that came while this was on its way stays for the next push.
  await context.database.query('update push_subscriptions set news_at = null where terminal_id = $1 and news_at = $2', [
    subscription.terminalId,
    subscription.newsAt,
  ]);
}

/** The push service no longer knows the browser, or the person may no longer sign in. */
async function drop({ database, now }: Context, { terminalId, officeNumber, endpoint }: Subscription): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query('delete from push_subscriptions where terminal_id = $1 and endpoint = $2', [
      terminalId,
      endpoint,
    ]);
    const audit = { at: now(), actor: 'system', officeNumber, subjectType: 'terminal', subjectId: terminalId };
    await recordAudit(queries, { ...audit, action: 'push.dropped' });
  });
}

/** Whom a push service may write to about this hub (RFC 8292 asks for it). */
function contactOf({ mailFrom, hostnames }: Settings): string {
  const [address] = /[^\s<>]+@[^\s<>]+/.exec(mailFrom ?? '') ?? [];
  return `mailto:${address ?? `musubi@${hostnames[0] ?? 'localhost'}`}`;
}

/** Encrypts and posts; web-push only prepares the request, so that the connection is ours to restrict. */
async function post({ settings }: Context, keys: PushKeys, subscription: Subscription): Promise<string> {
  const { endpoint, publicKey, secret } = subscription;
  try {
    const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh: publicKey, auth: secret } }, MESSAGE, {
      vapidDetails: { subject: contactOf(settings), ...keys },
      TTL: DAY_SECONDS,
      topic: 'arrived',
      urgency: 'normal',
    });
    const status = await send(endpoint, details, settings.pushAllowAnyHost);
    if (status === 404 || status === 410) return 'gone';
    return status >= 200 && status < 300 ? 'sent' : `HTTP ${status}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  }
}

function send(
  endpoint: string,
  { headers, body }: Pick<webPush.RequestDetails, 'headers' | 'body'>,
  isAnyHostAllowed: boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(isAnyHostAllowed ? {} : { lookup: lookupOutside }),
    };
    const outgoing = request(new URL(endpoint), options, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy(); // nothing in it is of use
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
