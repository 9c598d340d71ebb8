import { checkFiles } from '../checks/check-unit.js';
import { composeFileName } from '../filenames/compose.js';
import type { NamedOffice } from '../filenames/types.js';
import type { Finding } from '../findings/finding.js';
import type { CsvKind, Edition } from '../layouts/types.js';
import { modelToFiles, type UnitModel } from '../model/model.js';
import type { InputFile } from '../reading/types.js';
import type { UnitKind } from '../units/types.js';
import type { Unwritable } from '../writing/write-csv.js';

/** A unit written from a sheet, and what the checks say of it. */
export interface WrittenUnit {
  /** Empty when there is nothing to write, or a character that MS932 lacks. */
  readonly files: readonly InputFile[];
  readonly findings: readonly Finding[];
  /** Characters that MS932 lacks and that a person has to replace. */
  readonly unwritable: readonly Unwritable[];
}

export interface UnitHead {
  readonly kind: UnitKind;
  readonly edition: Edition;
  /** YYYYMM */
  readonly month: string;
  readonly sender: NamedOffice;
  readonly recipient: NamedOffice;
  /** ファイル連番 YYYYMMDDHHMMSS */
  readonly serial: string;
}

type Parts = Partial<Pick<UnitModel, 'services' | 'annex' | 'supplements' | 'deletions'>>;

export const NOTHING_WRITTEN: WrittenUnit = { files: [], findings: [], unwritable: [] };

/** Writes records as the files of a unit and checks them like all others before sending. */
export function writeUnit(head: UnitHead, kinds: readonly CsvKind[], parts: Parts): WrittenUnit {
  const { kind, edition, month, serial } = head;
  const sender = named(head.sender, edition);
  const recipient = named(head.recipient, edition);
  const fileNames = kinds.map((file) => ({
    kind: file,
    name: composeFileName({ kind: file, edition, month, sender, recipient, serial, branch: null }),
  }));
  const empty = { carePlans: [], goals: [], week: [], services: [], annex: [], supplements: [], clientRecords: [] };
  const others = { days: [], illnesses: [], preventivePlans: [], measures: [], deletions: [], pictures: [] };
  const written = modelToFiles({ kind, edition, ...empty, ...others, ...parts, fileNames, unreadable: 0 });
  if ('unwritable' in written) return { ...NOTHING_WRITTEN, unwritable: written.unwritable };
  return { files: written.files, findings: checkFiles(written.files).findings, unwritable: [] };
}

/** Names of edition 3 carry no service type; a planning office whose type edition 3 did not tell is 43 in names of 4.1. */
function named({ officeNumber, serviceType }: NamedOffice, edition: Edition): NamedOffice {
  return { officeNumber, serviceType: edition === '3' ? null : (serviceType ?? '43') };
}
