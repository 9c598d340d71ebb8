import { createHash } from 'node:crypto';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';

/** The one who tries to sign in, as far as that is proven before the password is looked at. */
export interface Trier {
  /** Office and delegation of the certificate. */
  readonly officeNumber: string;
  readonly delegationId: string | null;
  readonly userId: string;
  /** The terminal, when it has shown its secret; all others are counted together. */
  readonly knownTerminal: string | null;
  /** Null unless the certificate is the account's own. */
  readonly accountId: string | null;
}

export interface CountedTry {
  readonly key: Buffer;
  readonly isLocked: boolean;
  /** A lock whose time is over ended with this try. */
  readonly wasLocked: boolean;
}

const KEPT_MS = 24 * 60 * 60_000;

/**
 * Counts a try before it is judged: of many at the same moment no more than the limit are looked at. A locked trier
 * stays locked until its time is over, whatever it tries meanwhile.
 */
export async function countSignIn(
  { database, settings, now }: Context,
  { officeNumber, delegationId, userId, knownTerminal, accountId }: Trier,
): Promise<CountedTry> {
  const who = [officeNumber, delegationId, userId, knownTerminal];
  const key = createHash('sha256').update(JSON.stringify(who)).digest();
  const [row] = await database.query<{ tries: number; lockedUntil: Date | null; before: Date | null }>(
    `insert into sign_in_tries as t (key, account_id, tries, tried_at) values ($1, $2, 1, $3)
     on conflict (key) do update set account_id = $2, tried_at = $3,
       tries = case when t.locked_until <= $3 then 1 else t.tries + 1 end,
       locked_until = case when t.locked_until <= $3 then null else t.locked_until end
     returning tries, locked_until as "lockedUntil", (select locked_until from sign_in_tries where key = $1) as before`,
    [key, accountId, now()],
  );
  const isLocked = row === undefined || row.lockedUntil !== null || row.tries > settings.lockAfterFailures;
  return { key, isLocked, wasLocked: !isLocked && row.before !== null };
}

/** Locks the trier whose failures reached the limit; true for the one failure that did. */
export async function lockWhenFull(
  queries: Queries,
  { settings, now }: Pick<Context, 'settings' | 'now'>,
  { key }: CountedTry,
): Promise<boolean> {
  const locked = await queries.query(
    'update sign_in_tries set locked_until = $3 where key = $1 and tries >= $2 and locked_until is null returning key',
    [key, settings.lockAfterFailures, new Date(now().getTime() + settings.lockMinutes * 60_000)],
  );
  return locked.length > 0;
}

/** Takes a try back: it was nobody's guess. */
export async function undoSignIn(queries: Queries, { key }: CountedTry): Promise<void> {
  await queries.query('update sign_in_tries set tries = greatest(tries - 1, 0) where key = $1', [key]);
}

/** The trier signed in: what was counted is over, and the end of a lock is recorded (R06). */
export async function endTries(
  queries: Queries,
  { key, wasLocked }: CountedTry,
  { userId, officeNumber }: { readonly userId: string; readonly officeNumber: string },
  at: Date,
): Promise<void> {
  await queries.query('delete from sign_in_tries where key = $1', [key]);
  if (!wasLocked) return;
  const audit = { at, actor: userId, officeNumber, subjectType: 'account', subjectId: userId };
  await recordAudit(queries, { ...audit, action: 'account.unlocked' });
}

/** Unlocks an account everywhere. */
export async function unlock(queries: Queries, accountId: string): Promise<void> {
  await queries.query('delete from sign_in_tries where account_id = $1', [accountId]);
}

export async function dropOldTries({ database, now }: Context): Promise<void> {
  const at = now();
  await database.query(
    'delete from sign_in_tries where tried_at < $1 and (locked_until is null or locked_until < $2)',
    [new Date(at.getTime() - KEPT_MS), at],
  );
}
