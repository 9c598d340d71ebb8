import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HubOptions, type RunningHub, type Settings, startHub } from '@musubi/hub';
import pg from 'pg';
import { createClock, type TestClock } from './clock.js';

/** A hub on a free port with a database of its own, and the clock of its test. */
export interface TestHub extends RunningHub {
  readonly clock: TestClock;
  /** A second process of the same hub: same database and keys, another port. */
  startSibling(): Promise<RunningHub>;
}

/**
 * Starts a hub for one test file; close it in afterAll. It goes by the machine's clock or the one given. Clients of a
 * hub on another day don't speak TLS with it: whether a TLS certificate is valid is judged by the machine's clock.
 */
export async function startTestHub(
  settings: Partial<Settings> = {},
  { logTo, clock = createClock() }: { logTo?: HubOptions['logTo'] | undefined; clock?: TestClock } = {},
): Promise<TestHub> {
  const server = process.env.MUSUBI_TEST_POSTGRES;
  if (!server) throw new Error('the global setup of the testkit did not run');
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const dataFolder = mkdtempSync(join(tmpdir(), 'musubi-test-hub-'));
  const options = {
    settings: {
      dataFolder,
      databaseUrl: url.href,
      port: 0,
      plainHttp: clock.aheadMs !== 0,
      logLevel: 'silent' as const,
      trustAnchors: join(dataFolder, 'anchors.pem'), // not there until `gainAuthority` writes it
      revocationLists: join(dataFolder, 'revocations.pem'),
      ...settings,
    },
    now: clock.now,
    ...(logTo ? { logTo } : {}),
  };
  const hub = await startHub(options);
  return {
    ...hub,
    clock,
    startSibling: () => startHub(options),
    close: async () => {
      await hub.close();
      await administer(server, `drop database ${name} with (force)`);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
