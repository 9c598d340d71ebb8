import { type Content, heading, label, type Piece } from '../layout/piece.js';
import type { Cell, Head, Row } from '../layout/sheet.js';
import { LABEL_SHADE } from '../layout/style.js';

const LABEL_SIZE = 7.5;

export function labelCell(width: number, text: string, style: Partial<Cell> = {}): Cell {
  const content = [label(text)];
  return { width, content, size: LABEL_SIZE, valign: 'middle', shade: LABEL_SHADE, repeats: true, ...style };
}

export function valueCell(width: number, content: Content | Piece, style: Partial<Cell> = {}): Cell {
  return { width, content: 'text' in content ? [content] : content, valign: 'middle', ...style };
}

/** A row of labels and values; widths alternate as they stand. */
export function labelledRow(entries: readonly (readonly [string, number, Content | Piece, number])[], height = 6): Row {
  const cells = entries.flatMap(([name, labelWidth, value, width]) => [
    labelCell(labelWidth, name),
    valueCell(width, value),
  ]);
  return { cells, minHeight: height };
}

/** A long text beside its label, as high as the form has it and higher when it must be. */
export function longTextRow(name: string, value: Piece, labelWidth: number, width: number, height: number): Row {
  return {
    cells: [labelCell(labelWidth, name, { align: 'center' }), { width, content: [value] }],
    minHeight: height,
  };
}

/** A line of plain text under a form. */
export function noteRow(text: string, width: number): Row {
  return { cells: [{ width, content: [label(text)], size: 7 }], lines: 'none' };
}

/** The words a form offers with the chosen one ringed; an unexpected value is added, never dropped. */
export function choice(options: readonly string[], chosen: Piece, between = '・'): Content {
  const all = chosen.text === '' || options.includes(chosen.text) ? options : [...options, chosen.text];
  return all.flatMap((option, at) => {
    const piece: Piece = option === chosen.text ? { ...chosen, look: 'ring' } : label(option);
    return at === 0 ? [piece] : [label(between), piece];
  });
}

export interface Title {
  /** 第１表 and so on, in its box at the left. */
  readonly number?: string;
  readonly title: string;
  /** At the right, two lines at most: dates and choices. Texts of any length belong into rows, which do not cut them. */
  readonly right?: readonly Content[];
  readonly left?: Content;
}

const TITLE_HEIGHT = 13;

export function titleHead({ number, title, right = [], left = [] }: Title): Head {
  return {
    height: TITLE_HEIGHT,
    draw(canvas, x, y, width) {
      if (number) {
        canvas.frame(x, y, 18, 7, 0.3);
        canvas.box(x, y, 18, 7, [label(number)], { size: 10 });
      }
      canvas.box(x + 20, y + 1.5, width * 0.25, 6, left, { size: 8.5, align: 'left' });
      canvas.box(x + width * 0.25, y, width * 0.5, 9, [heading(title)], { size: 15 });
      for (const [at, content] of right.entries())
        canvas.box(x + width * 0.68, y + at * 5.5, width * 0.32, 5, content, { size: 8.5, align: 'right' });
    },
  };
}

const AGAIN_HEIGHT = 8;

/** The title of further pages: what form, whose. */
export function titleAgain(title: string, name: Content): Head {
  return {
    height: AGAIN_HEIGHT,
    draw(canvas, x, y, width) {
      canvas.box(x, y, width * 0.5, 6, [heading(`${title}（続き）`)], { size: 10, align: 'left' });
      const whose = name.length > 0 ? [label('利用者名　'), ...name, label('　殿')] : [];
      canvas.box(x + width * 0.5, y, width * 0.5, 6, whose, { size: 9, align: 'right' });
    },
  };
}

/** A heading of a table: its words, its columns' width, and headings below it. */
export interface Column {
  readonly name: string;
  readonly width: number;
  readonly below?: readonly Column[];
}

export function headings(columns: readonly Column[], height: number, size = 7): Head {
  return { height, draw: (canvas, x, y) => drawHeadings(canvas, columns, x, y, height, size) };
}

function drawHeadings(
  canvas: Parameters<Head['draw']>[0],
  columns: readonly Column[],
  x: number,
  y: number,
  height: number,
  size: number,
): void {
  let left = x;
  for (const { name, width, below } of columns) {
    const own = below ? height / 2 : height;
    canvas.fill(left, y, width, own, LABEL_SHADE);
    canvas.frame(left, y, width, own);
    canvas.box(left + 0.4, y, width - 0.8, own, [label(name)], { size });
    if (below) drawHeadings(canvas, below, left, y + own, height - own, size);
    left += width;
  }
}
