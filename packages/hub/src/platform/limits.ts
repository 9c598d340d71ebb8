import { createHash } from 'node:crypto';
import type { Queries } from './database.js';
import { Problem } from './problem.js';

/** How often something may be tried in how long. */
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
const since = ({ minutes }: Limit, now: Date) => new Date(now.getTime() - minutes * 60_000);

/** How often it was tried lately. `who` says what and by whom, e.g. `recovery 192.0.2.1`; only its hash is kept. */
async function countAttempts({ database, now }: Counter, who: string, limit: Limit): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'select count(*) as count from attempts where key = $1 and at > $2',
    [keyOf(who), since(limit, now())],
  );
  return row?.count ?? 0;
}

async function noteAttempt({ database, now }: Counter, who: string): Promise<void> {
  await database.query('insert into attempts values ($1, $2)', [keyOf(who), now()]);
}

/** Counts one more try and says whether it is within the limit. */
export async function mayTry(context: Counter, who: string, limit: Limit): Promise<boolean> {
  const before = await countAttempts(context, who, limit);
  await noteAttempt(context, who);
  return before < limit.times;
}

/** The same for a request: throws MSB-REQUEST-TOO-MANY. */
export async function requireTry(context: Counter, who: string, limit: Limit): Promise<void> {
  if (!(await mayTry(context, who, limit))) throw new Problem('MSB-REQUEST-TOO-MANY');
}

/** Tries of days ago limit nothing any more. */
export async function dropOldAttempts({ database, now }: Counter): Promise<void> {
  await database.query('delete from attempts where at < $1', [new Date(now().getTime() - 24 * 60 * 60_000)]);
}
