import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Without these, Chromium asks hosts of its maker at every start. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the machine's Chromium without a window; the test command has installed it when it was missing. */
export async function launchChromium(): Promise<Browser> {
  const { stdout } = spawnSync('sh', ['-c', NAMES.map((name) => `command -v ${name}`).join(' || ')], {
    encoding: 'utf8',
  });
  const executablePath = stdout.trim().split('\n')[0];
  if (!executablePath) throw new Error('Chromium がありません。npm test が取り込みます。');
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', ...QUIET] });
}
