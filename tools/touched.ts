import { spawnSync } from 'node:child_process';
import { ROOMS } from './arrows.js';

/**
 * Rooms (packages) that a change may have broken: those it touches, and those that import them. The change is everything
 * since the branch left `main`, on `main` itself the last commit, and what is not committed. Null — all rooms — when git
 * can't say, or when what all rooms share was touched (packages of the lock file, configuration, tools).
 */
export function touchedRooms(root: string): string[] | null {
  const files = changedFiles(root);
  return files && roomsOf(files);
}

/** The same for given files, as git names them. */
export function roomsOf(files: readonly string[]): string[] | null {
  const touched = new Set<string>();
  for (const file of files) {
    const [, room] = /^packages\/([^/]+)\//.exec(file) ?? [];
    if (room) touched.add(room);
    else if (!isBesideRooms(file)) return null;
  }
  if (touched.has('testkit')) return null; // tests of every room may use it
  for (let before = -1; before < touched.size; ) {
    before = touched.size;
    for (const [room, { mayImport }] of Object.entries(ROOMS))
      if (mayImport.some((one) => touched.has(one))) touched.add(room);
  }
  return [...touched].sort();
}

/** Documents, system tests, benchmarks and the demo change no room. */
const isBesideRooms = (file: string) => /^(docs|bench|demo|test|\.ci)\/|^[^/]+\.md$|^LICENSE$|^\.gitignore$/.test(file);

function changedFiles(root: string): string[] | null {
  const git = (...args: string[]) => {
    const { status, stdout } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    return status === 0 ? stdout.split('\n').filter(Boolean) : null;
  };
  const [head] = git('rev-parse', 'HEAD') ?? [];
  const main = ['origin/main', 'main'].find((name) => git('rev-parse', '--verify', '--quiet', name) !== null);
  const [fork] = (main && git('merge-base', 'HEAD', main)) || [];
  const since = fork && fork !== head ? fork : 'HEAD~1';
  const committed = git('diff', '--name-only', since);
  const untracked = git('ls-files', '--others', '--exclude-standard');
  return committed && untracked && [...committed, ...untracked];
}
