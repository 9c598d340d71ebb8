import { type NewSoftware, newSoftware, type Software } from '@musubi/contract';
import { z } from 'zod';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { seedOnce } from '../platform/seeds.js';

const COLUMNS = `software_id::text as id, maker, product, version, editions, status, tested, tested_on::text as "testedOn"`;

/** The list of care software: what operators tested or makers declared, begun with our own command. */
export async function registerSoftware({ route }: Router, context: Context): Promise<void> {
  const { database } = context;
  await seedOnce(context, 'software', z.array(newSoftware), async (queries, entries) => {
    for (const entry of entries) await write(queries, entry, null);
  });
  route('listSoftware', async () => ({
    software: await database.query<Software>(`select ${COLUMNS} from software order by maker, product, software_id`),
  }));
  route('operatorAddSoftware', ({ caller, body }) => save(context, caller, body, null));
  route('operatorChangeSoftware', ({ caller, body, params }) => save(context, caller, body, params.id));
  route('operatorRemoveSoftware', ({ caller, params }) => remove(context, caller, params.id));
}

async function write(queries: Queries, entry: NewSoftware, id: string | null): Promise<Software | undefined> {
  const { maker, product, version, editions, status, tested, testedOn } = entry;
  const values = [maker, product, version, editions, status, tested, testedOn];
  const [stored] = await queries.query<Software>(
    id === null
      ? `insert into software (maker, product, version, editions, status, tested, tested_on)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`
      : `update software set maker = $1, product = $2, version = $3, editions = $4, status = $5, tested = $6, tested_on = $7
          where software_id::text = $8 returning ${COLUMNS}`,
    id === null ? values : [...values, id],
  );
  return stored;
}

async function save(
  { database, now }: Context,
  caller: Caller,
  entry: NewSoftware,
  id: string | null,
): Promise<Software> {
  return database.transaction(async (queries) => {
    const stored = await write(queries, entry, id);
    if (!stored) throw new Problem('MSB-NOT-FOUND');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'software', subjectId: stored.id };
    await recordAudit(queries, { ...audit, action: id === null ? 'software.added' : 'software.changed' });
    return stored;
  });
}

async function remove({ database, now }: Context, caller: Caller, id: string): Promise<void> {
  await database.transaction(async (queries) => {
    const removed = await queries.query('delete from software where software_id::text = $1 returning software_id', [
      id,
    ]);
    if (removed.length === 0) throw new Problem('MSB-NOT-FOUND');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'software', subjectId: id };
    await recordAudit(queries, { ...audit, action: 'software.removed' });
  });
}
