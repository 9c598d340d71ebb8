import type { Bookmark, FormPage, Source } from '@musubi/forms';
import type { InputFile, Unused } from '@musubi/standard';

/** A laid-out document without its pages, which are asked for when they are drawn. */
export interface OpenedForms {
  readonly title: string;
  /** In millimetres, by page. */
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
  readonly bookmarks: readonly Bookmark[];
  /** Parts of the files that are not in the forms. */
  readonly unused: readonly Unused[];
}

export interface MadePdf {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Characters that the font lacks, drawn as 〓. */
  readonly missing: readonly string[];
}

/** The worker's interface (`tables` are the imported tables of service codes): laying out and the PDF, so that the screen never stops. It holds one document. */
export interface FormsApi {
  open(files: readonly InputFile[], masked: boolean, tables: readonly string[]): Promise<OpenedForms>;
  /** Pages `from` to before `until`. */
  pages(from: number, until: number): readonly FormPage[];
  /** What the file itself says for a printed value, before it was made readable. */
  rawValue(source: Source): string | null;
  /** The document, or one client of it by the place of its bookmark, as PDF. */
  pdf(client: number | null, onPage: (done: number) => void): Promise<MadePdf>;
}
