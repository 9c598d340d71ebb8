import { differenceCounts, totalsOf } from './reconcile.js';
import type { Decision, MonthReconciliation, Partner, ReconciledClient, ReconciledDifference } from './types.js';

/** A decision about a difference as it now is; `at` comes from the caller's clock. */
export function decide(
  difference: Pick<ReconciledDifference, 'key' | 'content'>,
  decision: Pick<Decision, 'state' | 'note' | 'by' | 'at'>,
): Decision {
  return { key: difference.key, content: difference.content, ...decision };
}

/**
 * Attaches decisions to their differences. The latest of a key holds; one made about another content is outdated and its
 * difference open again. Decisions whose difference is gone are `settled`.
 */
export function applyDecisions(
  reconciliation: MonthReconciliation,
  decisions: readonly Decision[],
): MonthReconciliation {
  const latest = new Map<string, Decision>();
  for (const decision of decisions) {
    const known = latest.get(decision.key);
    if (!known || known.at <= decision.at) latest.set(decision.key, decision);
  }
  const used = new Set<string>();
  const decided = (difference: ReconciledDifference): ReconciledDifference => {
    const decision = latest.get(difference.key) ?? null;
    if (decision) used.add(decision.key);
    const outdated = decision?.content !== undefined && decision.content !== difference.content;
    return { ...difference, decision, outdated };
  };
  const partners = reconciliation.partners.map((partner): Partner => {
    const clients = partner.clients.map(
      (client): ReconciledClient => ({ ...client, differences: client.differences.map(decided) }),
    );
    return { ...partner, clients, ...differenceCounts(clients) };
  });
  const ofMonth = [...latest.values()].filter(({ key }) => key.startsWith(`${reconciliation.month} `));
  return {
    ...reconciliation,
    partners,
    totals: totalsOf(partners),
    settled: ofMonth.filter(({ key }) => !used.has(key)),
  };
}
