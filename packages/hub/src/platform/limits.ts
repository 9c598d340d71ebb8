import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Context } from './context.js';
import type { Queries } from './database.js';
import { Problem } from './problem.js';

/** How often something may be tried in the minutes that its first try opens. */
export interface Limit {
  readonly times: number;
  readonly minutes: number;
}

/** Where tries are counted: the database, or a transaction that will commit. */
export interface Counter {
  readonly database: Queries;
  now(): Date;
}

const keyOf = (who: string) => createHash('sha256').update(who).digest();

/**
 * Counts one more try and returns how many it makes. `who` says what and by whom, e.g. `recovery 192.0.2.1`; only its
 * hash is kept. One statement counts and notes: of tries at the same moment, in any process, none slips past another.
 */
export async function countTry({ database, now }: Counter, who: string, { minutes }: Limit): Promise<number> {
  const at = now();
  const [row] = await database.query<{ tries: number }>(
    `insert into attempts as a (key, tries, ends_at) values ($1, 1, $3)
     on conflict (key) do update set tries = case when a.ends_at > $2 then a.tries + 1 else 1 end,
                                     ends_at = case when a.ends_at > $2 then a.ends_at else $3 end
     returning tries`,
    [keyOf(who), at, new Date(at.getTime() + minutes * 60_000)],
  );
  return row?.tries ?? 0;
}

/** Takes a counted try back: it was none of what is limited. */
export async function undoTry({ database, now }: Counter, who: string): Promise<void> {
  await database.query('update attempts set tries = tries - 1 where key = $1 and tries > 0 and ends_at > $2', [
    keyOf(who),
    now(),
  ]);
}

/** Counts one more try and says whether it is within the limit. */
export async function mayTry(counter: Counter, who: string, limit: Limit): Promise<boolean> {
  return (await countTry(counter, who, limit)) <= limit.times;
}

/** The same for a request: throws MSB-REQUEST-TOO-MANY. */
export async function requireTry(counter: Counter, who: string, limit: Limit): Promise<void> {
  if (!(await mayTry(counter, who, limit))) throw new Problem('MSB-REQUEST-TOO-MANY');
}

/** Behind a proxy that is not named in the settings all callers have one address: limits are those of the whole hub. */
const BEHIND_PROXY = 20;

/** Who is counted and how often, where nobody is signed in: the address that the request comes from. */
export function fromAddress(
  { settings }: Pick<Context, 'settings'>,
  what: string,
  ip: string,
  { times, minutes }: Limit,
): { readonly who: string; readonly limit: Limit } {
  const factor = settings.plainHttp && settings.trustedProxies.length === 0 ? BEHIND_PROXY : 1;
  return { who: `${what} ${networkOf(ip)}`, limit: { times: times * factor, minutes } };
}

/** `requireTry` by address. */
export function requireTryFrom(context: Context, what: string, ip: string, allowed: Limit): Promise<void> {
  const { who, limit } = fromAddress(context, what, ip, allowed);
  return requireTry(context, who, limit);
}

/** One line of IPv6 has 2^64 addresses of its own (RFC 6177): its network is counted. IPv4 is counted as it is. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined || !isIPv6(ip)) return mapped ?? ip;
  const [head = '', tail] = new URL(`http://[${ip.replace(/%.*/, '')}]`).hostname.slice(1, -1).split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Windows that are over limit nothing any more. */
export async function dropOldAttempts({ database, now }: Counter): Promise<void> {
  await database.query('delete from attempts where ends_at < $1', [now()]);
}
