import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles, encodeMs932, type InputFile } from '@musubi/standard';
import { unzipSync, zipSync } from 'fflate';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { drop, HOME_HELP, SAMPLES, samples, type Upload } from './world.js';

interface Manifest {
  readonly units: readonly {
    readonly dir: string;
    readonly note: string | { readonly differences: readonly (readonly [string, string, number, string])[] };
  }[];
  readonly defects: readonly { dir: string; file: string; line: number | null; column: number | null }[];
}
export const manifest: Manifest = JSON.parse(readFileSync(join(SAMPLES, 'manifest.json'), 'utf8'));

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

/** A unit in which one file has another name. */
export function renamed(which: RegExp, from: string, to: string): Upload[] {
  return samples('month-v4/plans', HOME_HELP).map((file) =>
    which.test(file.name) ? { ...file, name: file.name.replace(from, to) } : file,
  );
}

/** A unit with a client's number and name among what was found. */
export function tellingFiles(): Upload[] {
  const name = '渡邊　太郎';
  const sjis = (text: string) => {
    const encoded = encodeMs932(text);
    return Buffer.from('bytes' in encoded ? encoded.bytes : []).toString('latin1');
  };
  return samples('defects/dangling-person').map((file) => altered(file, { [sjis(name)]: `${sjis(name)}\xfd` }));
}

export const inputs = (files: readonly Upload[]): InputFile[] =>
  files.map(({ name, buffer }) => ({ name, bytes: new Uint8Array(buffer) }));
export const uploads = (files: readonly InputFile[]): Upload[] => files.map(({ name, bytes }) => upload(name, bytes));
export const errorsOf = (files: readonly InputFile[]) =>
  checkFiles(files).findings.filter(({ severity }) => severity === 'error');

export const units = (page: Page): Locator => page.getByRole('region', { name: '送信単位' }).locator('tbody tr');
export const findings = (page: Page): Locator => page.locator('.finding');

/** A result stands for the files of the last drop once nothing is under way. */
export async function settled(page: Page): Promise<void> {
  await page.getByText('点検しています…').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '点検結果を保存' }).waitFor();
}

/** Converts to an edition; where something is lost, the dialog says so before anything is saved. */
export async function convert(page: Page, edition: '3' | '4.1', heading?: string, note?: RegExp): Promise<InputFile[]> {
  await page.getByRole('button', { name: /^版を変換/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: `第${edition}版` }).check();
  await dialog.getByRole('button', { name: '変換する' }).click();
  if (heading && note) await dialog.locator('.banner', { hasText: heading }).getByText(note).first().waitFor();
  const { name, bytes } = await downloaded(page, () => dialog.getByRole('button', { name: 'ZIP で保存' }).click());
  expect(name).toBe(`第${edition}版に変換したファイル.zip`);
  await dialog.getByRole('button', { name: '閉じる' }).click();
  return Object.entries(unzipSync(bytes)).map(([path, content]) => ({ name: path, bytes: content }));
}

export async function report(page: Page, choice: RegExp): Promise<{ name: string; text: string }> {
  await page.getByRole('button', { name: '点検結果を保存' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: choice }).check();
  const { name, bytes } = await downloaded(page, () => dialog.getByRole('button', { name: '保存する' }).click());
  await dialog.waitFor({ state: 'hidden' });
  return { name, text: new TextDecoder().decode(bytes) };
}

/** Everything the screen can do, once. */
export async function doEverything(page: Page): Promise<void> {
  await drop(page, [
    ...samples('month-v4/plans', HOME_HELP),
    ...samples('month-v4/actuals', HOME_HELP),
    ...samples('defects/utf8'),
  ]);
  await page.getByRole('heading', { name: /^予定と実績の違い（/ }).waitFor();
  await units(page).first().getByRole('button', { name: '中身を見る' }).click();
  await page.getByRole('dialog').locator('.sheet').first().waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).click();
  expect(await convert(page, '3')).not.toEqual([]);
  await report(page, /^伏せ字にする/);
  await page.getByRole('button', { name: '文字コードを直す' }).click();
  await page.getByText('3件とも、このまま送れます。').waitFor();
}
