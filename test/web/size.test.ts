import { afterAll, beforeAll, expect, it } from 'vitest';
import { isScript, loadFirstPages, sumOf } from '../../bench/web/wire.js';
import { CARE, startWorld, type World } from './world.js';

const MOST_BYTES = 300 * 1024;

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.close());

it('the login page and the top page together need less than 300 KB of JavaScript, as the hub sends it', async () => {
  const care = await world.join(CARE, '佐藤 ケア');
  const { page, context } = await world.open({ serviceWorkers: 'block' });
  const { login, top } = await loadFirstPages(page, world, care);
  await context.close();
  const scripts = [...login, ...top].filter(isScript);
  const listed = scripts.map(({ path, bytes }) => `${bytes} ${path}`).join('\n');
  expect(scripts.length).toBeGreaterThan(0);
  expect(sumOf(scripts), listed).toBeLessThan(MOST_BYTES);
});
