import type { Align, Canvas } from './canvas.js';
import type { Content } from './piece.js';

/** A cell of a row. Values stand in cells, because cells grow with what they hold and flow onto the next page. */
export interface Cell {
  readonly width: number;
  readonly content: Content;
  /** In points. */
  readonly size?: number;
  readonly align?: Align;
  readonly valign?: 'top' | 'middle';
  /** Ground of the cell, 0 black to 1 white. */
  readonly shade?: number;
  /** One with the cell above it, which flows down into it: no line between them. */
  readonly continues?: boolean;
  /** Stands again where the row goes on on the next page, as labels do. */
  readonly repeats?: boolean;
}

export interface Row {
  readonly cells: readonly Cell[];
  readonly minHeight?: number;
  /** Stays on one page with the row after it. */
  readonly staysWithNext?: boolean;
  /** Lines around the cells (the default), below the row only, or none. */
  readonly lines?: 'around' | 'below' | 'none';
  /** Draws what no cell can hold (第3表's grid), within `minHeight`. */
  paint?(canvas: Canvas, x: number, y: number): void;
}

/** Something of fixed height at the top: a form's title, or the headings of a table. */
export interface Head {
  readonly height: number;
  draw(canvas: Canvas, x: number, y: number, width: number): void;
}

/** Rows under headings that stand again on every page the rows go on to. */
export interface Section {
  readonly head?: Head;
  readonly rows: readonly Row[];
  readonly gap?: number;
}

/** A form ready to be cut into pages. */
export interface Sheet {
  readonly isLandscape: boolean;
  /** At the top of the first page, and shorter at the top of each further one. */
  readonly title: Head;
  readonly titleAgain: Head;
  readonly sections: readonly Section[];
}

export const MARGIN = 10;
const SHORT = 210;
const LONG = 297;

/** A4. */
export function paperOf({ isLandscape }: Sheet): { readonly width: number; readonly height: number } {
  return isLandscape ? { width: LONG, height: SHORT } : { width: SHORT, height: LONG };
}

/** What lies between the margins. */
export const LANDSCAPE = LONG - 2 * MARGIN;
export const PORTRAIT = SHORT - 2 * MARGIN;
