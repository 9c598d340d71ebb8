import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const SOURCE = fileURLToPath(new URL('./service-worker.js', import.meta.url));

/** Scripts, styles and workers the client needs off line; fonts are kept when they are first used. */
const isShell = (name: string) => /\.(js|css|svg|webmanifest|html)$/.test(name);

/** Writes the service worker with the list of built files, so that the client opens without a network. */
export function offlineShell(): Plugin {
  return {
    name: 'musubi-offline-shell',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter(isShell).sort();
      const shell = ['/', '/icon.svg', '/manifest.webmanifest', ...files.map((name) => `/${name}`)].filter(
        (name) => name !== '/index.html',
      );
      const version = createHash('sha256')
        .update(Object.values(bundle).map(contentOf).join('\0'))
        .digest('hex')
        .slice(0, 16);
      const source = readFileSync(SOURCE, 'utf8')
        .replace('__SHELL__', JSON.stringify(shell))
        .replace('__VERSION__', version);
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
    },
  };
}

function contentOf(part: { type: string; fileName: string }): string {
  return part.fileName; // built names carry a digest of their content
}
