import { columns, pad, padLeft, wrap } from './layout.js';
import type { TableColumn } from './view.js';

/** As wide as a table may become; wider ones break their cells into lines, as the paper forms do. */
const WIDEST = 156;
const NARROWEST_COLUMN = 8;
const GAP = 2;

/** A table for the terminal: headings, cells as wide as they need to be and no wider than fits. */
export function textTable(heads: readonly TableColumn[], rows: readonly (readonly string[])[]): string[] {
  const widths = fittingWidths(
    heads.map(({ label }, at) => Math.max(columns(label), ...rows.map((row) => widest(row[at] ?? '')))),
  );
  const line = (cells: readonly string[]) => {
    const broken = cells.map((cell, at) => wrap(cell, widths[at] ?? NARROWEST_COLUMN));
    const height = Math.max(1, ...broken.map(({ length }) => length));
    return Array.from({ length: height }, (_, row) =>
      broken
        .map((lines, at) => (heads[at]?.align === 'right' ? padLeft : pad)(lines[row] ?? '', widths[at] ?? 0))
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  };
  const rule = widths.map((width) => '-'.repeat(width)).join(' '.repeat(GAP));
  return [...line(heads.map(({ label }) => label)), rule, ...rows.flatMap(line)];
}

function widest(cell: string): number {
  return Math.max(...cell.split(/\r\n|\r|\n/).map(columns));
}

/** Takes from the widest columns until the table fits; narrow columns (numbers, times) stay whole. */
function fittingWidths(natural: readonly number[]): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, width) => sum + width + GAP, -GAP);
  while (total() > WIDEST) {
    const most = Math.max(...widths);
    if (most <= NARROWEST_COLUMN) break;
    widths[widths.indexOf(most)] = most - 1;
  }
  return widths;
}
