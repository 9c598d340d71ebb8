/** A row of a CSV file and the line it begins on, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Text of a file that says nothing about its encoding: UTF-8 (with or without mark) unless its start is none, else MS932. */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(looksLikeUtf8(chunk) ? 'utf-8' : 'shift_jis');
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder) yield decoder.decode();
}

function looksLikeUtf8(start: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false; // the heading is Japanese: its first bytes tell
  }
}

const isBlank = (cells: readonly string[]) => cells.length === 1 && cells[0] === '';

/** Rows of CSV (RFC 4180: quoted cells may hold commas, doubled quotes and line breaks) as the text comes in. */
export async function* readCsvRows(texts: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  let cells: string[] = [];
  let cell = '';
  let quoted: 'no' | 'yes' | 'closing' = 'no';
  let line = 1;
  let start = 1;
  for await (const text of texts) {
    for (const character of text) {
      if (character === '\n') line++;
      if (quoted === 'yes') {
        if (character === '"') quoted = 'closing';
        else cell += character;
        continue;
      }
      if (character === '"' && (quoted === 'closing' || cell === '')) {
        if (quoted === 'closing') cell += '"';
        quoted = 'yes';
        continue;
      }
      quoted = 'no';
      if (character === ',') {
        cells.push(cell);
        cell = '';
      } else if (character === '\n') {
        cells.push(cell);
        if (!isBlank(cells)) yield { line: start, cells };
        [cells, cell, start] = [[], '', line];
      } else if (character !== '\r') cell += character;
    }
  }
  cells.push(cell);
  if (!isBlank(cells)) yield { line: start, cells };
}
