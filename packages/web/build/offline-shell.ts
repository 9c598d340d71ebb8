import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('./service-worker.js', import.meta.url));

/** Scripts, styles and workers the client needs off line; fonts are kept when they are first used. */
const isShell = (path: string) => /\.(js|css|svg|webmanifest)$/.test(path);

/** Writes the service worker with the list of built files, so that the client opens without a network. */
export function writeServiceWorker(folder: string, files: readonly string[]): void {
  const names = files.map((path) => `/${relative(folder, path).split(sep).join('/')}`);
  const shell = ['/', ...names.filter(isShell).sort()];
  // Built names carry a digest of their content, so page and names together tell one build from another.
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const version = createHash('sha256').update(page).update(shell.join('\0')).digest('hex').slice(0, 16);
  const source = readFileSync(SOURCE, 'utf8')
    .replace('__SHELL__', JSON.stringify(shell))
    .replace('__VERSION__', version);
  writeFileSync(join(folder, 'service-worker.js'), source);
}
