import { parseFileName } from '@musubi/standard';

/** The months that standard files are of, by their names; for plans without one, the month they were made in. */
export function monthsOf(files: readonly { readonly name: string }[]): string[] {
  return files.flatMap(({ name }) => {
    const { parts } = parseFileName(name);
    if (!parts) return [];
    const isMonth = parts.month !== null && parts.month !== '000000';
    return [isMonth ? parts.month : parts.serial.slice(0, 6)];
  });
}
