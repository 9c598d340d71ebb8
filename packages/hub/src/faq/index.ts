import { type FaqEntry, type NewFaqEntry, newFaqEntry, type OperatorFaqEntry } from '@musubi/contract';
import { z } from 'zod';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { seedOnce } from '../platform/seeds.js';

interface StoredEntry extends Omit<OperatorFaqEntry, 'changedAt'> {
  readonly changedAt: Date;
}

const COLUMNS = 'faq_id::text as id, topic, question, answer, words';
const OPERATOR_COLUMNS = `${COLUMNS}, shown, changed_at as "changedAt"`;

const present = ({ changedAt, ...entry }: StoredEntry): OperatorFaqEntry => ({
  ...entry,
  changedAt: changedAt.toISOString(),
});

/** よくある質問: public to read, kept by operators, begun with those of `data/faq.json`. */
export async function registerFaq({ route }: Router, context: Context): Promise<void> {
  const { database, now } = context;
  await seedOnce(context, 'faq', z.array(newFaqEntry), async (queries, entries) => {
    for (const entry of entries) await insertEntry(queries, entry, now());
  });
  route('listFaq', async () => ({
    entries: await database.query<FaqEntry>(`select ${COLUMNS} from faq_entries where shown order by faq_id`),
  }));
  route('operatorListFaq', async () => {
    const rows = await database.query<StoredEntry>(`select ${OPERATOR_COLUMNS} from faq_entries order by faq_id`);
    return { entries: rows.map(present) };
  });
  route('operatorAddFaq', ({ caller, body }) =>
    database.transaction((queries) => addFaq(queries, body, caller, now())),
  );
  route('operatorChangeFaq', ({ caller, body, params }) => changeFaq(context, caller, params.id, body));
  route('operatorRemoveFaq', ({ caller, params }) => removeFaq(context, caller, params.id));
}

async function insertEntry(queries: Queries, entry: NewFaqEntry, at: Date): Promise<OperatorFaqEntry> {
  const { topic, question, answer, words, shown } = entry;
  const rows = await queries.query<StoredEntry>(
    `insert into faq_entries (topic, question, answer, words, shown, changed_at)
     values ($1, $2, $3, $4, $5, $6) returning ${OPERATOR_COLUMNS}`,
    [topic, question, answer, words, shown, at],
  );
  const [stored] = rows.map(present);
  if (!stored) throw new Error('an inserted row was not returned');
  return stored;
}

/** Adds an entry and records who did. */
export async function addFaq(
  queries: Queries,
  entry: NewFaqEntry,
  caller: Caller,
  at: Date,
): Promise<OperatorFaqEntry> {
  const added = await insertEntry(queries, entry, at);
  await recordAudit(queries, { at, ...actorOf(caller), subjectType: 'faq', subjectId: added.id, action: 'faq.added' });
  return added;
}

async function changeFaq(
  { database, now }: Context,
  caller: Caller,
  id: string,
  { topic, question, answer, words, shown }: NewFaqEntry,
): Promise<OperatorFaqEntry> {
  return database.transaction(async (queries) => {
    const rows = await queries.query<StoredEntry>(
      `update faq_entries set topic = $2, question = $3, answer = $4, words = $5, shown = $6, changed_at = $7
        where faq_id::text = $1 returning ${OPERATOR_COLUMNS}`,
      [id, topic, question, answer, words, shown, now()],
    );
    const [changed] = rows.map(present);
    if (!changed) throw new Problem('MSB-NOT-FOUND');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'faq', subjectId: id };
    await recordAudit(queries, { ...audit, action: 'faq.changed' });
    return changed;
  });
}

async function removeFaq({ database, now }: Context, caller: Caller, id: string): Promise<void> {
  await database.transaction(async (queries) => {
    const removed = await queries.query('delete from faq_entries where faq_id::text = $1 returning faq_id', [id]);
    if (removed.length === 0) throw new Problem('MSB-NOT-FOUND');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'faq', subjectId: id };
    await recordAudit(queries, { ...audit, action: 'faq.removed' });
  });
}
