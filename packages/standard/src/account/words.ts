import type { Account, Unused } from './types.js';

/** What was worked on, e.g. 予定: 3ファイル 65行・12人（使えない行 1行）. */
export function workedOnText(what: string, { files, records, carried, clients }: Account): string {
  const lost = records > carried ? `（うち使えない行 ${records - carried}行）` : '';
  return `${what}: ${files}ファイル ${records}行・${clients}人${lost}`;
}

/** Whether something is lost that the files were meant to tell: the result is not the whole truth. */
export function isIncomplete(unused: readonly Unused[]): boolean {
  return unused.some(({ cause }) => cause === 'broken' || cause === 'conflict');
}

/** Like records of a file that are told one by one. */
const SHOWN = 3;

/** What could not be used, one sentence a place; of many alike in a file the first few and a count. */
export function unusedTexts(unused: readonly Unused[]): string[] {
  const groups = new Map<string, Unused[]>();
  for (const one of unused) {
    const key = `${one.file} ${one.code} ${one.cause}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const rest = group.length - SHOWN;
    const shown = group.slice(0, rest > 1 ? SHOWN : group.length).map(({ message }) => message);
    return rest > 1 && first ? [...shown, `${first.file}: ほか${rest}行も同じ理由で使えません。`] : shown;
  });
}
