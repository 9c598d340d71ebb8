import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HubOptions, type RunningHub, type Settings, startHub } from '@musubi/hub';
import { createDatabase } from './databases.js';

/** A hub on a free port with a database of its own and a clock that tests can set. */
export interface TestHub extends RunningHub {
  readonly clock: { now: Date | null };
  /** A second process of the same hub: same database and keys, another port. */
  startSibling(): Promise<RunningHub>;
}

/** Starts a hub for one test file; close it in afterAll. `clock.now` null means real time. */
export async function startTestHub(settings: Partial<Settings> = {}, logTo?: HubOptions['logTo']): Promise<TestHub> {
  const server = process.env.MUSUBI_TEST_POSTGRES;
  if (!server) throw new Error('the global setup of the testkit did not run');
  const database = await createDatabase(server);
  const dataFolder = mkdtempSync(join(tmpdir(), 'musubi-test-hub-'));
  const clock: TestHub['clock'] = { now: null };
  const options = {
    settings: {
      dataFolder,
      databaseUrl: database.url,
      port: 0,
      logLevel: 'silent' as const,
      trustAnchors: join(dataFolder, 'anchors.pem'), // not there until `gainAuthority` writes it
      revocationLists: join(dataFolder, 'revocations.pem'),
      ...settings,
    },
    now: () => clock.now ?? new Date(),
    ...(logTo ? { logTo } : {}),
  };
  const hub = await startHub(options);
  return {
    ...hub,
    clock,
    startSibling: () => startHub(options),
    close: async () => {
      await hub.close();
      await database.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
