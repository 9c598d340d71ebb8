import { type SpreadsheetCell, type SpreadsheetEncoding, spreadsheetFile } from '@musubi/standard';

/** Rows, the heading first, as a CSV file that a spreadsheet opens safely; formulas in cells stay text. */
export function csvFile(rows: readonly (readonly SpreadsheetCell[])[], encoding: SpreadsheetEncoding): Blob {
  return new Blob([spreadsheetFile(rows, encoding).slice()], { type: 'text/csv' });
}
