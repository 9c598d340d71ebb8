import { randomBytes } from 'node:crypto';
import type { AuditAction } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { requiresOneTimeCode } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';
import { type Counter, mayTry } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { base32, stepOfCode } from './one-time-code.js';
import { openSeed, sealSeed } from './seeds.js';

/** Six digits can be guessed by a machine: tries are counted before they are looked at, here and at sign-in. */
const CODES = { times: 20, minutes: 10 };

/** Counts one more code shown for an account; false when there were too many. */
export const mayShowCode = (counter: Counter, accountId: string): Promise<boolean> =>
  mayTry(counter, `code ${accountId}`, CODES);

/** A person's own 確認コード: enrolled in two steps, so that the one in use counts until the new one was shown to work. */
export function registerSecondFactor({ route }: Pick<Router, 'route'>, context: Context): void {
  route('enrolOneTimeCode', async ({ caller }) => {
    const secret = randomBytes(20);
    await context.database.query('update accounts set one_time_pending = $2 where account_id = $1', [
      caller.accountId,
      sealSeed(context, caller.accountId, secret),
    ]);
    const uri = `otpauth://totp/${encodeURIComponent(context.settings.publicName)}:${caller.userId}?secret=${base32(secret)}&issuer=Musubi`;
    return { secret: base32(secret), uri };
  });
  const counted = async ({ accountId }: Caller) => {
    if (!(await mayShowCode(context, accountId))) throw new Problem('MSB-REQUEST-TOO-MANY');
  };
  route('confirmOneTimeCode', async ({ caller, body }) => {
    await counted(caller);
    await confirm(context, caller, body.code);
  });
  route('removeOneTimeCode', async ({ caller, body }) => {
    await counted(caller);
    await remove(context, caller, body.code);
  });
}

interface Secrets {
  readonly current: Buffer | null;
  readonly pending: Buffer | null;
  readonly passwordIsShort: boolean;
}

async function secretsOf(context: Context, queries: Queries, { accountId }: Caller): Promise<Secrets> {
  const [secrets] = await queries.query<Secrets>(
    `select one_time_secret as current, one_time_pending as pending, password_is_short as "passwordIsShort"
       from accounts where account_id = $1 for update`,
    [accountId],
  );
  if (!secrets) throw new Problem('MSB-AUTH-EXPIRED');
  const open = (sealed: Buffer | null) => sealed && openSeed(context, accountId, sealed);
  return { ...secrets, current: open(secrets.current), pending: open(secrets.pending) };
}

/**
 * Takes a code of the second factor in use, once: the step it belongs to is noted, and it and all before are refused
 * from then on (RFC 6238 §5.2). Two who show the same code at once: the row lets one of them through.
 */
export async function useCode(
  queries: Queries,
  { accountId, secret }: { readonly accountId: string; readonly secret: Uint8Array },
  code: string,
  at: Date,
): Promise<'right' | 'wrong' | 'used'> {
  const step = stepOfCode(secret, code, at);
  if (step === null) return 'wrong';
  const noted = await queries.query(
    `update accounts set one_time_step = $2
      where account_id = $1 and (one_time_step is null or one_time_step < $2) returning account_id`,
    [accountId, step],
  );
  return noted.length > 0 ? 'right' : 'used';
}

async function confirm(context: Context, caller: Caller, code: string): Promise<void> {
  await context.database.transaction(async (queries) => {
    const { pending } = await secretsOf(context, queries, caller);
    // Steps of a code used before say nothing about this secret: this one is the first.
    const step = pending && stepOfCode(pending, code, context.now());
    if (step === null) throw new Problem('MSB-AUTH-CODE-WRONG');
    await queries.query(
      `update accounts set one_time_secret = one_time_pending, one_time_pending = null, one_time_confirmed = true,
              one_time_step = $2 where account_id = $1`,
      [caller.accountId, step],
    );
    await queries.query('update sessions set must_enrol = false where account_id = $1', [caller.accountId]);
    await audit(context, queries, caller, 'account.one-time-code');
  });
}

/** A password that is too short alone, or the office's rule, keeps the second factor in use. */
async function remove(context: Context, caller: Caller, code: string): Promise<void> {
  await context.database.transaction(async (queries) => {
    const { current, passwordIsShort } = await secretsOf(context, queries, caller);
    const { accountId } = caller;
    const used = current ? await useCode(queries, { accountId, secret: current }, code, context.now()) : 'wrong';
    if (used !== 'right') throw new Problem(used === 'used' ? 'MSB-AUTH-CODE-USED' : 'MSB-AUTH-CODE-WRONG');
    const isRequired = caller.role === 'operator' || (await requiresOneTimeCode(queries, caller.officeNumber));
    if (isRequired) throw new Problem('MSB-ONE-TIME-CODE-RULE');
    if (passwordIsShort) throw new Problem('MSB-ONE-TIME-CODE-SHORT-PASSWORD');
    await queries.query(
      'update accounts set one_time_secret = null, one_time_pending = null, one_time_confirmed = false where account_id = $1',
      [caller.accountId],
    );
    await audit(context, queries, caller, 'account.one-time-code-removed');
  });
}

async function audit({ now }: Context, queries: Queries, caller: Caller, action: AuditAction): Promise<void> {
  await recordAudit(queries, {
    at: now(),
    ...actorOf(caller),
    action,
    subjectType: 'account',
    subjectId: caller.userId,
  });
}
