import { type CheckableFile, isWhole } from './items.js';

/** Whether the file has records and all of them can be read: only then is what it lacks really missing. */
export function isReadable(file: CheckableFile): boolean {
  const known = READABLE.get(file);
  if (known !== undefined) return known;
  const isRead = hasOnlyWholeRows(file);
  READABLE.set(file, isRead);
  return isRead;
}

/** Several checks ask of the same file: its rows are counted once. */
const READABLE = new WeakMap<CheckableFile, boolean>();

function hasOnlyWholeRows(file: CheckableFile): boolean {
  const { rowCount } = file.table;
  for (let row = 0; row < rowCount; row++) if (!isWhole(file, row)) return false;
  return rowCount > 0;
}
