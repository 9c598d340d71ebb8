import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkFiles, type Finding, type InputFile } from './index.js';

const FOLDER = fileURLToPath(new URL('../../../test/fixtures/field-cases', import.meta.url));

/** The files of a field case that lie in its folder itself. */
export function fieldCase(name: string): InputFile[] {
  return readdirSync(join(FOLDER, name), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: new Uint8Array(readFileSync(join(FOLDER, name, entry.name))) }));
}

/** One byte is one character: Japanese text passes through untouched, and offsets are those of the file. */
export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** Changes the file of a kind as text of single bytes. */
export function edited(files: readonly InputFile[], kind: string, edit: (text: string) => string): InputFile[] {
  return files.map((file) =>
    file.name.startsWith(`${kind}_`)
      ? { name: file.name, bytes: bytesOf(edit(Buffer.from(file.bytes).toString('latin1'))) }
      : file,
  );
}

/** Changes every row of the file of a kind, cell by cell. No text of these files holds a comma. */
export function editedRows(
  files: readonly InputFile[],
  kind: string,
  edit: (cells: string[], row: number) => readonly string[] | null,
): InputFile[] {
  return edited(files, kind, (text) =>
    text
      .trimEnd()
      .split('\r\n')
      .flatMap((line, row) => edit(line.split(','), row)?.join(',') ?? [])
      .map((line) => `${line}\r\n`)
      .join(''),
  );
}

/** Sets some items (from 1) of every row, or of the rows that `where` picks. */
export function withItems(
  files: readonly InputFile[],
  kind: string,
  items: Readonly<Record<number, string | ((value: string) => string)>>,
  where: (cells: readonly string[], row: number) => boolean = () => true,
): InputFile[] {
  return editedRows(files, kind, (cells, row) => {
    if (!where(cells, row)) return cells;
    return cells.map((cell, at) => {
      const change = items[at + 1];
      return change === undefined ? cell : typeof change === 'string' ? change : change(cell);
    });
  });
}

/** Returns the findings of a check, as "severity code" in its order. */
export function told(files: readonly InputFile[]): string[] {
  return checkFiles(files).findings.map(({ severity, code }: Finding) => `${severity} ${code}`);
}
