import { layoutOf } from '../layouts/index.js';
import type { CsvKind, Edition } from '../layouts/types.js';
import type { InputFile, ReadFile } from '../reading/types.js';
import type { SendingUnit, UnitKind } from '../units/types.js';
import { type Unwritable, type WriteCell, writeCsv } from '../writing/write-csv.js';
import {
  annexFields,
  carePlanFields,
  dailyFields,
  deletionFields,
  goalFields,
  illnessFields,
  measureFields,
  serviceFields,
  supplementFields,
  weekFields,
} from './fields.js';
import { clientRecordFields, preventivePlanFields } from './preventive-fields.js';
import { cellsOf, emptyRecord, type Field, isRecordOf, type RecordOf, readRecords } from './records.js';

export type CarePlan = RecordOf<typeof carePlanFields>;
export type Goal = RecordOf<typeof goalFields>;
export type WeekEntry = RecordOf<typeof weekFields>;
export type ServiceRecord = RecordOf<typeof serviceFields>;
export type AnnexRecord = RecordOf<typeof annexFields>;
export type Supplement = RecordOf<typeof supplementFields>;
export type Deletion = RecordOf<typeof deletionFields>;
export type ClientRecord = RecordOf<typeof clientRecordFields>;
export type DailyEntry = RecordOf<typeof dailyFields>;
export type Illness = RecordOf<typeof illnessFields>;
export type PreventivePlan = RecordOf<typeof preventivePlanFields>;
export type Measure = RecordOf<typeof measureFields>;

/** A client's 利用者補足情報 with nothing filled in yet. */
export function emptySupplement(): Supplement {
  return emptyRecord(supplementFields);
}

/** Whether a value that was kept as JSON is 利用者補足情報. */
export function isSupplement(value: unknown): value is Supplement {
  return isRecordOf(value, supplementFields);
}

/** Which part of a model a file kind fills, and by which table of fields. */
const PARTS = {
  UP1KYO: { part: 'carePlans', fields: carePlanFields },
  UP2KYO: { part: 'goals', fields: goalFields },
  UP3KYO: { part: 'week', fields: weekFields },
  UPPLAN: { part: 'services', fields: serviceFields },
  UPJSK: { part: 'services', fields: serviceFields },
  UPSIKYU: { part: 'annex', fields: annexFields },
  UPHOSOKU: { part: 'supplements', fields: supplementFields },
  UPKIHON: { part: 'clientRecords', fields: clientRecordFields },
  UPKIHON_SUB1: { part: 'days', fields: dailyFields },
  UPKIHON_SUB2: { part: 'illnesses', fields: illnessFields },
  UPYOBO: { part: 'preventivePlans', fields: preventivePlanFields },
  UPYOBO_SUB: { part: 'measures', fields: measureFields },
  DLT1KYO: { part: 'deletions', fields: deletionFields },
  DLTPLAN: { part: 'deletions', fields: deletionFields },
  DLTJSK: { part: 'deletions', fields: deletionFields },
  DLTKIHON: { part: 'deletions', fields: deletionFields },
  DLTYOBO: { part: 'deletions', fields: deletionFields },
} as const;

/** The fields of a file kind's records: what has to be readable before a record can be shown, printed or edited. */
export function fieldsOfKind(kind: CsvKind): readonly Field<unknown>[] {
  return Object.values(PARTS[kind].fields);
}

/** A sending unit as typed records. Parts that its kind does not have are empty. */
export interface UnitModel {
  readonly kind: UnitKind;
  readonly edition: Edition;
  readonly carePlans: readonly CarePlan[];
  readonly goals: readonly Goal[];
  readonly week: readonly WeekEntry[];
  readonly services: readonly ServiceRecord[];
  readonly annex: readonly AnnexRecord[];
  readonly supplements: readonly Supplement[];
  readonly clientRecords: readonly ClientRecord[];
  readonly days: readonly DailyEntry[];
  readonly illnesses: readonly Illness[];
  readonly preventivePlans: readonly PreventivePlan[];
  readonly measures: readonly Measure[];
  readonly deletions: readonly Deletion[];
  /** Pictures and the names of the unit's files, which writing gives back. */
  readonly pictures: readonly InputFile[];
  readonly fileNames: readonly { readonly kind: CsvKind; readonly name: string }[];
  /** Records that could not be read; checks say why. Writing such a model back would lose them. */
  readonly unreadable: number;
}

/** Builds the typed model of a unit. Never throws; `unreadable` counts what did not parse. */
export function unitToModel(unit: SendingUnit): UnitModel {
  let unreadable = 0;
  const read = <F extends object>(kinds: readonly CsvKind[], fields: F): RecordOf<F>[] =>
    unit.files
      .filter(({ kind }) => kinds.some((one) => one === kind))
      .flatMap((file) => {
        const result = readRecords(file, fields);
        unreadable += result.unreadable;
        return result.records;
      });
  const parts = {
    carePlans: read(['UP1KYO'], carePlanFields),
    goals: read(['UP2KYO'], goalFields),
    week: read(['UP3KYO'], weekFields),
    services: read(['UPPLAN', 'UPJSK'], serviceFields),
    annex: read(['UPSIKYU'], annexFields),
    supplements: read(['UPHOSOKU'], supplementFields),
    clientRecords: read(['UPKIHON'], clientRecordFields),
    days: read(['UPKIHON_SUB1'], dailyFields),
    illnesses: read(['UPKIHON_SUB2'], illnessFields),
    preventivePlans: read(['UPYOBO'], preventivePlanFields),
    measures: read(['UPYOBO_SUB'], measureFields),
    deletions: read(['DLT1KYO', 'DLTPLAN', 'DLTJSK', 'DLTKIHON', 'DLTYOBO'], deletionFields),
  };
  const isPicture = ({ kind }: ReadFile) => kind === 'UPKIHON_IMAGE';
  return {
    kind: unit.kind,
    edition: unit.edition,
    ...parts,
    pictures: unit.files.filter(isPicture).map(({ name, bytes }) => ({ name, bytes })),
    fileNames: unit.files.flatMap(({ kind, name }) => (kind && kind !== 'UPKIHON_IMAGE' ? [{ kind, name }] : [])),
    unreadable,
  };
}

export type WrittenModel = { readonly files: readonly InputFile[] } | { readonly unwritable: readonly Unwritable[] };

/** Writes a model back to its files: unchanged records give the same bytes, changed values are written by the standard. */
export function modelToFiles(model: UnitModel): WrittenModel {
  const files: InputFile[] = [];
  const unwritable: Unwritable[] = [];
  for (const { kind, name } of model.fileNames) {
    const layout = layoutOf(kind, model.edition);
    if (!layout) continue;
    const written = writeCsv(name, layout, cellsOfPart(model, kind));
    if ('file' in written) files.push(written.file);
    else unwritable.push(...written.unwritable);
  }
  return unwritable.length > 0 ? { unwritable } : { files: [...files, ...model.pictures] };
}

function cellsOfPart(model: UnitModel, kind: CsvKind): WriteCell[][] {
  const layout = layoutOf(kind, model.edition);
  const { part, fields } = PARTS[kind];
  const records: readonly RecordOf<object>[] = model[part];
  return layout ? records.map((record) => cellsOf(record, fields, layout)) : [];
}
