import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportPkcs12 } from '@musubi/evidence';
import { addAccount, officeUserId } from '@musubi/hub';
import type { TestHub } from './hub.js';
import { enrolOffice, PASSWORD } from './offices.js';

/** A computer on which somebody of an office signs in with the executable: what it types, and where it keeps things. */
export interface OfficeComputer {
  readonly home: string;
  /** The arguments of the first sign-in. */
  readonly login: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** An office of one service type with a person, its certificate as a file and its own MUSUBI_HOME below a folder. */
export async function officeComputer(
  hub: TestHub,
  folder: string,
  officeNumber: string,
  serviceType: string,
): Promise<OfficeComputer> {
  const { identity, privateKeyPkcs8 } = await enrolOffice(hub, { officeNumber, serviceTypes: [serviceType] });
  const { certificate, chain } = identity;
  const p12 = join(folder, `${officeNumber}.p12`);
  const ca = join(folder, 'ca.pem');
  const home = join(folder, `home-${officeNumber}`);
  writeFileSync(ca, hub.caPem);
  writeFileSync(p12, await exportPkcs12({ certificate, chain, privateKeyPkcs8, password: 'p12-secret' }));
  const person = { officeNumber, displayName: '田中 花子', kind: 'person', role: 'staff' } as const;
  const { account, secret } = await addAccount(hub.context, person, 'test');
  const access = ['--hub', hub.url, '--ca', ca, '--certificate', p12];
  const who = ['--user', account.userId, '--office-id', officeUserId(officeNumber)];
  const env = {
    MUSUBI_HOME: home,
    MUSUBI_PASSWORD: secret,
    MUSUBI_NEW_PASSWORD: PASSWORD,
    MUSUBI_CERTIFICATE_PASSWORD: 'p12-secret',
  };
  return { home, login: ['login', ...access, ...who], env };
}
