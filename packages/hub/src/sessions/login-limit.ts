import type { Context } from '../platform/context.js';
import { countTry, fromAddress, undoTry } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { raiseAlert } from './emergency.js';

/** Failures of one address. A whole office may stand behind it, so only failures count, and many are allowed. */
const FAILURES = { times: 100, minutes: 60 };

/** Steps of an honest sign-in: the password was right, and the person is asked for more. */
const HONEST: ReadonlySet<string> = new Set(['MSB-AUTH-OFFICE-ID-REQUIRED', 'MSB-AUTH-ONE-TIME-CODE-REQUIRED']);

/**
 * Lets an address try many accounts only so often: a lock per account does not slow whoever tries one password on all.
 * Throws MSB-REQUEST-TOO-MANY before anything is looked at, so it says nothing about who exists. A try counts until it
 * turns out to be no failure: tries at the same moment cannot slip past. Operators hear of it once in each window.
 */
export async function limitFailures<T>(context: Context, what: string, ip: string, run: () => Promise<T>): Promise<T> {
  const { who, limit } = fromAddress(context, what, ip, FAILURES);
  const tries = await countTry(context, who, limit);
  if (tries > limit.times) {
    if (tries === limit.times + 1) await raiseAlert(context.database, context.now(), 'many-failed-logins', what);
    throw new Problem('MSB-REQUEST-TOO-MANY');
  }
  try {
    const answer = await run();
    await undoTry(context, who);
    return answer;
  } catch (error) {
    if (!(error instanceof Problem) || HONEST.has(error.code)) await undoTry(context, who);
    throw error;
  }
}
