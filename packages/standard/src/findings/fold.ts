import type { Finding, OtherPlace } from './finding.js';

/** Up to so many findings of a sort are told one by one. */
const TOLD_SINGLY = 3;
/** Places that a folded finding keeps besides its own; `count` has the whole number. */
const KEPT_PLACES = 100;
const NAMED_LINES = 5;

/** Person by person, not as one: findings that are about the client whose number they quote. */
const ABOUT_A_CLIENT = /^MSB-LINK-|^MSB-BEYOND-|^MSB-ITEM-BAD-INSURED$/;

function sortOf({ code, file, item, value, repair }: Finding, at: number): string {
  if (item === null || repair) return String(at);
  return [code, file, item, ABOUT_A_CLIENT.test(code) ? value : ''].join('\n');
}

/**
 * Makes one finding of many that say the same of one item on many rows: it keeps the first place as its own, counts all
 * and lists the next ones. Few of a sort stay as they are; the order is that of the first places.
 */
export function foldFindings(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const [at, finding] of findings.entries()) {
    const sort = sortOf(finding, at);
    const group = groups.get(sort);
    if (group) group.push(finding);
    else groups.set(sort, [finding]);
  }
  return [...groups.values()].flatMap((group) => (group.length > TOLD_SINGLY ? folded(group) : group));
}

function folded([first, ...others]: readonly Finding[]): Finding[] {
  if (!first) return [];
  const alsoAt = others.slice(0, KEPT_PLACES).map(({ record, line, value }) => ({ record, line, value }));
  const all = { ...first, count: others.length + 1, alsoAt };
  return [{ ...all, message: first.message + alsoSentence(all) }];
}

/** 「（同じことが、ほかに64か所あります: 7行目、8行目 など）」; nothing for a finding of one place. */
export function alsoSentence({ count = 1, alsoAt = [] }: Pick<Finding, 'count' | 'alsoAt'>): string {
  if (count < 2) return '';
  const named = alsoAt.slice(0, NAMED_LINES).map(lineText).join('、');
  return `（同じことが、ほかに${count - 1}か所あります: ${named}${count - 1 > NAMED_LINES ? ' など' : ''}）`;
}

function lineText({ line, record }: OtherPlace): string {
  return line === null ? `${record ?? 0}件目` : `${line}行目`;
}
