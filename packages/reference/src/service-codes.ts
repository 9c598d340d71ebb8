import { cellsOf, numberOf } from './csv.js';
import { foldedText, searchTerms } from './search-text.js';

/** What a code is charged for: each time, each day, once a month. */
export type Basis = '回' | '日' | '月';
/** 基本, 加算 or 減算; a code that joins a basic service with an addition counts as 加算. */
export type Kind = '基' | '加' | '減';

/** A line of サービスコード表. */
export interface ServiceCode {
  /** Service type and item code: 6 characters. */
  readonly code: string;
  readonly name: string;
  /** Null for rates, and for rented goods, whose price the office sets. */
  readonly units: number | null;
  /** Rates: thousandths of the units they are added to. */
  readonly permille: number | null;
  readonly basis: Basis;
  readonly kind: Kind;
  /** Months YYYY-MM; null while it holds. */
  readonly from: string;
  readonly until: string | null;
  /** Municipal services: whose table it is from. Units differ from insurer to insurer. */
  readonly insurer: string | null;
}

/** Tables of service codes laid one over the other. */
export interface ServiceCodes {
  readonly all: readonly ServiceCode[];
  /** The line of a code that holds in a month (YYYYMM); null when none does. Of municipal codes the insurer's own first. */
  find(code: string, month: string, insurer?: string): ServiceCode | null;
  /**
   * Finds a code's meaning in a month, for questions that a month's price leaves open: the line that holds, or else the
   * nearest in time. Municipal codes of A2 and A6 are laid down nationwide, so that another insurer's line tells as long as
   * all insurers agree on kind and basis; of the other municipal types only the insurer's own does.
   */
  meaning(code: string, month: string, insurer: string): ServiceCode | null;
  /**
   * The name of a code in a month (YYYYMM, YYYY-MM; '' the latest), as the insurer calls it, by the line nearest in time. Another insurer's name counts for
   * A2 and A6 alone, and only where all insurers call it the same. Null when the table doesn't tell.
   */
  name(code: string, month: string, insurer: string): string | null;
  /** Lines that hold in a month and have all words (name, reading or beginning of the code), basic services first. */
  search(
    words: string,
    wanted: { readonly month: string; readonly type?: string; readonly limit?: number },
  ): ServiceCode[];
}

/** Reads data/service-codes.csv. */
export function readServiceCodes(text: string): ServiceCode[] {
  return cellsOf(text).map(lineOf);
}

/** The look-ups of a table: data/service-codes.csv as text, or lines that were put together already. */
export function serviceCodes(table: string | readonly ServiceCode[]): ServiceCodes {
  const all = typeof table === 'string' ? readServiceCodes(table) : table;
  const byCode = new Map<string, ServiceCode[]>();
  for (const line of all) {
    const known = byCode.get(line.code);
    if (known) known.push(line);
    else byCode.set(line.code, [line]);
  }
  const find = (code: string, month: string, insurer?: string) => {
    const iso = isoMonth(month);
    const valid = (byCode.get(code) ?? []).filter((line) => holdsIn(line, iso));
    return valid.find((line) => insurer !== undefined && line.insurer === insurer) ?? valid[0] ?? null;
  };
  let folded: readonly string[] | null = null;
  return {
    all,
    find,
    meaning: (code, month, insurer) => meaningOf(byCode.get(code) ?? [], isoMonth(month), insurer),
    name: (code, month, insurer) => nameOf(byCode.get(code) ?? [], isoMonth(month.replace('-', '') || LATEST), insurer),
    search: (words, { month, type, limit = 50 }) => {
      const terms = searchTerms(words);
      const iso = isoMonth(month);
      folded ??= all.map(({ name }) => foldedText(name));
      const found = all.filter((line, at) => {
        if (type !== undefined && !line.code.startsWith(type)) return false;
        return holdsIn(line, iso) && terms.every((term) => hasTerm(line, folded?.[at] ?? '', term));
      });
      return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, limit);
    },
  };
}

/** A month behind every line. */
const LATEST = '999912';

/** Municipal codes that are laid down nationwide. */
const IS_NATIONWIDE = /^A[26]/;

function nameOf(lines: readonly ServiceCode[], month: string, insurer: string): string | null {
  const own = lines.filter((line) => line.insurer === null || line.insurer === insurer);
  if (own.length > 0) return nearest(own, month)?.name ?? null;
  const [first] = lines;
  if (!first || !IS_NATIONWIDE.test(first.code)) return null;
  const insurers = new Set(lines.map((line) => line.insurer));
  const names = [...insurers].map(
    (one) =>
      nearest(
        lines.filter((line) => line.insurer === one),
        month,
      )?.name,
  );
  return new Set(names).size === 1 ? (names[0] ?? null) : null;
}

function meaningOf(lines: readonly ServiceCode[], month: string, insurer: string): ServiceCode | null {
  const own = lines.filter((line) => line.insurer === null || line.insurer === insurer);
  if (own.length > 0) return nearest(own, month);
  const [first] = lines;
  if (!first || !IS_NATIONWIDE.test(first.code)) return null;
  const alike = lines.every((line) => line.basis === first.basis && standsForVisit(line) === standsForVisit(first));
  return alike ? nearest(lines, month) : null;
}

/** The line that holds in a month, or else the one that ended last before it, or else the one that begins first. */
function nearest(lines: readonly ServiceCode[], month: string): ServiceCode | null {
  const held = lines.find((line) => holdsIn(line, month));
  if (held) return held;
  const inOrder = lines.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return inOrder.findLast(({ from }) => from <= month) ?? inOrder[0] ?? null;
}

/**
 * Whether a code is a service of its own: 基本, or a code that joins the basic service with its additions or reductions
 * (身体１・夜, 通所介護Ⅰ２４・業未・時減), which the table prints as 加算 or 減算. Those that come on top are named so.
 */
export function standsForVisit({ kind, name }: Pick<ServiceCode, 'kind' | 'name'>): boolean {
  return kind === '基' || (name.includes('・') && !/加算|減算/.test(name));
}

function lineOf(cells: readonly string[]): ServiceCode {
  const [type = '', item = '', name = '', units = '', permille = '', basis, kind, from = '', until, insurer] = cells;
  return {
    code: type + item,
    name,
    units: numberOf(units),
    permille: numberOf(permille),
    basis: basis === '日' || basis === '月' ? basis : '回',
    kind: kind === '加' || kind === '減' ? kind : '基',
    from,
    until: until || null,
    insurer: insurer || null,
  };
}

/** YYYYMM → YYYY-MM */
const isoMonth = (month: string) => `${month.slice(0, 4)}-${month.slice(4, 6)}`;

function holdsIn({ from, until }: ServiceCode, iso: string): boolean {
  return from <= iso && (until === null || iso <= until);
}

function hasTerm({ code }: ServiceCode, folded: string, term: readonly string[]): boolean {
  return term.some((one) => folded.includes(one) || code.toLowerCase().startsWith(one));
}

/** Basic services first, and the short names, which are the usual ones, before those with many conditions. */
function rank({ kind, name, insurer }: ServiceCode): number {
  return (kind === '基' ? 0 : 100) + (insurer === null ? 0 : 50) + name.length;
}

/**
 * Additions outside 区分支給限度基準額 (the notice on 区分支給限度基準額, 別に算定する加算): 処遇改善, 特別地域・小規模・中山間地域等,
 * サービス提供体制強化, 総合マネジメント体制強化, 訪問体制強化, and of 訪問看護 緊急時・特別管理・ターミナル; 同一建物減算, for the limit
 * goes by the units before it. By name: the table of codes does not say it.
 */
const OUTSIDE_LIMIT = new RegExp(
  [
    '処遇改善|ベースアップ|特別地域|特地加算|小規模(事業所)?加算|中山間|サービス提供体制|提供体制強化',
    '総合マネジメント|訪問体制強化|緊急時(訪問看護|看護|介護)|特別管理|ターミナル|同一建物減算',
  ].join('|'),
);

/** Whether a code counts towards 区分支給限度基準額: a proposal, a person may decide otherwise. */
export function countsTowardsLimit(line: Pick<ServiceCode, 'code' | 'name' | 'kind'>): boolean {
  if (/^(31|34)/.test(line.code)) return false;
  return standsForVisit(line) || !OUTSIDE_LIMIT.test(line.name);
}
