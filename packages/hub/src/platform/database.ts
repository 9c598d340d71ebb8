import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { grantRights, MAY_CHANGE_AUDIT } from './database-roles.js';
import type { RowKey } from './row-key.js';
import { SettingsError } from './settings-error.js';

/** What queries run on: the pool, or one connection inside a transaction. Values are always parameters. */
export interface Queries {
  /** Marks rows as the hub's own; whoever writes one has it at hand (audit/record.ts). */
  readonly rowKey: RowKey;
  /** Runs a statement and returns its rows; `Row` states the columns the statement selects. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The same for a statement that runs often: prepared once per connection under its name. */
  prepared<Row extends object>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queries {
  /** Whether the hub works in a role that owns nothing and can't change the audit log (R25). */
  readonly isSeparated: boolean;
  transaction<T>(run: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The place of the database. Without an owner the application's own role runs the migrations, if it may. */
export interface DatabaseUrls {
  readonly url: string;
  readonly ownerUrl: string | null;
}

// bigint columns hold counts and sizes far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

function queriesOn(client: pg.Pool | pg.PoolClient, rowKey: RowKey): Queries {
  return {
    rowKey,
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows,
    prepared: async <Row extends object>(name: string, text: string, values: readonly unknown[]) =>
      (await client.query<Row>({ name, text, values: [...values] })).rows,
  };
}

/** Opens the database, refuses a server that may lose acknowledged data, and brings the schema up to date. */
export async function openDatabase({ url, ownerUrl }: DatabaseUrls, rowKey: RowKey): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 20 });
  pool.on('error', () => {}); // an idle connection broke: the next query gets a new one or reports the failure
  const queries = queriesOn(pool, rowKey);
  try {
    const [setting] = await queries.query<{ fsync: string; role: string }>(
      "select current_setting('fsync') as fsync, current_user as role",
    );
    if (setting?.fsync !== 'on')
      throw new Error('PostgreSQL の fsync が off です。受け付けたデータを失うおそれがあるため起動しません。');
    await migrate(ownerUrl ?? url, ownerUrl ? setting.role : null);
    const [audit] = await queries.query<{ may: boolean }>(MAY_CHANGE_AUDIT);
    const isSeparated = audit?.may === false;
    if (ownerUrl && !isSeparated)
      throw new SettingsError(
        'DATABASE_URL のロールは、監査記録を書き換えられます。表を持たず、MUSUBI_DATABASE_OWNER_URL のロールにも属さない別のロールにしてください。',
      );
    return { ...queries, isSeparated, transaction: (run) => inTransaction(pool, rowKey, run), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function inTransaction<T>(pool: pg.Pool, rowKey: RowKey, run: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await run(queriesOn(client, rowKey));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure; // the connection is gone; the server rolls back by itself
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const LOCK = 7_620_261;

/**
 * Runs the migrations that have not run, one transaction each, under a lock so that many hubs can start at once; then
 * gives the application's role its rights.
 */
async function migrate(url: string, application: string | null): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // a lost connection fails the statement that waits for it
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const done = await migrationsDone(client);
    for (const name of readdirSync(MIGRATIONS)
      .filter((file) => file.endsWith('.sql'))
      .sort()) {
      if (done.has(name)) continue;
      await client.query('begin');
      await client.query(readFileSync(`${MIGRATIONS}/${name}`, 'utf8'));
      await client.query('insert into schema_migrations (name) values ($1)', [name]);
      await client.query('commit');
    }
    if (application) await grantRights(client, application);
  } finally {
    await client.end(); // and the lock with it
  }
}

/** A role that may make no table only reads what has run. */
async function migrationsDone(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows: table } = await client.query("select 1 from pg_class where oid = to_regclass('schema_migrations')");
  if (table.length === 0)
    await client.query(
      'create table schema_migrations (name text primary key, ran_at timestamptz not null default now())',
    );
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
  return new Set(rows.map(({ name }) => name));
}
