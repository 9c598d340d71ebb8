import type { PackableUnit } from '@musubi/client';
import type { ReadTable, SourceFile, TableChange } from '@musubi/reference';
import type {
  ActualsSheet,
  ConversionNote,
  Dropped,
  Finding,
  FindingCode,
  InputFile,
  KnownClient,
  MonthReconciliation,
  OwnOffice,
  Purpose,
  Repair,
  ScheduleSheet,
  TakenDrop,
  UnitNames,
  UnitView,
  Unused,
} from '@musubi/standard';

/** A client as lists name them. */
export type NamedClient = KnownClient;

/** A checked unit as plain data: what screens show and what packing needs. */
export interface CheckedUnit extends PackableUnit {
  /** The same files give the same key. */
  readonly key: string;
  readonly clients: readonly NamedClient[];
}

export interface CheckOutcome {
  readonly units: readonly CheckedUnit[];
  readonly findings: readonly Finding[];
  /** Names of files that belong to no unit. */
  readonly leftOver: readonly string[];
  /** Things that look odd although nothing is wrong, e.g. last month's files. */
  readonly hints: readonly string[];
}

/** A difference between schedule and actual in words. */
export interface DifferenceRow {
  readonly client: string;
  readonly office: string;
  readonly day: string;
  readonly kind: string;
  readonly planned: string;
  readonly actual: string;
}

export interface ComparisonOutcome {
  readonly matched: number;
  readonly rows: readonly DifferenceRow[];
  /** Codes that no table knows: their kind was presumed from their number. */
  readonly presumedCodes: readonly string[];
  /** Offices with a schedule whose actuals are not among the files. */
  readonly missing: readonly { readonly office: string; readonly month: string; readonly clients: number }[];
  /** Sentences on what was compared, one a side. */
  readonly workedOn: readonly string[];
  readonly unused: readonly Unused[];
  /** People whose number the other side has otherwise, as sentences. */
  readonly numbers: readonly string[];
}

export interface ConversionOutcome {
  readonly files: readonly InputFile[];
  readonly notes: readonly ConversionNote[];
  readonly unused: readonly Unused[];
}

/** A month's reconciliation with the names that go with its numbers. */
export interface ReconciledMonth {
  readonly reconciliation: MonthReconciliation;
  readonly names: UnitNames;
  /** The work done, one sentence a side, and what of it could not be used. */
  readonly workedOn: readonly string[];
  readonly unused: readonly Unused[];
}

/** Files of what was entered, ready to be sent. */
export interface WrittenSheet {
  readonly files: readonly InputFile[];
  /** Why they can't be written as they are. */
  readonly troubles: readonly string[];
}

/** The effect of importing a table of service codes, and the table as it is then kept. */
export interface TablePreview extends Pick<ReadTable, 'file' | 'findings' | 'passedOver'>, Omit<TableChange, 'lines'> {
  readonly content: string;
}

/** What runs in the worker: everything that reads files, so that the screen never stops. */
export interface CheckerApi {
  sort(dropped: readonly Dropped[]): TakenDrop;
  /** Findings of the codes in `without` are left out. */
  check(files: readonly InputFile[], today: string, without: readonly FindingCode[]): Promise<CheckOutcome>;
  view(files: readonly InputFile[]): Promise<UnitView[]>;
  /** Finds what of files can't be used for a purpose. */
  unused(files: readonly InputFile[], purpose: Purpose): readonly Unused[];
  compare(schedules: readonly InputFile[], actuals: readonly InputFile[]): Promise<ComparisonOutcome>;
  convert(files: readonly InputFile[], to: '3' | '4.1'): ConversionOutcome;
  /** Begins a month's actuals from the schedules of one planning office. */
  beginActuals(schedules: readonly InputFile[], own: OwnOffice): ActualsSheet;
  /** Writes entered actuals as the standard's files; what was sent before and has gone since becomes a deletion. */
  writeActuals(sheet: ActualsSheet, sent: readonly InputFile[], serial: string): WrittenSheet;
  /** A schedule of this month as it was sent, or the month before carried on; null when there is neither. */
  beginSchedule(sent: readonly InputFile[], before: readonly InputFile[], month: string): Promise<ScheduleSheet | null>;
  /** Writes a schedule as the standard's files, one unit for each office that serves somebody in it. */
  writeSchedule(sheet: ScheduleSheet, serial: string): WrittenSheet;
  /** 予実突合 of a month, with the names of clients and offices as far as the files tell them. */
  reconcile(schedules: readonly InputFile[], actuals: readonly InputFile[], month: string): Promise<ReconciledMonth>;
  /** Tables of service codes to be laid over the bundled one from now on. */
  useTables(tables: readonly string[]): void;
  /** Reads a table of service codes and says what it would change; nothing is changed. */
  previewTable(file: SourceFile, month: string | null, keepsMissing: boolean): Promise<TablePreview>;
  repair(files: readonly InputFile[], repairs: readonly Repair[]): Promise<InputFile[]>;
  report(
    files: readonly InputFile[],
    options: { masked: boolean; madeAt: string; dateStyle: 'era' | 'western'; without: readonly FindingCode[] },
  ): Promise<string>;
}
