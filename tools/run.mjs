// Runs one of our TypeScript files; installs what package-lock.json names first when it is not there yet.
// Plain JavaScript on purpose: it must work on a fresh clone, before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const marker = join(root, 'node_modules', '.musubi-installed');

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

// `npm install` rather than `npm ci`: it keeps to the lock file as well, but does not insist on the optional packages of
// other platforms, which not every registry mirror holds. `--no-save` leaves the lock file as it was committed, whatever
// the mirror has or lacks; only who changes dependencies writes it.
function installDependencies() {
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lockHash()) return;
  console.error('必要な部品を取り込みます（初回だけ、1分ほどかかります）… / installing dependencies');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error('部品を取り込めませんでした。ネットワークと npm の設定を確かめて、もう一度実行してください。');
    process.exit(result.status ?? 1);
  }
  writeFileSync(marker, lockHash());
}

const [script, ...args] = process.argv.slice(2);
if (!script) {
  console.error('usage: node tools/run.mjs SCRIPT.ts [ARG…]');
  process.exit(2);
}
installDependencies();
const child = spawn(process.execPath, ['--import', 'tsx', join(root, script), ...args], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
