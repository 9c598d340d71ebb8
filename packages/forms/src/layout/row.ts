import { points } from '../page.js';
import { type Canvas, lineHeight, SIZE, THICK, THIN } from './canvas.js';
import type { Cell, Row } from './sheet.js';
import { MARGIN } from './sheet.js';
import { PAD } from './style.js';
import { type Line, wrap } from './wrap.js';

/** A cell with its place and its broken text. */
export interface PlacedCell {
  readonly cell: Cell;
  readonly x: number;
  readonly size: number;
  /** Lines that stand in this row itself; none for cells that span several rows. */
  readonly lines: readonly Line[];
  /** Lines of a cell that begins here and goes on in the rows below. */
  readonly spanning: readonly Line[] | null;
  /** The cell with the lines that fit into a height, and with those that do not. */
  upTo(height: number): PlacedCell;
  after(height: number): PlacedCell;
}

export function place(row: Row, next: Row | undefined): PlacedCell[] {
  let x = MARGIN;
  return row.cells.map((cell, at) => {
    const size = cell.size ?? SIZE;
    const left = x;
    x += cell.width;
    if (cell.continues) return placed(cell, left, size, [], null);
    const isEmpty = cell.content.length === 0;
    const lines = isEmpty ? [] : wrap(cell.content, cell.width - 2 * PAD, points(size));
    const spans = next?.cells[at]?.continues === true;
    return placed(cell, left, size, spans ? [] : lines, spans ? lines : null);
  });
}

function placed(
  cell: Cell,
  x: number,
  size: number,
  lines: readonly Line[],
  spanning: readonly Line[] | null,
): PlacedCell {
  const fitting = (height: number) => Math.max(0, Math.floor((height - 2 * PAD + 0.01) / lineHeight(size)));
  return {
    cell,
    x,
    size,
    lines,
    spanning,
    upTo: (height) => placed(cell, x, size, lines.slice(0, fitting(height)), spanning),
    // What spans rows has begun above: it must not begin again.
    after: (height) => placed(cell, x, size, cell.repeats ? lines : lines.slice(fitting(height)), null),
  };
}

/** The lines around a row's cells: above each (not where a cell goes on), at its left, and at the right end. */
export function drawEdges(
  canvas: Canvas,
  cells: readonly PlacedCell[],
  top: number,
  bottom: number,
  isFresh: boolean,
): void {
  let from: number | null = null;
  let right = MARGIN;
  const weight = isFresh ? THICK : THIN;
  const edge = (until: number) => {
    if (from !== null) canvas.line(from, top, until, top, weight);
    from = null;
  };
  for (const [at, { cell, x }] of cells.entries()) {
    if (cell.continues && !isFresh) edge(x);
    else from ??= x;
    canvas.line(x, top, x, bottom, at === 0 ? THICK : THIN);
    right = x + cell.width;
  }
  edge(right);
  canvas.line(right, top, right, bottom, THICK);
}
