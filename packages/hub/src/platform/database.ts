import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** What queries run on: the pool, or one connection inside a transaction. Values are always parameters. */
export interface Queries {
  /** Runs a statement and returns its rows; `Row` states the columns the statement selects. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The same for a statement that runs often: prepared once per connection under its name. */
  prepared<Row extends object>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queries {
  transaction<T>(run: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

// bigint columns hold counts and sizes far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

function queriesOn(client: pg.Pool | pg.PoolClient): Queries {
  return {
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows,
    prepared: async <Row extends object>(name: string, text: string, values: readonly unknown[]) =>
      (await client.query<Row>({ name, text, values: [...values] })).rows,
  };
}

/** Opens the database, refuses a server that may lose acknowledged data, and brings the schema up to date. */
export async function openDatabase(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 20 });
  pool.on('error', () => {}); // an idle connection broke: the next query gets a new one or reports the failure
  const queries = queriesOn(pool);
  try {
    const [setting] = await queries.query<{ fsync: string }>("select current_setting('fsync') as fsync");
    if (setting?.fsync !== 'on')
      throw new Error('PostgreSQL の fsync が off です。受け付けたデータを失うおそれがあるため起動しません。');
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    ...queries,
    transaction: (run) => inTransaction(pool, run),
    close: () => pool.end(),
  };
}

async function inTransaction<T>(pool: pg.Pool, run: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await run(queriesOn(client));
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

/** Runs the migrations that have not run, one transaction each, under a lock so that many hubs can start at once. */
async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, ran_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
    const done = new Set(rows.map(({ name }) => name));
    for (const name of readdirSync(MIGRATIONS)
      .filter((file) => file.endsWith('.sql'))
      .sort()) {
      if (done.has(name)) continue;
      await client.query('begin');
      await client.query(readFileSync(`${MIGRATIONS}/${name}`, 'utf8'));
      await client.query('insert into schema_migrations (name) values ($1)', [name]);
      await client.query('commit');
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {}); // a lost connection has lost its lock
    client.release();
  }
}
