import { judgeReceived, type KeptContent, safeName } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { zipSync } from 'fflate';
import type { Desk } from '../app/desk.js';
import { download } from '../check/download.js';
import { openContent } from './contents.js';

/** What became of one transmission of a retrieval. */
export interface Retrieved {
  readonly transmission: Transmission;
  readonly content: KeptContent | null;
  readonly error: unknown;
}

/** Fetches several, one after the other; one that fails does not stop the rest. */
export async function retrieveAll(
  desk: Desk,
  transmissions: readonly Transmission[],
  onProgress: (done: number) => void,
): Promise<Retrieved[]> {
  const results: Retrieved[] = [];
  for (const transmission of transmissions) {
    try {
      results.push({ transmission, content: await openContent(desk, transmission), error: null });
    } catch (error) {
      results.push({ transmission, content: null, error });
    }
    onProgress(results.length);
  }
  return results;
}

/**
 * Files as they go to the person: standard files at the top, where care software looks, attachments and messages in a
 * folder per partner. Two different files of one name get a number.
 */
export function filesToSave(retrieved: readonly Retrieved[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const add = (path: string, bytes: Uint8Array) => {
    for (let copy = 1; ; copy++) {
      const target = copy === 1 ? path : path.replace(/(\.[^./]+)?$/, ` (${copy})$1`);
      const known = files.get(target);
      if (known && !(known.length === bytes.length && known.every((byte, at) => byte === bytes[at]))) continue;
      files.set(target, bytes);
      return;
    }
  };
  for (const { transmission, content } of retrieved) {
    if (!content) continue;
    const folder = `添付とメッセージ/${safeName(transmission.sender.name)}_${transmission.submittedAt.slice(0, 10)}`;
    for (const { name, bytes } of content.files) add(safeName(name), bytes);
    for (const { name, bytes } of content.attachments.map(judgeReceived)) add(`${folder}/${name}`, bytes);
    if (content.message !== null) add(`${folder}/メッセージ.txt`, new TextEncoder().encode(content.message));
  }
  return files;
}

export function saveAsZip(name: string, files: ReadonlyMap<string, Uint8Array>): void {
  const zip = zipSync(Object.fromEntries(files), { level: 1 });
  download(name, new Uint8Array(zip), 'application/zip');
}

const FOLDER = 'received';

/** The browser's own folder picker, where there is one (Edge and Chrome on computers). */
interface FolderWindow extends Window {
  showDirectoryPicker(options: { id: string; mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}
interface PermittedHandle extends FileSystemDirectoryHandle {
  requestPermission(options: { mode: 'readwrite' }): Promise<PermissionState>;
}

const hasPicker = (window: Window): window is FolderWindow => 'showDirectoryPicker' in window;
const asksPermission = (handle: FileSystemDirectoryHandle): handle is PermittedHandle => 'requestPermission' in handle;

export const canSaveToFolder = () => hasPicker(window);

/** Lets the person pick the folder that care software reads from; asked once. */
export async function pickFolder(desk: Desk): Promise<FileSystemDirectoryHandle> {
  if (!hasPicker(window)) throw new TypeError('this browser has no folder picker');
  const handle = await window.showDirectoryPicker({ id: 'musubi-received', mode: 'readwrite' });
  await desk.database.put('folders', handle, FOLDER);
  return handle;
}

export async function knownFolder(desk: Desk): Promise<FileSystemDirectoryHandle | null> {
  return (await desk.database.get('folders', FOLDER)) ?? null;
}

export async function forgetFolder(desk: Desk): Promise<void> {
  await desk.database.delete('folders', FOLDER);
}

/** Writes into the picked folder; a file of the same name and other content is never overwritten. */
export async function saveToFolder(desk: Desk, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const known = await knownFolder(desk);
  const isAllowed =
    known && (!asksPermission(known) || (await known.requestPermission({ mode: 'readwrite' })) === 'granted');
  const root = known && isAllowed ? known : await pickFolder(desk);
  for (const [path, bytes] of files) await writeInto(root, path, bytes);
  return root.name;
}

async function writeInto(root: FileSystemDirectoryHandle, path: string, bytes: Uint8Array): Promise<void> {
  const parts = path.split('/');
  const name = parts.pop() ?? path;
  let folder = root;
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
  for (let copy = 1; ; copy++) {
    const target = copy === 1 ? name : name.replace(/(\.[^.]+)?$/, ` (${copy})$1`);
    const existing = await folder.getFileHandle(target).catch(() => null); // not there yet
    if (existing) {
      const before = new Uint8Array(await (await existing.getFile()).arrayBuffer());
      if (before.length === bytes.length && before.every((byte, at) => byte === bytes[at])) return;
      continue;
    }
    const handle = await folder.getFileHandle(target, { create: true });
    const writing = await handle.createWritable();
    await writing.write(new Uint8Array(bytes));
    await writing.close();
    return;
  }
}
