import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@musubi/hub';
import { createClock, offerServer } from '@musubi/testkit';
import type { BrowserContext, Page } from 'playwright-core';
import { buildWeb } from '../../packages/web/build/build.js';
import { endBrowser, startWorld, type World } from '../../test/web/world.js';
import { prepareSystem } from '../../tools/system.js';
import { installProbe } from './probe.js';

export interface Stage {
  readonly world: World;
  /** The built client as the hub serves it. */
  readonly webFolder: string;
  /** A new PC: nothing cached, nobody signed in. */
  open(options?: Parameters<World['open']>[0]): Promise<{ context: BrowserContext; page: Page }>;
  close(): Promise<void>;
}

/** A hub with a PostgreSQL of its own and a Chromium, as the tests have them. */
export async function startStage(): Promise<Stage> {
  prepareSystem(['chromium']);
  const folder = mkdtempSync(join(tmpdir(), 'musubi-bench-'));
  chmodSync(folder, 0o711); // PostgreSQL runs as nobody when we are root
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
  offerServer(postgres);
  const webFolder = join(folder, 'web');
  cpSync(await buildWeb(), webFolder, { recursive: true }); // a build meanwhile changes nothing
  const world = await startWorld({ webFolder }, createClock()); // what the benchmarks put into the database is of today
  return {
    world,
    webFolder,
    open: async (options) => {
      const opened = await world.open({ serviceWorkers: 'allow', ...options });
      opened.context.setDefaultTimeout(180_000);
      await installProbe(opened.context);
      return opened;
    },
    close: async () => {
      await world.close();
      await endBrowser();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
