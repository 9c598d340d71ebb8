import { CODE_TABLES } from '../layouts/index.js';
import type { Source } from '../model/records.js';
import type { Block, LabelledValue, SourceRef, TableColumn, Value } from './view.js';

/** A record of the model, or lines made from one. */
export interface Sourced {
  readonly source: Source | SourceRef | null;
}

/** File and record alone: the cells of a source would double what a view weighs. */
export function refOf(source: Source | SourceRef | null): SourceRef | null {
  return source && { file: source.file, record: source.record };
}

/** The label of a code in one of the standard's tables; the code itself when it is unknown. */
export function label(table: string, code: string): string {
  return CODE_TABLES[table]?.[code] ?? code;
}

export const dateValue = (iso: string | null): Value => (iso ? { date: iso } : '');
export const monthValue = (iso: string | null): Value => (iso ? { month: iso } : '');
export const numberValue = (number: number | null): Value => (number === null ? '' : { number });
/** 該当 is said where it holds; 非該当 goes without saying. */
export const flagValue = (flag: boolean | null): Value => (flag ? '該当' : '');

/** Labelled values; those that are empty are left out, and nothing is left of a block without any. */
export function fields(
  title: string | null,
  { source }: Sourced,
  entries: readonly (readonly [string, Value])[],
): Block[] {
  const filled: LabelledValue[] = entries.flatMap(([name, value]) => (value === '' ? [] : [{ label: name, value }]));
  return filled.length === 0 ? [] : [{ type: 'fields', label: title, fields: filled, source: refOf(source) }];
}

/** A longer text under its label; nothing when it is empty. */
export function text(title: string, content: string, { source }: Sourced): Block[] {
  return content === '' ? [] : [{ type: 'text', label: title, text: content, source: refOf(source) }];
}

/** A column of a table and how a record fills it. Columns that may be left out go when no record fills them. */
export interface ColumnOf<R> extends Partial<Pick<TableColumn, 'align'>> {
  readonly label: string;
  readonly optional?: boolean;
  value(record: R): Value;
}

/** A table with a row per record; nothing without records. */
export function table<R extends Sourced>(
  title: string | null,
  records: readonly R[],
  columns: readonly ColumnOf<R>[],
  isEmphasised: (record: R) => boolean = () => false,
): Block[] {
  if (records.length === 0) return [];
  const shown = columns.filter(({ optional, value }) => !optional || records.some((record) => value(record) !== ''));
  return [
    {
      type: 'table',
      label: title,
      columns: shown.map(({ label: name, align }) => ({ label: name, align: align ?? 'left' })),
      rows: records.map((record) => ({
        cells: shown.map(({ value }) => value(record)),
        emphasis: isEmphasised(record),
        source: refOf(record.source),
      })),
    },
  ];
}
