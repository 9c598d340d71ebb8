import type { Context } from '../platform/context.js';

/** Seeds of 確認コード lie sealed in the database: whoever reads it can't make codes. Each opens for its account alone. */
const placeOf = (accountId: string) => `one-time-code ${accountId}`;

export const sealSeed = ({ secrets }: Pick<Context, 'secrets'>, accountId: string, seed: Uint8Array): Buffer =>
  secrets.seal(placeOf(accountId), seed);

export const openSeed = ({ secrets }: Pick<Context, 'secrets'>, accountId: string, sealed: Uint8Array): Buffer =>
  secrets.open(placeOf(accountId), sealed);

/** Seeds of before were 20 bytes, as they were drawn. */
const BARE_BYTES = 20;

/** Seals the seeds that lie bare, from before they were sealed. */
export async function sealOldSeeds(context: Context): Promise<void> {
  for (const column of ['one_time_secret', 'one_time_pending'] as const) {
    const bare = await context.database.query<{ id: string; seed: Buffer }>(
      `select account_id as id, ${column} as seed from accounts where octet_length(${column}) = ${BARE_BYTES}`,
    );
    for (const { id, seed } of bare)
      await context.database.query(`update accounts set ${column} = $2 where account_id = $1 and ${column} = $3`, [
        id,
        sealSeed(context, id, seed),
        seed,
      ]);
  }
}
