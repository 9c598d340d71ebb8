import { encodeMs932, isInMs932 } from '@musubi/standard';

/** What a spreadsheet takes: UTF-8 with a mark, or MS932 for older ones and care software. */
export type CsvEncoding = 'utf-8' | 'ms932';

/** A cell that a spreadsheet can't take for a formula. */
export function safeCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows, heading first, as CSV text. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(safeCell).join(',')}\r\n`).join('');
}

/** CSV text as bytes; what MS932 lacks becomes 〓, as printers have always done. */
export function csvBytes(text: string, encoding: CsvEncoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(`\ufeff${text}`);
  const writable = [...text].map((character) => (isInMs932(character) ? character : '〓')).join('');
  const encoded = encodeMs932(writable);
  if (!('bytes' in encoded)) throw new TypeError('every character was made sure of');
  return new Uint8Array(encoded.bytes);
}
