import type { Settings } from '@musubi/hub';
import { FILE } from '@musubi/testkit/fixtures';
import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { CARE, login, NURSING, type Participant, startWorld, type World } from './world.js';

/**
 * Tests in the browser, with what most of them need: whatever a test names is made once per file, nothing else is, and the
 * world is closed after the last. A hub with settings of its own: `webTest.extend('settings', FILE, { … })`.
 */
export const webTest = test
  .extend('settings', FILE, (): Partial<Settings> => ({}))
  .extend('world', FILE, async ({ settings }, { onCleanup }) => {
    const world = await startWorld(settings);
    onCleanup(() => world.close());
    return world;
  })
  // Two offices that exchange the month of the samples, and each at a PC where its person is signed in.
  .extend('care', FILE, ({ world }) => world.join(CARE, '佐藤 ケア'))
  .extend('nursing', FILE, ({ world }) => world.join(NURSING, '鈴木 一郎'))
  .extend('careDesk', FILE, ({ world, care }) => openDesk(world, care))
  .extend('nursingDesk', FILE, ({ world, nursing }) => openDesk(world, nursing));

async function openDesk(world: World, participant: Participant): Promise<Page> {
  const { page } = await world.open({ acceptDownloads: true });
  await login(page, world, participant);
  return page;
}
