import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLES } from '../src/cli.testing.js';
import { type CliPackage, packCli } from './pack.js';

let folder: string;
let made: CliPackage;
const packed = () => fileURLToPath(new URL(`../dist/downloads/${made.file}`, import.meta.url));

/** A folder with nothing in it but what npm installs from the package file, and no registry to ask. */
beforeAll(async () => {
  made = await packCli();
  folder = mkdtempSync(join(tmpdir(), 'musubi-installed-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const isWindows = process.platform === 'win32';
  const quiet = ['--offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...quiet, packed()], { cwd: folder, shell: isWindows, stdio: 'ignore' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const musubi = (...args: string[]) => {
  const program = join(folder, 'node_modules/musubi-cli/musubi.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

describe('the package file of the command', () => {
  it('checks samples where nothing else is installed', () => {
    expect(existsSync(join(folder, 'node_modules/tsx'))).toBe(false);
    const good = musubi('check', join(SAMPLES, 'month-v4/plans'), '--json');
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out).units).toHaveLength(12);
    const bad = musubi('check', join(SAMPLES, 'defects/bad-date'));
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('MSB-ITEM-BAD-DATE');
  });

  it('prints with the font it brings', () => {
    expect(musubi('print', join(SAMPLES, 'month-v4/plans'), '--out', 'plans.pdf').code).toBe(0);
    expect(readFileSync(join(folder, 'plans.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('says that the hub is not in it, and what to do without', () => {
    const { code, err } = musubi('hub', 'start', '--port', '1');
    expect(code).toBe(2);
    expect(err).toContain('連携基盤（hub）は含まれていません');
  });

  it('is described by its own digest, has the same bytes each time, and names the licences of its parts', async () => {
    const digest = createHash('sha256').update(readFileSync(packed())).digest('hex');
    expect(made.sha256).toBe(digest);
    expect((await packCli()).sha256).toBe(digest);
    const parts = readFileSync(join(folder, 'node_modules/musubi-cli/THIRD-PARTY.txt'), 'utf8');
    for (const name of ['commander', 'zod', 'pdfkit', '@expo-google-fonts/noto-sans-jp']) expect(parts).toContain(name);
  });
});
