import type { NamedOffice } from '../filenames/types.js';
import { CATALOGUE, type CatalogueEntry, type FindingCode, isFindingCode } from '../findings/catalogue.js';
import type { Finding } from '../findings/finding.js';
import { foldFindings } from '../findings/fold.js';
import { makeFinding } from '../findings/make-finding.js';
import { readFile } from '../reading/read-file.js';
import type { InputFile, ReadFile } from '../reading/types.js';
import type { ServiceKnowledge } from '../services/knowledge.js';
import { groupIntoUnits } from '../units/group.js';
import { mayExchange } from '../units/roles.js';
import { serviceTypeName } from '../units/service-types.js';
import { type SendingUnit, UNIT_NAMES } from '../units/types.js';
import { checkAnnex } from './annex.js';
import { type AnnexClient, annexClients } from './annex-rows.js';
import { checkBeyond } from './beyond.js';
import { type CheckableFile, checkItems, isCheckable } from './items.js';
import { checkLinks } from './links.js';
import { checkMonths } from './months.js';
import { checkPlanRows } from './plans.js';
import { checkDuplicateRows, checkRows } from './rows.js';
import { checkScheduleOffices, checkUnrelatedClients } from './schedule.js';
import { isSpreadsheetCopy, withSpreadsheetTold } from './spreadsheet.js';

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

export interface CheckOptions {
  /** Codes of findings that nobody wants; only those beyond the standard can be switched off. */
  readonly without?: readonly FindingCode[];
  /** The caller's knowledge of service codes; without it, 第7表 sums go by what the rows say. */
  readonly services?: ServiceKnowledge | undefined;
}

/** Codes of findings that go beyond the standard: each can be switched off. */
export const BEYOND_STANDARD: readonly FindingCode[] = Object.entries(CATALOGUE).flatMap(
  ([code, entry]: [string, CatalogueEntry]) => (entry.beyondStandard && isFindingCode(code) ? [code] : []),
);

/** Reads, groups and checks a heap of files: the one call that browser, command and clients make. */
export function checkFiles(inputs: readonly InputFile[], options: CheckOptions = {}): CheckedFiles {
  const off = new Set<string>(options.without?.filter((code) => BEYOND_STANDARD.includes(code)));
  const told = (findings: readonly Finding[]) =>
    inOrder(foldFindings(off.size === 0 ? findings : findings.filter(({ code }) => !off.has(code))));
  const files = inputs.map((input) => withSpreadsheetTold(readFile(input)));
  const { units, findings, leftOver } = groupIntoUnits(files);
  const checked = units.map((unit) => ({
    ...unit,
    findings: told([...unit.findings, ...checkUnit(unit, options.services)]),
  }));
  const strays = leftOver.filter(isCheckable).flatMap((file) => (isSpreadsheetCopy(file) ? [] : checkItems(file)));
  const all = inOrder([...checked.flatMap((unit) => unit.findings), ...told([...findings, ...strays])]);
  return { units: checked, findings: all, leftOver, files };
}

/** Checks the content of a unit against every rule of the standard; findings of reading and grouping are not repeated. */
export function checkUnit(unit: SendingUnit, services?: ServiceKnowledge): Finding[] {
  const files = unit.files.filter(isCheckable).filter((file) => !isSpreadsheetCopy(file));
  const annex = files.find(({ layout }) => layout.kind === 'UPSIKYU');
  const clients = annex ? annexClients(annex, unit.month ?? '', services) : [];
  return [
    ...checkParties(unit),
    ...files.flatMap((file) => [...checkItems(file), ...checkFile(file, unit, clients)]),
    ...checkLinks(files, unit.files),
    ...checkBeyond(files, unit, clients, services),
  ];
}

function checkFile(file: CheckableFile, unit: SendingUnit, annexOf: readonly AnnexClient[]): Finding[] {
  const month = file.layout.kind === 'UPHOSOKU' && unit.kind === 'careplan' ? '000000' : unit.month;
  const monthFindings = checkMonths(file, file.nameParts?.month ?? month);
  const fileMonth = unit.month ?? '';
  const rowFindings = [...monthFindings, ...checkRows(file, fileMonth), ...checkDuplicateRows(file)];
  switch (file.layout.kind) {
    case 'UPPLAN':
      return [...rowFindings, ...checkScheduleOffices(file, unit), ...checkUnrelatedClients(file, unit)];
    case 'UPJSK':
      return [...rowFindings, ...checkScheduleOffices(file, unit)];
    case 'UPSIKYU':
      return [...rowFindings, ...checkAnnex(file, annexOf)];
    default:
      return [...rowFindings, ...checkPlanRows(file)];
  }
}

function checkParties(unit: SendingUnit): Finding[] {
  const { kind, sender, recipient } = unit;
  const file = unit.files[0]?.name ?? null;
  if (sender.officeNumber === recipient.officeNumber && sender.serviceType === recipient.serviceType) {
    // Names of edition 3 carry no types: two services of one number may well be meant (rules.md 15, 17).
    return [makeFinding(sender.serviceType === null ? 'MSB-UNIT-SAME-NUMBER' : 'MSB-UNIT-SELF', { file })];
  }
  const verdict = mayExchange(kind, sender.serviceType, recipient.serviceType);
  if (verdict.allowed) return [];
  const words = {
    unitName: UNIT_NAMES[kind],
    sender: partyName(sender),
    recipient: partyName(recipient),
    reason: areSwapped(unit) ? swappedText(unit) : verdict.reason,
  };
  return [makeFinding('MSB-UNIT-ROLE', { file }, words)];
}

/** The ministry's own example of a name has the two types the wrong way round, and care software follows it (field case S08). */
function areSwapped({ kind, sender, recipient }: SendingUnit): boolean {
  return (
    sender.serviceType !== null &&
    recipient.serviceType !== null &&
    mayExchange(kind, recipient.serviceType, sender.serviceType).allowed
  );
}

function swappedText({ sender, recipient }: SendingUnit): string {
  return `ファイル名の2つのサービス種類コードが入れ替わっているようです: ${sender.officeNumber}に「${sender.serviceType}」、${recipient.officeNumber}に「${recipient.serviceType}」が付いています。`;
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
