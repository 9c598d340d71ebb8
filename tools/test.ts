/**
 * The test command: format and lint, types, arrows between rooms, size of files, then all tests.
 * `npm test -- packages/standard` runs the checks and one folder's tests.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arrowViolations } from './check-arrows.js';
import { tailViolations } from './check-tail.js';
import { prepareSystem } from './system.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binary = (name: string) => join(root, 'node_modules', '.bin', name);

function run(label: string, command: string, args: readonly string[]): void {
  console.error(`\n▸ ${label}`);
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function refuse(label: string, violations: readonly string[]): void {
  console.error(`\n▸ ${label}: ${violations.length === 0 ? 'ok' : ''}`);
  if (violations.length === 0) return;
  console.error(violations.join('\n'));
  process.exit(1);
}

prepareSystem();
run('format and lint', binary('biome'), ['check', '--error-on-warnings', '.']);
run('types', binary('tsc'), ['--noEmit', '-p', 'tsconfig.json']);
refuse('arrows between rooms', arrowViolations(root));
refuse('size of files and loose ends', tailViolations(root));
run('tests', binary('vitest'), ['run', ...process.argv.slice(2)]);
