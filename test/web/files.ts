import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Upload } from './world.js';

/** A file of any sort. Names are as the browser hands them over. */
export function upload(name: string, content: Uint8Array | string): Upload {
  return { name, mimeType: '', buffer: Buffer.from(content) };
}

/** A sample with some digits replaced by others, in its name and its content: another office, month or client. */
export function altered({ name, mimeType, buffer }: Upload, changes: Readonly<Record<string, string>>): Upload {
  // Bytes as characters: digits are never the second half of an MS932 character.
  const change = (text: string) => Object.entries(changes).reduce((all, [from, to]) => all.replaceAll(from, to), text);
  return { name: change(name), mimeType, buffer: Buffer.from(change(buffer.toString('latin1')), 'latin1') };
}

/** Files of a sample as somebody's old ones of another month of the same length. */
export function ofMonth(file: Upload, month: string): Upload {
  return altered(file, { '202610': month });
}

/** A ZIP with files under paths. */
export function zipOf(name: string, files: readonly Upload[], folder = ''): Upload {
  const entries = files.map((file) => [`${folder}${file.name}`, new Uint8Array(file.buffer)] as const);
  return upload(name, zipSync(Object.fromEntries(entries)));
}

const LOCAL_HEADER = [0x50, 0x4b, 3, 4] as const;
const DIRECTORY_HEADER = [0x50, 0x4b, 1, 2] as const;

/** A ZIP as Windows' archivers lock it: the folder's own entry stays open, its files say they are encrypted. */
export function lockedZipOf(name: string, files: readonly Upload[]): Upload {
  const folder = upload('10月分/', '');
  const { buffer } = zipOf(name, [folder, ...files.map((file) => ({ ...file, name: `10月分/${file.name}` }))]);
  const lock = (header: readonly number[], flagAt: number) => {
    const places = Array.from(buffer.keys()).filter((at) =>
      header.every((byte, offset) => buffer[at + offset] === byte),
    );
    for (const at of places.slice(1)) buffer[at + flagAt] = (buffer[at + flagAt] ?? 0) | 1;
  };
  lock(LOCAL_HEADER, 6);
  lock(DIRECTORY_HEADER, 8);
  return upload(name, buffer);
}

/** What the page hands over for saving when something is done. */
export async function downloaded(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Uint8Array }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(readFileSync(await download.path())) };
}

/** What went over the network and what the policy of the page refused, from now on. */
export interface Traffic {
  readonly requests: { method: string; url: string; body: boolean; byServiceWorker: boolean }[];
  readonly refusals: string[];
}

/** Listens to everything a browser sends, its service worker included, and to what its policy refuses. */
export function listen(context: BrowserContext, page: Page): Traffic {
  const traffic: Traffic = { requests: [], refusals: [] };
  context.on('request', (request) =>
    traffic.requests.push({
      method: request.method(),
      url: request.url(),
      body: request.postDataBuffer() !== null,
      byServiceWorker: request.serviceWorker() !== null,
    }),
  );
  page.on('websocket', (socket) =>
    traffic.requests.push({ method: 'WEBSOCKET', url: socket.url(), body: true, byServiceWorker: false }),
  );
  page.on('console', (message) => {
    if (/content security policy|refused to/i.test(message.text())) traffic.refusals.push(message.text());
  });
  page.on('pageerror', (error) => traffic.refusals.push(error.message));
  return traffic;
}

/** What stands there for a person to read, as laid out. */
export async function visibleText(place: Locator): Promise<string> {
  return (await place.allInnerTexts()).join('\n');
}
