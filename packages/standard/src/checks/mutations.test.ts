import { describe, expect, it } from 'vitest';
import { checkFiles, type InputFile } from '../index.js';
import { sampleFolder } from '../samples.testing.js';

const PLAN = 'UPPLAN_202610_1377700001_43_1378700018_11_20260925100008.CSV';

function monthUnit(serial = '20260925100008'): InputFile[] {
  return sampleFolder('month-v4/plans').filter(({ name }) => name.includes(serial));
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** Changes one cell of a file: `line` and `item` count from 1. Works on bytes, so Japanese text stays as it is. */
function setCell(files: readonly InputFile[], kind: string, line: number, item: number, value: string): InputFile[] {
  return files.map((file) => {
    if (!file.name.startsWith(`${kind}_`)) return file;
    const lines = latin1(file.bytes).split('\r\n');
    const cells = (lines[line - 1] ?? '').split(',');
    cells[item - 1] = value;
    lines[line - 1] = cells.join(',');
    return { name: file.name, bytes: bytesOf(lines.join('\r\n')) };
  });
}

function change(files: readonly InputFile[], kind: string, edit: (text: string) => string): InputFile[] {
  return files.map((file) =>
    file.name.startsWith(`${kind}_`) ? { name: file.name, bytes: bytesOf(edit(latin1(file.bytes))) } : file,
  );
}

function rename(files: readonly InputFile[], from: RegExp, to: string): InputFile[] {
  return files.map((file) => ({ ...file, name: file.name.replace(from, to) }));
}

function codesOf(files: readonly InputFile[], severity?: 'error' | 'warning' | 'notice'): string[] {
  const { findings } = checkFiles(files);
  return [...new Set(findings.filter((one) => !severity || one.severity === severity).map(({ code }) => code))];
}

const month = monthUnit();
const actuals = sampleFolder('month-v4/actuals').filter(({ name }) =>
  name.includes('_11_1377700001_43_20260925110008'),
);
const goods = monthUnit('20260925100005');
const careplan = sampleFolder('careplan-v4');
const preventive = sampleFolder('preventive-v4');
const old = sampleFolder('month-v3/plans').filter(({ name }) => name.includes('20260925110002'));
const deletions = sampleFolder('deletions');
const only = (files: readonly InputFile[], kind: string) => files.filter(({ name }) => name.startsWith(`${kind}_`));

describe('what breaks the standard is found', () => {
  const cases: readonly (readonly [string, readonly InputFile[], string])[] = [
    ['an actual on a day that does not exist', setCell(actuals, 'UPJSK', 1, 10, '20261131'), 'MSB-ITEM-BAD-DATE'],
    ['a service day in another month', setCell(month, 'UPPLAN', 2, 10, '20261105'), 'MSB-ITEM-DAY-OUTSIDE-MONTH'],
    ['a time of 24:30', setCell(month, 'UPPLAN', 1, 13, '2430'), 'MSB-ITEM-BAD-TIME'],
    ['letters in units', setCell(month, 'UPPLAN', 1, 8, '4x'), 'MSB-ITEM-NOT-NUMBER'],
    ['a client number of nine digits', setCell(month, 'UPHOSOKU', 1, 3, '053115258'), 'MSB-ITEM-BAD-INSURED'],
    ['an insurer of five digits', setCell(month, 'UPSIKYU', 1, 2, '13101'), 'MSB-ITEM-BAD-INSURER'],
    ['an office of nine digits', setCell(month, 'UPPLAN', 1, 20, '137870001'), 'MSB-ITEM-BAD-OFFICE'],
    ['a service code of five characters', setCell(month, 'UPPLAN', 1, 15, '13111'), 'MSB-ITEM-BAD-SERVICE'],
    ['an unknown service type', setCell(month, 'UPPLAN', 1, 15, '991111'), 'MSB-ITEM-UNKNOWN-SERVICE-TYPE'],
    ['a service outside the standard', setCell(month, 'UPPLAN', 1, 15, '331111'), 'MSB-ITEM-OUT-OF-SCOPE'],
    ['pro-rating marks of 30 characters', setCell(month, 'UPPLAN', 1, 11, '1'.repeat(30)), 'MSB-ITEM-BAD-DAY-FLAGS'],
    ['a unit price without decimals in place', setCell(month, 'UPSIKYU', 1, 23, '11,4'), 'MSB-READ-ITEM-COUNT'],
    ['a sex that is not in the table', setCell(month, 'UPHOSOKU', 1, 7, '3'), 'MSB-ITEM-BAD-CODE'],
    ['an empty name', setCell(month, 'UPHOSOKU', 1, 6, '""'), 'MSB-ITEM-REQUIRED'],
    ['rented goods without a code', setCell(goods, 'UPPLAN', rowWith(goods, '171'), 16, ''), 'MSB-ITEM-TAIS-MISSING'],
    [
      'a goods code of another form',
      setCell(goods, 'UPPLAN', rowWith(goods, '171'), 16, '0001-000010'),
      'MSB-ITEM-BAD-TAIS',
    ],
    ['a total that does not add up', setCell(month, 'UPSIKYU', 3, 17, '1'), 'MSB-LINK-SUM'],
    [
      'a client without total',
      change(month, 'UPSIKYU', (text) => text.replace(/^.*,999999,.*\r\n/m, '')),
      'MSB-LINK-TOTAL-MISSING',
    ],
    [
      'a client without annex',
      change(month, 'UPSIKYU', (text) =>
        text
          .split('\r\n')
          .filter((line) => !line.includes('0531152586'))
          .join('\r\n'),
      ),
      'MSB-LINK-NO-CHILD',
    ],
    [
      'the same client twice in 補足情報',
      change(month, 'UPHOSOKU', (text) => `${text}${text.split('\r\n')[0] ?? ''}\r\n`),
      'MSB-LINK-DUPLICATE-KEY',
    ],
    [
      'a record twice',
      change(month, 'UPPLAN', (text) => `${text}${text.split('\r\n')[0] ?? ''}\r\n`),
      'MSB-LINK-DUPLICATE-RECORD',
    ],
    ['actuals of another office', setCell(actuals, 'UPJSK', 1, 20, '1371000012'), 'MSB-LINK-ACTUALS-OF-ANOTHER-OFFICE'],
    [
      'a month in the name that the content is not of',
      rename(month, /_202610_/, '_202609_'),
      'MSB-LINK-MONTH-AGAINST-NAME',
    ],
    ['a plan whose 第2表 is of another date', setCell(careplan, 'UP2KYO', 1, 5, '20260921'), 'MSB-LINK-NO-PARENT'],
    [
      'an unknown kind of plan',
      change(careplan, 'UP1KYO', (text) => text.replace(',21,2,20260401', ',99,2,20260401')),
      'MSB-ITEM-BAD-CODE',
    ],
    ['an actuals deletion without service type', setCell(deletions, 'DLTJSK', 1, 6, ''), 'MSB-ITEM-REQUIRED'],
    ['a weekday of 8', setCell(careplan, 'UP3KYO', 1, 7, '8'), 'MSB-ITEM-BAD-CODE'],
    ['a 支援計画書 別表 of nobody', setCell(preventive, 'UPYOBO_SUB', 1, 3, '0000000001'), 'MSB-LINK-NO-PARENT'],
    [
      'a picture that did not come along',
      preventive.filter(({ name }) => !name.endsWith('.jpg')),
      'MSB-LINK-PICTURE-MISSING',
    ],
    [
      'an edition 3 file in a 4.1 unit',
      rename(only(month, 'UPHOSOKU'), /_43_(\d+)_11_/, '_$1_').concat(
        month.filter(({ name }) => !name.startsWith('UPHOSOKU')),
      ),
      'MSB-UNIT-EDITION-MISMATCH',
    ],
    [
      'edition 3 content under a 4.1 name',
      rename(old, /_1474500002_1371000012_/, '_1474500002_43_1371000012_15_'),
      'MSB-READ-VERSION-AGAINST-NAME',
    ],
    [
      'an edition 3 month without 補足情報',
      old.filter(({ name }) => !name.startsWith('UPHOSOKU')),
      'MSB-UNIT-FILE-MISSING',
    ],
    ['edition 2', change(old, 'UPPLAN', (text) => text.replaceAll(/^202208/gm, '202003')), 'MSB-READ-OLD-VERSION'],
    [
      'a schedule sent by a service office',
      rename(month, /_1377700001_43_1378700018_11_/, '_1377700001_11_1378700018_11_'),
      'MSB-UNIT-ROLE',
    ],
    [
      'a unit to oneself',
      rename(month, /_1377700001_43_1378700018_11_/, '_1378700018_11_1378700018_11_'),
      'MSB-UNIT-SELF',
    ],
    [
      'a month that differs in one name',
      rename(only(month, 'UPSIKYU'), /_202610_/, '_202611_').concat(
        month.filter(({ name }) => !name.startsWith('UPSIKYU')),
      ),
      'MSB-UNIT-MONTH-MISMATCH',
    ],
    ['a PDF called CSV', [{ name: PLAN, bytes: bytesOf('%PDF-1.7 …') }], 'MSB-READ-NOT-CSV'],
    ['an empty file', [{ name: PLAN, bytes: new Uint8Array() }], 'MSB-READ-EMPTY'],
    [
      'a quote that never closes',
      change(month, 'UPPLAN', (text) => text.slice(0, text.lastIndexOf('"')) + text.slice(text.lastIndexOf('"') + 1)),
      'MSB-READ-BROKEN-QUOTE',
    ],
    [
      'UTF-16',
      month.map((file) =>
        file.name === PLAN
          ? { ...file, bytes: new Uint8Array(Buffer.from(`\ufeff${latin1(file.bytes)}`, 'utf16le')) }
          : file,
      ),
      'MSB-READ-UTF16',
    ],
    [
      '外字',
      change(month, 'UPPLAN', (text) => text.replace('"\x8c\x76\x89\xe6', '"\xf0\x40\x89\xe6')),
      'MSB-READ-GAIJI',
    ],
  ];

  it.each(cases)('%s', (_title, files, code) => {
    expect(codesOf(files)).toContain(code);
  });
});

function rowWith(files: readonly InputFile[], service: string): number {
  const plan = files.find(({ name }) => name.startsWith('UPPLAN'));
  return (
    latin1(plan?.bytes ?? new Uint8Array())
      .split('\r\n')
      .findIndex((line) => line.split(',')[14]?.startsWith(service)) + 1
  );
}

describe('what is legal or usual in the field can be sent', () => {
  const cases: readonly (readonly [string, readonly InputFile[]])[] = [
    ['LF line ends', change(month, 'UPPLAN', (text) => text.replaceAll('\r\n', '\n'))],
    ['no last line end', change(month, 'UPPLAN', (text) => text.trimEnd())],
    [
      'a header line',
      change(month, 'UPPLAN', (text) => `CSV\x83\x6f\x81\x5b\x83\x57\x83\x87\x83\x93,insurer\r\n${text}`),
    ],
    ['quoted numbers', change(month, 'UPPLAN', (text) => text.replaceAll(',202610,', ',"202610",'))],
    [
      'CSVバージョン 202504',
      month.map((file) => ({ ...file, bytes: bytesOf(latin1(file.bytes).replaceAll(/^202407/gm, '202504')) })),
    ],
    [
      'H numbers',
      month.map((file) => ({ ...file, bytes: bytesOf(latin1(file.bytes).replaceAll('0531152586', 'H531152586')) })),
    ],
    ['a satellite branch', setCell(month, 'UPPLAN', 1, 22, '1')],
    ['pro-rating marks of the whole month', setCell(month, 'UPPLAN', 1, 11, '1'.repeat(31))],
    ['services without times', setCell(setCell(month, 'UPPLAN', 1, 12, '9999'), 'UPPLAN', 1, 13, '9999')],
    ['0 units of a rate', setCell(actuals, 'UPJSK', 1, 8, '0')],
    ['negative units of a reduction', setCell(month, 'UPPLAN', 1, 8, '-12')],
    ['midnight as 2400', setCell(month, 'UPPLAN', 1, 13, '2400')],
    [
      'an addition to rented goods without a code',
      setCell(setCell(goods, 'UPPLAN', rowWith(goods, '171'), 15, '178003'), 'UPPLAN', rowWith(goods, '171'), 16, ''),
    ],
    ['a postal code without hyphen', setCell(month, 'UPHOSOKU', 1, 9, '1000001')],
    [
      'lower case and .csv',
      rename(month, /^(.*)$/, '').map((file, at) => ({ ...file, name: (month[at]?.name ?? '').toLowerCase() })),
    ],
    ['a downloaded copy (1)', month.map(({ name, bytes }) => ({ name: name.replace('.CSV', ' (1).CSV'), bytes }))],
    ['the same file twice', [...month, ...month]],
    [
      'actuals from 委託先 to the centre',
      rename(actuals, /_1378700018_11_1377700001_43_/, '_1377700001_43_1376800050_46_'),
    ],
    [
      'a plan from the centre to the 委託先',
      rename(preventive, /_1378800060_A6_/, '_1377700001_43_').map((file) =>
        file.name.startsWith('UPKIHON_1')
          ? { ...file, bytes: bytesOf(latin1(file.bytes).replace('_1378800060_A6_', '_1377700001_43_')) }
          : file,
      ),
    ],
    [
      'two service types of one office as partners',
      rename(actuals, /_1378700018_11_1377700001_43_/, '_1378700018_11_1378700018_43_'),
    ],
    ['several line breaks in a text', change(careplan, 'UP1KYO', (text) => text.replace('\r\n', '\r\n\r\n\r\n'))],
  ];

  it.each(cases)('%s', (_title, files) => {
    expect(codesOf(files, 'error')).toEqual([]);
  });
});

describe('a finding', () => {
  it('names record, physical line, item and value, even after a quoted line break', () => {
    const files = setCell(
      change(month, 'UPPLAN', (text) => text.replace('"\x8c\x76\x89\xe6', '"a\nb')),
      'UPPLAN',
      2,
      10,
      '20261032',
    );
    const found = checkFiles(files).findings.find(({ code }) => code === 'MSB-ITEM-BAD-DATE');
    expect(found).toMatchObject({ record: 2, item: 10, itemName: 'サービス利用日', value: '20261032' });
    expect(found?.message).toContain('項目10「サービス利用日」');
  });

  it('about a broken record hides no cause behind what follows from it', () => {
    const broken = change(month, 'UPHOSOKU', (text) => text.replace(',053', '053'));
    expect(checkFiles(broken).findings.map(({ code }) => code)).toEqual(['MSB-READ-ITEM-COUNT']);
  });

  it('counts the parts of a name that has none', () => {
    const { findings } = checkFiles([{ name: 'UPPLAN.CSV', bytes: new Uint8Array() }]);
    expect(findings.find(({ code }) => code === 'MSB-NAME-PART-COUNT')?.message).toContain('1個に分かれています');
  });

  it('offers the rename that makes a near miss right', () => {
    const near = rename(only(month, 'UPSIKYU'), /00008\.CSV/, '00009.CSV').concat(
      month.filter(({ name }) => !name.startsWith('UPSIKYU')),
    );
    const found = checkFiles(near).findings.find(({ code }) => code === 'MSB-UNIT-SERIAL-MISMATCH');
    expect(found?.repair).toEqual({
      action: 'rename',
      from: expect.stringContaining('00009.CSV'),
      to: only(month, 'UPSIKYU')[0]?.name,
    });
  });

  it('recognises a forgotten service type and offers the whole name', () => {
    const near = rename(only(month, 'UPSIKYU'), /_11_/, '_').concat(
      month.filter(({ name }) => !name.startsWith('UPSIKYU')),
    );
    const found = checkFiles(near).findings.find(({ code }) => code === 'MSB-UNIT-NAME-REPAIRABLE');
    expect(found?.repair).toMatchObject({ to: only(month, 'UPSIKYU')[0]?.name });
  });
});
