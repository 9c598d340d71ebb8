import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { GivenFile } from '@musubi/client';

/** Files that operating systems leave in folders, sent by nobody. */
const SYSTEM_FILES = /^(\..*|thumbs\.db|desktop\.ini)$/i;

/** Looks at what lies beside evidence folders, each folder once, and remembers what evidence spoke of. */
export class Surroundings {
  readonly #listed = new Map<string, readonly GivenFile[]>();
  readonly #claimed = new Set<string>();

  /** The files that may be parts of the transmission of an evidence folder: folders of its own are named by its id. */
  of(folder: string, manifest: Uint8Array | undefined): readonly GivenFile[] {
    const root = rootOf(folder);
    const id = UUID.exec(new TextDecoder().decode(manifest))?.[1] ?? basename(resolve(folder));
    const own = [join('attachments', id), join('data', id)];
    return [...this.#list(root, '', false), ...own.flatMap((one) => this.#list(root, one, true))];
  }

  claim(folder: string, paths: readonly string[]): void {
    for (const path of paths) this.#claimed.add(join(rootOf(folder), path));
  }

  /** Standard files and attachments below a folder that no evidence spoke of. */
  leftOver(folder: string): string[] {
    const root = resolve(folder);
    const own = ['attachments', 'data'].flatMap((one) => subfolders(join(root, one)).map((id) => join(one, id)));
    return ['', ...own]
      .flatMap((one) => this.#list(root, one, one !== ''))
      .filter((one) => one.isOwn || /\.csv$/i.test(one.name))
      .map(({ path }) => path)
      .filter((path) => !this.#claimed.has(join(root, path)));
  }

  #list(root: string, folder: string, isOwn: boolean): readonly GivenFile[] {
    const path = join(root, folder);
    const known = this.#listed.get(path);
    if (known) return known;
    const files = filesIn(path).map((name): GivenFile => {
      const file = join(path, name);
      const size = statSync(file).size;
      return {
        path: relative(root, file).split(sep).join('/'),
        name,
        size,
        isOwn,
        read: () => new Uint8Array(readFileSync(file)),
      };
    });
    this.#listed.set(path, files);
    return files;
  }
}

/** The id in a manifest, before anything of it is verified. */
const UUID = /"id":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/;

/** Received files lie two folders above evidence/ID; an evidence folder alone has its own beside it. */
function rootOf(folder: string): string {
  const path = resolve(folder);
  return basename(dirname(path)) === 'evidence' ? dirname(dirname(path)) : path;
}

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !SYSTEM_FILES.test(entry.name)).map(({ name }) => name);
}

function subfolders(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
