import type { AuditAction } from '@musubi/contract';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { SETTING_NAMES } from '../platform/settings.js';
import { recordAudit } from './record.js';

/** Records what changed about the hub itself since it started last (R22): its settings, by name, and its schema. */
export async function recordStart(context: Context): Promise<void> {
  await context.database.transaction(async (queries) => {
    await queries.query("select pg_advisory_xact_lock(hashtext('record start'))");
    for (const name of await changedSettings(context, queries))
      await note(context, queries, 'hub.configured', 'setting', name);
    const newest = await newMigration(queries);
    if (newest) await note(context, queries, 'hub.migrated', 'migration', newest);
  });
}

const note = ({ now }: Context, queries: Queries, action: AuditAction, subjectType: string, subjectId: string) =>
  recordAudit(queries, { at: now(), actor: 'host', officeNumber: null, action, subjectType, subjectId });

/** Names of the environment's variables whose values changed; at the first start one name for all. */
async function changedSettings({ settings }: Context, queries: Queries): Promise<string[]> {
  const now = Object.entries(settings).map(([key, value]) => {
    const name = SETTING_NAMES.get(key) ?? key;
    return { name, digest: queries.rowKey.prove(Buffer.from(`setting ${name} ${JSON.stringify(value)}`)) };
  });
  const known = await queries.query<{ name: string; digest: Buffer }>('select name, digest from known_settings');
  const before = new Map(known.map(({ name, digest }) => [name, digest]));
  const changed = now.filter(({ name, digest }) => !before.get(name)?.equals(digest));
  if (changed.length === 0) return [];
  await queries.query(
    `insert into known_settings select * from unnest($1::text[], $2::bytea[])
     on conflict (name) do update set digest = excluded.digest`,
    [changed.map(({ name }) => name), changed.map(({ digest }) => digest)],
  );
  return before.size === 0 ? ['all'] : changed.map(({ name }) => name);
}

/** The newest migration, where no start has told of it yet. */
async function newMigration(queries: Queries): Promise<string | null> {
  const [row] = await queries.query<{ name: string }>(
    `select max(name) as name from schema_migrations
     having max(name) is distinct from (select subject_id from audit_log where action = 'hub.migrated' order by audit_id desc limit 1)`,
  );
  return row?.name ?? null;
}
