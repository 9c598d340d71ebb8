import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@musubi/contract';
import { exportPkcs12 } from '@musubi/evidence';
import { addAccount, officeUserId } from '@musubi/hub';
import { PASSWORD, type TestHub, type TestOffice } from '@musubi/testkit';
import { expect } from 'vitest';
import { musubi, type Run } from '../../packages/cli/src/cli.testing.js';

/** Writes a certificate and its key as people get them; the password is p12-secret. */
export async function p12In(
  folder: string,
  { identity, privateKeyPkcs8 }: Omit<TestOffice, 'officeNumber'>,
  name: string,
): Promise<string> {
  const { certificate, chain } = identity;
  const p12 = join(folder, `${name}.p12`);
  writeFileSync(p12, await exportPkcs12({ certificate, chain, privateKeyPkcs8, password: 'p12-secret' }));
  return p12;
}

interface NewComputer {
  readonly hub: TestHub;
  /** The folder in which its home lies (home-<name>). */
  readonly folder: string;
  readonly office: TestOffice;
  readonly name: string;
  readonly role?: Role;
}

/** A computer of an office: its own MUSUBI_HOME, signed in by the executable. */
export async function computerOf({ hub, folder, office, name, role = 'staff' }: NewComputer) {
  const p12 = await p12In(folder, office, name);
  writeFileSync(join(folder, 'ca.pem'), hub.caPem);
  const { officeNumber } = office;
  const { account, secret } = await addAccount(
    hub.context,
    { officeNumber, displayName: '田中 花子', kind: 'person', role },
    'test',
  );
  const home = join(folder, `home-${name}`);
  const env = {
    MUSUBI_HOME: home,
    MUSUBI_PASSWORD: secret,
    MUSUBI_NEW_PASSWORD: PASSWORD,
    MUSUBI_CERTIFICATE_PASSWORD: 'p12-secret',
  };
  const access = ['--hub', hub.url, '--ca', join(folder, 'ca.pem'), '--certificate', p12];
  const who = ['--user', account.userId, '--office-id', officeUserId(officeNumber)];
  const login = await musubi(['login', ...access, ...who], env);
  expect(login.code, login.err).toBe(0);
  return (...args: string[]): Promise<Run> => musubi(args, { ...env, MUSUBI_PASSWORD: PASSWORD });
}
