/** Where a printed value stands in the files: what lets a person look it up. `item` is the ministry's item name. */
export interface Source {
  readonly file: string;
  /** From 1. */
  readonly record: number;
  readonly item: string;
}

/** A straight line; all measures of a page are millimetres from its top left corner. */
export interface LineItem {
  readonly type: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
}

/** A box: filled, outlined, or both. Black ones stand where a masked print hides a value (its sources stay known). */
export interface RectItem {
  readonly type: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0 black to 1 white; null for none. */
  readonly fill: number | null;
  /** Width of the outline; null for none. */
  readonly stroke: number | null;
  readonly radius: number;
  readonly sources: readonly Source[];
}

/** One line of text, already broken and placed. */
export interface TextItem {
  readonly type: 'text';
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  /** As wide as the text is by the font's own measures. */
  readonly width: number;
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  /** Empty for what the form itself says; otherwise the items this text prints. */
  readonly sources: readonly Source[];
}

/** A JPEG picture (家族構成図), scaled into its box without changing its proportions. */
export interface ImageItem {
  readonly type: 'image';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
  readonly sources: readonly Source[];
}

export type PageItem = LineItem | RectItem | TextItem | ImageItem;

/** A page as plain data: the screen draws it as SVG, `toPdf` as PDF, both the same. */
export interface FormPage {
  readonly width: number;
  readonly height: number;
  readonly items: readonly PageItem[];
}

export interface Bookmark {
  readonly title: string;
  /** Index into the document's pages. */
  readonly page: number;
  readonly children: readonly Bookmark[];
}

export interface FormDocument {
  readonly title: string;
  readonly pages: readonly FormPage[];
  /** Per client, with the client's forms below. */
  readonly bookmarks: readonly Bookmark[];
  /** Records that could not be read and stand on no form; checks say why. */
  readonly unreadable: number;
}

/** Bold is the same font with thicker outlines, part of its size: one font file less to load, and nothing moves. */
export const BOLD = 0.022;

const MM_PER_POINT = 25.4 / 72;

/** Sizes of letters are spoken of in points; pages are measured in millimetres. */
export function points(size: number): number {
  return size * MM_PER_POINT;
}
