import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Context } from './context.js';
import type { Queries } from './database.js';

/**
 * Loads `data/<name>.json` the first time a hub starts; what operators changed or deleted since stays as it is.
 * Hubs that start together wait for one another on the row of the name.
 */
export async function seedOnce<S extends z.ZodType>(
  { database, now }: Context,
  name: string,
  schema: S,
  load: (queries: Queries, entries: z.output<S>) => Promise<void>,
): Promise<void> {
  await database.transaction(async (queries) => {
    const isFirst = await queries.query(
      'insert into seeds (name, seeded_at) values ($1, $2) on conflict do nothing returning name',
      [name, now()],
    );
    if (isFirst.length === 0) return;
    const file = new URL(`../../data/${name}.json`, import.meta.url);
    await load(queries, schema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  });
}
