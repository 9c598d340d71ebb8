import { type FormPage, type PageItem, points, type Source } from '../page.js';
import { measure } from './measure.js';
import type { Content } from './piece.js';
import { type Line, wrap } from './wrap.js';

export type Align = 'left' | 'center' | 'right';

/** How a text stands in its box. */
export interface TextStyle {
  /** In points. */
  readonly size?: number;
  readonly align?: Align;
  readonly valign?: 'top' | 'middle';
}

export const SIZE = 8.5;
/** Smaller letters nobody can read on paper; what does not fit even so is cut with … where a form repeats itself. */
export const SMALLEST = 5;
export const THIN = 0.15;
export const THICK = 0.35;
const LINE_HEIGHT = 1.3;
/** The font's letters reach from 0.88 above to 0.12 below the baseline. */
const ASCENT = 0.88;
const NO_SOURCES: readonly Source[] = [];

export function lineHeight(size: number): number {
  return points(size) * LINE_HEIGHT;
}

/** A page being drawn. */
export class Canvas {
  readonly items: PageItem[] = [];

  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  page(): FormPage {
    return { width: this.width, height: this.height, items: this.items };
  }

  line(x1: number, y1: number, x2: number, y2: number, width = THIN): void {
    this.items.push({ type: 'line', x1, y1, x2, y2, width });
  }

  fill(x: number, y: number, width: number, height: number, shade: number, sources = NO_SOURCES): void {
    this.items.push({ type: 'rect', x, y, width, height, fill: shade, stroke: null, radius: 0, sources });
  }

  frame(x: number, y: number, width: number, height: number, stroke = THIN, radius = 0): void {
    this.items.push({ type: 'rect', x, y, width, height, fill: null, stroke, radius, sources: NO_SOURCES });
  }

  image(x: number, y: number, width: number, height: number, bytes: Uint8Array, sources: readonly Source[]): void {
    this.items.push({ type: 'image', x, y, width, height, bytes, sources });
  }

  /** Lines already broken, from `y` down, within `width`. Gives the height they take. */
  lines(x: number, y: number, width: number, lines: readonly Line[], size: number, align: Align = 'left'): number {
    const height = lineHeight(size);
    const letters = points(size);
    for (const [at, line] of lines.entries()) {
      const room = Math.max(0, width - line.width);
      const left = x + (align === 'left' ? 0 : align === 'center' ? room / 2 : room);
      const top = y + at * height + (height - letters) / 2;
      for (const fragment of line.fragments) this.#fragment(fragment, left + fragment.x, top, letters);
    }
    return lines.length * height;
  }

  #fragment({ piece, text, width }: Line['fragments'][number], x: number, top: number, size: number): void {
    const { look, sources } = piece;
    if (look === 'bar') this.fill(x, top + size * 0.05, width, size * 0.9, 0, sources);
    if (look === 'bar' || text.trim() === '') return;
    if (look === 'ring')
      this.frame(x - size * 0.25, top - size * 0.1, width + size * 0.5, size * 1.2, 0.25, size * 0.55);
    const bold = look === 'bold';
    this.items.push({ type: 'text', x, y: top + size * ASCENT, width, text, size, bold, sources });
  }

  /**
   * Text in a box of fixed size, for headings and what repeats itself: smaller letters when it is too long, cut with …
   * when that is not enough. Values that stand nowhere else belong into rows, which grow.
   */
  box(x: number, y: number, width: number, height: number, content: Content, style: TextStyle = {}): void {
    const { align = 'center', valign = 'middle' } = style;
    let size = style.size ?? SIZE;
    let lines = wrap(content, width, points(size));
    while (size > SMALLEST && lines.length * lineHeight(size) > height) {
      size = Math.max(SMALLEST, size - 0.5);
      lines = wrap(content, width, points(size));
    }
    const most = Math.max(1, Math.floor((height + 0.01) / lineHeight(size)));
    if (lines.length > most) lines = cut(lines, most, width, points(size));
    const free = height - lines.length * lineHeight(size);
    this.lines(x, y + (valign === 'middle' ? free / 2 : 0), width, lines, size, align);
  }
}

function cut(lines: readonly Line[], most: number, width: number, size: number): readonly Line[] {
  const kept = lines.slice(0, most);
  const last = kept.at(-1)?.fragments.at(-1);
  if (!last) return kept;
  const line = kept.at(-1);
  let text = last.text;
  while (text !== '' && last.x + measure(`${text}…`, size) > width) text = [...text].slice(0, -1).join('');
  last.text = `${text}…`;
  last.width = measure(last.text, size);
  if (line) line.width = last.x + last.width;
  return kept;
}
