import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HubOptions, type RunningHub, type Settings, startHub } from '@musubi/hub';
import { foundAuthority, type OuterAuthority } from './authority.js';
import { createClock, type TestClock } from './clock.js';
import { administer, createDatabase } from './databases.js';
import { withTrialAuthority } from './trial-authority.js';

/** A hub on a free port with a database of its own, and the clock of its test. */
export interface TestHub extends RunningHub {
  readonly clock: TestClock;
  /** The authority outside that certifies its offices; null where the hub's own trial authority does. */
  readonly outer: OuterAuthority | null;
  /** Runs a statement as the database's superuser: whoever sits at its machine, and is no part of the hub. */
  asSuperuser(statement: string, values?: readonly unknown[]): Promise<object[]>;
  /** A second process of the same hub: same database and keys, another port. */
  startSibling(): Promise<RunningHub>;
}

export interface TestHubOptions {
  readonly logTo?: HubOptions['logTo'] | undefined;
  readonly clock?: TestClock;
  /**
   * As which roles it knows its database: as its own and the owner; as the owner alone, which the hub takes; as the owner
   * twice, which it refuses; or as its own alone, when another has run the migrations.
   */
  readonly roles?: 'two' | 'one' | 'same' | 'application';
}

/**
 * Starts a hub for one test file; close it in afterAll. It goes by the machine's clock or the one given. Clients of a
 * hub on another day don't speak TLS with it: whether a TLS certificate is valid is judged by the machine's clock.
 */
export async function startTestHub(
  settings: Partial<Settings> = {},
  { logTo, clock = createClock(), roles = 'two' }: TestHubOptions = {},
): Promise<TestHub> {
  const database = await createDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'musubi-test-hub-'));
  const outer = settings.authority === 'external' ? await foundAuthority(dataFolder, settings, clock.now()) : null;
  const options = {
    settings: {
      dataFolder,
      databaseUrl: roles === 'one' || roles === 'same' ? database.ownerUrl : database.url,
      databaseOwnerUrl: roles === 'two' || roles === 'same' ? database.ownerUrl : null,
      port: 0,
      plainHttp: clock.aheadMs !== 0,
      logLevel: 'silent' as const,
      ...(outer ? { trustAnchors: outer.anchorsPath, revocationLists: outer.listsPath } : {}),
      ...settings,
    },
    now: clock.now,
    ...(logTo ? { logTo } : {}),
  };
  const hub = await withTrialAuthority(dataFolder, clock.now(), () => startHub(options));
  return {
    ...hub,
    clock,
    outer,
    asSuperuser: (statement, values) => administer(database.administratorUrl, statement, values),
    startSibling: () => startHub(options),
    close: async () => {
      await hub.close();
      await database.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
