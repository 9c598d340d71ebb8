import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const MUSUBI = fileURLToPath(new URL('../bin/musubi.mjs', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../../test/fixtures/samples', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'musubi-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the real command. */
function musubi(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MUSUBI, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { status, stdout, stderr };
}

interface Manifest {
  units: {
    dir: string;
    edition: string;
    unit: string;
    sender: string;
    files: string[];
    note: string | { differences: [string, string, number, string][] };
  }[];
  defects: { dir: string; file: string; line: number | null; column: number | null }[];
}
const manifest: Manifest = JSON.parse(readFileSync(join(SAMPLES, 'manifest.json'), 'utf8'));

describe('musubi check', () => {
  it('prints units and findings as JSON and exits with 0 for good files', () => {
    const { status, stdout } = musubi('check', '--json', join(SAMPLES, 'careplan-v4'), join(SAMPLES, 'careplan-v3'));
    const report = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(report.findings).toEqual([]);
    expect(report.units[0]).toEqual({
      kind: 'careplan',
      edition: expect.stringMatching(/^(3|4\.1)$/),
      sender: {
        officeNumber: expect.any(String),
        serviceType: expect.toSatisfy((type: unknown) => type === null || type === '43'),
      },
      recipient: expect.objectContaining({ officeNumber: '1375400014' }),
      serial: '20260925123000',
      files: expect.any(Array),
    });
  });

  it('finds every unit of the manifest in one heap', () => {
    const folders = ['month-v4', 'month-v3', 'careplan-v4', 'careplan-v3', 'deletions', 'preventive-v4'].map((name) =>
      join(SAMPLES, name),
    );
    const { units } = JSON.parse(musubi('check', '--json', ...folders).stdout);
    const keyOf = (kind: string, edition: string, files: string[]) => [kind, edition, ...[...files].sort()].join(' ');
    expect(
      units
        .map((unit: { kind: string; edition: string; files: string[] }) => keyOf(unit.kind, unit.edition, unit.files))
        .sort(),
    ).toEqual(manifest.units.map(({ unit, edition, files }) => keyOf(unit, edition, files)).sort());
  });

  it('exits with 1 and names place and remedy for a defect', () => {
    const [defect] = manifest.defects.filter(({ dir }) => dir.endsWith('bad-date'));
    const { status, stdout } = musubi('check', '--json', join(SAMPLES, defect?.dir ?? ''));
    const [finding] = JSON.parse(stdout).findings;
    expect(status).toBe(1);
    expect(Object.keys(finding)).toEqual([
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
    ]);
    expect(finding).toMatchObject({ file: defect?.file, line: defect?.line, item: defect?.column });
    const { stdout: human } = musubi('check', join(SAMPLES, defect?.dir ?? ''));
    expect(human).toContain('2行目 項目10「サービス利用日」');
  });

  it('exits with 2 for a path that is not there, without a stack trace', () => {
    const { status, stderr } = musubi('check', join(folder, 'nowhere'));
    expect(status).toBe(2);
    expect(stderr).toContain('がありません');
    expect(stderr).not.toContain('    at ');
  });

  it('reports on the vendor test’s patterns as text, JSON and JUnit', () => {
    expect(musubi('check', join(SAMPLES, 'careplan-v4'), '--profile', 'D1')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('○ D1'),
    });
    expect(musubi('check', join(SAMPLES, 'month-v3'), '--profile', 'D2').status).toBe(1);
    expect(
      JSON.parse(musubi('check', join(SAMPLES, 'month-v4'), '--profile', '--format', 'json').stdout),
    ).toMatchObject({ conforms: true });
    const { stdout } = musubi('check', join(SAMPLES, 'defects/bad-time'), '--profile', 'D2', '--format', 'junit');
    expect(stdout).toContain('<failure type="MSB-ITEM-BAD-TIME"');
  });
});

describe('musubi compare', () => {
  it.each(['month-v4', 'month-v3'])('prints the manifest’s differences of %s as JSON', (month) => {
    const { status, stdout } = musubi(
      'compare',
      join(SAMPLES, month, 'plans'),
      join(SAMPLES, month, 'actuals'),
      '--json',
    );
    const kinds: Record<string, string> = { notProvided: 'not provided', changed: 'time changed' };
    const {
      differences,
    }: {
      differences: { insuredNumber: string; officeNumber: string; serviceCode: string; day: number; kind: string }[];
    } = JSON.parse(stdout);
    const found = differences.map((one) =>
      [one.officeNumber, one.insuredNumber, one.serviceCode, one.day, kinds[one.kind]].join(' '),
    );
    const expected = manifest.units
      .filter(({ dir }) => dir === `${month}/actuals`)
      .flatMap(({ sender, note }) =>
        typeof note === 'string' ? [] : note.differences.map((difference) => [sender, ...difference].join(' ')),
      );
    expect(status).toBe(0);
    expect(found.sort()).toEqual(expected.sort());
  });
});

describe('the other commands off line', () => {
  it('explain tells every kind of code, and which is unknown', () => {
    expect(musubi('explain', 'MSB-ITEM-BAD-DATE').stdout).toContain('対処');
    expect(musubi('explain', 'msb-submit-replayed').stdout).toContain('409');
    expect(musubi('explain', 'MSB-CERT-EXPIRED').stdout).toContain('有効期限');
    expect(musubi('explain', 'MSB-NONSENSE').status).toBe(2);
  });

  it('show prints a schedule with names, days and era dates', () => {
    const { stdout } = musubi('show', join(SAMPLES, 'month-v4/plans'));
    expect(stdout).toContain('令和8年10月分');
    expect(stdout).toMatch(/● 松本　和子/);
    expect(stdout).not.toContain('undefined');
  });

  it('convert writes files of the other edition that check finds good, and says what was lost', () => {
    const out = join(folder, 'v3');
    const { status, stdout } = musubi('convert', join(SAMPLES, 'month-v4/plans'), '--to', '3', '--out', out);
    expect(status).toBe(0);
    expect(stdout).toContain('TAISコード');
    expect(musubi('check', out).status).toBe(0);
    const back = join(folder, 'v4');
    musubi('convert', join(SAMPLES, 'month-v3'), '--to', '4.1', '--out', back);
    expect(musubi('check', back).status).toBe(0);
    expect(musubi('convert', join(SAMPLES, 'month-v3'), '--to', '4.1', '--out', back).status).toBe(1);
  });

  it('help is Japanese with examples; wrong usage ends with 2', () => {
    for (const command of ['check', 'compare', 'send', 'receive', 'login', 'verify', 'convert']) {
      const { status, stdout } = musubi(command, '--help');
      expect(status).toBe(0);
      expect(stdout).toMatch(/例:|点検|予定/);
    }
    expect(musubi('nonsense').status).toBe(2);
    expect(musubi('convert', folder, '--to', '5', '--out', folder).status).toBe(2);
    expect(musubi('check').status).toBe(2);
  });

  it('folders with files of other kinds are read politely', () => {
    const mixed = join(folder, 'mixed');
    mkdirSync(mixed);
    for (const name of readdirSync(join(SAMPLES, 'careplan-v4')))
      writeFileSync(join(mixed, name), readFileSync(join(SAMPLES, 'careplan-v4', name)));
    writeFileSync(join(mixed, '議事録.docx'), 'x');
    expect(musubi('check', mixed)).toMatchObject({ status: 0, stderr: expect.stringContaining('読み飛ばした') });
  });
});
