import type { Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CARE, login, startWorld, type World } from './world.js';

const LIMIT_BYTES = 300 * 1000;

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.close());

it('login and top page together load less than 300 KB of JavaScript over the wire', async () => {
  const care = await world.join(CARE);
  // Without the service worker, which fetches the other screens ahead when nobody waits.
  const { page } = await world.open({ serviceWorkers: 'block' });
  const scripts: Request[] = [];
  page.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname.endsWith('.js')) scripts.push(request);
  });
  await login(page, world, care);
  const sizes = await Promise.all(scripts.map((request) => request.sizes()));
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)).toBeLessThan(LIMIT_BYTES);
});
