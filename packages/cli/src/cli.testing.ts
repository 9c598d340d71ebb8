import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SAMPLES = fileURLToPath(new URL('../../../test/fixtures/samples', import.meta.url));
const SOURCES = fileURLToPath(new URL('../bin/musubi.mjs', import.meta.url));

export interface SampleManifest {
  readonly units: readonly {
    readonly dir: string;
    readonly edition: string;
    readonly unit: string;
    readonly sender: string;
    readonly recipient: string;
    readonly files: readonly string[];
    readonly note: string | { readonly differences: readonly (readonly [string, string, number, string])[] };
  }[];
  readonly defects: readonly {
    readonly dir: string;
    readonly file: string;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}

export const samples: SampleManifest = JSON.parse(readFileSync(join(SAMPLES, 'manifest.json'), 'utf8'));

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * The command line of the executable as people install it, which the global setup wrote. What it leaves out, the hub, runs
 * from the work tree.
 */
function commandLine(args: readonly string[]): string[] {
  const installed = process.env.MUSUBI_TEST_PROGRAM;
  if (!installed) throw new Error('the global setup of the command (build/program.setup.ts) did not run');
  return [args[0] === 'hub' ? SOURCES : installed, ...args];
}

/** Runs the real executable; every test home is its own through `env`. */
export function musubi(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  return run(process.execPath, commandLine(args), env);
}

/** The executable on a disk that takes no file above 512 bytes × `blocks`: the system itself refuses the write. */
export function musubiOnFullDisk(
  blocks: number,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  const limited = `ulimit -f ${blocks}; exec "$@"`;
  return run('/bin/sh', ['-c', limited, 'sh', process.execPath, ...commandLine(args)], env);
}

/** Starts the executable, kills it with SIGKILL once `reached` says so, and waits for its end. */
export async function killedMusubi(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  reached: () => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, commandLine(args), { env: { ...process.env, ...env }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await reached();
  child.kill('SIGKILL');
  await ended;
}

function run(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }),
    );
  });
}
