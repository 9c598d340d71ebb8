import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, startEmbeddedPostgres } from '@musubi/hub';
import { administer, ofDatabase, offerServer, type TestServer, withdrawServer } from './databases.js';

const PREFIX = 'musubi-test-postgres-';
/** Migrated once, copied for each hub. */
const TEMPLATE = 'test_template';
const GIGABYTE = 2 ** 30;
/** Settings that risk data in a power cut, as a test may. `fsync` stays on: a hub starts on no other server. */
const CARELESS = [
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
];

/**
 * Starts one PostgreSQL for a whole test run; each test hub gets a database of its own in it, a copy of one that was
 * migrated here. Every project of vitest.config.ts names this file; the first starts the server, for all.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.MUSUBI_TEST_POSTGRES) return undefined;
  const parent = roomyMemory() ?? tmpdir();
  process.env.MUSUBI_TEST_POSTGRES = 'starting';
  for (const folder of new Set([parent, tmpdir()])) removeLeftovers(folder);
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o711); // PostgreSQL runs as nobody when tests run as root
  const server = await startEmbeddedPostgres(join(folder, 'data'), CARELESS);
  await migrateTemplate(server, join(folder, 'template'));
  process.env.MUSUBI_TEST_TEMPLATE = TEMPLATE;
  offerServer(server);
  return async () => {
    withdrawServer();
    delete process.env.MUSUBI_TEST_TEMPLATE;
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function migrateTemplate(server: TestServer, dataFolder: string): Promise<void> {
  await administer(server.administratorUrl, `create database ${TEMPLATE} owner musubi_owner`);
  const { url, ownerUrl } = ofDatabase(server, TEMPLATE);
  const store = await openStore({ settings: { dataFolder, databaseUrl: url, databaseOwnerUrl: ownerUrl } });
  await store.close();
}

/** Linux's folder in memory, where writing waits for no disk, unless it is as small as containers have it. */
function roomyMemory(): string | null {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 4 * GIGABYTE ? '/dev/shm' : null;
  } catch {
    return null; // another system
  }
}

/** Folders of runs that were killed: their servers died with them. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (!isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return false; // no such process
  }
}
