import type { Page } from 'playwright-core';

const BYTES_PER_SECOND = 10_000_000 / 8;

/** The lines things are measured over. */
export const LINES: readonly { readonly name: string; lay(page: Page): Promise<void> }[] = [
  { name: 'this machine', lay: async () => {} },
  { name: '10 Mbit/s, 40 ms', lay: slowLine },
];

/** Puts a page behind a line of 10 Mbit/s with 40 ms to the hub and back; its service worker is not slowed. */
async function slowLine(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 40,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  });
}
