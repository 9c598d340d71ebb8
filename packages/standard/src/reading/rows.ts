import type { ReadFile } from './types.js';

/**
 * Whether a record can be read: it has as many items as the layout and is not damaged. The items of others are shifted
 * or gone, so that looking at them would only make noise: one finding of reading says why, nothing else looks at them.
 */
export function canBeRead(
  { table, layout, damagedRows }: Pick<ReadFile, 'table' | 'layout' | 'damagedRows'>,
  row: number,
): boolean {
  if (damagedRows.size > 0 && damagedRows.has(row)) return false;
  return layout === null || table?.itemCount(row) === layout.items.length;
}
