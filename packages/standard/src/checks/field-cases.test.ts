import { describe, expect, it } from 'vitest';
import { editedRows, fieldCase, told, withItems } from '../field-cases.testing.js';
import { BEYOND_STANDARD, CATALOGUE, checkFiles, type InputFile } from '../index.js';
import type { ServiceKnowledge } from '../services/knowledge.js';

const improvement = fieldCase('S02-improvement-eeee');
const bareImprovement = fieldCase('S02b-improvement-no-eeee');
const shortStay = fieldCase('S01-short-31-days');
const rails = fieldCase('S04b-two-rails-bare');
const sameNumber = fieldCase('S06-v3-same-number');
const over = fieldCase('S15-over-limit');

const AMOUNT = 17;
const service = (code: string) => (cells: readonly string[]) => cells[8] === code;
/** Sets サービス単位 of the rows of a code in 第7表. */
const amount = (files: readonly InputFile[], code: string, value: string) =>
  withItems(files, 'UPSIKYU', { [AMOUNT]: value }, service(code));
const without = (files: readonly InputFile[], code: string) =>
  editedRows(files, 'UPSIKYU', (cells) => (cells[8] === code ? null : cells));

const SUM = 'warning MSB-LINK-SUM';

describe('sums of 第7表', () => {
  const right: readonly (readonly [string, readonly InputFile[]])[] = [
    ['31 days of short stay with ZZZZ', shortStay],
    ['31 days of short stay without ZZZZ', without(shortStay, '21ZZZZ')],
    ['31 days of short stay without subtotals', without(without(shortStay, '21ZZZZ'), '21AAAA')],
    ['処遇改善加算 with EEEE', improvement],
    ['処遇改善加算 without EEEE', bareImprovement],
    ['処遇改善加算 and 給付管理単位数', fieldCase('S02c-improvement-item18')],
    ['処遇改善加算 in the grand total', amount(bareImprovement, '999999', String(11462 + 1029))],
    ['no row marked, with EEEE', withItems(improvement, 'UPSIKYU', { 22: '' })],
    ['no row marked, without EEEE', withItems(bareImprovement, 'UPSIKYU', { 22: '' })],
    ['特別地域加算 of a few units', amount(amount(improvement, '116275', '93'), '11EEEE', '93')],
    [
      '居宅療養管理指導 of two codes, without subtotal and outside the total',
      [
        ...withItems(
          without(bareImprovement, '11AAAA'),
          'UPSIKYU',
          { 9: (code) => `31${code.slice(2)}`, 22: '' },
          (cells) => ['111211', '117211', '116275'].includes(cells[8] ?? '') && cells[6] === '1378700010',
        ),
      ].map((file) =>
        file.name.startsWith('UPSIKYU') ? (amount([file], '999999', String(5652 + 1611))[0] ?? file) : file,
      ),
    ],
  ];
  it.each(right)('are right: %s', (_title, files) => {
    expect(told(files).filter((one) => one.includes('MSB-LINK'))).toEqual([]);
  });

  const wrong: readonly (readonly [string, readonly InputFile[], number])[] = [
    ['a subtotal too large by one', amount(improvement, '11AAAA', '4200'), 1],
    ['a subtotal that counts what EEEE has as outside', amount(improvement, '11AAAA', '5228'), 1],
    ['a subtotal outside the limit that is too small', amount(improvement, '11EEEE', '1028'), 1],
    ['a total of something else', amount(improvement, '999999', '11461'), 1],
    ['days over 30 that are not the row', amount(shortStay, '21ZZZZ', '604'), 1],
    ['the 31st day counted as inside', amount(shortStay, '21AAAA', '18693'), 1],
    ['a subtotal that forgets a marked row', amount(improvement, '11AAAA', '3483'), 1],
  ];
  it.each(wrong)('are wrong: %s', (_title, files, count) => {
    expect(told(files)).toEqual(Array(count).fill(SUM));
  });

  it('are asked of no client whose row can not be read', () => {
    const files = editedRows(improvement, 'UPSIKYU', (cells) => (cells[8] === '117211' ? cells.slice(1) : cells));
    expect(told(files).filter((one) => one.includes('LINK'))).toEqual([]);
  });

  it('go by a table of codes where no mark tells', () => {
    const bare = withItems(amount(bareImprovement, '11AAAA', '3483'), 'UPSIKYU', { 22: '' });
    expect(told(bare)).toEqual([]); // 716 may be outside the limit, for all that the rows say
    const services: ServiceKnowledge = {
      kindOf: (code) => ({ kind: 'basic', basis: null, inLimit: code !== '116275' }),
    };
    expect(checkFiles(bare, { services }).findings.map(({ code }) => code)).toContain('MSB-LINK-SUM');
    const good = withItems(bareImprovement, 'UPSIKYU', { 22: '' });
    expect(checkFiles(good, { services }).findings).toEqual([]);
  });
});

describe('goods and rows twice', () => {
  const twice = (files: readonly InputFile[], kind: string, code: number, value: string) =>
    editedRows(files, kind, (cells) => cells).map((file) => {
      if (!file.name.startsWith(kind)) return file;
      const lines = Buffer.from(file.bytes).toString('latin1').split('\r\n');
      const row = lines.find((line) => line.split(',')[code - 1] === value) ?? '';
      return { ...file, bytes: new Uint8Array(Buffer.from(`${row}\r\n${lines.join('\r\n')}`, 'latin1')) };
    });

  it('two rails without numbers are asked to be numbered', () => {
    const [found, ...others] = checkFiles(rails).findings;
    expect(others).toEqual([]);
    expect(found?.code).toBe('MSB-LINK-DUPLICATE-GOODS');
    expect(found?.remedy).toContain('明細判別コード');
  });

  it('a visit twice is still asked for a count', () => {
    expect(told(twice(over, 'UPPLAN', 15, '111211'))).toContain('warning MSB-LINK-DUPLICATE-RECORD');
  });

  it('a row twice in 第7表 is told once, not as a wrong sum', () => {
    const found = told(twice(improvement, 'UPSIKYU', 9, '111211')).filter((one) => one.includes('LINK'));
    expect(found).toEqual(['warning MSB-LINK-DUPLICATE-ANNEX-ROW']);
  });

  it('goods without a code are told in 第7表 and in 第6表', () => {
    expect(told(fieldCase('S05-tais-missing-annex'))).toEqual(['error MSB-ITEM-TAIS-MISSING']);
    expect(told(withItems(rails, 'UPSIKYU', { 10: '', 11: '' }, service('171007')))).toContain(
      'error MSB-ITEM-TAIS-MISSING',
    );
    expect(told(withItems(rails, 'UPSIKYU', { 9: '178003', 10: '' }, service('171007')))).not.toContain(
      'error MSB-ITEM-TAIS-MISSING',
    );
  });
});

describe('edition 3, whose names carry no service types', () => {
  it('may go between two services of one number', () => {
    expect(told(sameNumber)).toEqual(['warning MSB-UNIT-SAME-NUMBER']);
  });

  it('may go to an office without a row, which may be a planning office', () => {
    const files = sameNumber.map(({ name, bytes }) => ({
      name: name.replace('_1378700010_2', '_1376800050_2'),
      bytes,
    }));
    expect(told(files)).toEqual(['warning MSB-LINK-RECIPIENT-WITHOUT-ROW']);
  });
});

describe('what goes beyond the standard', () => {
  const cases: readonly (readonly [string, readonly InputFile[], string])[] = [
    ['units over the limit', over, 'notice MSB-BEYOND-OVER-LIMIT'],
    ['visits other than counts', fieldCase('S22-counts-differ'), 'warning MSB-BEYOND-COUNTS'],
    ['no row of the recipient’s type', fieldCase('S20-service-type-of-number'), 'warning MSB-BEYOND-RECIPIENT-TYPE'],
    [
      'certification that ended',
      withItems(bareImprovement, 'UPHOSOKU', { 15: '20260930' }, (_cells, row) => row === 0),
      'warning MSB-BEYOND-CERTIFICATION-ENDED',
    ],
  ];
  it.each(cases)('is told and can be switched off: %s', (_title, files, expected) => {
    expect(told(files)).toEqual([expected]);
    const code = expected.split(' ')[1];
    const off = BEYOND_STANDARD.filter((one) => one === code);
    expect(checkFiles(files, { without: off }).findings).toEqual([]);
    expect(checkFiles(files, { without: BEYOND_STANDARD }).units.flatMap(({ findings }) => findings)).toEqual([]);
  });

  const silent: readonly (readonly [string, readonly InputFile[]])[] = [
    ['units over the limit that are written as over', withItems(over, 'UPSIKYU', { 21: '6430' }, service('131111'))],
    ['units over the limit of which 補足情報 tells', withItems(over, 'UPHOSOKU', { 56: '6430' })],
    ['a client without a limit', withItems(over, 'UPHOSOKU', { 19: '' })],
    ['certification that ends in the month', withItems(bareImprovement, 'UPHOSOKU', { 15: '20261015' })],
    ['certification applied for', withItems(bareImprovement, 'UPHOSOKU', { 15: '20260930', 16: '1' })],
    ['認定申請中', fieldCase('S10-applying')],
    ['a month charged once whatever the days', fieldCase('S01-short-31-days')],
  ];
  it.each(silent)('is not told of %s', (_title, files) => {
    expect(told(files)).toEqual([]);
  });

  it('is no error, and nothing else can be switched off', () => {
    for (const code of BEYOND_STANDARD) expect(CATALOGUE[code].severity).not.toBe('error');
    const files = withItems(improvement, 'UPPLAN', { 10: '20261131' });
    expect(checkFiles(files, { without: ['MSB-ITEM-BAD-DATE'] }).findings[0]?.code).toBe('MSB-ITEM-BAD-DATE');
  });
});
