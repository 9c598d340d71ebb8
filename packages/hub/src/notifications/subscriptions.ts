import type { PushSubscriptionData } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { isPublicEndpoint } from './endpoint.js';

/** Lengths of an uncompressed P-256 point and of the least authentication secret (RFC 8291). */
const POINT_BYTES = 65;
const SECRET_BYTES = 16;

/** A terminal's browser asks to be told of arrivals, or no longer. */
export function registerSubscriptions({ route }: Pick<Router, 'route'>, context: Context): void {
  route('subscribePush', ({ caller, body }) => subscribe(context, caller, body));
  route('unsubscribePush', ({ caller }) => unsubscribe(context, caller));
}

async function subscribe(
  { database, now, settings }: Context,
  caller: Caller,
  { endpoint, publicKey, secret }: PushSubscriptionData,
): Promise<void> {
  const isKeyed =
    Buffer.from(publicKey, 'base64url').length === POINT_BYTES &&
    Buffer.from(secret, 'base64url').length >= SECRET_BYTES;
  if (!isKeyed || !(settings.pushAllowAnyHost || isPublicEndpoint(endpoint))) throw new Problem('MSB-PUSH-ENDPOINT');
  await database.transaction(async (queries) => {
    await queries.query(
      `insert into push_subscriptions (terminal_id, account_id, office_number, endpoint, public_key, secret, subscribed_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (terminal_id) do update
         set account_id = $2, office_number = $3, endpoint = $4, public_key = $5, secret = $6, subscribed_at = $7, news_at = null`,
      [caller.terminalId, caller.accountId, caller.officeNumber, new URL(endpoint).href, publicKey, secret, now()],
    );
    const audit = { at: now(), ...actorOf(caller), subjectType: 'terminal', subjectId: caller.terminalId };
    await recordAudit(queries, { ...audit, action: 'push.subscribed' });
  });
}

async function unsubscribe({ database, now }: Context, caller: Caller): Promise<void> {
  await database.transaction(async (queries) => {
    const removed = await queries.query('delete from push_subscriptions where terminal_id = $1 returning terminal_id', [
      caller.terminalId,
    ]);
    if (removed.length === 0) return;
    const audit = { at: now(), ...actorOf(caller), subjectType: 'terminal', subjectId: caller.terminalId };
    await recordAudit(queries, { ...audit, action: 'push.unsubscribed' });
  });
}
