import type { NamedOffice } from '../filenames/types.js';
import type { Edition } from '../layouts/types.js';
import type { ServiceRecord, Supplement } from '../model/model.js';

/** Where a planned record stands: file and record from 1. */
export interface PlannedSource {
  readonly file: string;
  readonly record: number;
}

/** What the schedule says of one day of a row. */
export interface PlannedDay {
  readonly count: number;
  readonly source: PlannedSource | null;
}

/** Counts by day of the month. No entry means: nothing entered yet; 0 means: entered as not provided. */
export type DayCounts = Readonly<Record<number, number>>;

/** All that records of one row have in common: the items of 第6表 (rules.md 12.1) without person, month, day and count. */
export type Line = Omit<
  ServiceRecord,
  'source' | 'csvVersion' | 'insurerNumber' | 'insuredNumber' | 'month' | 'day' | 'count'
>;

/** A line of 第6表 with its days. */
export interface SheetRow extends Line {
  /** Names the row within its client; never used again for another. */
  readonly id: string;
  /** The schedule's days, which nobody edits; empty for rows that were added, and in schedules made by hand. */
  readonly planned: Readonly<Record<number, PlannedDay>>;
  /** What is edited: provided counts in a sheet of actuals, planned counts in a schedule made by hand. */
  readonly counts: DayCounts;
  /** Days whose count was moved here from another row by a change of time or code: that row's id. */
  readonly movedFrom: Readonly<Record<number, string>>;
}

/** Why a planned service was not provided. Kept for the office; no file of the standard carries it. */
export interface Cancellation {
  readonly row: string;
  readonly day: number;
  readonly reason: string;
}

export interface SheetClient {
  /** 保険者番号 and 被保険者番号 as they came, joined by a space: names the client in the sheet. */
  readonly key: string;
  readonly insurerNumber: string;
  readonly insuredNumber: string;
  readonly name: string | null;
  readonly rows: readonly SheetRow[];
  readonly cancellations: readonly Cancellation[];
  /** The number of the next row's id. */
  readonly nextRow: number;
}

interface SheetBase {
  /** YYYYMM */
  readonly month: string;
  readonly edition: Edition;
  readonly clients: readonly SheetClient[];
  /** Records of the units that could not be read and are not in the sheet; checks say why. */
  readonly unreadable: number;
}

/** A service office's actuals of a month for one planning office: plain data, saved and shared as JSON. */
export interface ActualsSheet extends SheetBase {
  readonly kind: 'actuals';
  readonly own: { readonly officeNumber: string; readonly serviceType: string; readonly officeName: string };
  /** Who made the schedule and gets the actuals. Edition 3 does not say its service type. */
  readonly planner: NamedOffice;
}

/** What 第7表 said of a service: the data its amounts are computed from (rules.md 12.2). */
export interface AnnexTerm {
  readonly client: string;
  readonly officeNumber: string;
  readonly serviceCode: string;
  /** 単位数単価 in hundredths of a yen. */
  readonly unitPrice: number | null;
  /** 給付率 in percent. */
  readonly benefitPercent: number | null;
  /** 割引後率, and the units before and after it. */
  readonly discountPercent: number | null;
  readonly fullUnits: number | null;
  readonly discountedUnits: number | null;
  /** 定額利用者負担単価金額 */
  readonly fixedShare: number | null;
  /** Whether the service counts towards 区分支給限度基準額. */
  readonly inLimit: boolean;
}

/** Units above 区分支給限度基準額 that a person put on a service; where none says so they fall on the last rows. */
export interface ExcessShare {
  readonly client: string;
  readonly officeNumber: string;
  readonly serviceCode: string;
  readonly units: number;
}

/** A month's schedule made by hand: rows of all offices of the clients. */
export interface ScheduleSheet extends SheetBase {
  readonly kind: 'schedule';
  readonly planner: NamedOffice;
  /** The office the units it was made from were addressed to. */
  readonly recipient: NamedOffice;
  /** 利用者補足情報 of each client, with the source cells that keep what nobody changed. */
  readonly supplements: readonly Supplement[];
  readonly terms: readonly AnnexTerm[];
  readonly excess: readonly ExcessShare[];
  /** Whether 給付管理単位数 is written; 大規模通所 and the like need it, others may leave it out (rules.md 12.2). */
  readonly writesManaged: boolean;
}

export type EditSheet = ActualsSheet | ScheduleSheet;

/** The values of a row without its days: rows with equal lines are the same line of the form. */
export function lineOf(row: Line): Line {
  const {
    updatedBy,
    marker,
    writtenOn,
    plannerOffice,
    planner,
    units,
    shortStayDaysBefore,
    proratedDays,
    start,
    end,
    serviceCode,
    taisCode,
    noticeCode,
    goodsName,
    detailCode,
    officeNumber,
    officeName,
    satellite,
    over30Days,
  } = row;
  return {
    ...{ updatedBy, marker, writtenOn, plannerOffice, planner, units, shortStayDaysBefore, proratedDays, start, end },
    ...{ serviceCode, taisCode, noticeCode, goodsName, detailCode, officeNumber, officeName, satellite, over30Days },
  };
}

export function lineKey(row: Line): string {
  return JSON.stringify(lineOf(row));
}

/** The days of a record of counts or planned days, in order. */
export function daysIn(days: Readonly<Record<number, unknown>>): number[] {
  return Object.keys(days)
    .map(Number)
    .sort((a, b) => a - b);
}

/** A copy of the days without one of them. */
export function withoutDay<T>(days: Readonly<Record<number, T>>, day: number): Readonly<Record<number, T>> {
  const { [day]: _, ...others } = days;
  return others;
}
