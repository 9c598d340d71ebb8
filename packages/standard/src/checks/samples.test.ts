import { describe, expect, it } from 'vitest';
import { BEYOND_STANDARD, checkFiles } from '../index.js';
import { manifest, sampleFolder } from '../samples.testing.js';

/** The code each sample defect must be found with. */
const CODES: Readonly<Record<string, string>> = {
  'missing-bessi': 'MSB-UNIT-FILE-MISSING',
  'serial-mismatch': 'MSB-UNIT-SERIAL-MISMATCH',
  'bad-date': 'MSB-ITEM-BAD-DATE',
  'missing-required': 'MSB-ITEM-REQUIRED',
  'column-count': 'MSB-READ-ITEM-COUNT',
  'mixed-versions': 'MSB-READ-MIXED-VERSIONS',
  'mixed-months': 'MSB-LINK-MIXED-MONTHS',
  'dangling-person': 'MSB-LINK-NO-PARENT',
  'bad-time': 'MSB-ITEM-BAD-TIME',
  'bad-code': 'MSB-ITEM-BAD-CODE',
  utf8: 'MSB-READ-UTF8',
  'not-ms932': 'MSB-READ-INVALID-BYTE',
  'broken-quote': 'MSB-READ-BROKEN-QUOTE',
  'bad-name': 'MSB-NAME-PART',
  'unrelated-person': 'MSB-LINK-UNRELATED-CLIENT',
  'too-long': 'MSB-ITEM-TOO-LONG',
};

describe('the sample defects', () => {
  it.each(manifest.defects)('$defect is found at its place', ({ dir, defect, file, line, column }) => {
    const found = checkFiles(sampleFolder(dir)).findings.filter(({ code }) => code === CODES[defect]);
    const place = {
      file,
      severity: 'error',
      ...(line === null ? {} : { line }),
      ...(column === null ? {} : { item: column }),
    };
    expect(found).toContainEqual(expect.objectContaining(place));
  });

  it('leave no placeholder unfilled in any sentence', () => {
    for (const { dir } of manifest.defects) {
      for (const { message, remedy } of checkFiles(sampleFolder(dir)).findings)
        expect(message + remedy).not.toMatch(/\{\w+\}/);
    }
  });
});

describe('the good sample units', () => {
  it.each(['month-v4', 'month-v3', 'careplan-v4', 'careplan-v3', 'deletions', 'preventive-v4'])(
    '%s has no finding and the units of the manifest',
    (folder) => {
      const { units, findings } = checkFiles(sampleFolder(folder), { without: BEYOND_STANDARD });
      expect(findings).toEqual([]);
      const expected = manifest.units.filter(({ dir }) => dir === folder || dir.startsWith(`${folder}/`));
      const keyOf = (kind: string, edition: string, files: readonly string[]) =>
        `${kind} ${edition} ${[...files].sort().join(' ')}`;
      expect(
        units
          .map(({ kind, edition, files }) =>
            keyOf(
              kind,
              edition,
              files.map(({ name }) => name),
            ),
          )
          .sort(),
      ).toEqual(expected.map(({ unit, edition, files }) => keyOf(unit, edition, files)).sort());
    },
  );

  it('fall into their units out of one heap, whatever the order', () => {
    const heap = ['month-v4', 'month-v3', 'careplan-v4', 'careplan-v3', 'deletions', 'preventive-v4']
      .flatMap(sampleFolder)
      .reverse();
    const { units, findings } = checkFiles(heap, { without: BEYOND_STANDARD });
    expect(units).toHaveLength(manifest.units.length);
    expect(findings).toEqual([]);
  });

  it('hold one client over the limit, which a notice tells and nothing else', () => {
    const { findings } = checkFiles(sampleFolder('month-v4'));
    const told = findings.map(({ code, severity, value }) => [code, severity, value]);
    expect(new Set(told.map(String))).toEqual(new Set(['MSB-BEYOND-OVER-LIMIT,notice,0262051926']));
  });
});
