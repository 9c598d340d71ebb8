import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Programs that judge our work from outside, with the Debian package that brings each. */
const JUDGES = {
  openssl: 'openssl',
  iconv: 'libc-bin',
  chromium: 'chromium',
  'chromium-headless-shell': 'chromium-headless-shell',
  pdftotext: 'poppler-utils',
  pdfsig: 'poppler-utils',
  faketime: 'faketime',
  clamd: 'clamav-daemon',
} as const;
export type Judge = keyof typeof JUDGES;

/** Where programs go when we are not root: inside node_modules, so that removing the clone removes them. */
const LOCAL = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules', '.musubi-system');

export function hasProgram(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

/**
 * Makes sure the given programs can be started: as they are, installed by apt-get as root, or unpacked from Debian's
 * packages below node_modules without root. Ends the process with the command to type when none of that works:
 * a test without its judge would prove nothing, so none is skipped.
 */
export function prepareSystem(
  judges: readonly Judge[] = ['openssl', 'iconv', 'chromium', 'chromium-headless-shell', 'pdftotext', 'pdfsig'],
): void {
  useLocalPrograms();
  const missing = judges.filter((program) => !hasProgram(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => JUDGES[program]))];
  if (hasProgram('apt-get')) {
    console.error(`次のプログラムを取り込みます（初回だけ）: ${packages.join(' ')}`);
    if (process.getuid?.() === 0) installAsRoot(packages);
    else unpackWithoutRoot(packages);
  }
  useLocalPrograms();
  if (judges.every(hasProgram)) return;
  console.error('必要なプログラムを取り込めませんでした。次のように入れてから、もう一度実行してください:');
  console.error(`  sudo apt-get install ${packages.join(' ')}`);
  process.exit(1);
}

/** The library that shifts the clock of what is started with it (Debian's libfaketime), as the judge `faketime` brought it. */
export function clockLibrary(): string {
  const folders = [join(LOCAL, 'root/usr/lib'), '/usr/lib'].flatMap((folder) => foldersIn(folder, /-linux-gnu$/));
  const path = folders.map((folder) => join(folder, 'faketime/libfaketimeMT.so.1')).find(existsSync);
  if (!path) throw new Error('時計をずらすライブラリ libfaketime がありません（Debian の faketime）。');
  return path;
}

function installAsRoot(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

/** apt can resolve and download as anybody when its state lies in a folder of ours; dpkg-deb only unpacks. */
function unpackWithoutRoot(packages: readonly string[]): void {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'root']) {
    mkdirSync(join(LOCAL, folder), { recursive: true });
  }
  const options = [
    `Dir::State::lists=${join(LOCAL, 'lists')}`,
    `Dir::Cache=${join(LOCAL, 'cache')}`,
    'Debug::NoLocking=true',
    'APT::Sandbox::User=',
  ].flatMap((option) => ['-o', option]);
  const quietly: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] };
  spawnSync('apt-get', [...options, '-qq', 'update'], quietly);
  const download = ['install', '-y', '--no-install-recommends', '--download-only', ...packages];
  spawnSync('apt-get', [...options, '-qq', ...download], quietly);
  const archives = join(LOCAL, 'cache', 'archives');
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    spawnSync('dpkg-deb', ['-x', join(archives, file), join(LOCAL, 'root')], quietly);
  }
  rmSync(archives, { recursive: true });
  linkChromium();
}

/** Debian's start scripts of Chromium name /usr/lib; unpacked elsewhere, the programs themselves have to be started. */
function linkChromium(): void {
  for (const name of ['chromium', 'chromium-headless-shell']) {
    const script = join(LOCAL, 'root/usr/bin', name);
    if (!existsSync(script)) continue;
    rmSync(script);
    symlinkSync(`../lib/chromium/${name}`, script);
  }
}

function useLocalPrograms(): void {
  const root = join(LOCAL, 'root');
  if (!existsSync(root)) return;
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => foldersIn(join(root, folder), /-linux-gnu$/));
  const nested = libraries.flatMap((folder) => foldersIn(folder, /./)); // e.g. pulseaudio keeps libraries of its own
  process.env.PATH = [join(root, 'usr/bin'), join(root, 'usr/sbin'), process.env.PATH ?? ''].join(delimiter);
  process.env.LD_LIBRARY_PATH = [...libraries, ...nested, process.env.LD_LIBRARY_PATH ?? '']
    .filter(Boolean)
    .join(delimiter);
}

function foldersIn(folder: string, name: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && name.test(entry.name))
    .map((entry) => join(folder, entry.name));
}
