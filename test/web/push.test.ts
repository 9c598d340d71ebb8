import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../tools/chromium.js';
import { CARE, login, startWorld, type World } from './world.js';

let world: World;
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium('whole');
  world = await startWorld({}, undefined, browser);
});
afterAll(async () => {
  await world.close();
  await browser.close();
});

it('a push shows a notification that names nobody, also to a page that is not looked at', async () => {
  const care = await world.join(CARE);
  const { page, context } = await world.open({ serviceWorkers: 'allow' });
  await context.grantPermissions(['notifications'], { origin: new URL(world.hub.url).origin });
  await login(page, world, care);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  const devtools = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.deliverPushMessage', {
    origin: world.hub.url,
    registrationId: await registered,
    data: '{"kind":"arrived"}',
  });
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
    });
  await expect.poll(shown).toEqual(['Musubi: 新しいデータが届きました。']);
});
