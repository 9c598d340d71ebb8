import { isCheckable } from '../checks/items.js';
import type { Layout } from '../layouts/types.js';
import type { ReadFile } from '../reading/types.js';
import type { WriteCell } from '../writing/write-csv.js';
import type { Codec } from './codecs.js';
import { recordTroubles } from './trouble.js';

/** One field of a record: the name of its item in the layout (so both editions share a table) and how it is coded. */
export interface Field<T> {
  readonly item: string;
  readonly codec: Codec<T>;
}

export function field<T>(item: string, codec: Codec<T>): Field<T> {
  return { item, codec };
}

/** The values of a table of fields. A field whose item an edition lacks is undefined there. */
export type ValuesOf<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** A record with where it came from: file and record are shown on demand, cells make writing lossless. */
export type RecordOf<F> = ValuesOf<F> & { readonly source: Source | null };

export interface Source {
  readonly file: string;
  /** From 1. */
  readonly record: number;
  readonly cells: readonly WriteCell[];
}

interface AnyField {
  readonly item: string;
  readonly codec: { parse(text: string): unknown; write(value: never): string };
}

function itemsOf(layout: Layout): Map<string, number> {
  return new Map(layout.items.map(({ nameJa, no }) => [nameJa, no]));
}

/**
 * Reads the records of a file by a table of fields. A record whose values do not parse is left out and counted;
 * checks say what is wrong with it.
 */
export function readRecords<F extends object>(
  file: ReadFile | undefined,
  fields: F,
): { records: RecordOf<F>[]; unreadable: number } {
  if (!file || !isCheckable(file)) return { records: [], unreadable: 0 };
  const { table, layout } = file;
  const items = itemsOf(layout);
  const entries: [string, AnyField][] = Object.entries(fields);
  const troubleOf = recordTroubles(
    file,
    entries.map(([, one]) => one),
  );
  const records: RecordOf<F>[] = [];
  let unreadable = 0;
  for (let row = 0; row < table.rowCount; row++) {
    if (troubleOf(row) !== null) {
      unreadable++;
      continue;
    }
    const values: Record<string, unknown> = {};
    for (const [key, { item, codec }] of entries) {
      const no = items.get(item);
      values[key] = no === undefined ? codec.parse('') : codec.parse(table.text(row, no));
    }
    const cells = layout.items.map(({ no }) => ({ text: table.text(row, no), quoted: table.isQuoted(row, no) }));
    // Every key of `fields` got the value its own codec parsed: that is what RecordOf<F> says.
    records.push({ ...values, source: { file: file.name, record: row + 1, cells } } as RecordOf<F>);
  }
  return { records, unreadable };
}

/** A record that says nothing yet: every field as an empty cell reads. */
export function emptyRecord<F extends object>(fields: F): RecordOf<F> {
  const values = Object.entries(fields).map(([key, { codec }]: [string, AnyField]) => [key, codec.parse('')]);
  // As above: the value of every key is what its own codec parsed.
  return { ...Object.fromEntries(values), source: null } as RecordOf<F>;
}

/** Whether something that was kept as JSON is a record of these fields: each value is what its codec reads back. */
export function isRecordOf<F extends object>(value: unknown, fields: F): value is RecordOf<F> {
  if (typeof value !== 'object' || value === null) return false;
  const kept = new Map<string, unknown>(Object.entries(value));
  return Object.entries(fields).every(([key, { codec }]: [string, AnyField]) => {
    const one = kept.get(key);
    if (one === null) return codec.parse('') === null;
    if (typeof one !== typeof codec.parse('') && codec.parse('') !== null) return false;
    try {
      return JSON.stringify(codec.parse(codec.write(one as never))) === JSON.stringify(one);
    } catch {
      return false; // a codec was given what it does not write
    }
  });
}

/** Cells of a record: the original ones where the value is still what they say, written anew where it changed. */
export function cellsOf<F extends object>(record: RecordOf<F>, fields: F, layout: Layout): WriteCell[] {
  const byItem = new Map<string, [string, AnyField]>(
    Object.entries(fields).map(([key, one]: [string, AnyField]) => [one.item, [key, one]]),
  );
  const values = new Map<string, unknown>(Object.entries(record));
  const original = record.source?.cells.length === layout.items.length ? record.source.cells : null;
  return layout.items.map(({ nameJa, no }) => {
    const [key, known] = byItem.get(nameJa) ?? [];
    const cell = original?.[no - 1];
    if (!key || !known) return cell ?? { text: '', quoted: null };
    const value = values.get(key);
    const isUnchanged = cell && JSON.stringify(known.codec.parse(cell.text)) === JSON.stringify(value);
    return isUnchanged ? cell : { text: known.codec.write(value as never), quoted: null };
  });
}
