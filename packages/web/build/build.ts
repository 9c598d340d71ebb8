import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { writeLicences } from './licences.js';
import { writeServiceWorker } from './offline-shell.js';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = join(WEB, '..');
const DIST = join(WEB, 'dist');
const STAMP = join(DIST, '.sources');

/** Builds the web client into packages/web/dist unless its sources have not changed since. */
export async function buildWeb(): Promise<string> {
  const sources = digestOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return DIST;
  await buildForProduction();
  writeLicences(DIST);
  writeServiceWorker(DIST, filesIn(DIST));
  for (const file of filesIn(DIST)) compress(file);
  writeFileSync(STAMP, sources);
  return DIST;
}

/** Whoever calls — tests say NODE_ENV=test — gets what users get. */
async function buildForProduction(): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: join(WEB, 'vite.config.ts'), mode: 'production', logLevel: 'error' });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** A digest over everything that goes into the build. */
function digestOfSources(): string {
  const rooms = ['web', 'client', 'contract', 'evidence', 'forms', 'reference', 'standard'];
  const files = rooms.flatMap((room) => filesIn(join(PACKAGES, room)).filter((path) => !path.endsWith('.test.ts')));
  const hash = createHash('sha256').update(readFileSync(join(PACKAGES, '..', 'package-lock.json')));
  for (const path of files.sort()) hash.update(path.slice(PACKAGES.length)).update(readFileSync(path));
  return hash.digest('hex');
}

/** Lays compressed copies beside files that get smaller; the hub sends them as they are. */
function compress(path: string): void {
  if (!/\.(js|css|html|svg|ttf|webmanifest|json|csv)$/.test(path) || statSync(path).size < 1000) return;
  const bytes = readFileSync(path);
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
