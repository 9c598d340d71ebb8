import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestHub } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeyFolder } from './key-folder.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-keys-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('L5: the files of the keys', () => {
  const secretFile = (text: string) => {
    const path = join(folder, `secret-${crypto.randomUUID()}`);
    writeFileSync(path, `${text}\n`, { mode: 0o600 });
    return path;
  };
  const texts = (at: string) => {
    const keys = join(at, 'keys');
    return readdirSync(keys).map((name) => readFileSync(join(keys, name), 'utf8'));
  };

  it('lie sealed where a secret is kept elsewhere, those of before as well, and open with it alone', async () => {
    const dataFolder = mkdtempSync(join(folder, 'data-'));
    const bare = await startTestHub({ dataFolder });
    await bare.close();
    const before = texts(dataFolder);
    expect(before.some((text) => text.includes('PRIVATE KEY'))).toBe(true);
    const keySecretFile = secretFile('aikotoba-ga-nagai-hou-ga-yoi');
    const sealed = await startTestHub({ dataFolder, keySecretFile });
    expect(sealed.caPem).toBe(bare.caPem);
    await sealed.close();
    const after = texts(dataFolder);
    expect(after).toHaveLength(before.length);
    expect(after.filter((text) => !text.startsWith('musubi-sealed-1\n'))).toEqual([]);
    await expect(startTestHub({ dataFolder })).rejects.toThrow(/MUSUBI_KEY_SECRET_FILE/);
    const wrong = secretFile('chigau-aikotoba-ga-kakarete-iru');
    await expect(startTestHub({ dataFolder, keySecretFile: wrong })).rejects.toThrow(/合言葉が違う/);
  });

  it('open under no other name', async () => {
    const dataFolder = mkdtempSync(join(folder, 'data-'));
    const keySecretFile = secretFile('aikotoba-ga-nagai-hou-ga-yoi');
    const keys = openKeyFolder({ dataFolder, keySecretFile });
    expect(keys.keep('one', () => 'himitsu')).toBe('himitsu');
    renameSync(join(dataFolder, 'keys', 'one'), join(dataFolder, 'keys', 'other'));
    expect(() => keys.keep('other', () => 'x')).toThrow(/壊れています/);
  });

  it('are made once when two hubs start at once, and never with a weak secret', async () => {
    const dataFolder = mkdtempSync(join(folder, 'data-'));
    const keys = openKeyFolder({ dataFolder, keySecretFile: null });
    expect(['one', 'two'].map((text) => keys.add('key', text))).toEqual(['one', 'one']);
    expect(() => openKeyFolder({ dataFolder, keySecretFile: secretFile('mijikai') })).toThrow(/20 文字以上/);
  });
});
