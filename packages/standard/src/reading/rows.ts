import type { ReadFile } from './types.js';

/**
 * Whether a record can be read: it has as many items as the layout and is not damaged. The items of others are shifted
 * or gone, so that looking at them would only make noise: one finding of reading says why, nothing else looks at them.
 */
export function canBeRead(file: Pick<ReadFile, 'table' | 'layout' | 'damagedRows'>, row: number): boolean {
  const { layout } = file;
  if (layout !== null && file.table?.itemCount(row) !== layout.items.length) return false;
  return file.damagedRows === null || !file.damagedRows.has(row);
}
