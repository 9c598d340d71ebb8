import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const WHOLE = ['chromium', 'chromium-browser', 'google-chrome'];
/** Draws pages as the whole Chromium does, without windows of its own: half the processor time for each PC of a test. */
const SHELL = 'chromium-headless-shell';

/** Without these, Chromium asks hosts of its maker at every start. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the machine's Chromium without a window, as a shell where that is there; `whole` for what only the whole one has
 * (notifications). The test command has installed both when they were missing.
 */
export async function launchChromium(form: 'shell' | 'whole' = 'shell'): Promise<Browser> {
  const names = form === 'shell' ? [SHELL, ...WHOLE] : WHOLE;
  const { stdout } = spawnSync('sh', ['-c', names.map((name) => `command -v ${name}`).join(' || ')], {
    encoding: 'utf8',
  });
  const executablePath = stdout.trim().split('\n')[0];
  if (!executablePath) throw new Error('Chromium がありません。npm test が取り込みます。');
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', ...QUIET] });
}
