import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const readPackage = (folder: string): Package => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Everything that may end up in the built client: dependencies of its rooms and what those need. */
function shippedPackages(): string[] {
  const folders = new Set<string>();
  const visit = (folder: string) => {
    for (const name of Object.keys(readPackage(folder).dependencies ?? {})) {
      const nested = [join(folder, 'node_modules', name), join(ROOT, 'node_modules', name)].find(existsSync);
      if (!nested || folders.has(nested)) continue;
      folders.add(nested);
      visit(nested);
    }
  };
  for (const room of ['web', 'client', 'contract', 'evidence', 'forms', 'standard'])
    visit(join(ROOT, 'packages', room));
  return [...folders].filter((folder) => !readPackage(folder).name.startsWith('@musubi/')).sort();
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file ? readFileSync(join(folder, file), 'utf8').trim() : '';
}

/** Writes the licences of all shipped parts beside the client, as they ask for. */
export function writeLicences(folder: string): void {
  const parts = shippedPackages().map((path) => {
    const { name, version, license } = readPackage(path);
    return `${name} ${version}（${license ?? ''}）\n\n${licenceText(path)}`;
  });
  const own = `Musubi（結） Apache-2.0\n\n${readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim()}`;
  const data = ['standard', 'reference'].map((room) =>
    readFileSync(join(ROOT, 'packages', room, 'data/NOTICE.md'), 'utf8').trim(),
  );
  writeFileSync(join(folder, 'licences.txt'), [own, ...data, ...parts].join(`\n\n${'='.repeat(80)}\n\n`));
}
