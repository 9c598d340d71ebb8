import { columns, pad } from '@musubi/standard';
import { oneLine } from './output.js';

/** A table with a heading line; columns as wide as their widest cell. */
export function table(headings: readonly string[], values: readonly (readonly string[])[]): string {
  const rows = values.map((cells) => cells.map(oneLine));
  const widths = headings.map((heading, at) =>
    Math.max(columns(heading), ...rows.map((row) => columns(row[at] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((width, at) => pad(cells[at] ?? '', width))
      .join('  ')
      .trimEnd();
  return [
    line(headings),
    widths.map((width) => '─'.repeat(Math.ceil(width / 2) * 2).slice(0, width)).join('  '),
    ...rows.map(line),
  ].join('\n');
}
