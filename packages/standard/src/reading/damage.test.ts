import { describe, expect, it } from 'vitest';
import { bytesOf, edited, editedRows, fieldCase, told, withItems } from '../field-cases.testing.js';
import { checkFiles, type InputFile } from '../index.js';

const whole = fieldCase('E06-halfwidth-kana');
const cut = (kind: string, at: (text: string) => number) => edited(whole, kind, (text) => text.slice(0, at(text)));
const NUL = '\0';

describe('damage to a file is one finding that names it', () => {
  const cases: readonly (readonly [string, readonly InputFile[], readonly string[]])[] = [
    ['nothing: the whole unit', whole, []],
    ['a DOS end mark', fieldCase('E01-ctrl-z'), ['notice MSB-READ-END-MARK']],
    [
      'end marks up to a block of 128',
      edited(whole, 'UPPLAN', (text) => text + '\x1a'.repeat(90)),
      ['notice MSB-READ-END-MARK'],
    ],
    [
      'an end mark and NUL padding',
      edited(whole, 'UPPLAN', (text) => `${text}\x1a${NUL.repeat(40)}`),
      ['notice MSB-READ-END-MARK'],
    ],
    [
      'an end mark and garbage behind it',
      edited(whole, 'UPSIKYU', (text) => `${text}\x1agarbage,of,the,block`),
      ['error MSB-READ-AFTER-END-MARK'],
    ],
    ['nothing but NUL bytes', fieldCase('E02b-nul-only'), ['error MSB-READ-NUL-BYTES']],
    [
      'NUL bytes after the last line',
      edited(whole, 'UPPLAN', (text) => text + NUL.repeat(500)),
      ['error MSB-READ-NUL-BYTES'],
    ],
    [
      'NUL bytes and spaces after the last line',
      edited(whole, 'UPPLAN', (text) => `${text}${NUL.repeat(50)}    ${NUL}\r\n`),
      ['error MSB-READ-NUL-BYTES'],
    ],
    [
      'NUL bytes instead of the last rows',
      edited(whole, 'UPSIKYU', (text) => text.slice(0, -400) + NUL.repeat(400)),
      ['error MSB-READ-NUL-BYTES'],
    ],
    [
      'a sector of NUL bytes in the middle',
      edited(whole, 'UPPLAN', (text) => text.slice(0, 2000) + NUL.repeat(512) + text.slice(2512)),
      ['error MSB-READ-NUL-BYTES'],
    ],
    ['spaces after the last line', edited(whole, 'UPPLAN', (text) => `${text}     `), ['notice MSB-READ-BLANK-LINE']],
    ['the last row cut off', fieldCase('E17-ms932-cut'), ['error MSB-READ-CUT-OFF']],
    ['the last row of 第7表 cut off', cut('UPSIKYU', (text) => text.length - 30), ['error MSB-READ-CUT-OFF']],
    ['the last month cut off', cut('UPHOSOKU', (text) => text.length - 4), ['error MSB-READ-CUT-OFF']],
    ['a character cut in two', cut('UPPLAN', (text) => text.lastIndexOf('"') - 1), ['error MSB-READ-CUT-OFF']],
    [
      'a text cut off inside its quotes',
      cut('UPPLAN', (text) => text.lastIndexOf('"') - 4),
      ['error MSB-READ-CUT-OFF'],
    ],
    [
      'a cut inside quotes behind a line break',
      edited(whole, 'UPPLAN', (text) => `${text.slice(0, text.lastIndexOf('"') - 4)}\n1`),
      ['error MSB-READ-CUT-OFF'],
    ],
    ['only the last line end', cut('UPPLAN', (text) => text.length - 2), ['notice MSB-READ-NO-LAST-LINE-END']],
    ['rows of commas', fieldCase('E10-comma-rows'), ['notice MSB-READ-BLANK-LINE']],
    [
      'rows of more and fewer commas, in the middle too',
      edited(whole, 'UPPLAN', (text) => `${text.replace('\r\n', `\r\n,,,\r\n${','.repeat(40)}\r\n`)},\r\n  , ,\r\n`),
      ['notice MSB-READ-BLANK-LINE'],
    ],
    ['a row that lost a comma', fieldCase('E15-one-row-short'), ['error MSB-READ-ITEM-COUNT']],
  ];

  it.each(cases)('%s', (_title, files, expected) => {
    expect(told(files)).toEqual(expected);
  });

  it('and UTF-8 that was cut in the middle of a character is still UTF-8', () => {
    const text = new TextDecoder('shift_jis').decode(whole.find(({ name }) => name.startsWith('UPPLAN'))?.bytes);
    const bytes = new TextEncoder().encode(text);
    const at = new TextEncoder().encode(text.slice(0, text.lastIndexOf('"') - 2)).length + 1;
    const files = whole.map((file) => (file.name.startsWith('UPPLAN') ? { ...file, bytes: bytes.slice(0, at) } : file));
    expect(told(files)).toEqual(['error MSB-READ-UTF8', 'error MSB-READ-CUT-OFF']);
  });

  it('whatever the last bytes are that went missing', () => {
    for (const kind of ['UPPLAN', 'UPSIKYU', 'UPHOSOKU']) {
      const size = whole.find(({ name }) => name.startsWith(kind))?.bytes.length ?? 0;
      for (let less = 3; less < 150; less += 2) {
        const files = cut(kind, () => size - less);
        const last = files.find(({ name }) => name.startsWith(kind))?.bytes.at(-1);
        const isWholeRow = last === 0x0a || last === 0x0d;
        const codes = told(files).filter((one) => one.startsWith('error'));
        // A cut between two rows shows nowhere in the file: what is missed then says so, once.
        const expected = isWholeRow ? [expect.stringContaining('MSB-LINK-')] : ['error MSB-READ-CUT-OFF'];
        if (codes.length > 0) expect([kind, less, codes]).toEqual([kind, less, expected]);
      }
    }
  });
});

describe('items of spaces are empty', () => {
  const code = (value: string) => withItems(whole, 'UPPLAN', { 19: value, 22: value });

  it.each([
    ['as fixed-length files have them', fieldCase('E09-blank-padded'), 2],
    ['of half width', code('  '), 1],
    ['of full width', code('\x81\x40'), 1],
    ['of both, in quotes', code('" \x81\x40"'), 1],
    ['in 補足情報', withItems(whole, 'UPHOSOKU', { 17: '        ', 20: '  ', 59: '  ' }), 1],
  ])('%s: one notice a file', (_title, files, count) => {
    expect(told(files)).toEqual(Array(count).fill('notice MSB-READ-BLANK-ITEM'));
  });

  it('also where one is required', () => {
    expect(told(withItems(whole, 'UPHOSOKU', { 8: '        ' }, (_cells, row) => row === 0))).toEqual([
      'notice MSB-READ-BLANK-ITEM',
      'error MSB-ITEM-REQUIRED',
    ]);
  });

  it('but a text in quotes stays what a person wrote', () => {
    const files = withItems(whole, 'UPHOSOKU', { 11: '"\x81\x40"' });
    expect(told(files)).toEqual([]);
    expect(
      checkFiles(files)
        .units[0]?.files.find(({ kind }) => kind === 'UPHOSOKU')
        ?.table?.text(0, 11),
    ).toBe('　');
  });
});

describe('a file that a spreadsheet saved is told once', () => {
  const zeros = (value: string) => value.replace(/^0+(?=.)/, '');
  const bare = (files: readonly InputFile[], kind: string) => edited(files, kind, (text) => text.replaceAll('"', ''));
  const unicodeText = (text: string) => {
    const tabbed = new TextDecoder('shift_jis').decode(bytesOf(text)).replaceAll('"', '').replaceAll(',', '\t');
    return Buffer.from(`\ufeff${tabbed}`, 'utf16le').toString('latin1');
  };
  const cases: readonly (readonly [string, readonly InputFile[], number])[] = [
    ['all three files', fieldCase('E12-excel-resave'), 3],
    ['補足情報 only', fieldCase('E12b-excel-resave-hosoku'), 1],
    ['as Unicode text', fieldCase('E04-unicode-text'), 1],
    ['第7表 as Unicode text', edited(whole, 'UPSIKYU', unicodeText), 1],
    ['tabs in MS932', edited(whole, 'UPPLAN', (text) => text.replaceAll('"', '').replaceAll(',', '\t')), 1],
    ['zeros of the numbers gone, quotes kept', withItems(whole, 'UPSIKYU', { 3: zeros }), 1],
    [
      'dates with slashes',
      bare(withItems(whole, 'UPPLAN', { 10: (day) => `2026/10/${Number(day.slice(6))}` }), 'UPPLAN'),
      1,
    ],
    ['dates with dashes', bare(withItems(whole, 'UPPLAN', { 10: (day) => `2026-10-${day.slice(6)}` }), 'UPPLAN'), 1],
    [
      'times with colons',
      bare(withItems(whole, 'UPPLAN', { 12: (time) => `${Number(time.slice(0, 2))}:${time.slice(2)}` }), 'UPPLAN'),
      1,
    ],
    ['times without their zero', bare(withItems(whole, 'UPPLAN', { 12: zeros, 13: zeros }), 'UPPLAN'), 1],
    ['day marks as a power of ten', withItems(whole, 'UPPLAN', { 11: '1.11111E+30' }, (_cells, row) => row < 2), 1],
    ['####', withItems(whole, 'UPPLAN', { 10: '########' }), 1],
    ['TRUE for 1', bare(withItems(whole, 'UPHOSOKU', { 7: 'TRUE' }), 'UPHOSOKU'), 1],
    ['thousands with separators', withItems(bare(whole, 'UPSIKYU'), 'UPSIKYU', { 17: '"5,652"' }), 1],
    [
      'the last empty item gone',
      bare(
        editedRows(whole, 'UPPLAN', (cells) => cells.slice(0, 24)),
        'UPPLAN',
      ),
      1,
    ],
    [
      'empty items too many',
      bare(
        editedRows(whole, 'UPPLAN', (cells) => [...cells, '', '']),
        'UPPLAN',
      ),
      1,
    ],
    [
      'the last empty item gone from some rows only',
      bare(
        editedRows(whole, 'UPPLAN', (cells, row) => (row > 15 ? cells.slice(0, 24) : cells)),
        'UPPLAN',
      ),
      1,
    ],
  ];

  it.each(cases)('%s', (_title, files, count) => {
    const findings = checkFiles(files).findings.filter(({ severity }) => severity !== 'notice');
    expect(findings.map(({ code }) => code)).toEqual(Array(count).fill('MSB-READ-SPREADSHEET'));
    for (const { remedy } of findings) expect(remedy).toContain('元のファイル');
  });

  it('but a slip of the software is told with the right form, once for all rows', () => {
    const [found, ...others] = checkFiles(fieldCase('E13-slash-dates')).findings;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'MSB-ITEM-BAD-DATE', line: 1, item: 10, count: 65 });
    expect(found?.message).toContain('YYYYMMDD');
    expect(found?.alsoAt?.[63]).toMatchObject({ record: 65, line: 65 });
  });

  it('and bare texts alone are no more than a notice', () => {
    expect(told(bare(whole, 'UPPLAN'))).toEqual(['notice MSB-READ-UNQUOTED-TEXT']);
  });

  it('and one mistyped number among good ones stays a mistyped number', () => {
    const files = withItems(whole, 'UPHOSOKU', { 3: zeros }, (_cells, row) => row === 0);
    expect(told(files)).toEqual(['error MSB-ITEM-BAD-INSURED']);
  });
});

describe('sentences', () => {
  it('show control characters and cut what is long', () => {
    const files = withItems(whole, 'UPPLAN', { 15: `a\x01\t${'x'.repeat(5000)}` }, (_cells, row) => row === 0);
    const findings = checkFiles(files).findings;
    expect(findings.length).toBeGreaterThan(0);
    for (const { message, value } of findings) {
      expect(message).not.toMatch(/\p{Cc}/u);
      expect(message.length).toBeLessThan(300);
      expect(value?.length ?? 0).toBeLessThan(130);
    }
    expect(findings.some(({ message }) => message.includes('「a␁⇥xxx'))).toBe(true);
  });
});
