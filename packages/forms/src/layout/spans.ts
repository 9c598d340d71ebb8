import { points } from '../page.js';
import { type Canvas, lineHeight } from './canvas.js';
import { isSaid, label } from './piece.js';
import type { PlacedCell } from './row.js';
import type { Row } from './sheet.js';
import { PAD } from './style.js';
import { type Line, wrap } from './wrap.js';

const GOES_ON = label('（続き）');

/** A cell that goes down over several rows: its text flows past their lines and onto the next page. */
interface Span {
  readonly at: number;
  readonly start: PlacedCell;
  left: readonly Line[];
  /** Where it began, or where it went on on this page. */
  top: number;
}

export class Spans {
  #open: Span[] = [];

  begin(cells: readonly PlacedCell[], top: number): void {
    for (const [at, start] of cells.entries())
      if (start.spanning) this.#open.push({ at, start, left: start.spanning, top });
  }

  /** How high a row at `y` has to be so that the spans which end in it (`below` does not go on) have said everything. */
  heightAt(y: number, cells: readonly PlacedCell[], below: Row | undefined): number {
    const ending = this.#open.filter(({ at }) => cells[at]?.cell.continues && !below?.cells[at]?.continues);
    return Math.max(0, ...ending.map((span) => this.#needed(span) - (y - span.top)));
  }

  #needed({ left, start }: Span): number {
    return left.length === 0 ? 0 : left.length * lineHeight(start.size) + 2 * PAD;
  }

  /** Writes what has room above `bottom`. */
  flush(canvas: Canvas, bottom: number): void {
    for (const span of this.#open) this.#write(canvas, span, bottom);
  }

  /** The spans go on at the top of a new page; one that has said everything says that it goes on. */
  restart(top: number): void {
    for (const span of this.#open) {
      span.top = top;
      const { cell, size } = span.start;
      if (span.left.length === 0 && cell.content.some(isSaid))
        span.left = wrap([GOES_ON], cell.width - 2 * PAD, points(size));
    }
  }

  /** Writes and forgets the spans which the row below does not continue. */
  end(canvas: Canvas, bottom: number, below: Row | undefined): void {
    const goesOn = ({ at }: Span) => below?.cells[at]?.continues === true;
    for (const span of this.#open.filter((one) => !goesOn(one))) this.#write(canvas, span, bottom);
    this.#open = this.#open.filter(goesOn);
  }

  #write(canvas: Canvas, span: Span, bottom: number): void {
    const { start } = span;
    const height = lineHeight(start.size);
    const most = Math.floor((bottom - span.top - 2 * PAD + 0.01) / height);
    const lines = span.left.slice(0, Math.max(0, most));
    span.left = span.left.slice(lines.length);
    const { cell, x, size } = start;
    const free = bottom - span.top - 2 * PAD - lines.length * height;
    const down = cell.valign === 'middle' ? Math.max(0, free / 2) : 0;
    canvas.lines(x + PAD, span.top + PAD + down, cell.width - 2 * PAD, lines, size, cell.align);
  }
}
