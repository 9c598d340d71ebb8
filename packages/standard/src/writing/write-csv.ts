import type { Layout } from '../layouts/types.js';
import { encodeMs932, type UnencodableCharacter } from '../ms932/encode.js';
import type { ProposeReplacement } from '../ms932/replacements.js';
import type { InputFile } from '../reading/types.js';

/** A cell to write. `quoted` null means: as the standard has it, quotes for texts only. */
export interface WriteCell {
  readonly text: string;
  readonly quoted: boolean | null;
}

/** A character that MS932 lacks, where it stands, and what may replace it; null when a person has to say. */
export interface Unwritable {
  readonly record: number;
  readonly item: number;
  /** From 1, in characters. */
  readonly position: number;
  readonly character: string;
  readonly proposal: string | null;
}

export type Written = { readonly file: InputFile } | { readonly unwritable: readonly [Unwritable, ...Unwritable[]] };

function isText(layout: Layout, item: number): boolean {
  const format = layout.items[item - 1]?.format;
  return format === 'text' || format === 'jpgname';
}

function cellText({ text, quoted }: WriteCell, byRule: boolean): string {
  const needsQuotes = /[",\r\n]/.test(text);
  return (quoted ?? byRule) || needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes records as the standard's CSV: MS932, CRLF, no header, texts in quotes. Nothing is guessed: characters outside
 * MS932 are returned with a proposal (from `propose`), and `replacements` says what the caller decided for each.
 */
export function writeCsv(
  name: string,
  layout: Layout,
  records: readonly (readonly WriteCell[])[],
  options: { readonly propose?: ProposeReplacement; readonly replacements?: ReadonlyMap<string, string> } = {},
): Written {
  const unwritable: Unwritable[] = [];
  const chunks: Uint8Array[] = [];
  for (const [row, cells] of records.entries()) {
    const replaced = cells.map((cell) => ({ ...cell, text: replaceAll(cell.text, options.replacements) }));
    const encoded = encodeMs932(`${replaced.map((cell, at) => cellText(cell, isText(layout, at + 1))).join(',')}\r\n`);
    if ('bytes' in encoded) chunks.push(encoded.bytes);
    else unwritable.push(...replaced.flatMap((cell, at) => unwritableIn(cell.text, row + 1, at + 1, options.propose)));
  }
  const [first, ...rest] = unwritable;
  return first ? { unwritable: [first, ...rest] } : { file: { name, bytes: concat(chunks) } };
}

/** Composes what can be composed (か + ゛ → が) and puts in what the caller decided. */
function replaceAll(text: string, replacements: ReadonlyMap<string, string> | undefined): string {
  const composed = /[\u3099\u309a]/.test(text) ? text.normalize('NFC') : text;
  return replacements ? [...composed].map((character) => replacements.get(character) ?? character).join('') : composed;
}

function unwritableIn(
  text: string,
  record: number,
  item: number,
  propose: ProposeReplacement | undefined,
): Unwritable[] {
  const encoded = encodeMs932(text);
  if ('bytes' in encoded) return [];
  return encoded.unencodable.map(({ index, character }: UnencodableCharacter) => ({
    record,
    item,
    position: [...text.slice(0, index)].length + 1,
    character,
    proposal: propose?.(character) ?? null,
  }));
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
