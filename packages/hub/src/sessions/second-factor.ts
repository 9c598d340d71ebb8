import { randomBytes } from 'node:crypto';
import type { AuditAction } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { requiresOneTimeCode } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';
import { requireTry } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { base32, isOneTimeCode } from './one-time-code.js';

const CODES = { times: 20, minutes: 10 };

/** A person's own 確認コード: enrolled in two steps, so that the one in use counts until the new one was shown to work. */
export function registerSecondFactor({ route }: Pick<Router, 'route'>, context: Context): void {
  route('enrolOneTimeCode', async ({ caller }) => {
    const secret = randomBytes(20);
    await context.database.query('update accounts set one_time_pending = $2 where account_id = $1', [
      caller.accountId,
      secret,
    ]);
    const uri = `otpauth://totp/${encodeURIComponent(context.settings.publicName)}:${caller.userId}?secret=${base32(secret)}&issuer=Musubi`;
    return { secret: base32(secret), uri };
  });
  // Six digits can be guessed by a machine: tries are counted before they are looked at.
  const counted = ({ accountId }: Caller) => requireTry(context, `code ${accountId}`, CODES);
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

async function secretsOf(queries: Queries, { accountId }: Caller): Promise<Secrets> {
  const [secrets] = await queries.query<Secrets>(
    `select one_time_secret as current, one_time_pending as pending, password_is_short as "passwordIsShort"
       from accounts where account_id = $1 for update`,
    [accountId],
  );
  if (!secrets) throw new Problem('MSB-AUTH-EXPIRED');
  return secrets;
}

function requireCode({ now }: Context, secret: Buffer | null, code: string): void {
  if (!secret || !isOneTimeCode(secret, code, now())) throw new Problem('MSB-AUTH-CODE-WRONG');
}

async function confirm(context: Context, caller: Caller, code: string): Promise<void> {
  await context.database.transaction(async (queries) => {
    const { pending } = await secretsOf(queries, caller);
    requireCode(context, pending, code);
    await queries.query(
      'update accounts set one_time_secret = one_time_pending, one_time_pending = null, one_time_confirmed = true where account_id = $1',
      [caller.accountId],
    );
    await queries.query('update sessions set must_enrol = false where account_id = $1', [caller.accountId]);
    await audit(context, queries, caller, 'account.one-time-code');
  });
}

/** A password that is too short alone, or the office's rule, keeps the second factor in use. */
async function remove(context: Context, caller: Caller, code: string): Promise<void> {
  await context.database.transaction(async (queries) => {
    const { current, passwordIsShort } = await secretsOf(queries, caller);
    requireCode(context, current, code);
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
