/**
 * Runs the date-sensitive part of the suite, and the demo, as on other days and in other time zones. Node and PostgreSQL
 * are started with libfaketime; hubs make authorities and certificates while they run, so that all of it lives on the
 * shifted clock. `npm run test:clocks -- packages/hub/src/licences` runs the files below a folder only.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLOCKS, type Clock, dateSensitiveTests, inJapan } from './days.js';
import { clockLibrary, prepareSystem } from './system.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsx = ['--import', 'tsx'];
const TOLERANCE_MS = 10 * 60_000;

prepareSystem(['openssl', 'iconv', 'pdftotext', 'pdfsig', 'faketime']);
const library = clockLibrary();
const files = dateSensitiveTests(root).filter((file) =>
  (process.argv.slice(2)[0] ?? '').split(',').some((part) => file.includes(part)),
);
const folder = mkdtempSync(join(tmpdir(), 'musubi-clocks-'));

/** The environment in which a process, and all it starts, has the clock run on from `at`; timers run as ever. */
function shifted({ zone }: Clock, at: Date): NodeJS.ProcessEnv {
  const seconds = Math.round((at.getTime() - Date.now()) / 1000);
  return {
    ...process.env,
    TZ: zone,
    LD_PRELOAD: library,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}

function start(args: readonly string[], env: NodeJS.ProcessEnv): { status: number; seconds: number } {
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return { status: status ?? 1, seconds: Math.round((performance.now() - begun) / 1000) };
}

function fail(sentence: string): never {
  rmSync(folder, { recursive: true });
  console.error(`✗ ${sentence}`);
  process.exit(1);
}

/** Runs the tests at a moment; what vitest wrote down proves that they ran then. */
function runTests(clock: Clock, at: Date): string {
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { status, seconds } = start(
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...files],
    shifted(clock, at),
  );
  if (status !== 0) fail(`tests fail ${describe(clock, at)}`);
  const { startTime, numPassedTests }: { startTime: number; numPassedTests: number } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  if (Math.abs(startTime - at.getTime()) > TOLERANCE_MS) fail(`the clock did not shift ${describe(clock, at)}`);
  const until = inJapan(new Date(at.getTime() + seconds * 1000)).slice(11);
  return `${describe(clock, at)} – ${until}: ${numPassedTests} tests in ${seconds} s`;
}

const describe = ({ name, zone }: Clock, at: Date) => `${name}, ${inJapan(at)} JST, TZ=${zone}`;

const lines: string[] = [];
const begun = performance.now();
for (const clock of CLOCKS) {
  const at = clock.next(new Date());
  console.log(`\n▸ ${files.length} files of tests ${describe(clock, at)}`);
  lines.push(runTests(clock, at));
}
const far = CLOCKS.at(-1);
if (far && process.argv.length === 2) {
  const at = far.next(new Date());
  console.log(`\n▸ the demo ${describe(far, at)}`);
  const { status, seconds } = start([...tsx, join(root, 'demo/month.ts')], shifted(far, at));
  if (status !== 0) fail(`the demo fails ${describe(far, at)}`);
  lines.push(`${describe(far, at)}: the demo in ${seconds} s`);
}
rmSync(folder, { recursive: true });
console.log(`\n${lines.map((line) => `✓ ${line}`).join('\n')}`);
const zones = [...new Set(CLOCKS.map(({ zone }) => zone))].join(', ');
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(
  `✓ all green on ${CLOCKS.length} clocks (${CLOCKS.map(({ name }) => name).join('; ')}) in ${zones}: ${files.length} files each, ${seconds} s`,
);
