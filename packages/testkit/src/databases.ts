import pg from 'pg';

/** Makes an empty database, with the schema of today in it where the run has a template, and returns its address. */
export async function createDatabase(server: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name} template ${process.env.MUSUBI_TEST_TEMPLATE ?? 'template1'}`);
  return { url: urlOfDatabase(server, name), drop: () => administer(server, `drop database ${name} with (force)`) };
}

/** The address of a database on a server. */
export function urlOfDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs a statement about databases, on a connection of its own. */
export async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
