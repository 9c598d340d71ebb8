import type { FileStore } from '../ports.js';

/** Part of a store that belongs to one office: what one office left on a terminal is neither seen nor sent by another. */
export function officeStore(store: FileStore, officeNumber: () => string): FileStore {
  const inside = (path: string) => `offices/${officeNumber()}/${path}`;
  return {
    list: (folder) => store.list(inside(folder)),
    read: (path) => store.read(inside(path)),
    write: (path, bytes) => store.write(inside(path), bytes),
    writeFolder: (folder, files) => store.writeFolder(inside(folder), files),
    move: (from, to) => store.move(inside(from), inside(to)),
    remove: (path) => store.remove(inside(path)),
  };
}
