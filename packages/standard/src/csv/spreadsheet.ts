import { encodeMs932 } from '../ms932/encode.js';

/** How a spreadsheet on this PC likes its CSV: Excel opens MS932 by itself, and UTF-8 when a BOM says so. */
export type SpreadsheetEncoding = 'ms932' | 'utf-8';
export type SpreadsheetCell = string | number;

/** What spreadsheets take for a formula at the start of a cell, full-width forms included (OWASP, CSV injection). */
const FORMULA_START = /^[=+\-@＝＋－＠\t\r]/;

/** One cell for a spreadsheet: quoted where needed; a text it would run as a formula gets a leading apostrophe. */
export function spreadsheetCell(cell: SpreadsheetCell): string {
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as the text of a CSV file, each line ended by CR LF. */
export function spreadsheetText(rows: readonly (readonly SpreadsheetCell[])[]): string {
  return rows.map((cells) => `${cells.map(spreadsheetCell).join(',')}\r\n`).join('');
}

/** Text as the bytes of a CSV file or a part of one; characters MS932 lacks become 〓, as printers do with missing types. */
export function spreadsheetBytes(text: string, encoding: SpreadsheetEncoding): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const encoded = encodeMs932(text);
  if ('bytes' in encoded) return encoded.bytes;
  const missing = new Set(encoded.unencodable.map(({ character }) => character));
  const known = [...text].map((character) => (missing.has(character) ? '〓' : character)).join('');
  return spreadsheetBytes(known, encoding);
}

/** A whole CSV file for a spreadsheet; UTF-8 begins with the byte order mark that spreadsheets look for. */
export function spreadsheetFile(
  rows: readonly (readonly SpreadsheetCell[])[],
  encoding: SpreadsheetEncoding,
): Uint8Array {
  return spreadsheetBytes(`${encoding === 'utf-8' ? '\ufeff' : ''}${spreadsheetText(rows)}`, encoding);
}
