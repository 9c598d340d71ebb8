import type { FormPage } from '../page.js';
import { Canvas, lineHeight, SIZE, THICK } from './canvas.js';
import { label } from './piece.js';
import { drawEdges, type PlacedCell, place } from './row.js';
import { MARGIN, paperOf, type Row, type Section, type Sheet } from './sheet.js';
import { Spans } from './spans.js';
import { PAD } from './style.js';

/** A row taller than this part of a page is cut where the page ends; shorter ones move on as a whole. */
const CUT_FROM = 0.4;
const ROUNDING = 0.01;
/** Room for the page number below the rows. */
const FOOT = 5;

/** Cuts a form into pages: rows grow with their texts and go on on further pages under repeated headings. */
export function layOut(sheet: Sheet): FormPage[] {
  const flow = new Flow(sheet);
  for (const section of sheet.sections) flow.section(section);
  return flow.pages();
}

class Flow {
  readonly #sheet: Sheet;
  readonly #width: number;
  readonly #bottom: number;
  readonly #canvases: Canvas[] = [];
  readonly #spans = new Spans();
  #canvas: Canvas;
  #section: Section | null = null;
  #y = MARGIN;
  /** Where rows begin on this page. */
  #bodyTop = MARGIN;
  /** The next row is the first under headings or on a page: it draws the lines above all of its cells. */
  #isFresh = true;
  #closes: 'line' | 'nothing' = 'nothing';

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
    const { width, height } = paperOf(sheet);
    this.#width = width - 2 * MARGIN;
    this.#bottom = height - MARGIN - FOOT;
    this.#canvas = this.#addCanvas();
    sheet.title.draw(this.#canvas, MARGIN, MARGIN, this.#width);
    this.#y += sheet.title.height;
    this.#bodyTop = this.#y;
  }

  #addCanvas(): Canvas {
    const { width, height } = paperOf(this.#sheet);
    const canvas = new Canvas(width, height);
    this.#canvases.push(canvas);
    return canvas;
  }

  section(section: Section): void {
    const [first] = section.rows;
    if (!first) return;
    this.#section = null;
    const start = (section.gap ?? 0) + (section.head?.height ?? 0);
    const height = this.#measure(place(first, section.rows[1]), first.minHeight ?? 0, section.rows[1]);
    if (this.#y + start + Math.min(height, 4 * lineHeight(SIZE)) > this.#bottom) this.#turn();
    else this.#y += section.gap ?? 0;
    this.#section = section;
    this.#drawHead();
    for (const [at, row] of section.rows.entries()) this.#row(row, section.rows[at + 1], section.rows[at + 2]);
    this.#close();
  }

  pages(): FormPage[] {
    const total = this.#canvases.length;
    return this.#canvases.map((canvas, at) => {
      const content = [label(`${at + 1}／${total}`)];
      if (total > 1)
        canvas.box(canvas.width - MARGIN - 20, this.#bottom + 1, 20, 4, content, { size: 7, align: 'right' });
      return canvas.page();
    });
  }

  #drawHead(): void {
    const head = this.#section?.head;
    head?.draw(this.#canvas, MARGIN, this.#y, this.#width);
    this.#y += head?.height ?? 0;
    this.#isFresh = true;
  }

  /** Ends the page: what spans rows is written as far as it fits and goes on below the headings of the next page. */
  #turn(): void {
    this.#spans.flush(this.#canvas, this.#y);
    this.#close();
    this.#canvas = this.#addCanvas();
    const { titleAgain } = this.#sheet;
    titleAgain.draw(this.#canvas, MARGIN, MARGIN, this.#width);
    this.#y = MARGIN + titleAgain.height;
    this.#drawHead();
    this.#bodyTop = this.#y;
    this.#spans.restart(this.#y);
  }

  #close(): void {
    if (this.#closes === 'line') this.#canvas.line(MARGIN, this.#y, MARGIN + this.#width, this.#y, THICK);
    this.#closes = 'nothing';
  }

  /** The height of a row, with what cells spanning down to it still have to say. */
  #measure(cells: readonly PlacedCell[], least: number, below: Row | undefined): number {
    const own = cells.map(({ lines, size }) => heightOf(lines.length, size));
    return Math.max(least, ...own, this.#spans.heightAt(this.#y, cells, below));
  }

  /** The height of a row and the one it stays with, which may hold together more than each by itself. */
  #together(row: Row, height: number, cells: readonly PlacedCell[], next: Row, afterNext: Row | undefined): number {
    const following = this.#measure(place(next, afterNext), next.minHeight ?? 0, afterNext);
    const spanning = cells.map(({ spanning: lines, size }) => heightOf(lines?.length ?? 0, size));
    return row.staysWithNext ? Math.max(height + following, ...spanning) : height;
  }

  #row(row: Row, next: Row | undefined, afterNext: Row | undefined): void {
    let cells = place(row, next);
    let least = row.minHeight ?? 0;
    for (;;) {
      const height = this.#measure(cells, least, next);
      const whole = next ? this.#together(row, height, cells, next, afterNext) : height;
      const space = this.#bottom - this.#y;
      const isAtTop = this.#y <= this.#bodyTop + ROUNDING;
      if ((isAtTop ? height : whole) <= space + ROUNDING) {
        this.#draw(row, cells, height, next);
        return;
      }
      const isShort = whole <= (this.#bottom - this.#bodyTop) * CUT_FROM;
      const fits = Math.min(...cells.map(({ size }) => Math.floor((space - 2 * PAD) / lineHeight(size))));
      if (!isAtTop && (isShort || fits < 2)) this.#turn();
      else {
        this.#draw(
          row,
          cells.map((cell) => cell.upTo(space)),
          space,
          row,
        );
        cells = cells.map((cell) => cell.after(space));
        least = Math.max(0, least - space);
        const isDone = cells.every(({ cell, lines }) => cell.repeats || lines.length === 0) && least < ROUNDING;
        if (isDone && this.#spans.heightAt(this.#y, cells, next) < ROUNDING) {
          this.#spans.end(this.#canvas, this.#y, next);
          return;
        }
        this.#turn();
      }
    }
  }

  /** Draws a row, or the part of it that fits; `below` is what follows, so that cells which go on stay open. */
  #draw(row: Row, cells: readonly PlacedCell[], height: number, below: Row | undefined): void {
    const bottom = this.#y + height;
    for (const { cell, x, lines, size } of cells) {
      if (cell.shade !== undefined) this.#canvas.fill(x, this.#y, cell.width, height, cell.shade);
      if (lines.length === 0) continue;
      const free = height - 2 * PAD - lines.length * lineHeight(size);
      const down = cell.valign === 'middle' ? Math.max(0, free / 2) : 0;
      this.#canvas.lines(x + PAD, this.#y + PAD + down, cell.width - 2 * PAD, lines, size, cell.align);
    }
    this.#spans.begin(cells, this.#y);
    row.paint?.(this.#canvas, MARGIN, this.#y);
    const { lines = 'around' } = row;
    if (lines === 'around') drawEdges(this.#canvas, cells, this.#y, bottom, this.#isFresh);
    if (lines === 'below') this.#canvas.line(MARGIN, bottom, MARGIN + this.#width, bottom);
    this.#closes = lines === 'around' ? 'line' : 'nothing';
    this.#isFresh = lines !== 'around';
    this.#y = bottom;
    if (below !== row) this.#spans.end(this.#canvas, this.#y, below);
  }
}

function heightOf(lines: number, size: number): number {
  return lines === 0 ? 0 : lines * lineHeight(size) + 2 * PAD;
}
