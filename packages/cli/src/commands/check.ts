import {
  type CheckedFiles,
  checkFiles,
  composeFileName,
  type DropRemark,
  type Finding,
  mixedMonths,
  monthHint,
  parseFileName,
  type SendingUnit,
  type CheckOptions as StandardOptions,
} from '@musubi/standard';
import { hasUnread, type Inputs, readInputs, sayInputs } from '../files.js';
import { knowledgeFor } from '../reference.js';
import { print, say, todayInJapan } from '../terminal/output.js';
import { findingJson, printFindings, printUnits, unitJson } from './check-output.js';
import { type RepairReport, repairJson, repairTo, sayRepair } from './check-repair.js';
import { type WithoutOptions, withoutCodes } from './check-without.js';

export interface CheckOptions extends WithoutOptions {
  readonly json?: boolean;
  /** Shows what can be repaired; the originals are never touched. */
  readonly repair?: boolean;
  /** Folder for repaired copies. */
  readonly write?: string;
}

/** The result of a check: its inputs and findings: in files, among them, and about those that could not be used. */
export interface Report {
  readonly inputs: Inputs;
  readonly units: readonly SendingUnit[];
  readonly findings: readonly Finding[];
  /** Questions about months, which depend on the day of the check. */
  readonly hints: readonly string[];
}

/** Checks files and folders; exit code 1 when something can't be sent, can't be read, or nothing is there to check. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const inputs = readInputs(paths);
  const report = reportOn(inputs, { without: withoutCodes(options), services: await knowledgeFor(inputs.files) });
  const repair = options.repair || options.write ? await repairTo(report.inputs.files, options.write) : null;
  if (options.json) print(JSON.stringify(checkJson(report, repair), null, 2));
  else printReport(report, repair);
  return isAllWell(report, repair) ? 0 : 1;
}

/** Checks what `readInputs` gave; findings of the codes in `without` are left out. */
export function reportOn(inputs: Inputs, { without = [], services }: StandardOptions = {}): Report {
  const checked = checkFiles(inputs.files, { without, services });
  const { units } = checked;
  const findings = allFindings(checked, inputs).filter(({ code }) => !without.includes(code));
  return { inputs, units, findings, hints: monthHints(units) };
}

/** After a repair that was written, what counts is how the written files are. */
function isAllWell({ inputs, findings }: Report, repair: RepairReport | null): boolean {
  const errors = (repair?.written?.findings ?? findings).filter(({ severity }) => severity === 'error');
  return inputs.files.length > 0 && !hasUnread(inputs) && errors.length === 0 && repair?.refused === undefined;
}

/** One cause, one finding: of a file that lies there but can't be used, nobody says that it is missing. */
function allFindings({ units, findings }: CheckedFiles, inputs: Inputs): Finding[] {
  const unusable = new Set(inputs.skipped.map(({ path }) => meantName(path)));
  const isAbsent = ({ code, file }: Finding) =>
    !((code === 'MSB-UNIT-FILE-MISSING' || code === 'MSB-UNIT-PARENT-MISSING') && file !== null && unusable.has(file));
  const errors = inputs.skipped.filter(({ severity }) => severity === 'error');
  return [
    ...[...new Map(errors.map((skipped) => [skipped.message, skipped])).values()].map((skipped) =>
      dropFinding(skipped, nameIn(skipped.path)),
    ),
    ...findings.filter(isAbsent),
    ...mixedMonths(units, 'western'),
    ...inputs.notices.map((notice) => dropFinding(notice, notice.name || null)),
  ];
}

function nameIn(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}

function meantName(path: string): string | null {
  const { guess } = parseFileName(nameIn(path));
  return guess && composeFileName(guess);
}

function dropFinding(
  { reason, severity, message, remedy }: Pick<DropRemark, 'reason' | 'severity' | 'message' | 'remedy'>,
  file: string | null,
): Finding {
  const place = { record: null, line: null, item: null, itemName: null, value: null };
  return { code: reason, severity, file, ...place, message, remedy };
}

/** Returns hints that the mixture of months does not give already. */
function monthHints(units: readonly SendingUnit[]): string[] {
  const mixed = new Set(mixedMonths(units, 'western').map(({ message, remedy }) => message + remedy));
  return monthHint(units, todayInJapan(), 'western').filter((hint) => !mixed.has(hint));
}

function checkJson({ inputs, units, findings, hints }: Report, repair: RepairReport | null) {
  return {
    units: units.map(unitJson),
    findings: findings.map(findingJson),
    skipped: inputs.skipped,
    hints,
    ...(repair ? { repair: repairJson(repair) } : {}),
  };
}

function printReport({ inputs, units, findings, hints }: Report, repair: RepairReport | null): void {
  printUnits(units);
  printFindings(findings);
  // Unusable files that matter are among the findings; the rest is named here.
  sayInputs({ skipped: inputs.skipped.filter(({ severity }) => severity === 'notice'), notices: [] });
  for (const hint of hints) say(`・${hint}`);
  if (inputs.files.length === 0)
    say(
      '点検できるケアプランデータ（CSV）が見つかりません。介護ソフトが出力したファイルか、その入ったフォルダを指定してください。',
    );
  const count = (wanted: Finding['severity']) => findings.filter(({ severity }) => severity === wanted).length;
  say(
    `\n点検したファイル ${inputs.files.length}件、送信単位 ${units.length}件、エラー ${count('error')}件、注意 ${count('warning')}件`,
  );
  if (repair) sayRepair(repair);
  else if (findings.some((finding) => finding.repair))
    say('名前や文字コードは、直した写しを作れます（元のファイルはそのまま）: musubi check … --repair');
}
