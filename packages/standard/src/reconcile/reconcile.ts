import { compareRows } from '../compare/compare.js';
import { currentActuals, currentSchedule, groupBy } from '../compare/current.js';
import { plannedInsurers, underPlannedInsurers } from '../compare/insurers.js';
import type { ServiceRow } from '../compare/rows.js';
import { KnownServices, type ServiceKnowledge } from '../services/knowledge.js';
import { clientKey } from '../units/client-numbers.js';
import type { SendingUnit } from '../units/types.js';
import { withKeys } from './keys.js';
import { clientLimits } from './limits.js';
import { type PartnerStates, partnerKey, partnerStates } from './partner-states.js';
import { sumsOf, totalOf } from './sums.js';
import type { MonthReconciliation, Partner, ReconciledClient, ReconciledDifference } from './types.js';

/** The units of an office: what it sent and what it got, deletions among them. */
export interface ToReconcile {
  readonly schedules: readonly SendingUnit[];
  readonly actuals: readonly SendingUnit[];
  /** YYYYMM; left out: the latest month of the schedules. */
  readonly month?: string;
  /** Tells what kind of service a code is and whether it counts towards the limit. */
  readonly knowledge?: ServiceKnowledge;
}

/**
 * 予実突合 of a month: what `compareScheduleWithActuals` finds, by partner and client, with sums, states and limits. The
 * latest unit per ファイル連番 counts and deletions are honoured. What a partner has not reported yet is missing, not
 * "not provided".
 */
export function reconcile({
  schedules,
  actuals,
  month = latestMonth(schedules, actuals),
  knowledge,
}: ToReconcile): MonthReconciliation {
  const sent = schedules.filter((unit) => unit.month === month);
  const got = actuals.filter((unit) => unit.month === month);
  const planned = currentSchedule(sent);
  const current = currentActuals(got);
  const insurerOf = plannedInsurers(planned, current.rows);
  const provided = underPlannedInsurers(current.rows, insurerOf);
  const insurers: Insurers = (one) => clientKey({ ...one, insurerNumber: insurerOf(one) });
  const states = partnerStates(sent, got, provided);
  const isMissing = (row: ServiceRow) => states.actuals(partnerKey(row)).state === 'missing';
  const compared = compareRows(planned, current, knowledge);
  const differences = withKeys(compared.differences).filter(
    ({ kind, planned: row }) => !(kind === 'notProvided' && row && isMissing(row)),
  );
  const partners = partnersOf(
    groupBy(planned, partnerKey),
    groupBy(provided, partnerKey),
    groupBy(differences, partnerKey),
    { states, insurers },
  );
  return {
    month,
    partners,
    limits: clientLimits(sent, planned, provided, isMissing, new KnownServices(knowledge)),
    totals: totalsOf(partners),
    settled: [],
    rows: compared.rows,
    unknownClients: compared.unknownClients,
    presumedCodes: compared.presumedCodes,
  };
}

function latestMonth(schedules: readonly SendingUnit[], actuals: readonly SendingUnit[]): string {
  const months = (units: readonly SendingUnit[]) => units.flatMap(({ month }) => month ?? []).sort();
  return months(schedules).at(-1) ?? months(actuals).at(-1) ?? '';
}

type ByKey<T> = ReadonlyMap<string, readonly T[]>;
/** The client, as the schedule has it, that a difference is about. */
type Insurers = (one: ReconciledDifference) => string;

function partnersOf(
  planned: ByKey<ServiceRow>,
  provided: ByKey<ServiceRow>,
  differences: ByKey<ReconciledDifference>,
  { states, insurers }: { readonly states: PartnerStates; readonly insurers: Insurers },
): Partner[] {
  return [...new Set([...planned.keys(), ...provided.keys()])].sort().map((key) => {
    const [schedule, actuals] = [states.schedule(key), states.actuals(key)];
    const ofClients = [
      groupBy(planned.get(key) ?? [], clientKey),
      groupBy(provided.get(key) ?? [], clientKey),
      groupBy(differences.get(key) ?? [], insurers),
    ] as const;
    const clients = clientsOf(...ofClients, actuals.state === 'missing');
    return {
      officeNumber: key.slice(0, -3),
      serviceType: key.slice(-2),
      schedule: schedule.state,
      actuals: actuals.state,
      scheduleSerial: schedule.serial,
      actualsSerial: actuals.serial,
      ...totalOf(clients),
      clients,
      ...differenceCounts(clients),
    };
  });
}

function clientsOf(
  planned: ByKey<ServiceRow>,
  provided: ByKey<ServiceRow>,
  differences: ByKey<ReconciledDifference>,
  isMissing: boolean,
): ReconciledClient[] {
  return [...new Set([...planned.keys(), ...provided.keys()])].sort().map((key) => {
    const [insurerNumber = '', insuredNumber = ''] = key.split(' ');
    const rows = planned.get(key) ?? [];
    const found = differences.get(key) ?? [];
    const unmatched = found.filter((one) => one.planned !== null).length;
    return {
      insurerNumber,
      insuredNumber,
      ...sumsOf(rows, provided.get(key) ?? []),
      matched: isMissing ? 0 : rows.length - unmatched,
      differences: found,
    };
  });
}

/** How many differences there are, and how many a person still has to look at. */
export function differenceCounts(clients: readonly ReconciledClient[]): { differences: number; open: number } {
  const all = clients.flatMap((client) => client.differences);
  return {
    differences: all.length,
    open: all.filter(({ decision, outdated }) => decision === null || outdated).length,
  };
}

export function totalsOf(partners: readonly Partner[]): MonthReconciliation['totals'] {
  return {
    ...totalOf(partners),
    differences: partners.reduce((sum, { differences }) => sum + differences, 0),
    open: partners.reduce((sum, { open }) => sum + open, 0),
    missing: partners.filter(({ actuals }) => actuals === 'missing').length,
  };
}
