import { type SpreadsheetCell, type SpreadsheetEncoding, spreadsheetBytes, spreadsheetText } from '@musubi/standard';

/** What a spreadsheet takes: UTF-8 with a mark, or MS932 for older ones and care software. */
export type CsvEncoding = SpreadsheetEncoding;

/** Rows, heading first, as CSV text; no cell is a formula. */
export const csvText = (rows: readonly (readonly SpreadsheetCell[])[]): string => spreadsheetText(rows);

/** CSV text as the bytes of a file; what MS932 lacks becomes 〓. */
export function csvBytes(text: string, encoding: CsvEncoding): Uint8Array<ArrayBuffer> {
  return new Uint8Array(spreadsheetBytes(encoding === 'utf-8' ? `\ufeff${text}` : text, encoding));
}
