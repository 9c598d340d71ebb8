import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeFileName, type FileNameParts, isFileKind, kindHasMonth, parseFileName } from '../index.js';

const CSV_KINDS = [
  ...['UP1KYO', 'UP2KYO', 'UP3KYO', 'UPHOSOKU', 'UPPLAN', 'UPSIKYU', 'UPJSK', 'DLT1KYO', 'DLTPLAN', 'DLTJSK'],
  ...['UPKIHON', 'UPKIHON_SUB1', 'UPKIHON_SUB2', 'UPYOBO', 'UPYOBO_SUB', 'DLTKIHON', 'DLTYOBO'],
].filter(isFileKind);
const EDITION_3 = ['UP1KYO', 'UP2KYO', 'UPHOSOKU', 'UPPLAN', 'UPSIKYU', 'UPJSK', 'DLT1KYO', 'DLTPLAN', 'DLTJSK'];

const digits = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map((all) => all.join(''));
const two = (max: number) => fc.integer({ min: 1, max }).map((value) => String(value).padStart(2, '0'));
const year = fc.integer({ min: 2024, max: 2039 }).map(String);
const month = fc.tuple(year, two(12)).map((parts) => parts.join(''));
const serial = fc.tuple(month, two(28), two(23), two(59), two(59)).map((parts) => parts.join(''));
const office = fc.record({ officeNumber: digits(10), serviceType: fc.constantFrom('43', '11', 'A2', '78') });

/** Any legal file of either edition. */
const legal: fc.Arbitrary<FileNameParts> = fc
  .record({
    kind: fc.constantFrom(...CSV_KINDS, 'UPKIHON_IMAGE' as const),
    isThird: fc.boolean(),
    month,
    sender: office,
    recipient: office,
    serial,
    branch: digits(4),
  })
  .map(({ kind, isThird, month: of, sender, recipient, ...rest }) => {
    const edition = isThird && EDITION_3.includes(kind) ? '3' : '4.1';
    const typed = (one: typeof sender) => (edition === '3' ? { ...one, serviceType: null } : one);
    const branch = kind === 'UPKIHON_IMAGE' ? rest.branch : null;
    const months = kindHasMonth(kind) ? of : null;
    return {
      kind,
      edition,
      month: months,
      sender: typed(sender),
      recipient: typed(recipient),
      serial: rest.serial,
      branch,
    };
  });

/** Marks that systems, clouds, mail programs and people put around a name; NAME and EXT stand for the halves. */
const MARKS: readonly string[] = [
  ...[
    'NAME (1)EXT',
    'NAME(2)EXT',
    'NAME（3）EXT',
    'NAME (10)EXT',
    'NAME [1]EXT',
    'NAME_1EXT',
    'NAME-1EXT',
    'NAME~1EXT',
  ],
  ...['NAME - コピーEXT', 'NAME - コピー (2)EXT', 'NAME - コピー - コピーEXT', 'NAME - コピー (2) (1)EXT'],
  ...[
    'NAMEのコピーEXT',
    'NAMEのコピー2EXT',
    'NAME のコピー 3EXT',
    'NAME 2EXT',
    'NAME copyEXT',
    'NAME copy 2EXT',
    'NAMEcopyEXT',
  ],
  ...['NAME - CopyEXT', 'NAME - Copy (3)EXT', 'NAME_copyEXT', 'NAME - ｺﾋﾟｰEXT', 'NAME - Kopie (2)EXT'],
  ...[
    'コピー ～ NAMEEXT',
    'コピー (2) ～ NAMEEXT',
    'コピー ~ NAMEEXT',
    'コピーNAMEEXT',
    'Copy of NAMEEXT',
    'Copy (2) of NAMEEXT',
  ],
  ...[
    'NAMEEXT (1)',
    'NAMEEXT(1)',
    'NAMEEXTのコピー',
    'NAMEEXT - コピー',
    'NAMEEXT.1',
    'NAMEEXT 2',
    'NAMEEXT~',
    'NAMEEXT_',
  ],
  ...['NAMEEXT.csv', 'NAMEEXT.txt', 'NAMEEXT.CSV.txt', 'NAMEEXT.bak', 'NAMEEXT.old', 'NAMEEXT.org', 'NAME (1)EXT.csv'],
  ...[
    'NAME-DESKTOP-AB12CD3EXT',
    'NAME-PC01EXT',
    'NAME-事務所のMacBook AirEXT',
    'NAME (事務所PC の競合コピー 2026-10-01)EXT',
  ],
  ...[
    "NAME (Sato's conflicted copy 2026-10-01)EXT",
    'NAME (競合コピー)EXT',
    'NAME.sync-conflict-20261001-101010-ABCDEFGEXT',
  ],
  ...[
    '【10月分】NAMEEXT',
    '[修正]NAMEEXT',
    '10月_NAMEEXT',
    '①NAMEEXT',
    '1.NAMEEXT',
    'Re_ NAMEEXT',
    '添付：NAMEEXT',
    'ABC_NAMEEXT',
  ],
  ...[
    'NAME（修正版）EXT',
    'NAME_修正EXT',
    'NAME修正版EXT',
    'NAME_finalEXT',
    'NAME【最新】EXT',
    'NAME★EXT',
    'NAME.修正EXT',
  ],
  ...['NAMEEXT ', 'NAMEEXT.', 'NAMEEXT　', ' NAMEEXT', '　NAMEEXT', 'NAME EXT', '"NAMEEXT"', "'NAMEEXT'", 'NAMEEXT;1'],
  ...['コピー ～ NAME (1)EXT (2)', 'Copy of 【至急】NAMEのコピー 2EXT.txt'],
];

const halves = (name: string) => {
  const dot = name.lastIndexOf('.');
  return { stem: name.slice(0, dot), extension: name.slice(dot) };
};
const marked = (mark: string, name: string) => {
  const { stem, extension } = halves(name);
  return mark.replace('NAME', () => stem).replace('EXT', () => extension);
};
const fullWidth = (text: string) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

describe('a name with marks of systems and people around it', () => {
  it('gives the parts of the name itself and one notice that offers it', () => {
    fc.assert(
      fc.property(legal, fc.constantFrom(...MARKS), fc.boolean(), (parts, mark, isLower) => {
        const right = composeFileName(parts);
        const name = marked(mark, isLower ? right.toLowerCase() : right);
        const parsed = parseFileName(name);
        expect(parsed.parts, name).toEqual(parts);
        const repair = { action: 'rename', from: name, to: right };
        expect(parsed.findings, name).toMatchObject([{ code: 'MSB-NAME-COPY', severity: 'notice', repair }]);
      }),
      { numRuns: 2000 },
    );
  });

  it('is as it is without marks: nothing is said', () => {
    fc.assert(
      fc.property(legal, (parts) => {
        expect(parseFileName(composeFileName(parts))).toMatchObject({ parts, findings: [] });
      }),
    );
  });

  it.each([
    ['full-width letters and underscores', fullWidth],
    ['full-width underscores alone', (name: string) => name.replaceAll('_', '＿')],
    ['small letters', (name: string) => name.toLowerCase()],
    ['a mark that nobody sees', (name: string) => `\u202a${name.slice(0, 9)}\u200b${name.slice(9)}`],
  ])('and in %s, it is read with one notice', (_case, change) => {
    fc.assert(
      fc.property(legal, (parts) => {
        const right = composeFileName(parts);
        const name = change(right);
        fc.pre(name !== right && !/^UPKIHON_IMAGE/.test(right));
        expect(parseFileName(name)).toMatchObject({
          parts,
          findings: [{ code: 'MSB-NAME-LETTER-CASE', repair: { action: 'rename', from: name, to: right } }],
        });
      }),
    );
  });
});

const RIGHT = 'UPPLAN_202610_1377700001_43_1378700010_11_20260925100000.CSV';

describe('a name that breaks the rule', () => {
  /** A character inside the name is changed, lost or put in: the pattern is no longer there. */
  const broken = fc
    .record({
      parts: legal,
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      how: fc.constantFrom('lost', 'changed', 'put in'),
      character: fc.constantFrom(...'0_9AZ- .あ＿'),
    })
    .map(({ parts, at, how, character }) => {
      const right = composeFileName(parts);
      const { stem } = halves(right);
      const place = 1 + Math.floor(at * (stem.length - 2));
      const [before, after] = [right.slice(0, place), right.slice(how === 'put in' ? place : place + 1)];
      return { right, name: how === 'lost' ? before + after : before + character + after };
    });

  it('has its error and the right name also where only the sign behind its kind is wrong', () => {
    const name = RIGHT.replace('UPPLAN_', 'UPPLAN ');
    expect(parseFileName(name)).toMatchObject({
      parts: null,
      findings: [{ code: 'MSB-NAME-KIND', severity: 'error', repair: { to: RIGHT } }],
    });
  });

  it('is never taken for another file', () => {
    fc.assert(
      fc.property(broken, fc.constantFrom('NAMEEXT', ...MARKS), ({ right, name }, mark) => {
        const { parts, findings } = parseFileName(marked(mark, name));
        const made = parts && composeFileName(parts);
        // The name that is read stands there letter for letter, apart from width.
        if (made) expect(name.normalize('NFKC').toUpperCase(), name).toContain(halves(made).stem.toUpperCase());
        else
          expect(
            findings.some(({ severity }) => severity === 'error'),
            `${name} of ${right}`,
          ).toBe(true);
        for (const { code } of findings) expect(made === null && code === 'MSB-NAME-COPY').toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('and any text at all is parsed without a crash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        for (const name of [before, `${before}${RIGHT}${after}`, `UPPLAN_${before}`]) {
          const { parts, findings } = parseFileName(name);
          if (!parts) expect(findings).not.toEqual([]);
        }
      }),
    );
  });

  it('is parsed in no time, however long and however made', () => {
    const pieces = ['UPPLAN_', '_20261010', ' ', 'コピー', '.csv', '(1)', '_', 'A', '1', '- '];
    for (const piece of pieces)
      for (const name of [piece.repeat(20_000), `UPPLAN_${piece.repeat(20_000)}x`, `${RIGHT}${piece.repeat(20_000)}x`])
        expect(parseFileName(name).findings, piece).not.toEqual([]);
  });

  it.each([
    [
      'a bad month and a copy mark',
      'コピー ～ UPPLAN_202613_1377700001_43_1378700010_11_20260925100000 (1).CSV',
      'MSB-NAME-PART',
    ],
    [
      'a short office and a mark',
      'UPPLAN_202610_137770001_43_1378700010_11_20260925100000のコピー.CSV',
      'MSB-NAME-PART',
    ],
    [
      'a service type too few and a mark',
      'UPPLAN_202610_1377700001_43_1378700010_20260925100000 - コピー.CSV',
      'MSB-NAME-SERVICE-TYPE-MISSING',
    ],
    ['another format', RIGHT.replace('.CSV', '.xlsx'), 'MSB-NAME-EXTENSION'],
    ['another format behind the right one', `${RIGHT}.pdf`, 'MSB-NAME-EXTENSION'],
    ['no extension', RIGHT.replace('.CSV', ''), 'MSB-NAME-EXTENSION'],
    ['a mistyped extension', RIGHT.replace('.CSV', '.CVS'), 'MSB-NAME-EXTENSION'],
    ['a download that stopped', `${RIGHT}.crdownload`, 'MSB-NAME-PARTIAL'],
    ['two names', `${RIGHT.slice(0, -4)} ${RIGHT.replace('UPPLAN', 'UPSIKYU')}`, 'MSB-NAME-TWO-NAMES'],
    ['a letter too many in the serial', RIGHT.replace('.CSV', 'A.CSV'), 'MSB-NAME-PART'],
    ['a mistyped kind', RIGHT.replace('UPPLAN', 'UPLAN'), 'MSB-NAME-KIND'],
  ])('is told once: %s', (_case, name, code) => {
    const { findings, kind } = parseFileName(name);
    expect(findings.map((one) => one.code)).toEqual([code]);
    expect(kind).toBe('UPPLAN');
  });

  it('offers the right name where there is but one', () => {
    for (const name of [RIGHT.replace('.CSV', ''), RIGHT.replace('.CSV', '.CVS'), RIGHT.replace('UPPLAN', 'UPPLNA')])
      expect(parseFileName(name).findings).toMatchObject([{ repair: { action: 'rename', from: name, to: RIGHT } }]);
    expect(parseFileName(RIGHT.replace('UPPLAN', 'UPKYO')).findings[0]?.repair).toBeUndefined();
    expect(parseFileName(RIGHT.replace('.CSV', '.xlsx')).findings[0]?.repair).toBeUndefined();
  });
});
