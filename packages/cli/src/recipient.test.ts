import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enrolOffice, startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { computerOf } from '../../../test/operator/computer.js';
import { musubi } from './cli.testing.js';

const MANAGER = '1377700001';
const NURSE = '1375400014';
let folder: string;
let hub: TestHub;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-recipient-'));
  hub = await startTestHub();
  for (const [officeNumber, serviceType] of [
    [MANAGER, '43'],
    [NURSE, '13'],
  ] as const) {
    const office = await enrolOffice(hub, { officeNumber, serviceTypes: [serviceType] });
    await computerOf({ hub, folder, office, name: officeNumber });
  }
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (...args: string[]) => musubi(args, { MUSUBI_HOME: join(folder, `home-${MANAGER}`) });
const send = (to: string, ...more: string[]) => at('send', '--to', to, '--message', '実績です', ...more);

it('R14: nothing goes to a typed number that looks like a partner’s before somebody is sure', async () => {
  expect((await send(`${NURSE}-13`)).code).toBe(0);
  const slip = await send('1375400015-13');
  expect(slip.code).toBe(1);
  expect(slip.err).toContain(`（${NURSE}）の番号とよく似ています。`);
  expect(slip.err).toContain('--sure');
  expect((await at('outbox')).out).toContain('送信待ちはありません。');
  const sure = await send('1375400015-13', '--sure');
  expect(sure.err).toContain('よく似ています。');
  expect(sure.out).toContain('✕ 送れません');
});

it('R14: a typed number that nobody has and whose last digit does not fit is said to be a slip', async () => {
  const { code, err } = await send('0170210232-13');
  expect(code).toBe(1);
  expect(err).toContain('検証番号');
  const [row] = await hub.context.database.query<{ count: number }>('select count(*)::int as count from transmissions');
  expect(row?.count).toBe(1);
});
