import {
  type Account,
  accountOf,
  type CheckedFiles,
  checkFiles,
  isIncomplete,
  type Purpose,
  type Unused,
  unusedTexts,
  workedOnText,
} from '@musubi/standard';
import { hasUnread, type Inputs, readInputs, sayInputs } from './files.js';

/** Files of some paths, read and checked, with the account of what of them can be used. */
export interface WorkedOn {
  readonly inputs: Inputs;
  readonly checked: CheckedFiles;
  readonly account: Account;
}

/** Reads and checks what lies at some paths; what was opened or skipped on the way is said at once. */
export function workOn(paths: readonly string[], purpose: Purpose): WorkedOn {
  const inputs = readInputs(paths);
  sayInputs(inputs);
  const checked = checkFiles(inputs.files);
  return { inputs, checked, account: accountOf(checked, purpose) };
}

/** Begins a result: says what was worked on, then what of it could not be used. */
export function accountText(what: string, account: Account): string {
  return [workedOnText(what, account), ...unusedText(account.unused)].join('\n');
}

export function unusedText(unused: readonly Unused[]): string[] {
  const texts = unusedTexts(unused);
  return texts.length > 0 ? ['使えなかったもの:', ...texts.map((text) => `  ・${text}`)] : [];
}

/** The same as JSON, beside a command's own members. */
export function accountJson({ inputs, account }: Pick<WorkedOn, 'inputs' | 'account'>) {
  const { unused, ...input } = account;
  return { input, unused, skipped: inputs.skipped };
}

/** Exit code of a command that did its work: 1 where something could not be used and the result is not the whole truth. */
export function exitCodeOf(...works: readonly Pick<WorkedOn, 'inputs' | 'account'>[]): 0 | 1 {
  return works.some(({ inputs, account }) => hasUnread(inputs) || isIncomplete(account.unused)) ? 1 : 0;
}
