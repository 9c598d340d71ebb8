import type { MonthPartner } from '@musubi/contract';
import type { SpreadsheetCell } from '@musubi/standard';
import type { Dates } from '../app/preferences.js';
import type { Tone } from '../ui/banner.js';
import type { IconName } from '../ui/icons.js';

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

interface StateWords {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

const MISSING: Readonly<Record<Missing, StateWords>> = {
  'actuals-from-them': { tone: 'care', icon: 'wait', text: '実績がまだです' },
  'actuals-from-us': { tone: 'care', icon: 'send', text: '実績を送っていません' },
  'schedule-from-them': { tone: 'care', icon: 'wait', text: '予定がまだです' },
};

/** A partner's state in words, the same wherever it is shown. */
export function stateWords({ missing, partner }: PartnerState): StateWords {
  if (missing) return MISSING[missing];
  if (partner.schedulesSent > 0) return { tone: 'good', icon: 'good', text: '実績が届きました' };
  if (partner.schedulesReceived > 0) return { tone: 'good', icon: 'good', text: '実績を送りました' };
  return { tone: 'quiet', icon: 'info', text: '予定のやり取りなし' };
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

/** The states as a spreadsheet, one partner a line. */
export function stateRows(states: readonly PartnerState[], dates: Dates): SpreadsheetCell[][] {
  return [
    ['事業所番号', '事業所', '予定の送信', '予定の受信', '実績の送信', '実績の受信', '状態', 'いつから'],
    ...states.map((state) => [
      ...[state.partner.officeNumber, state.partner.name],
      ...[state.partner.schedulesSent, state.partner.schedulesReceived],
      ...[state.partner.actualsSent, state.partner.actualsReceived],
      ...[stateWords(state).text, state.missing && state.since ? dates.date(state.since) : ''],
    ]),
  ];
}
