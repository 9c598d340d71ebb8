import type { FileStore } from '../ports.js';
import { type BrowserDatabase, seal, unseal } from './database.js';

const below = (folder: string) => IDBKeyRange.bound(`${folder}/`, `${folder}0`, false, true); // '0' follows '/'

/** The outbox and what was received, in IndexedDB under the terminal's key. */
export function createBrowserFileStore(database: BrowserDatabase, key: CryptoKey): FileStore {
  return {
    list: async (folder) => {
      const paths = await database.getAllKeys('files', below(folder));
      return [...new Set(paths.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
    },
    read: async (path) => {
      const sealed = await database.get('files', path);
      return sealed ? unseal(key, sealed) : null;
    },
    write: async (path, bytes) => {
      await database.put('files', await seal(key, bytes), path);
    },
    writeFolder: async (folder, files) => {
      const sealed = await Promise.all(
        [...files].map(async ([name, bytes]) => [`${folder}/${name}`, await seal(key, bytes)] as const),
      );
      const transaction = database.transaction('files', 'readwrite', { durability: 'strict' });
      await Promise.all([...sealed.map(([path, bytes]) => transaction.store.put(bytes, path)), transaction.done]);
    },
    move: async (from, to) => {
      const transaction = database.transaction('files', 'readwrite');
      const bytes = await transaction.store.get(from);
      if (bytes) await transaction.store.put(bytes, to);
      await transaction.store.delete(from);
      await transaction.done;
    },
    remove: async (path) => {
      const transaction = database.transaction('files', 'readwrite');
      await transaction.store.delete(path);
      await transaction.store.delete(below(path));
      await transaction.done;
    },
  };
}
