import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { musubi } from './cli.testing.js';

const CASES = fileURLToPath(new URL('../../../test/fixtures/field-cases', import.meta.url));

interface Told {
  readonly severity: string;
  readonly message: string;
  readonly code: string;
  readonly count?: number;
  readonly alsoAt?: readonly unknown[];
}

async function check(name: string, ...options: string[]): Promise<{ code: number | null; findings: readonly Told[] }> {
  const { code, out } = await musubi(['check', join(CASES, name), '--json', ...options]);
  return { code, findings: JSON.parse(out).findings };
}

describe('musubi check on files from the field', () => {
  const cases: readonly (readonly [string, number, readonly string[]])[] = [
    ['E01-ctrl-z', 0, ['MSB-READ-END-MARK']],
    ['E02b-nul-only', 1, ['MSB-READ-NUL-BYTES']],
    ['E04-unicode-text', 1, ['MSB-READ-SPREADSHEET']],
    ['E06-halfwidth-kana', 0, []],
    ['E07-nec-selection', 0, []],
    ['E09-blank-padded', 0, ['MSB-READ-BLANK-ITEM', 'MSB-READ-BLANK-ITEM']],
    ['E10-comma-rows', 0, ['MSB-READ-BLANK-LINE']],
    ['E12-excel-resave', 1, ['MSB-READ-SPREADSHEET', 'MSB-READ-SPREADSHEET', 'MSB-READ-SPREADSHEET']],
    ['E12b-excel-resave-hosoku', 1, ['MSB-READ-SPREADSHEET']],
    ['E15-one-row-short', 1, ['MSB-READ-ITEM-COUNT']],
    ['E17-ms932-cut', 1, ['MSB-READ-CUT-OFF']],
    ['S01-short-31-days', 0, []],
    ['S02-improvement-eeee', 0, []],
    ['S02b-improvement-no-eeee', 0, []],
    ['S02c-improvement-item18', 0, []],
    ['S04-two-rails-numbered', 0, []],
    ['S04b-two-rails-bare', 0, ['MSB-LINK-DUPLICATE-GOODS']],
    ['S05-tais-missing-annex', 1, ['MSB-ITEM-TAIS-MISSING']],
    ['S06-v3-same-number', 0, ['MSB-UNIT-SAME-NUMBER']],
    ['S08-jsk-swapped-types', 1, ['MSB-UNIT-ROLE']],
    ['S10-applying', 0, []],
    ['S11-level-change', 0, []],
    ['S13-nov-31', 1, ['MSB-ITEM-BAD-DATE']],
    ['S14-next-month-day', 1, ['MSB-ITEM-DAY-OUTSIDE-MONTH']],
    ['S15-over-limit', 0, ['MSB-BEYOND-OVER-LIMIT']],
    ['S20-service-type-of-number', 0, ['MSB-BEYOND-RECIPIENT-TYPE']],
    ['S21-two-types-one-file', 0, []],
    ['S22-counts-differ', 0, ['MSB-BEYOND-COUNTS']],
  ];
  it.concurrent.each(cases)('%s', async (name, expected, codes) => {
    const { code, findings } = await check(name);
    expect(findings.map((one) => one.code)).toEqual(codes);
    expect(code).toBe(expected);
  });

  it('S08-jsk-swapped-types says that the two type codes are swapped', async () => {
    const { findings } = await check('S08-jsk-swapped-types');
    expect(findings[0]?.message).toContain(
      '2つのサービス種類コードが入れ替わっているようです: 1378700010に「43」、1377700001に「11」が付いています。',
    );
  });

  it('E13-slash-dates tells 65 rows as one', async () => {
    const { findings } = await check('E13-slash-dates');
    expect(findings).toMatchObject([{ code: 'MSB-ITEM-BAD-DATE', count: 65 }]);
    expect(findings[0]?.alsoAt).toHaveLength(64);
  });

  it('leaves out what is switched off, and refuses to switch off more', async () => {
    expect((await check('S22-counts-differ', '--without', 'MSB-BEYOND-COUNTS')).findings).toEqual([]);
    expect((await check('S20-service-type-of-number', '--strict-standard')).findings).toEqual([]);
    const refused = await musubi(['check', join(CASES, 'S13-nov-31'), '--without', 'MSB-ITEM-BAD-DATE']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('MSB-BEYOND-COUNTS');
  });
});
