import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { musubi, SAMPLES, samples } from './cli.testing.js';

interface Finding {
  readonly severity: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly item: number | null;
  readonly code: string;
}

const sample = (folder: string) => join(SAMPLES, folder);
const check = async (folder: string) => {
  const { code, out } = await musubi(['check', sample(folder), '--json']);
  return { code, ...JSON.parse(out) };
};

describe('musubi check --json', () => {
  const folders = [...new Set(samples.units.map(({ dir }) => dir))];
  it.each(folders)('names every unit of %s and finds nothing wrong', async (folder) => {
    const { code, units, findings } = await check(folder);
    expect(code).toBe(0);
    expect(findings.filter(({ severity }: Finding) => severity !== 'notice')).toEqual([]);
    const expected = samples.units.filter(({ dir }) => dir === folder);
    const key = (one: { sender: string; recipient: string; files: readonly string[] }) =>
      `${one.sender} ${one.recipient} ${[...one.files].sort().join(' ')}`;
    const found = units.map(
      (unit: { sender: { officeNumber: string }; recipient: { officeNumber: string }; files: string[] }) =>
        key({ sender: unit.sender.officeNumber, recipient: unit.recipient.officeNumber, files: unit.files }),
    );
    expect(found.sort()).toEqual(expected.map(key).sort());
  });

  it.each(samples.defects)('finds the defect of $dir at its place', async ({ dir, file, line, column }) => {
    const { code, findings } = await check(dir);
    expect(code).toBe(1);
    const errors = findings.filter(({ severity }: Finding) => severity === 'error');
    const here = errors.filter(
      (one: Finding) =>
        (one.file === null || one.file === file) &&
        (line === null || one.line === line) &&
        (column === null || one.item === column),
    );
    expect(here, JSON.stringify(errors)).not.toEqual([]);
  });

  it('gives exactly the promised members, counted from 1', async () => {
    const { units, findings, ...others } = await check('defects/bad-date');
    expect(Object.keys(others)).toEqual(['code', 'skipped', 'hints']);
    expect(Object.keys(units[0])).toEqual(['kind', 'edition', 'sender', 'recipient', 'serial', 'files']);
    expect(Object.keys(units[0].sender)).toEqual(['officeNumber', 'serviceType']);
    const members = [
      'code',
      'severity',
      'file',
      'record',
      'line',
      'item',
      'itemName',
      'value',
      'message',
      'remedy',
      'repair',
    ];
    expect(Object.keys(findings[0])).toEqual(members);
    expect(findings[0]).toMatchObject({ line: 2, item: 10 });
  });
});

describe('musubi compare --json', () => {
  const KINDS: Readonly<Record<string, string>> = { 'not provided': 'notProvided', added: 'added' };

  it.each(['month-v4', 'month-v3'])('reproduces the differences of %s', async (month) => {
    const { code, out } = await musubi(['compare', sample(`${month}/plans`), sample(`${month}/actuals`), '--json']);
    expect(code).toBe(0);
    const { differences } = JSON.parse(out);
    const expected = samples.units
      .filter(({ dir }) => dir === `${month}/actuals`)
      .flatMap(({ sender, note }) =>
        typeof note === 'string'
          ? []
          : note.differences.map(
              ([client, service, day, kind]) => `${client} ${sender} ${service} ${day} ${KINDS[kind] ?? 'changed'}`,
            ),
      );
    expect(expected.length).toBeGreaterThan(0);
    const found = differences.map(
      (one: { insuredNumber: string; officeNumber: string; serviceCode: string; day: number; kind: string }) =>
        `${one.insuredNumber} ${one.officeNumber} ${one.serviceCode} ${one.day} ${one.kind}`,
    );
    expect(found.sort()).toEqual(expected.sort());
    expect(Object.keys(differences[0])).toEqual([
      'insuredNumber',
      'officeNumber',
      'serviceCode',
      'day',
      'kind',
      'planned',
      'actual',
      'insurerNumber',
      'month',
      'changes',
      'changeWords',
    ]);
  });
});

describe('results and exit codes', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'musubi-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['a path that is not there', ['check', '/no/such/folder'], '「/no/such/folder」がありません'],
    ['no path', ['check'], 'を指定してください'],
    ['an unknown command', ['chekc'], '「chekc」というコマンドはありません'],
    ['an unknown option', ['check', '.', '--jsn'], '「--jsn」というオプションはありません'],
    ['a missing option', ['receive'], '「--to <folder>」を指定してください'],
    ['an unknown code', ['explain', 'MSB-NO-SUCH'], '「MSB-NO-SUCH」というコードはありません'],
    ['an edition that does not exist', ['convert', SAMPLES, '--to', '5', '--out', '/tmp'], '--to は 3 または 4.1'],
    ['a folder without evidence', ['verify', sample('careplan-v4')], '証跡'],
  ])('%s is wrong usage: code 2, said in Japanese, nothing on stdout', async (_case, args, said) => {
    const { code, out, err } = await musubi(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });

  it.each([['check'], ['send'], ['receive'], ['login'], ['compare'], ['convert'], ['hub', 'start']])(
    'musubi %s --help shows an example',
    async (...command) => {
      const { code, out } = await musubi([...command, '--help']);
      expect(code).toBe(0);
      expect(out).toContain('例:\n  musubi ');
    },
  );

  it('explains a code of each kind: finding, hub, evidence, import of a code table', async () => {
    for (const code of ['MSB-ITEM-BAD-DATE', 'MSB-AUTH-EXPIRED', 'MSB-SIG-INVALID', 'REF-BAD-UNITS']) {
      const run = await musubi(['explain', code]);
      expect(run.code, run.err).toBe(0);
      expect(run.out).toMatch(/[ぁ-ん]/);
    }
  });

  it('converts to edition 3 and never overwrites what is there', async () => {
    const out = join(folder, 'v3');
    const first = await musubi(['convert', sample('month-v4/actuals'), '--to', '3', '--out', out]);
    expect(first.code, first.err).toBe(0);
    expect(readdirSync(out).length).toBeGreaterThan(0);
    expect((await musubi(['check', out])).code).toBe(0);
    const second = await musubi(['convert', sample('month-v4/actuals'), '--to', '3', '--out', out]);
    expect(second.code).toBe(1);
    expect(second.err).toContain('すでにあります');
  });

  it('shows a unit with names instead of codes', async () => {
    const { code, out } = await musubi(['show', sample('careplan-v4')]);
    expect(code).toBe(0);
    expect(out).toContain('居宅サービス計画書');
  });
});
