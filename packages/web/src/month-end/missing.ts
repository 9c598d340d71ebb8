import type { MonthPartner } from '@musubi/contract';

/** What has not come from a partner, or has not gone to one, for a month. */
export type Missing =
  /** We sent a schedule; their actuals have not come. */
  | 'actuals-from-them'
  /** They sent a schedule; our actuals have not gone. */
  | 'actuals-from-us'
  /** They sent a schedule last month and none for this one. */
  | 'schedule-from-them';

export interface PartnerState {
  readonly partner: MonthPartner;
  readonly missing: Missing | null;
  /** Since when it could have come: the last time something went to them, or came from them. */
  readonly since: string | null;
}

/** The state of every partner of a month, those with something missing first. */
export function partnerStates(partners: readonly MonthPartner[], lastMonth: readonly MonthPartner[]): PartnerState[] {
  const here = new Set(partners.map(({ officeNumber }) => officeNumber));
  const late = lastMonth
    .filter((one) => one.schedulesReceived > 0 && !here.has(one.officeNumber))
    .map((one) => ({
      ...one,
      schedulesReceived: 0,
      schedulesSent: 0,
      actualsReceived: 0,
      actualsSent: 0,
      notFetched: 0,
    }));
  const states = [
    ...partners.map((partner) => stateOf(partner, lastMonth)),
    ...late.map((partner) => ({
      partner,
      missing: 'schedule-from-them' as const,
      since: partner.lastReceivedAt,
    })),
  ];
  return [...states.filter(({ missing }) => missing), ...states.filter(({ missing }) => !missing)];
}

function stateOf(partner: MonthPartner, lastMonth: readonly MonthPartner[]): PartnerState {
  const before = lastMonth.find(({ officeNumber }) => officeNumber === partner.officeNumber);
  if (partner.schedulesSent > 0 && partner.actualsReceived === 0)
    return { partner, missing: 'actuals-from-them', since: partner.lastSentAt };
  if (partner.schedulesReceived > 0 && partner.actualsSent === 0)
    return { partner, missing: 'actuals-from-us', since: partner.lastReceivedAt };
  if (partner.schedulesReceived === 0 && partner.schedulesSent === 0 && (before?.schedulesReceived ?? 0) > 0)
    return { partner, missing: 'schedule-from-them', since: before?.lastReceivedAt ?? null };
  return { partner, missing: null, since: null };
}
