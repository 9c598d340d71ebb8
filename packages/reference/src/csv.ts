/** The rows of one of our own tables as lists of cells: no quotes, no blanks, the names of columns in the first line. */
export function cellsOf(text: string): string[][] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

export const numberOf = (text: string): number | null => (text === '' ? null : Number(text));
