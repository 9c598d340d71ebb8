import type { AnnexRow } from './annex-rows.js';

/** The services of one type at one office, with the rows that sum them up. */
export interface AnnexGroup {
  readonly type: string;
  readonly details: readonly AnnexRow[];
  /** Rows AAAA, EEEE and ZZZZ of the group. */
  readonly inside: readonly AnnexRow[];
  readonly outside: readonly AnnexRow[];
  readonly over30: readonly AnnexRow[];
}

export const sumOf = (rows: readonly AnnexRow[]): number => rows.reduce((sum, { amount }) => sum + amount, 0);
const managedOf = (rows: readonly AnnexRow[]) => rows.reduce((sum, { managed }) => sum + (managed ?? 0), 0);
const withShare = (rows: readonly AnnexRow[], share: AnnexRow['share']) => rows.filter((row) => row.share === share);

/** A sum of which some parts are certain and each of the others may be in it or not. */
interface OpenSum {
  readonly certain: number;
  readonly open: readonly number[];
}

/** So many open rows and sums are weighed; beyond that anything may be right. */
const MOST_OPEN = 24;
const MOST_SUMS = 20_000;

/** Whether a sum can come out as `target`. */
function canBe(target: number, { certain, open }: OpenSum): boolean {
  if (open.length > MOST_OPEN) return true;
  let sums = new Set([certain]);
  for (const part of open) {
    sums = new Set([...sums, ...[...sums].map((sum) => sum + part)]);
    if (sums.size > MOST_SUMS) return true;
  }
  return sums.has(target);
}

function insideOf(details: readonly AnnexRow[]): OpenSum {
  return {
    certain: sumOf(withShare(details, 'inside')),
    open: withShare(details, 'unknown').map(({ amount }) => amount),
  };
}

/** Sums the rows inside the limit, those of which nothing tells counted in. */
export function likelyInside(details: readonly AnnexRow[]): number {
  return sumOf(withShare(details, 'inside')) + sumOf(withShare(details, 'unknown'));
}

/** A summary row that does not fit its details, and what it should be. */
export interface WrongSum {
  readonly row: AnnexRow;
  readonly expected: number;
}

/**
 * Subtotals of a group that do not fit (rules.md 12.2): AAAA sums the rows inside 区分支給, EEEE those outside, ZZZZ the
 * days over 30. Where no mark tells a row's side, it may be on either; where EEEE stands, it says how much is outside.
 */
export function wrongSubtotals({ details, inside, outside, over30 }: AnnexGroup): WrongSum[] {
  const all = sumOf(details);
  const beyond = sumOf(withShare(details, 'over30'));
  const wrong: WrongSum[] = [];
  const [firstInside] = inside;
  const [firstOutside] = outside;
  const [firstOver30] = over30;
  if (firstOver30 && beyond > 0 && sumOf(over30) !== beyond) wrong.push({ row: firstOver30, expected: beyond });
  const left = all - sumOf(outside) - (beyond > 0 ? beyond : sumOf(over30));
  if (firstInside) {
    const given = sumOf(inside);
    const isOpen = withShare(details, 'unknown').length > 0;
    const isRight =
      (outside.length + over30.length > 0 && given === left) ||
      given === managedOf(details.filter(({ share }) => share === 'inside')) ||
      (!(isOpen && outside.length > 0) && canBe(given, insideOf(details))) ||
      (details.every(({ share }) => share === 'outside') && given === all);
    if (!isRight) wrong.push({ row: firstInside, expected: outside.length > 0 ? left : likelyInside(details) });
  } else if (firstOutside) {
    const given = sumOf(outside);
    const certain = sumOf(withShare(details, 'outside'));
    const open = withShare(details, 'unknown').map(({ amount }) => amount);
    if (![given, given - beyond].some((target) => canBe(target, { certain, open })))
      wrong.push({ row: firstOutside, expected: certain });
  }
  return wrong;
}

/**
 * Whether a grand total can be right: the units inside the limit by subtotals or by rows, the 給付管理単位数, or all there
 * is with or without the days over 30; which of these it is, the standard does not say.
 */
export function isPossibleTotal(total: number, groups: readonly AnnexGroup[]): boolean {
  const details = groups.flatMap((group) => group.details);
  const all = sumOf(details);
  const beyond = sumOf(withShare(details, 'over30'));
  if (total === all || total === all - beyond || total === managedOf(withShare(details, 'inside'))) return true;
  if (groups.some(({ over30, outside }) => over30.length + outside.length > 0)) {
    const told = groups.reduce((sum, { over30, outside }) => sum + sumOf(over30) + sumOf(outside), 0);
    if (total === all - told) return true;
  }
  const rest = groups.filter(({ inside }) => inside.length === 0).flatMap((group) => group.details);
  const { certain, open } = insideOf(rest);
  const subtotals = groups.reduce((sum, { inside }) => sum + sumOf(inside), 0);
  return canBe(total, { certain: certain + subtotals, open }) || canBe(total, insideOf(details));
}
