import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportPkcs12 } from '@musubi/evidence';
import { addAccount, officeUserId } from '@musubi/hub';
import { enrolOffice, PASSWORD, type TestHub } from '@musubi/testkit';
import { musubi } from './cli.testing.js';

/** A computer of an office of one service type, signed in by the executable: its MUSUBI_HOME, below `folder`. */
export async function signedInHome(
  hub: TestHub,
  folder: string,
  officeNumber: string,
  serviceType: string,
): Promise<string> {
  const { identity, privateKeyPkcs8 } = await enrolOffice(hub, { officeNumber, serviceTypes: [serviceType] });
  const { certificate, chain } = identity;
  const [p12, ca, home] = [`${officeNumber}.p12`, 'ca.pem', `home-${officeNumber}`].map((name) => join(folder, name));
  if (!p12 || !ca || !home) throw new TypeError('three names make three paths');
  writeFileSync(ca, hub.caPem);
  writeFileSync(p12, await exportPkcs12({ certificate, chain, privateKeyPkcs8, password: 'p12-secret' }));
  const person = { officeNumber, displayName: '田中 花子', kind: 'person', role: 'staff' } as const;
  const { account, secret } = await addAccount(hub.context, person, 'test');
  const env = {
    MUSUBI_HOME: home,
    MUSUBI_PASSWORD: secret,
    MUSUBI_NEW_PASSWORD: PASSWORD,
    MUSUBI_CERTIFICATE_PASSWORD: 'p12-secret',
  };
  const access = ['--hub', hub.url, '--ca', ca, '--certificate', p12];
  const login = await musubi(
    ['login', ...access, '--user', account.userId, '--office-id', officeUserId(officeNumber)],
    env,
  );
  if (login.code !== 0) throw new Error(login.err);
  return home;
}
