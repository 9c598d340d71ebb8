import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { musubi } from './cli.testing.js';

let hub: TestHub;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-audit-'));
  hub = await startTestHub({ auditCopy: join(folder, 'copy') });
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const verify = (...args: string[]) => {
  const { dataFolder, databaseUrl } = hub.context.settings;
  return musubi(['hub', 'audit', 'verify', '--data', dataFolder, ...args], { DATABASE_URL: databaseUrl ?? '' });
};

it('R24: `musubi hub audit verify` says that the log is whole, and what was not looked at', async () => {
  await musubi(['hub', 'office', 'add', '1377700009', '--name', 'ケアプラン結', '--service', '43'], {
    DATABASE_URL: hub.context.settings.databaseUrl ?? '',
    MUSUBI_DATA: hub.context.settings.dataFolder,
  });
  const alone = await verify();
  expect(alone).toMatchObject({ code: 0, out: expect.stringContaining('書き換えられていません') });
  expect(alone.out).toContain('写しとは照らしていません');
  expect((await verify('--checkpoints', join(folder, 'copy'))).out).toContain('と合っています');
  expect(await verify('--copy', join(folder, 'copy'))).toMatchObject({ code: 0 });
});

it('R24: `musubi hub audit verify` names a row that the hub did not write', async () => {
  const [row] = await hub.asSuperuser(
    "insert into audit_log (at, actor, action, subject_type, subject_id, outcome) values (now(), 'x', 'x', 'x', 'x', 'done') returning audit_id as id",
  );
  const { code, out } = await verify();
  expect(code).toBe(1);
  expect(out).toContain(`行番号 ${row && 'id' in row ? row.id : ''}の行は、連携基盤が書いたものではありません`);
});
