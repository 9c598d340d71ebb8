import type { Account, Unused } from './types.js';

/** Says what was worked on, e.g. 予定: 3ファイル 65行・12人（うち使えない行 1行）. */
export function workedOnText(what: string, { files, records, carried, clients }: Account): string {
  const count = (value: number) => value.toLocaleString('ja-JP');
  const lost = records > carried ? `（うち使えない行 ${count(records - carried)}行）` : '';
  return `${what}: ${count(files)}ファイル ${count(records)}行・${count(clients)}人${lost}`;
}

/** Whether something is lost that the files were meant to tell: the result is not the whole truth. */
export function isIncomplete(unused: readonly Unused[]): boolean {
  return unused.some(({ cause }) => cause === 'broken' || cause === 'conflict');
}

/** The number of like ones told one by one. */
const SHOWN = 3;

/** Says what could not be used, one sentence a place; of many alike the first few and a count. */
export function unusedTexts(unused: readonly Unused[]): string[] {
  const groups = new Map<string, Unused[]>();
  for (const one of unused) {
    const isRecord = one.record !== null;
    const key = isRecord ? `${one.file} ${one.code}` : one.cause;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    // Files that are broken or missing are never many alike: each has its own sentence.
    const isFolded = first?.record !== null || first.cause === 'foreign' || first.cause === 'copy';
    const rest = isFolded ? group.length - SHOWN : 0;
    if (rest < 2 || !first) return group.map(({ message }) => message);
    const others =
      first.record === null ? `ほか${rest}ファイルも同じです。` : `${first.file}: ほか${rest}行も使えません。`;
    return [...group.slice(0, SHOWN).map(({ message }) => message), others];
  });
}
