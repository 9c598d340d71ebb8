import type { NamedOffice } from '../filenames/types.js';
import type { Edition } from '../layouts/types.js';
import type { UnitKind } from '../units/types.js';

/** A unit as readable sheets: plain data that any screen can draw, structured-cloneable. */
export interface UnitView {
  readonly title: string;
  readonly kind: UnitKind;
  /** Service month "2026-10"; null for units without one. */
  readonly month: string | null;
  readonly edition: Edition;
  readonly sender: NamedOffice;
  readonly recipient: NamedOffice;
  /** One per client and form; the sheets of a client follow each other. */
  readonly sheets: readonly Sheet[];
  /** Records that could not be read and are not shown; checks say why. */
  readonly unreadable: number;
}

export interface Sheet {
  readonly title: string;
  readonly client: ClientHead | null;
  readonly blocks: readonly Block[];
}

/** Who a sheet is about, as far as the unit says it. Care level and sex are in words. */
export interface ClientHead {
  readonly insurerNumber: string | null;
  readonly insuredNumber: string;
  readonly name: string | null;
  readonly kana: string | null;
  readonly sex: string | null;
  /** ISO date. */
  readonly birthDate: string | null;
  readonly careLevel: string | null;
}

/** Where a value stands in the unit's files: what lets a person look it up in the file itself. */
export interface SourceRef {
  readonly file: string;
  /** From 1. */
  readonly record: number;
}

/** A value to show. Dates and months stay ISO, so that a screen shows the era or the western year as its user likes. */
export type Value = string | { readonly date: string } | { readonly month: string } | { readonly number: number };

export interface LabelledValue {
  readonly label: string;
  readonly value: Value;
}

export interface TableColumn {
  readonly label: string;
  readonly align: 'left' | 'right';
}

export interface TableRow {
  readonly cells: readonly Value[];
  /** Subtotals and totals. */
  readonly emphasis: boolean;
  readonly source: SourceRef | null;
}

/** A service of a month with its days: one line of 第6表. */
export interface DayRow {
  /** Minutes since midnight; null for services without times. */
  readonly start: number | null;
  readonly end: number | null;
  readonly service: string;
  readonly office: string;
  readonly units: number | null;
  /** What else the line says: goods, pro-rated days, beyond 30 days; '' when nothing. */
  readonly note: string;
  /** Times by day of the month, index 0 is the 1st. */
  readonly counts: readonly (number | null)[];
  readonly total: number;
  readonly sources: readonly SourceRef[];
}

export type Block =
  | {
      readonly type: 'fields';
      readonly label: string | null;
      readonly fields: readonly LabelledValue[];
      readonly source: SourceRef | null;
    }
  | { readonly type: 'text'; readonly label: string; readonly text: string; readonly source: SourceRef | null }
  | {
      readonly type: 'table';
      readonly label: string | null;
      readonly columns: readonly TableColumn[];
      readonly rows: readonly TableRow[];
    }
  | {
      readonly type: 'days';
      /** "2026-10" */
      readonly month: string;
      readonly kind: '予定' | '実績';
      readonly rows: readonly DayRow[];
    };
