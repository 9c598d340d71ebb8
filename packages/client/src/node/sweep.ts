import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Our own unfinished files and folders (file-store.ts), and nobody else's. */
const UNFINISHED = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/**
 * Removes what a killed process had not finished writing, once it is a day old: nobody works on it any more. Looks into a
 * folder itself and all the way down into those of its folders that are named.
 */
export async function sweepUnfinished(root: string, folders: readonly string[], now: Date): Promise<void> {
  await sweep(root, now, (name) => folders.includes(name));
}

async function sweep(folder: string, now: Date, goesInto: (name: string) => boolean): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // not there yet, or not ours to read
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (UNFINISHED.test(entry.name)) await removeOld(path, now);
    else if (entry.isDirectory() && goesInto(entry.name)) await sweep(path, now, () => true);
  }
}

async function removeOld(path: string, now: Date): Promise<void> {
  const age = await stat(path).then(
    ({ mtimeMs }) => now.getTime() - mtimeMs,
    () => 0, // its writer finished it just now
  );
  if (age > DAY_MS) await rm(path, { recursive: true, force: true });
}
