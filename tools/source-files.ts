import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'fixtures', 'generated']);

/** All TypeScript sources below the project's folders, as absolute paths. */
export function sourceFiles(root: string): string[] {
  return ['packages', 'tools', 'test', 'bench', 'demo'].flatMap((folder) => walk(join(root, folder)));
}

/** The tests that try more when they are given the time (`fuzzRuns`). */
export function fuzzTests(root: string): string[] {
  return sourceFiles(root).filter(
    (file) => file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('fuzzRuns('),
  );
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
