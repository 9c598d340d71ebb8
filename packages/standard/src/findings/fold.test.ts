import { describe, expect, it } from 'vitest';
import { fieldCase, withItems } from '../field-cases.testing.js';
import { checkFiles, checkReport } from '../index.js';

const slashes = fieldCase('E13-slash-dates');
const report = (masked: boolean) =>
  checkReport(checkFiles(slashes), { masked, madeAt: '2026-10-05', dateStyle: 'western' });

describe('findings of many rows', () => {
  it('are one in the report, with the lines, masked or not', () => {
    for (const page of [report(false), report(true)]) {
      expect(page.match(/<td>MSB-ITEM-BAD-DATE<\/td>/g)).toHaveLength(1);
      expect(page).toContain('ほかに64か所あります: 2行目、3行目');
    }
    expect(report(true)).not.toContain('2026/10/2');
  });

  it('keep a hundred places and count them all', () => {
    const [plan] = slashes.filter(({ name }) => name.startsWith('UPPLAN'));
    if (!plan) throw new Error('no 第6表');
    const long = { ...plan, bytes: new Uint8Array(Buffer.concat([plan.bytes, plan.bytes, plan.bytes])) };
    const found = checkFiles([long]).findings.find(({ code }) => code === 'MSB-ITEM-BAD-DATE');
    expect(found).toMatchObject({ count: 195 });
    expect(found?.alsoAt).toHaveLength(100);
  });

  it('stay apart when they are few or about different clients', () => {
    const three = withItems(fieldCase('E06-halfwidth-kana'), 'UPPLAN', { 10: '20261032' }, (_cells, row) => row < 3);
    expect(checkFiles(three).findings.filter(({ code }) => code === 'MSB-ITEM-BAD-DATE')).toHaveLength(3);
    const numbers = withItems(fieldCase('E06-halfwidth-kana'), 'UPPLAN', { 3: (number) => `X${number.slice(1)}` });
    const found = checkFiles(numbers).findings.filter(({ code }) => code === 'MSB-ITEM-BAD-INSURED');
    expect(found.map(({ value }) => value)).toEqual(['X556902656', 'X089390446']);
  });
});
