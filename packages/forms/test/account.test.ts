import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accountOf, checkFiles, type InputFile, readFile } from '@musubi/standard';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentOf } from '../src/index.js';

const PLAN = fileURLToPath(
  new URL('../../../test/fixtures/field-cases/C13-same-number-two-insurers/plan', import.meta.url),
);
const month: readonly InputFile[] = readdirSync(PLAN).map((name) => ({
  name,
  bytes: new Uint8Array(readFileSync(join(PLAN, name))),
}));

const COMMA = 0x2c;

/** A file with one byte another, a comma gone, or its end cut off. */
function damaged(bytes: Uint8Array, what: 'byte' | 'comma' | 'cut', place: number, byte: number): Uint8Array {
  const at = Math.floor(place * bytes.length);
  if (what === 'cut') return bytes.slice(0, at);
  if (what === 'byte') return bytes.map((one, index) => (index === at ? byte : one));
  const comma = bytes.indexOf(COMMA, at);
  return bytes.filter((_, index) => index !== comma);
}

it('every record of a damaged month is printed or reported', () => {
  const damage = fc.record({
    file: fc.nat(2),
    what: fc.constantFrom('byte', 'comma', 'cut'),
    place: fc.double({ min: 0, max: 0.999, noNaN: true }),
    byte: fc.integer({ min: 0x20, max: 0x7e }),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (all) => {
      const files = all.reduce(
        (current, { file, what, place, byte }) =>
          current.map((one, at) => (at === file ? { ...one, bytes: damaged(one.bytes, what, place, byte) } : one)),
        month,
      );
      const checked = checkFiles(files);
      const sources = documentOf(checked.units).pages.flatMap(({ items }) =>
        items.flatMap((item) => ('sources' in item ? item.sources : [])),
      );
      const printed = new Set(sources.map(({ file, record }) => `${file} ${record}`)).size;
      const records = files.reduce((sum, file) => sum + (readFile(file).table?.rowCount ?? 0), 0);
      const reported = accountOf(checked, 'read').unused.reduce((sum, one) => sum + one.records, 0);
      expect(records).toBe(printed + reported);
    }),
    { numRuns: 60 },
  );
});
