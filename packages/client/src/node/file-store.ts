import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { FileStore } from '../ports.js';

/** The disk is full or can't be written: nothing of what was being saved is left behind. `action` is for a command that stored nothing else. */
export class StorageFailure extends Error {
  override readonly name = 'StorageFailure';
  constructor(
    cause: string,
    readonly action: string,
  ) {
    super(cause);
  }
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** Files below one folder, readable by their owner only; a path can't lead out of it. */
export function createFileStore(root: string): FileStore {
  const home = resolve(root);
  const pathOf = (path: string) => {
    const full = resolve(home, path);
    if (full !== home && !full.startsWith(home + sep)) throw new RangeError('path leads out of the store');
    return full;
  };
  const temporary = (path: string) => join(dirname(path), `.${crypto.randomUUID()}.tmp`);
  return {
    list: async (folder) => {
      try {
        return (await readdir(pathOf(folder))).filter((name) => !name.startsWith('.'));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    read: async (path) => {
      try {
        return new Uint8Array(await readFile(pathOf(path)));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    write: async (path, bytes) => {
      const target = pathOf(path);
      await guarded(temporary(target), async (unfinished) => {
        await writeDurably(unfinished, bytes);
        await rename(unfinished, target);
      });
    },
    writeFolder: async (folder, files) => {
      const target = pathOf(folder);
      await guarded(temporary(target), async (unfinished) => {
        await mkdir(unfinished, { mode: 0o700 });
        for (const [path, bytes] of files) {
          await mkdir(dirname(join(unfinished, path)), { recursive: true, mode: 0o700 });
          await writeDurably(join(unfinished, path), bytes);
        }
        await rename(unfinished, target);
      });
    },
    move: async (from, to) => {
      await mkdir(dirname(pathOf(to)), { recursive: true, mode: 0o700 });
      await rename(pathOf(from), pathOf(to));
    },
    remove: (path) => rm(pathOf(path), { recursive: true, force: true }),
  };
}

/** Runs a write beside its target; on failure the unfinished part is removed and the cause is said in words. */
async function guarded(unfinished: string, run: (unfinished: string) => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(unfinished), { recursive: true, mode: 0o700 });
    await run(unfinished);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
      throw new StorageFailure(
        'ディスクの空きがないため保存できませんでした。',
        '空きを作ってから、もう一度実行してください。',
      );
    if (['EACCES', 'EPERM', 'EROFS'].includes(code))
      throw new StorageFailure(
        '保存先のフォルダに書き込めません。',
        'フォルダの権限を確かめてから、もう一度実行してください。',
      );
    throw error;
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
