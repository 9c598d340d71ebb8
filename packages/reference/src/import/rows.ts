/** One row of a file that is imported: its cells as texts, and where it stands. */
export interface SourceRow {
  /** From 1; of a workbook the row of the sheet. */
  readonly line: number;
  /** '' in a CSV. */
  readonly sheet: string;
  readonly cells: readonly string[];
}

/** UTF-8 where the bytes are valid UTF-8 (with or without its mark), MS932 otherwise. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('shift_jis').decode(bytes);
  }
}

/** Returns the commonest separator of the first lines; titles have neither. */
function tabsOrCommas(text: string): string {
  const begin = text.slice(0, 4000);
  return begin.split('\t').length > begin.split(',').length ? '\t' : ',';
}

/** The rows of a CSV with or without quotes; a line break inside quotes belongs to the cell. Tabs separate as commas do. */
export function csvRows(text: string): SourceRow[] {
  const separator = tabsOrCommas(text);
  const rows: SourceRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let begun = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: begun, sheet: '', cells });
    cells = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\n') line++;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[at++];
      else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === separator) {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') {
      endRow();
      begun = line;
    } else if (character !== '\r' && character !== '\u001a') cell += character;
  }
  endRow();
  return rows;
}

/** A workbook begins like every ZIP. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** The rows of every sheet of an xlsx; the library is loaded only when a workbook comes. */
export async function workbookRows(bytes: Uint8Array): Promise<SourceRow[]> {
  const { default: readSheets } = await import('read-excel-file/universal');
  const sheets = await readSheets(new Uint8Array(bytes).buffer);
  return sheets.flatMap(({ sheet, data }) =>
    data.flatMap((row, at) => {
      const cells = row.map((value) => (value === null ? '' : String(value)));
      return cells.some((one) => one.trim() !== '') ? [{ line: at + 1, sheet, cells }] : [];
    }),
  );
}
