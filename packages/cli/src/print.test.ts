import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSystem } from '../../../tools/system.js';
import { musubi, SAMPLES } from './cli.testing.js';

const MONTH = join(SAMPLES, 'month-v4');
let folder: string;

beforeAll(() => {
  prepareSystem(['pdftotext']);
  folder = mkdtempSync(join(tmpdir(), 'musubi-print-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const textOf = (path: string) => spawnSync('pdftotext', [path, '-'], { encoding: 'utf8' }).stdout;

describe('musubi print', () => {
  it('writes a whole month into one PDF', async () => {
    const out = join(folder, 'month.pdf');
    const { code, out: said } = await musubi(['print', MONTH, '--out', out]);
    expect(code).toBe(0);
    expect(said).toContain('利用者30人');
    expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
    expect(textOf(out)).toContain('サービス利用票別表');
    const outline = spawnSync('pdftohtml', ['-xml', '-stdout', '-i', '-l', '1', out], { encoding: 'utf8' }).stdout;
    expect(outline.match(/（予定・実績）/g)?.length).toBe(30);
  });

  it('prints one client, with names and numbers hidden by choice', async () => {
    const [open, masked] = [join(folder, 'open.pdf'), join(folder, 'masked.pdf')];
    await musubi(['print', MONTH, '--out', open, '--client', '0559378389']);
    await musubi(['print', MONTH, '--out', masked, '--client', '0559378389', '--mask']);
    expect(textOf(open)).toMatch(/渡邊.太郎/);
    expect(textOf(open)).not.toContain('鈴木');
    expect(textOf(open)).toContain('訪看Ⅰ２'); // 131111 by the table of service codes
    expect(textOf(masked)).toContain('訪看');
    expect(textOf(masked)).not.toMatch(/渡邊|0559378389/);
  });

  it('says so when there is nothing to print', async () => {
    const missing = await musubi(['print', MONTH, '--out', join(folder, 'none.pdf'), '--client', '0000000000']);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('0000000000');
  });
});
