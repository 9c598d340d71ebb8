import { readFileSync } from 'node:fs';

/** The text of one table in `data/`, for Node; browsers fetch it as an asset of their build. */
export function readTable(name: string): string {
  return readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8');
}
