import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { musubi } from './cli.testing.js';

const folder = mkdtempSync(join(tmpdir(), 'musubi-reference-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { MUSUBI_HOME: join(folder, 'home') };
const C03 = fileURLToPath(new URL('../../../test/fixtures/field-cases/C03-addition-times', import.meta.url));

function file(name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${rows.join('\r\n')}\r\n`);
  return path;
}

const national = file('サービスコード表.csv', [
  'サービスコード表（令和8年10月施行分）',
  '種類,項目,サービス内容略称,合成単位数,算定単位',
  '15,3341,通所介護の架空のサービス,658,1回につき',
]);
const master = file('単位数表マスタ.csv', [
  '141003,A2,1111,202404,999999,訪問型独自サービス１１,1200,3,1,1,3,20240327',
  '141003,A2,1112,202404,,,1200,9,1,1,3,20240327',
]);

describe('musubi reference', () => {
  it('shows what an import would change, and changes nothing', async () => {
    const { code, out, err } = await musubi(['reference', 'import', national, '--keep-missing', '--dry-run'], env);
    expect(code).toBe(0);
    expect(out).toContain('新しい 1件、変わった 0件、終わった 0件');
    expect(out).toContain('通所介護の架空のサービス 658単位 1回につき');
    expect(err).toContain('取り込んでいません');
    expect((await musubi(['reference', 'list'], env)).out).toContain('取り込んだ表はありません');
  });

  it('keeps nothing of any file when one of them has an error, and says where', async () => {
    const { code, out, err } = await musubi(['reference', 'import', national, master, '--json'], env);
    expect(code).toBe(1);
    const { imported, files } = JSON.parse(out);
    expect(imported).toBeNull();
    expect(files[1].findings).toMatchObject([
      { code: 'REF-BAD-NAME', severity: 'error', file: '単位数表マスタ.csv', line: 2, column: 6 },
    ]);
    expect(err).toContain('取り込んでいません');
    expect((await musubi(['reference', 'list'], env)).out).toContain('取り込んだ表はありません');
  });

  it('makes a code known to all commands until the table is removed', async () => {
    const compare = () => musubi(['compare', join(C03, 'plan'), join(C03, 'actual')], env);
    expect((await compare()).out).toContain('153341');
    const { code, out } = await musubi(['reference', 'import', national, '--json'], env);
    const { imported, files } = JSON.parse(out);
    expect([code, files[0].added.length]).toEqual([0, 1]);
    expect(files[0].ended.every(({ isMissing }: { isMissing: boolean }) => isMissing)).toBe(true);
    expect((await compare()).out).not.toContain('153341');
    const { out: listed } = await musubi(['reference', 'list'], env);
    expect(listed).toContain(imported);
    expect(listed).toContain('サービスコード表.csv');
    expect((await musubi(['reference', 'remove', imported], env)).code).toBe(0);
    expect((await compare()).out).toContain('153341');
    expect((await musubi(['reference', 'remove', imported], env)).code).toBe(2);
  });

  it('takes an empty end of a period for open, and names codes of many kinds of file', async () => {
    const text = readFileSync(master, 'utf8').replace(',,,1200,9,', ',,訪問型独自サービス１２,1200,3,');
    writeFileSync(master, text);
    const { code, out } = await musubi(['reference', 'import', master, '--json'], env);
    const [{ changed, added }] = JSON.parse(out).files;
    expect([
      code,
      changed.length,
      added.map(({ code: one, until }: { code: string; until: null }) => [one, until]),
    ]).toEqual([
      0,
      0,
      [
        ['A21111', null],
        ['A21112', null],
      ],
    ]);
  });

  it('is used wrongly without a file, or with a month that is none', async () => {
    expect((await musubi(['reference', 'import'], env)).code).toBe(2);
    expect((await musubi(['reference', 'import', national, '--from', '令和8年'], env)).code).toBe(2);
    expect((await musubi(['reference', 'import', join(folder, 'ない.csv')], env)).err).toContain('がありません');
  });
});
