import type { Bookmark, FormDocument, FormPage } from '../page.js';
import { ArchivePdf, type PdfAttachment } from './archive-pdf.js';
import { drawItem, POINTS_PER_MM } from './draw.js';
import { readFontFile } from './font-file.js';
import { missingIn, visible } from './missing.js';

export type { PdfAttachment } from './archive-pdf.js';

const FONT = 'forms';

/** Files that travel inside a PDF, and when they were made. */
export interface PdfAttachments {
  readonly files: readonly PdfAttachment[];
  readonly madeAt: Date;
}

export interface PdfOptions {
  /** Hears how many pages are drawn. */
  readonly onPage?: (done: number) => void;
  readonly attachments?: PdfAttachments;
}

/**
 * The document as PDF/A-2b, with attachments as PDF/A-3b: the font embedded with the characters used, texts selectable,
 * bookmarks per client and form. `font` is the TrueType file whose measures the layout knows: Noto Sans JP Regular.
 */
export async function toPdf(
  document: FormDocument,
  font: Uint8Array,
  { onPage, attachments }: PdfOptions = {},
): Promise<Uint8Array> {
  const characters = readFontFile(font);
  const pdf = new ArchivePdf(visible(document.title, characters));
  const written = collect(pdf);
  pdf.registerFont(FONT, font);
  for (const [at, page] of document.pages.entries()) {
    drawPage(pdf, page, (text) => visible(text, characters));
    onPage?.(at + 1);
  }
  addBookmarks(pdf.outline, document.bookmarks, { expanded: false });
  if (attachments) for (const file of attachments.files) pdf.attach(file, attachments.madeAt);
  pdf.finish();
  return written;
}

/** Characters of the document that the font lacks and how often each stands there: they are drawn as 〓. */
export function missingCharacters(document: FormDocument, font: Uint8Array): ReadonlyMap<string, number> {
  const texts = document.pages.flatMap(({ items }) =>
    items.flatMap((item) => (item.type === 'text' ? [item.text] : [])),
  );
  return missingIn(texts, readFontFile(font));
}

function drawPage(pdf: PDFKit.PDFDocument, { width, height, items }: FormPage, show: (text: string) => string): void {
  pdf.addPage({ size: [width * POINTS_PER_MM, height * POINTS_PER_MM], margin: 0 });
  pdf.font(FONT);
  for (const item of items) drawItem(pdf, item, show);
}

/** The types of pdfkit do not know `pageNumber` yet, which counts from 0. */
interface OutlineOptions {
  readonly expanded: boolean;
  readonly pageNumber?: number;
}

function addBookmarks(outline: PDFKit.PDFOutline, bookmarks: readonly Bookmark[], options: OutlineOptions): void {
  for (const { title, page, children } of bookmarks) {
    const place: OutlineOptions = { ...options, pageNumber: page };
    addBookmarks(outline.addItem(title, place), children, options);
  }
}

function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('error', reject);
    pdf.on('end', () => {
      const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      resolve(bytes);
    });
  });
}
