import type { NamedOffice } from '../filenames/types.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { readFile } from '../reading/read-file.js';
import type { InputFile, ReadFile } from '../reading/types.js';
import { groupIntoUnits } from '../units/group.js';
import { mayExchange } from '../units/roles.js';
import { serviceTypeName } from '../units/service-types.js';
import { type SendingUnit, UNIT_NAMES } from '../units/types.js';
import { checkAnnex } from './annex.js';
import { type CheckableFile, checkItems, isCheckable } from './items.js';
import { checkLinks } from './links.js';
import { checkMonths } from './months.js';
import { checkPlanRows } from './plans.js';
import { checkDuplicateRows, checkScheduleOffices, checkScheduleRows, checkUnrelatedClients } from './schedule.js';

export interface CheckedFiles {
  /** Units with all their findings: reading, grouping and checks. */
  readonly units: readonly SendingUnit[];
  /** Every finding, those of files outside any unit included, in order of file, line and item. */
  readonly findings: readonly Finding[];
  /** Files that belong to no unit. */
  readonly leftOver: readonly ReadFile[];
  /** Every file as it was read, those among them that grouping put aside as copies. */
  readonly files: readonly ReadFile[];
}

/** Reads, groups and checks a heap of files: the one call that browser, command and clients make. */
export function checkFiles(inputs: readonly InputFile[]): CheckedFiles {
  const files = inputs.map(readFile);
  const { units, findings, leftOver } = groupIntoUnits(files);
  const checked = units.map((unit) => ({ ...unit, findings: inOrder([...unit.findings, ...checkUnit(unit)]) }));
  const strays = leftOver.filter(isCheckable).flatMap(checkItems);
  const all = inOrder([...checked.flatMap((unit) => unit.findings), ...findings, ...strays]);
  return { units: checked, findings: all, leftOver, files };
}

/** Checks the content of a unit against every rule of the standard; findings of reading and grouping are not repeated. */
export function checkUnit(unit: SendingUnit): Finding[] {
  const files = unit.files.filter(isCheckable);
  return [
    ...checkParties(unit),
    ...files.flatMap((file) => [...checkItems(file), ...checkFile(file, unit)]),
    ...checkLinks(files, unit.files),
  ];
}

function checkFile(file: CheckableFile, unit: SendingUnit): Finding[] {
  const month = file.layout.kind === 'UPHOSOKU' && unit.kind === 'careplan' ? '000000' : unit.month;
  const monthFindings = checkMonths(file, file.nameParts?.month ?? month);
  switch (file.layout.kind) {
    case 'UPPLAN':
    case 'UPJSK':
      return [
        ...monthFindings,
        ...checkScheduleRows(file, unit.month ?? ''),
        ...checkDuplicateRows(file),
        ...checkScheduleOffices(file, unit),
        ...(file.layout.kind === 'UPPLAN' ? checkUnrelatedClients(file, unit) : []),
      ];
    case 'UPSIKYU':
      return [...monthFindings, ...checkAnnex(file)];
    default:
      return [...monthFindings, ...checkPlanRows(file)];
  }
}

function checkParties(unit: SendingUnit): Finding[] {
  const { kind, sender, recipient } = unit;
  const file = unit.files[0]?.name ?? null;
  if (sender.officeNumber === recipient.officeNumber && sender.serviceType === recipient.serviceType) {
    return [makeFinding('MSB-UNIT-SELF', { file })];
  }
  const verdict = mayExchange(kind, sender.serviceType, recipient.serviceType);
  if (verdict.allowed) return [];
  const words = {
    unitName: UNIT_NAMES[kind],
    sender: partyName(sender),
    recipient: partyName(recipient),
    reason: verdict.reason,
  };
  return [makeFinding('MSB-UNIT-ROLE', { file }, words)];
}

function partyName({ serviceType }: NamedOffice): string {
  return serviceType === null ? '送信元' : serviceTypeName(serviceType);
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      (a.file ?? '').localeCompare(b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.item ?? 0) - (b.item ?? 0),
  );
}
