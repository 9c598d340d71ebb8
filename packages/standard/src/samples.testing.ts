import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InputFile } from './reading/types.js';

/** Where the fictitious sample files live; only tests read them. */
export const SAMPLES = fileURLToPath(new URL('../../../test/fixtures/samples', import.meta.url));

interface Manifest {
  readonly units: readonly {
    readonly dir: string;
    readonly edition: string;
    readonly unit: string;
    readonly sender: string;
    readonly recipient: string;
    readonly files: readonly string[];
    readonly note: string | { readonly differences: readonly (readonly [string, string, number, string])[] };
  }[];
  readonly defects: readonly {
    readonly dir: string;
    readonly defect: string;
    readonly file: string;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}

export const manifest: Manifest = JSON.parse(readFileSync(join(SAMPLES, 'manifest.json'), 'utf8'));

/** All files below a folder of the samples, pictures included. */
export function sampleFolder(folder: string): InputFile[] {
  const walk = (path: string): string[] =>
    readdirSync(path).flatMap((name) =>
      statSync(join(path, name)).isDirectory() ? walk(join(path, name)) : [join(path, name)],
    );
  return walk(join(SAMPLES, folder))
    .filter((path) => !path.endsWith('.json'))
    .map((path) => ({ name: path.split('/').pop() ?? path, bytes: new Uint8Array(readFileSync(path)) }));
}
