import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoAccount } from '@musubi/contract';
import { anonymous, startTestHub } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-demo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ACCOUNT: DemoAccount = {
  label: 'ケアマネジャー',
  officeName: 'ケアプランひまわり',
  officeNumber: '1377700001',
  officeUserId: 'KJ131377700001',
  userId: 'C0000000001',
  password: 'demo',
  certificate: 'MIIB',
  certificatePassword: 'demo',
};

function fileWith(content: string): string {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(path, content);
  return path;
}

const accountsOf = async (demoFile: string | null) => {
  const hub = await startTestHub({ demoFile });
  const { accounts } = await anonymous(hub).call('demo', {});
  await hub.close();
  return accounts;
};

describe('the logins of a demo', () => {
  it('are those of the file, and none without one', async () => {
    expect(await accountsOf(fileWith(JSON.stringify({ accounts: [ACCOUNT] })))).toEqual([ACCOUNT]);
    expect(await accountsOf(null)).toEqual([]);
  });

  it.each([
    ['that is no JSON', '{', /JSON として読めません/],
    ['of another form', '{"accounts":[{"label":"x"}]}', /形が正しくありません（accounts\.0\./],
    ['that is a list', '[]', /形が正しくありません（全体）/],
  ])('of a file %s keep the hub from starting', async (_what, content, sentence) => {
    await expect(startTestHub({ demoFile: fileWith(content) })).rejects.toThrow(sentence);
    await expect(startTestHub({ demoFile: join(folder, 'missing.json') })).rejects.toThrow(/読めません/);
  });
});
