import { groupBy } from '../compare/current.js';
import type { Supplement } from '../model/model.js';
import type { ScheduleSheet, SheetClient, SheetRow } from './sheet.js';
import { type Terms, termsOf } from './terms.js';

/** A service line of 第7表 with everything that is computed of it; prices in hundredths of a yen, amounts in yen. */
export interface AnnexLine {
  /** A row of the sheet that the line sums up: office, code and goods are its. */
  readonly row: SheetRow;
  readonly terms: Terms;
  /** Units of one time, after discount. */
  readonly units: number;
  readonly count: number;
  readonly amount: number;
  readonly overTypeLimit: number;
  readonly overLimit: number;
  /** Units that insurance pays for: towards the limits and within them, or outside 区分支給限度 altogether. */
  readonly paidUnits: number;
  /** Null without a unit price or benefit. */
  readonly cost: number | null;
  readonly claim: number | null;
  readonly share: number | null;
  readonly fullShare: number | null;
}

/** The nine frames of 利用者補足情報, as the layout numbers them. */
export const FRAMES = ['１', '２', '３', '４', '５', '６', '７', '８', '９'] as const;

/** The frames of 種類別 limits that are filled: type and limit. */
export function typeLimits(supplement: Supplement | undefined): Map<string, number> {
  const limits = new Map<string, number>();
  for (const frame of FRAMES) {
    const type = supplement?.[`type${frame}`] ?? '';
    const limit = supplement?.[`limit${frame}`] ?? null;
    if (type !== '' && limit !== null) limits.set(type, limit);
  }
  return limits;
}

/** 短期入所療養介護 has one frame, 22, whatever the facility (rules.md 12.6). */
export function limitType(serviceCode: string): string {
  const type = serviceCode.slice(0, 2);
  return type === '23' || type === '2A' ? '22' : type;
}

/** The service lines of a client's 第7表, in order of the rows (rules.md 12.2). */
export function annexLines(sheet: ScheduleSheet, client: SheetClient): AnnexLine[] {
  const findTerms = termsOf(sheet);
  const supplement = supplementOf(sheet, client.key);
  const served = client.rows.filter(({ counts }) => Object.values(counts).some((count) => count > 0));
  const lines = [...groupBy(served, annexKey).values()].flatMap((rows) => {
    const [row] = rows;
    if (!row) return [];
    const count = rows.reduce((sum, { counts }) => sum + Object.values(counts).reduce((all, one) => all + one, 0), 0);
    const units = row.units ?? 0;
    return [
      { row, terms: findTerms(client.key, row.officeNumber, row.serviceCode), units, count, amount: units * count },
    ];
  });
  const overType = spread(lines, typeExcess(lines, typeLimits(supplement)));
  const managed = lines.map((line, at) => (line.terms.inLimit ? line.amount - (overType[at] ?? 0) : 0));
  const over = limitExcess(sheet, client.key, lines, managed, supplement?.limitUnits ?? null);
  return lines.map((line, at) => priced(line, overType[at] ?? 0, over[at] ?? 0));
}

export function supplementOf(sheet: ScheduleSheet, client: string): Supplement | undefined {
  return sheet.supplements.find(({ insurerNumber, insuredNumber }) => `${insurerNumber} ${insuredNumber}` === client);
}

type Unpriced = Pick<AnnexLine, 'row' | 'terms' | 'units' | 'count' | 'amount'>;

/** Rows that are one line of 第7表: times and days do not tell lines apart there. */
function annexKey(row: SheetRow): string {
  const { officeNumber, satellite, serviceCode, units, taisCode, noticeCode, goodsName, detailCode, over30Days } = row;
  return JSON.stringify([
    officeNumber,
    satellite,
    serviceCode,
    units,
    taisCode,
    noticeCode,
    goodsName,
    detailCode,
    over30Days,
  ]);
}

/** Units above each 種類別 limit. */
function typeExcess(lines: readonly Unpriced[], limits: ReadonlyMap<string, number>): Map<string, number> {
  const excess = new Map<string, number>();
  for (const [type, limit] of limits) {
    const used = lines.reduce(
      (sum, { row, terms, amount }) => (terms.inLimit && limitType(row.serviceCode) === type ? sum + amount : sum),
      0,
    );
    if (used > limit) excess.set(type, used - limit);
  }
  return excess;
}

/** Puts the excess of each type on its last lines. */
function spread(lines: readonly Unpriced[], excess: ReadonlyMap<string, number>): number[] {
  const left = new Map(excess);
  const over = lines.map(() => 0);
  for (const [at, { row, terms, amount }] of [...lines.entries()].reverse()) {
    const type = limitType(row.serviceCode);
    const taken = terms.inLimit ? Math.min(left.get(type) ?? 0, amount) : 0;
    over[at] = taken;
    left.set(type, (left.get(type) ?? 0) - taken);
  }
  return over;
}

/** Units above 区分支給限度基準額: first where a person put them, the rest on the last lines. */
function limitExcess(
  sheet: ScheduleSheet,
  client: string,
  lines: readonly Unpriced[],
  managed: readonly number[],
  limit: number | null,
): number[] {
  let left = limit === null ? 0 : Math.max(0, managed.reduce((sum, units) => sum + units, 0) - limit);
  const over = lines.map(() => 0);
  const put = (at: number, wanted: number) => {
    const taken = Math.max(0, Math.min(left, wanted, (managed[at] ?? 0) - (over[at] ?? 0)));
    over[at] = (over[at] ?? 0) + taken;
    left -= taken;
  };
  for (const share of sheet.excess.filter((one) => one.client === client)) {
    const at = lines.findIndex(
      ({ row }) => row.officeNumber === share.officeNumber && row.serviceCode === share.serviceCode,
    );
    if (at >= 0) put(at, share.units);
  }
  for (let at = lines.length - 1; at >= 0; at--) put(at, left);
  return over;
}

/** 費用総額 = units × unit price, 保険請求額 = 費用総額 × 給付率, both rounded down; the rest is the client's. */
function priced(line: Unpriced, overTypeLimit: number, overLimit: number): AnnexLine {
  const { unitPrice, benefitPercent, fixedShare } = line.terms;
  const paidUnits = line.amount - overTypeLimit - overLimit;
  const over = overTypeLimit + overLimit;
  const yen = (units: number) => (unitPrice === null ? null : Math.floor((units * unitPrice) / 100));
  const cost = yen(paidUnits);
  const base = { ...line, overTypeLimit, overLimit, paidUnits, cost, fullShare: over > 0 ? yen(over) : null };
  if (cost === null) return { ...base, claim: null, share: null };
  if (fixedShare !== null) {
    const share = Math.min(cost, fixedShare * line.count);
    return { ...base, claim: cost - share, share };
  }
  if (benefitPercent === null) return { ...base, claim: null, share: null };
  const claim = Math.floor((cost * benefitPercent) / 100);
  return { ...base, claim, share: cost - claim };
}
