import type { EmbeddedPostgres } from '@musubi/hub';
import pg from 'pg';

/** The PostgreSQL of a test run, as its roles reach it; tests in other processes find it in the environment. */
export type TestServer = Pick<EmbeddedPostgres, 'url' | 'ownerUrl' | 'administratorUrl'>;

const SERVER = {
  url: 'MUSUBI_TEST_APPLICATION',
  ownerUrl: 'MUSUBI_TEST_OWNER',
  administratorUrl: 'MUSUBI_TEST_POSTGRES',
};

/** Lets the hubs of tests, in this process and its children, have their databases in a server. */
export function offerServer({ url, ownerUrl, administratorUrl }: TestServer): void {
  process.env[SERVER.url] = url;
  process.env[SERVER.ownerUrl] = ownerUrl;
  process.env[SERVER.administratorUrl] = administratorUrl;
}

export function withdrawServer(): void {
  for (const name of Object.values(SERVER)) delete process.env[name];
}

function offeredServer(): TestServer {
  const of = (name: string) => {
    const url = process.env[name];
    if (!url) throw new Error('the global setup of the testkit did not run');
    return url;
  };
  return { url: of(SERVER.url), ownerUrl: of(SERVER.ownerUrl), administratorUrl: of(SERVER.administratorUrl) };
}

/** A database of a test's own, as each role reaches it. */
export interface TestDatabase extends TestServer {
  drop(): Promise<void>;
}

/** Makes an empty database, with the schema of today in it where the run has a template. */
export async function createDatabase(): Promise<TestDatabase> {
  const server = offeredServer();
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const template = process.env.MUSUBI_TEST_TEMPLATE ?? 'template1';
  await administer(server.administratorUrl, `create database ${name} template ${template} owner musubi_owner`);
  return {
    ...ofDatabase(server, name),
    drop: async () => {
      await administer(server.administratorUrl, `drop database ${name} with (force)`);
    },
  };
}

/** A database of a server, as each role reaches it. */
export const ofDatabase = ({ url, ownerUrl, administratorUrl }: TestServer, name: string): TestServer => ({
  url: urlOfDatabase(url, name),
  ownerUrl: urlOfDatabase(ownerUrl, name),
  administratorUrl: urlOfDatabase(administratorUrl, name),
});

/** The address of a database on a server. */
function urlOfDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs a statement on a connection of its own, in the role of the address, and returns its rows. */
export async function administer(url: string, statement: string, values: readonly unknown[] = []): Promise<object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const results = await (values.length > 0
      ? client.query<object>(statement, [...values])
      : client.query<object>(statement));
    return [results].flat().at(-1)?.rows ?? []; // several statements give several results
  } finally {
    await client.end();
  }
}
