import { countsTowardsLimit, type ServiceCode, type ServiceCodes, standsForVisit } from './service-codes.js';

/** The answer about a code in a month, in the shape that `packages/standard` asks it (`ServiceKnowledge`). */
export interface CodeFacts {
  readonly kind: 'basic' | 'addition' | 'reduction';
  readonly basis: 'visit' | 'day' | 'month';
  readonly inLimit: boolean;
}

export interface CodeKnowledge {
  /** Null for a code that no table knows. Months are YYYYMM. */
  kindOf(code: string, month: string, insurer: string): CodeFacts | null;
}

const BASES = { 回: 'visit', 日: 'day', 月: 'month' } as const;

/** Returns the tables' knowledge of codes, asked code by code. */
export function codeKnowledge(codes: Pick<ServiceCodes, 'meaning'>): CodeKnowledge {
  const known = new Map<ServiceCode, CodeFacts>();
  return {
    kindOf: (code, month, insurer) => {
      const line = codes.meaning(code, month, insurer);
      if (!line) return null;
      const facts = known.get(line) ?? factsOf(line);
      known.set(line, facts);
      return facts;
    },
  };
}

function factsOf(line: ServiceCode): CodeFacts {
  const kind = standsForVisit(line) ? 'basic' : line.kind === '減' ? 'reduction' : 'addition';
  return { kind, basis: BASES[line.basis], inLimit: countsTowardsLimit(line) };
}
