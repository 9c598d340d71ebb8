import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's clamd with one signature of our own: no database is downloaded, and it starts within seconds. */
export interface Scanner {
  readonly socket: string;
  close(): Promise<void>;
}

/** Starts clamd, which finds exactly the given bytes under the name `Musubi.Test`. The program has to be there. */
export async function startScanner(malware: Uint8Array): Promise<Scanner> {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-clamd-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'db'));
  const digest = createHash('sha256').update(malware).digest('hex');
  writeFileSync(join(folder, 'db', 'musubi.hsb'), `${digest}:${malware.length}:Musubi.Test\n`);
  const socket = join(folder, 'clamd.sock');
  const settings = [
    `DatabaseDirectory ${join(folder, 'db')}`,
    `LocalSocket ${socket}`,
    `TemporaryDirectory ${folder}`,
    'Foreground yes',
    'StreamMaxLength 1M',
  ];
  writeFileSync(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`);
  const said: Buffer[] = [];
  const clamd = spawn('clamd', ['--config-file', join(folder, 'clamd.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [clamd.stdout, clamd.stderr]) stream.on('data', (data: Buffer) => said.push(data));
  await listening(clamd, socket, () => Buffer.concat(said).toString());
  return {
    socket,
    close: async () => {
      const ended = once(clamd, 'exit');
      clamd.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** clamd makes its socket once its database is loaded. */
async function listening(clamd: ChildProcess, socket: string, said: () => string): Promise<void> {
  while (!existsSync(socket)) {
    if (clamd.exitCode !== null) throw new Error(`clamd ended: ${said()}`);
    await Promise.race([once(clamd.stdout ?? clamd, 'data'), once(clamd, 'exit')]);
  }
}
