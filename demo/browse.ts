import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Directory, HubTrust, packLetter, submitPacked } from '@musubi/client';
import { createFileStore } from '@musubi/client/node';
import type { DemoAccount } from '@musubi/contract';
import { exportPkcs12 } from '@musubi/evidence';
import { officeUserId, type RunningHub, startHub } from '@musubi/hub';
import type { TestOffice, TestPerson } from '@musubi/testkit';
import { packCli } from '../packages/cli/build/pack.js';
import { buildWeb } from '../packages/web/build/build.js';

const PORT = 8480;
const CERTIFICATE_PASSWORD = 'demo-certificate';

export interface Visitor {
  readonly label: string;
  readonly name: string;
  readonly office: TestOffice;
  readonly person: TestPerson;
  /** What this office's program keeps. */
  readonly folder: string;
}

/** Leaves a letter for the other side, so that there is something new to read. */
export async function leaveLetter(from: Visitor, to: Visitor, serviceType: string, message: string): Promise<void> {
  const { hub, session } = from.person;
  const directory = new Directory(hub, new HubTrust(hub, createFileStore(join(from.folder, 'home'))));
  const sender = { directory, identity: from.office.identity, session, now: () => new Date() };
  const recipient = { officeNumber: to.office.officeNumber, serviceType };
  await submitPacked(hub, await packLetter(sender, recipient, { message, attachments: [] }));
}

/** Starts the hub again with the browser client and a login by one click for each visitor. */
export async function openForVisitors(folder: string, visitors: readonly Visitor[]): Promise<RunningHub> {
  const webFolder = await buildWeb();
  await packCli();
  const demoFile = join(folder, 'demo.json');
  writeFileSync(demoFile, JSON.stringify({ accounts: await Promise.all(visitors.map(accountOf)) }));
  const settings = {
    dataFolder: join(folder, 'hub'),
    logLevel: 'error' as const,
    plainHttp: true, // never leaves this machine: host is the loopback address
    webFolder,
    demoFile,
  };
  try {
    return await startHub({ settings: { ...settings, port: PORT } });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    return startHub({ settings: { ...settings, port: 0 } });
  }
}

async function accountOf({ label, name, office, person }: Visitor): Promise<DemoAccount> {
  const { certificate, chain } = office.identity;
  const { privateKeyPkcs8, officeNumber } = office;
  const file = await exportPkcs12({ certificate, chain, privateKeyPkcs8, password: CERTIFICATE_PASSWORD });
  return {
    label,
    officeName: name,
    officeNumber,
    officeUserId: officeUserId(officeNumber),
    userId: person.userId,
    password: person.password,
    certificate: Buffer.from(file).toString('base64'),
    certificatePassword: CERTIFICATE_PASSWORD,
  };
}

/**
 * Addresses for two windows of one browser. Browsers keep the storage of `localhost` and `127.0.0.1` apart, so each
 * window is an office of its own.
 */
export function windowsOf(hub: RunningHub): readonly [string, string] {
  const { port } = new URL(hub.url);
  return [`http://localhost:${port}/`, `http://127.0.0.1:${port}/`];
}

/** Asks the system to open an address; a machine without a desktop simply does not. */
export function openInBrowser(address: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const child = spawn(command, [address], { stdio: 'ignore', detached: true });
  child.on('error', () => {}); // the address is printed as well
  child.unref();
}
