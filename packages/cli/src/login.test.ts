import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PASSWORD, startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { musubi } from './cli.testing.js';

let hub: TestHub;
let folder: string;
beforeAll(async () => {
  hub = await startTestHub();
  folder = mkdtempSync(join(tmpdir(), 'musubi-login-'));
  writeFileSync(join(folder, 'ca.pem'), hub.caPem);
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

it('of a certificate file with several keys one is asked for, none is taken silently', async () => {
  const p12 = fileURLToPath(new URL('../../../test/fixtures/pkcs12/two-keys.p12', import.meta.url));
  const secrets = { MUSUBI_PASSWORD: PASSWORD, MUSUBI_CERTIFICATE_PASSWORD: 'himitsu-2026' };
  const home = { MUSUBI_HOME: join(folder, 'home-two'), ...secrets };
  const access = ['--hub', hub.url, '--ca', join(folder, 'ca.pem'), '--user', 'C0000000000', '--certificate', p12];
  const asked = await musubi(['login', ...access], home);
  expect(asked.code).toBe(2);
  for (const word of ['1: himawari（CN=KaigoJigyousho）', '2: minato（CN=CarePlanJigyousho）', '--key'])
    expect(asked.err).toContain(word);
  const chosen = await musubi(['login', ...access, '--key', '2'], home);
  expect(chosen.err).not.toContain('鍵がいくつも');
  expect(chosen).toMatchObject({ code: 1 }); // nobody enrolled that certificate: the hub refuses it
});
