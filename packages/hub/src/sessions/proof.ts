import { actorOf, recordAudit } from '../audit/index.js';
import { findAccountById, isPassword } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { requireTry } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';

/** A session somebody left open or stole must not tell its password by trying. */
const PASSWORDS = { times: 20, minutes: 60 };

/** Throws MSB-AUTH-REFUSED unless it is the caller's password. */
export async function requirePassword(context: Context, caller: Caller, password: string): Promise<void> {
  await requireTry(context, `password ${caller.accountId}`, PASSWORDS);
  const account = await findAccountById(context.database, caller.accountId);
  if (!account) throw new Problem('MSB-AUTH-EXPIRED');
  if (await isPassword(account.passwordHash, password)) return;
  await recordProof(context, context.database, caller, 'refused');
  throw new Problem('MSB-AUTH-REFUSED');
}

/** The person shows once more that it is they; for some minutes this session may change what guards the account. */
export async function prove(context: Context, caller: Caller, password: string): Promise<void> {
  await requirePassword(context, caller, password);
  await context.database.transaction(async (queries) => {
    await noteProof(queries, caller, context.now());
    await recordProof(context, queries, caller, 'done');
  });
}

export async function noteProof(queries: Queries, { sessionId }: Caller, at: Date): Promise<void> {
  await queries.query('update sessions set proved_at = $2 where session_id = $1', [sessionId, at]);
}

async function recordProof({ now }: Context, queries: Queries, caller: Caller, outcome: 'done' | 'refused') {
  const subject = { subjectType: 'session', subjectId: caller.sessionId, outcome };
  await recordAudit(queries, { at: now(), ...actorOf(caller), action: 'session.proved', ...subject });
}
