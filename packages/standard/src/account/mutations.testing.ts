import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { InputFile } from '../reading/types.js';

const CASES = fileURLToPath(new URL('../../../../test/fixtures/field-cases', import.meta.url));

/** The files of a field case, or of a folder in it. */
export function fieldCase(folder: string): InputFile[] {
  return readdirSync(join(CASES, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? fieldCase(join(folder, entry.name))
      : [{ name: entry.name, bytes: new Uint8Array(readFileSync(join(CASES, folder, entry.name))) }],
  );
}

/** Mishaps of a month on its way: to one file, at a place given as a fraction of its bytes or rows. */
export const mutations = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...(['drop comma', 'add comma', 'change byte', 'delete row', 'repeat row', 'cut off', 'empty'] as const),
      ...(['other edition', 'no such day', 'not a number', 'swap files', 'lose file', 'second version'] as const),
    ),
    file: fc.nat(),
    place: fc.double({ min: 0, max: 0.999, noNaN: true }),
    byte: fc.integer({ min: 0x20, max: 0x7e }),
  }),
  { minLength: 1, maxLength: 4 },
);
export type Mutation = typeof mutations extends fc.Arbitrary<readonly (infer M)[]> ? M : never;

/** The files after all of it; names stay, so that each file is still looked for under the name it had. */
export function mutate(files: readonly InputFile[], all: readonly Mutation[]): InputFile[] {
  return all.reduce(mutateOnce, [...files]);
}

function mutateOnce(files: InputFile[], mutation: Mutation): InputFile[] {
  const at = mutation.file % Math.max(files.length, 1);
  const file = files[at];
  const other = files[(at + 1) % files.length];
  if (!file || !other) return files;
  const withBytes = (bytes: Uint8Array) => files.map((one, place) => (place === at ? { ...one, bytes } : one));
  switch (mutation.what) {
    case 'lose file':
      return files.filter((one) => one !== file);
    case 'second version':
      return [...files, { name: file.name.replace('.CSV', ' (1).CSV'), bytes: changed(file.bytes, mutation) }];
    case 'swap files':
      return files.map((one) =>
        one === file ? { ...one, bytes: other.bytes } : one === other ? { ...one, bytes: file.bytes } : one,
      );
    default:
      return withBytes(changed(file.bytes, mutation));
  }
}

const latin = {
  decode: (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1'),
  encode: (text: string) => new Uint8Array(Buffer.from(text, 'latin1')),
};

function changed(bytes: Uint8Array, { what, place, byte }: Mutation): Uint8Array {
  const text = latin.decode(bytes);
  const at = Math.floor(place * text.length);
  const rows = text.split('\r\n');
  const row = Math.floor(place * Math.max(rows.length - 1, 1));
  const inRow = (change: (line: string) => string) =>
    latin.encode(rows.map((line, place_) => (place_ === row ? change(line) : line)).join('\r\n'));
  switch (what) {
    case 'drop comma':
      return inRow((line) => line.replace(',', ''));
    case 'add comma':
      return inRow((line) => line.replace(',', ',,'));
    case 'delete row':
      return latin.encode(rows.filter((_, place_) => place_ !== row).join('\r\n'));
    case 'repeat row':
      return latin.encode(rows.flatMap((line, place_) => (place_ === row ? [line, line] : [line])).join('\r\n'));
    case 'cut off':
      return bytes.slice(0, at);
    case 'empty':
      return new Uint8Array();
    case 'other edition':
      return inRow((line) => line.replace(/^202407/, '202208'));
    case 'no such day':
      return inRow((line) => line.replace(/,202610\d\d,/g, ',20261131,'));
    case 'not a number':
      return inRow((line) => line.replace(/,(\d{2,4}),/, ',x$1,'));
    default:
      return latin.encode(text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1));
  }
}
