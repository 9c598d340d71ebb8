/** The charge of a service code: 基本, 加算 or 減算. A code that joins a visit with its additions (身体１・夜) is basic. */
export type ServiceKind = 'basic' | 'addition' | 'reduction';
/** 1回につき, 1日につき, 1月につき. */
export type ServiceBasis = 'visit' | 'day' | 'month';

export interface ServiceFacts {
  readonly kind: ServiceKind;
  /** Null where nothing tells. */
  readonly basis: ServiceBasis | null;
  /** Whether it counts towards 区分支給限度基準額; null where nothing tells. */
  readonly inLimit: boolean | null;
}

/**
 * A table of service codes, as this room asks it. The room holds no table of its own: whoever compares, carries over or sums
 * hands one in (`packages/reference` makes it). Months are YYYYMM; of municipal codes the insurer's own line counts.
 */
export interface ServiceKnowledge {
  /** Null for a code that the table does not know. */
  kindOf(serviceCode: string, month: string, insurerNumber: string): ServiceFacts | null;
}

/** The facts of a code, and whether they are only presumed from its number. */
export interface PresumedFacts extends ServiceFacts {
  readonly isPresumed: boolean;
}

interface CodeInMonth {
  readonly serviceCode: string;
  /** YYYYMM */
  readonly month: string;
  readonly insurerNumber: string;
}

/** Returns the table's facts on a code, or those its number suggests: basic services have item codes below 4000. */
export function factsOf(
  knowledge: ServiceKnowledge | undefined,
  { serviceCode, month, insurerNumber }: CodeInMonth,
): PresumedFacts {
  const known = knowledge?.kindOf(serviceCode, month, insurerNumber);
  if (known) return { ...known, isPresumed: false };
  const kind = /^..[0-3]/.test(serviceCode) ? 'basic' : 'addition';
  const isMonthly = kind === 'basic' && MONTHLY_TYPES.has(serviceCode.slice(0, 2));
  return { kind, basis: isMonthly ? 'month' : null, inLimit: null, isPresumed: true };
}

/** 福祉用具貸与, 介護予防通所リハ, 小規模多機能, 定期巡回 and 看護小規模多機能: a month has one price. */
const MONTHLY_TYPES: ReadonlySet<string> = new Set(['17', '67', '66', '73', '75', '76', '77']);

/** 居宅療養管理指導 never counts towards 区分支給限度基準額. */
export const OUTSIDE_TYPES: ReadonlySet<string> = new Set(['31', '34']);

/** 17 福祉用具貸与 and 67: goods, written on one day of the month; additions to them are goods' rows as well. */
export function isRental(serviceCode: string): boolean {
  return serviceCode.startsWith('17') || serviceCode.startsWith('67');
}

/** Facts of rows, each code asked once a month and insurer; remembers which were only presumed. */
export class KnownServices {
  readonly #known = new Map<string, PresumedFacts>();

  constructor(private readonly knowledge: ServiceKnowledge | undefined) {}

  of(row: CodeInMonth): PresumedFacts {
    const key = `${row.serviceCode} ${row.month} ${row.insurerNumber}`;
    let facts = this.#known.get(key);
    if (!facts) {
      facts = factsOf(this.knowledge, row);
      this.#known.set(key, facts);
    }
    return facts;
  }

  /** Codes that were asked for and that the table does not know, in order. */
  presumed(): string[] {
    const codes = [...this.#known].filter(([, { isPresumed }]) => isPresumed).map(([key]) => key.slice(0, 6));
    return [...new Set(codes)].sort();
  }
}

/** The sentence about codes whose kind was presumed; null when there is none. */
export function presumedNote(codes: readonly string[]): string | null {
  if (codes.length === 0) return null;
  return `このコードは表にないため、種類（基本・加算・減算）を番号から推定しました: ${codes.join('、')}`;
}
