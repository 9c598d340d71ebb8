import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '@musubi/standard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { musubi } from './cli.testing.js';
import { reportOn } from './commands/check.js';
import { readInputs } from './files.js';

const CASES = fileURLToPath(new URL('../../../test/fixtures/field-cases', import.meta.url));
const SERIAL = '20260925100000';
const NAMES = ['UPHOSOKU', 'UPPLAN', 'UPSIKYU'].map(
  (kind) => `${kind}_202610_1377700001_43_1378700010_11_${SERIAL}.CSV`,
);
const [, PLAN = ''] = NAMES;
const GOOD = join(CASES, 'O02-folder-named-csv');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-names-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The good unit in a folder of its own, and its files by name. */
function unitFolder(): { path: string; bytes: (name: string) => Buffer } {
  const path = mkdtempSync(join(folder, '10月分 '));
  const bytes = (name: string) => readFileSync(name === PLAN ? join(GOOD, PLAN, PLAN) : join(GOOD, name));
  for (const name of NAMES) writeFileSync(join(path, name), bytes(name));
  return { path, bytes };
}

async function checkJson(...args: string[]) {
  const { code, out } = await musubi(['check', ...args, '--json']);
  return { code, ...JSON.parse(out) };
}
const caseFolder = (name: string) => join(CASES, name);
const codesOf = (findings: readonly Finding[]) => findings.map(({ code }) => code);
const wholeUnit = (units: readonly { files: readonly string[] }[]) => units.map(({ files }) => files.length);

describe('field cases of names (kinds I, O, P)', () => {
  it.each([
    ['N01-finder-copies', 3],
    ['N03-mark-after-extension', 1],
    ['N04-prefix-copy', 1],
    ['N05-double-extension', 2],
    ['N07-copy-of-copy', 2],
    ['N09-plain-copies', 3],
  ])('%s is one whole unit with a notice and the right name for each copy', async (name, copies) => {
    const { code, units, findings, skipped } = await checkJson(caseFolder(name));
    expect({ code, skipped, files: wholeUnit(units) }).toEqual({ code: 0, skipped: [], files: [3] });
    expect(codesOf(findings)).toEqual(Array(copies).fill('MSB-NAME-COPY'));
    for (const { severity, repair } of findings) {
      expect(severity).toBe('notice');
      expect(NAMES).toContain(repair.to);
    }
  });

  it('N08-onedrive-conflict is read once, with a notice', async () => {
    const { code, units, findings } = await checkJson(caseFolder('N08-onedrive-conflict'));
    expect({ code, files: wholeUnit(units), codes: codesOf(findings) }).toEqual({
      code: 0,
      files: [3],
      codes: ['MSB-DROP-SAME-TWICE'],
    });
    expect(units[0].files).toEqual(NAMES);
  });

  it('Z01-zip-on-cli is opened, as a file and in a folder', async () => {
    for (const path of ['Z01-zip-on-cli', 'Z01-zip-on-cli/10月分.zip']) {
      const { code, units, findings } = await checkJson(caseFolder(path));
      expect({ code, files: wholeUnit(units), codes: codesOf(findings) }).toEqual({
        code: 0,
        files: [3],
        codes: ['MSB-DROP-ZIP-OPENED'],
      });
    }
  });

  it('O01-dangling: the file that can not be read is named once, the others are checked', async () => {
    const path = join(folder, 'O01');
    cpSync(caseFolder('O01-dangling'), path, { recursive: true });
    const [missing = ''] = NAMES.filter((name) => !readdirSync(path).includes(name));
    symlinkSync(join(folder, 'nowhere'), join(path, missing));
    const { code, units, findings, skipped } = await checkJson(path);
    expect({ code, files: wholeUnit(units) }).toEqual({ code: 1, files: [2] });
    expect(findings).toMatchObject([{ code: 'MSB-DROP-UNREADABLE', severity: 'error', file: missing }]);
    expect(skipped).toMatchObject([{ path: join(path, missing), reason: 'MSB-DROP-UNREADABLE' }]);
    expect(skipped[0].message).toContain(missing);
  });

  it('O02-folder-named-csv holds its file', async () => {
    const { code, units, findings } = await checkJson(GOOD);
    expect({ code, findings, files: wholeUnit(units) }).toEqual({ code: 0, findings: [], files: [3] });
  });

  it('O03-two-months is told once', async () => {
    const { code, units, findings } = await checkJson(caseFolder('O03-two-months'));
    expect({ code, files: wholeUnit(units) }).toEqual({ code: 0, files: [3, 3] });
    expect(codesOf(findings)).toEqual(['MSB-UNIT-TWO-MONTHS']);
    expect(findings[0].message).toContain('2026年9月と2026年10月');
  });

  it('S19-two-generations: both fit, and it is said which one counts', async () => {
    const { code, units, findings } = await checkJson(caseFolder('S19-two-generations'));
    expect({ code, files: wholeUnit(units) }).toEqual({ code: 0, files: [3, 3] });
    expect(codesOf(findings)).toEqual(['MSB-UNIT-OLDER-GENERATION']);
    expect(findings[0].file).toContain(SERIAL);
    expect(findings[0].message).toContain('20260926090000');
  });
});

describe('what lies beside care plan data', () => {
  const report = (...paths: string[]) => reportOn(readInputs(paths));

  it('is named, each file, and spoils nothing', () => {
    const { path } = unitFolder();
    for (let at = 1; at <= 7; at++) writeFileSync(join(path, `メモ${at}.txt`), '買い物');
    writeFileSync(join(path, '計画書.pdf'), '%PDF-1.7\n');
    writeFileSync(join(path, 'Thumbs.db'), 'x');
    const { inputs, findings } = report(path);
    expect(inputs.files).toHaveLength(3);
    expect(findings).toEqual([]);
    expect(inputs.skipped.map((one) => one.path).sort()).toEqual(
      [...Array.from({ length: 7 }, (_, at) => `メモ${at + 1}.txt`), '計画書.pdf']
        .map((name) => join(path, name))
        .sort(),
    );
    expect(inputs.skipped.every(({ severity, message, remedy }) => severity === 'notice' && message && remedy)).toBe(
      true,
    );
  });

  it.each([
    ['empty', '', 'MSB-DROP-EMPTY'],
    ['a PDF', '%PDF-1.7\n', 'MSB-DROP-NOT-CSV'],
  ])('a file of ours that is %s is told once and not called missing', (_case, content, code) => {
    const { path } = unitFolder();
    writeFileSync(join(path, PLAN), content);
    const { findings, units } = report(path);
    expect(codesOf(findings)).toEqual([code]);
    expect(units[0]?.findings.some(({ severity }) => severity === 'error')).toBe(true);
  });

  it('links in a circle, pipes and folders met twice stop nothing', () => {
    const { path } = unitFolder();
    symlinkSync(path, join(path, '戻る'));
    symlinkSync(join(path, 'b'), join(path, 'a'));
    symlinkSync(join(path, 'a'), join(path, 'b'));
    execFileSync('mkfifo', [join(path, '管')]);
    const { inputs, findings } = report(path, path);
    expect(inputs.files).toHaveLength(3);
    expect(codesOf(findings)).toEqual(Array(3).fill('MSB-DROP-UNREADABLE'));
  });

  it('a path that is not there beside one that is: named, and the other is checked', () => {
    const { path } = unitFolder();
    const { inputs, findings } = report(path, join(folder, 'ありません'));
    expect(inputs.files).toHaveLength(3);
    expect(codesOf(findings)).toEqual(['MSB-DROP-UNREADABLE']);
  });

  it('two versions of a name in two folders: none is used, both are named', () => {
    const { path, bytes } = unitFolder();
    mkdirSync(join(path, '古い'));
    writeFileSync(join(path, '古い', PLAN), Buffer.concat([bytes(PLAN), Buffer.from('\r\n')]));
    const { findings } = report(path);
    expect(codesOf(findings)).toEqual(['MSB-DROP-TWO-VERSIONS']);
    expect(findings[0]?.message).toContain(join('古い', PLAN));
  });

  it('and nothing else: that is no success', async () => {
    const empty = mkdtempSync(join(folder, '空'));
    const first = await musubi(['check', empty]);
    expect(first.code).toBe(1);
    expect(first.err).toContain('点検できるケアプランデータ（CSV）が見つかりません。');
    writeFileSync(join(empty, 'メモ.txt'), '買い物');
    const second = await musubi(['check', empty]);
    expect(second.code).toBe(1);
    expect(second.err).toContain('メモ.txt');
  });
});

describe('musubi check --repair', () => {
  const content = (path: string) =>
    readdirSync(path)
      .sort()
      .map((name) => [name, readFileSync(join(path, name)).toString('hex')]);

  it('shows what it would mend and writes nothing', async () => {
    const path = caseFolder('N01-finder-copies');
    const before = content(path);
    const { code, repair } = await checkJson(path, caseFolder('E03-bom-ascii'), '--repair');
    expect(code).toBe(1);
    expect(repair).toMatchObject({ written: null, refused: null });
    expect(repair.steps.map(({ action, done }: { action: string; done: boolean }) => [action, done])).toEqual([
      ['reencode', true],
      ...Array(3).fill(['rename', true]),
    ]);
    expect(content(path)).toEqual(before);
  });

  it('with --write puts whole, mended units into another folder, checks them, and never overwrites', async () => {
    const [names, bom, out] = [caseFolder('N05-double-extension'), caseFolder('E03-bom-ascii'), join(folder, '直した')];
    const before = [content(names), content(bom)];
    const first = await checkJson(names, bom, '--repair', '--write', out);
    expect(first.code).toBe(0);
    expect(first.repair.written.findings).toEqual([]);
    expect(readdirSync(out).sort()).toEqual([...NAMES, expect.stringMatching(/^DLTPLAN/)].sort());
    expect([content(names), content(bom)]).toEqual(before);
    const kept = content(out);
    const second = await musubi(['check', names, '--repair', '--write', out]);
    expect(second.code).toBe(1);
    expect(second.err).toContain('すでにあります');
    expect(content(out)).toEqual(kept);
  });
});
