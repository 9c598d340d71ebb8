import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import as a file writes it. `typeOnly` imports vanish at run time and can't make a cycle. */
export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
  readonly line: number;
}

const STATIC = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gms;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Static and dynamic imports of a TypeScript source text. Reads text, not syntax: enough for our own style. */
export function importsOf(source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const lineOf = (index: number) => code.slice(0, index).split('\n').length;
  const imports: Import[] = [];
  for (const match of code.matchAll(STATIC)) {
    if (match[2]) {
      imports.push({ specifier: match[2], typeOnly: Boolean(match[1]), dynamic: false, line: lineOf(match.index) });
    }
  }
  for (const match of code.matchAll(DYNAMIC)) {
    if (match[1]) imports.push({ specifier: match[1], typeOnly: false, dynamic: true, line: lineOf(match.index) });
  }
  return imports;
}

/** The room (package folder) a file or `@musubi/…` specifier belongs to, null outside packages/. */
export function roomOf(pathOrSpecifier: string, root: string): string | null {
  const scoped = /^@musubi\/([^/]+)/.exec(pathOrSpecifier);
  if (scoped?.[1]) return scoped[1];
  const parts = relative(join(root, 'packages'), pathOrSpecifier).split('/');
  return parts[0] && parts[0] !== '..' ? parts[0] : null;
}

/** The file a relative specifier means, or null for packages. */
export function resolveRelative(fromFile: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = resolve(dirname(fromFile), specifier);
  for (const candidate of [target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx'), target]) {
    if (existsSync(candidate)) return candidate;
  }
  return null;
}

export function readImports(file: string): Import[] {
  return importsOf(readFileSync(file, 'utf8'));
}
