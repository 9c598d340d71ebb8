import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'fixtures', 'generated']);

/** All TypeScript sources below the project's folders, as absolute paths. */
export function sourceFiles(root: string): string[] {
  return ['packages', 'tools', 'test', 'bench', 'demo'].flatMap((folder) => walk(join(root, folder)));
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
