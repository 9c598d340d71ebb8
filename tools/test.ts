/**
 * The test commands. All of them take folders: `npm test -- packages/standard`.
 *   npm test            format and lint, types, arrows between rooms, size of files, then all tests
 *   npm run test:quick  the same checks, then the tests that need neither PostgreSQL nor a browser
 *   npm run test:long   the tests with a fuzz budget, with all of it; `--touched`: of the rooms a change may have broken
 */
import { spawnSync } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arrowViolations } from './check-arrows.js';
import { tailViolations } from './check-tail.js';
import { secretViolations } from './secrets.js';
import { fuzzTests } from './source-files.js';
import { supplyViolations } from './supply.js';
import { prepareSystem } from './system.js';
import { touchedRooms } from './touched.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binary = (name: string) => join(root, 'node_modules', '.bin', name);
const given = process.argv.slice(2);
const has = (flag: string) => given.includes(flag);
const rest = given.filter((one) => !['--quick', '--long', '--touched'].includes(one));

function run(label: string, command: string, args: readonly string[]): void {
  console.error(`\n▸ ${label}`);
  const from = performance.now();
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) process.exit(result.status ?? 1);
  console.error(`  ${label}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
}

function refuse(label: string, violations: readonly string[]): void {
  console.error(`\n▸ ${label}: ${violations.length === 0 ? 'ok' : ''}`);
  if (violations.length === 0) return;
  console.error(violations.join('\n'));
  process.exit(1);
}

function check(): void {
  run('format and lint', binary('biome'), ['check', '--error-on-warnings', '.']);
  run('types', binary('tsc'), ['--noEmit', '-p', 'tsconfig.json']);
  refuse('arrows between rooms', arrowViolations(root));
  refuse('size of files and loose ends', tailViolations(root));
  refuse('licences, digests and pins of dependencies', supplyViolations(root));
  refuse('secrets in files', secretViolations(root));
}

function test(label: string, args: readonly string[]): void {
  run(label, binary('vitest'), ['run', '--reporter=default', '--reporter=./tools/slowest.ts', ...args]);
}

/** Every test with a fuzz budget below the folders, or of the rooms that the change touches. */
function testLong(): void {
  process.env.MUSUBI_FUZZ = 'full';
  const rooms = has('--touched') ? touchedRooms(root) : null;
  const folders = rooms?.map((room) => `packages/${room}/`) ?? rest;
  const files = fuzzTests(root).map((file) => relative(root, file));
  const wanted =
    folders.length === 0 && !rooms ? files : files.filter((file) => folders.some((one) => file.startsWith(one)));
  if (wanted.length === 0) console.error('▸ long tests: the change touches no room that has some');
  else test('long tests', wanted);
}

if (has('--long')) {
  prepareSystem();
  testLong();
} else if (has('--quick')) {
  prepareSystem(['openssl', 'iconv', 'pdftotext', 'pdfsig']);
  check();
  test('tests without PostgreSQL and browser', ['--project', 'unit', ...rest]);
} else {
  prepareSystem();
  check();
  test('tests', rest);
}
