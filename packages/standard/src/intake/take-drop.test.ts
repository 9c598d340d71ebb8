import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFiles, encodeMs932, takeDrop } from '../index.js';
import { sampleFolder } from '../samples.testing.js';
import { inflate, type TestEntry, testZip, unicodePath } from './zip.testing.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const sjis = (text: string) => {
  const encoded = encodeMs932(text);
  if (!('bytes' in encoded)) throw new Error(`not in MS932: ${text}`);
  return encoded.bytes;
};
const UNIT = sampleFolder('defects/bad-date');
const [FIRST] = UNIT;
if (!FIRST) throw new Error('the sample has files');
const entriesOf = (folder: string, name = utf8): TestEntry[] =>
  UNIT.map((file) => ({ name: name(folder + file.name), content: file.bytes }));
const take = (path: string, bytes: Uint8Array) => takeDrop([{ path, bytes }], inflate);
const reasons = (remarks: readonly { reason: string }[]) => remarks.map(({ reason }) => reason);

describe('a ZIP', () => {
  it('is opened wherever it lies, whatever it is called, and gives what its files give', () => {
    for (const path of [
      '10月分.zip',
      '送信/10月分.ZIP',
      FIRST.name.replace('.CSV', '.zip'),
      `${FIRST.name}.zip`,
      '10月分',
    ]) {
      const { standard, refused, notices } = take(path, testZip(entriesOf('')));
      expect(refused, path).toEqual([]);
      expect(reasons(notices)).toEqual(['MSB-DROP-ZIP-OPENED']);
      expect(checkFiles(standard)).toEqual(checkFiles(UNIT));
    }
  });

  it.each<[string, (name: string) => Partial<TestEntry> & { name: Uint8Array }]>([
    ['MS932, as Windows writes it', (name) => ({ name: sjis(name) })],
    ['UTF-8 with its flag', (name) => ({ name: utf8(name), flags: 0x0800 })],
    ['UTF-8 without a flag, as Macs write it', (name) => ({ name: utf8(name) })],
    ['UTF-8 of a Mac, dakuten apart', (name) => ({ name: utf8(name.normalize('NFD')) })],
    ['a Unicode path beside MS932', (name) => ({ name: sjis(name), extra: unicodePath(sjis(name), name) })],
    ['a Unicode path of another name', (name) => ({ name: sjis(name), extra: unicodePath(sjis('x'), '別の名前') })],
    ['half-width katakana of MS932', () => ({ name: sjis('ﾃｱﾌﾟﾗﾝ.txt') })],
  ])('keeps the names: %s', (_case, entry) => {
    const name = '予定（プリント）のコピー.txt';
    const made = entry(name);
    const { refused } = take('a.zip', testZip([{ content: utf8('メモ'), ...made }]));
    const wanted = _case.startsWith('half') ? 'ﾃｱﾌﾟﾗﾝ.txt' : name;
    expect(refused.map(({ paths }) => paths)).toEqual([[`a.zip/${wanted}`]]);
  });

  it.each<[string, Uint8Array, string]>([
    ['locked', testZip([{ name: utf8('a.CSV'), content: utf8('x'), flags: 1 }]), 'MSB-DROP-ZIP-LOCKED'],
    ['too large', testZip([{ name: utf8('a.CSV'), content: utf8('x'), size: 0x7fffffff }]), 'MSB-DROP-ZIP-TOO-LARGE'],
    [
      'a bomb that hides its size',
      testZip([{ name: utf8('a'), content: new Uint8Array(2e6), size: 10 }]),
      'MSB-DROP-ZIP-UNOPENED',
    ],
    ['cut off', testZip(entriesOf('')).subarray(0, 300), 'MSB-DROP-ZIP-UNOPENED'],
  ])('that is %s is named with its own sentence, and stops no other file', (_case, zip, reason) => {
    const { standard, refused } = takeDrop(
      [...UNIT.map(({ name, bytes }) => ({ path: name, bytes })), { path: 'x/悪い.zip', bytes: zip }],
      inflate,
    );
    expect(refused).toMatchObject([
      { reason, severity: 'error', paths: ['x/悪い.zip'], message: expect.stringContaining('悪い.zip') },
    ]);
    expect(standard).toEqual(UNIT);
  });

  it('inside a ZIP stays closed and is named with its place', () => {
    const inner = { name: utf8('中.zip'), content: testZip(entriesOf('')) };
    const { standard, refused, notices } = take('外.zip', testZip([inner, ...entriesOf('')]));
    expect(standard).toHaveLength(UNIT.length);
    expect(refused).toMatchObject([{ reason: 'MSB-DROP-ZIP-NESTED', paths: ['外.zip/中.zip'] }]);
    expect(reasons(notices)).toEqual(['MSB-DROP-ZIP-OPENED']);
  });

  it('with office documents among its files is no office document', () => {
    const paper = {
      name: utf8('計画.xlsx'),
      content: testZip([{ name: utf8('[Content_Types].xml'), content: utf8('<Types/>') }]),
    };
    const { standard, attachments } = take('a.zip', testZip([paper, ...entriesOf('')]));
    expect(standard).toHaveLength(UNIT.length);
    expect(attachments.map(({ path }) => path)).toEqual(['a.zip/計画.xlsx']);
  });

  it('damaged anywhere is told or read as it was, never read as something else', () => {
    const zip = testZip(entriesOf('10月/'));
    const whole = new Map(UNIT.map(({ name, bytes }) => [name, bytes]));
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
        const damaged = isCut ? zip.slice(0, at) : zip.with(at, byte);
        const { standard, refused, attachments, ignored } = take('a.zip', damaged);
        for (const { name, bytes } of standard) if (whole.has(name)) expect(bytes).toEqual(whole.get(name));
        expect(standard.length + refused.length + attachments.length + ignored).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a file that is not there to be read', () => {
  it('is named with its reason, and the others are taken', () => {
    const unread = { path: `10月/${FIRST.name}`, unread: 'missing' } as const;
    const others = UNIT.slice(1).map(({ name, bytes }) => ({ path: name, bytes }));
    const { standard, refused } = takeDrop([unread, ...others], inflate);
    expect(standard).toHaveLength(UNIT.length - 1);
    expect(refused).toMatchObject([{ reason: 'MSB-DROP-UNREADABLE', severity: 'error', paths: [unread.path] }]);
  });

  it.each([
    ['left in iCloud', `.${FIRST.name}.icloud`, utf8('bplist00'), 'MSB-DROP-UNREADABLE'],
    ['a shortcut', `${FIRST.name} - ショートカット.lnk`, new Uint8Array([0x4c, 0, 0, 0]), 'MSB-DROP-SHORTCUT'],
    ['empty', FIRST.name, new Uint8Array(), 'MSB-DROP-EMPTY'],
  ])('%s: its sentence has its name', (_case, path, bytes, reason) => {
    const { refused, ignored } = take(path, bytes);
    expect({ refused, ignored }).toMatchObject({ refused: [{ reason, severity: 'error' }], ignored: 0 });
    expect(refused[0]?.message).toContain(FIRST.name);
  });
});

describe('files that mean one name', () => {
  const conflict = FIRST.name.replace('.CSV', '-DESKTOP-AB12CD3.CSV');
  it('with the same bytes are one, under the right name', () => {
    const { standard, notices } = takeDrop(
      [
        { path: conflict, bytes: FIRST.bytes },
        { path: FIRST.name, bytes: FIRST.bytes },
      ],
      inflate,
    );
    expect(standard).toEqual([FIRST]);
    expect(reasons(notices)).toEqual(['MSB-DROP-SAME-TWICE']);
  });

  it('with other bytes are two versions, and their unit can not be sent', () => {
    const other = { path: conflict, bytes: new Uint8Array([...FIRST.bytes, 0x0d, 0x0a]) };
    const { standard, refused } = takeDrop([other, ...UNIT.map(({ name, bytes }) => ({ path: name, bytes }))], inflate);
    expect(refused).toEqual([]);
    const { units } = checkFiles(standard);
    expect(units.map(({ files }) => files.length)).toEqual([UNIT.length]);
    expect(units[0]?.findings).toContainEqual(
      expect.objectContaining({ code: 'MSB-UNIT-TWO-VERSIONS', severity: 'error', file: conflict }),
    );
  });
});
