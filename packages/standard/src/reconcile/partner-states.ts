import { isCheckable } from '../checks/items.js';
import type { ServiceRow } from '../compare/rows.js';
import type { SendingUnit } from '../units/types.js';
import type { ActualsState, ScheduleState } from './types.js';

/** What went to and came from a partner, by "office type". */
export interface PartnerStates {
  schedule(partner: string): { readonly state: ScheduleState; readonly serial: string | null };
  actuals(partner: string): { readonly state: ActualsState; readonly serial: string | null };
}

interface Latest {
  readonly serial: string;
  readonly isDeletion: boolean;
}

export function partnerKey({ officeNumber, serviceCode }: Pick<ServiceRow, 'officeNumber' | 'serviceCode'>): string {
  return `${officeNumber} ${serviceCode.slice(0, 2)}`;
}

/**
 * The states of partners by the latest unit of each. Actuals are told by their rows (open-questions Q20: a file may hold
 * several types), schedules by whom they are addressed to; edition 3 names no type and so speaks of all.
 */
export function partnerStates(
  schedules: readonly SendingUnit[],
  actuals: readonly SendingUnit[],
  actualRows: readonly ServiceRow[],
): PartnerStates {
  const sent = new Map<string, Latest>();
  for (const unit of schedules.filter(({ kind }) => kind.startsWith('schedule'))) {
    const { officeNumber, serviceType } = unit.recipient;
    remember(sent, serviceType === null ? officeNumber : `${officeNumber} ${serviceType}`, unit);
  }
  const arrived = new Map<string, Latest>();
  for (const unit of actuals.filter(({ kind }) => kind.startsWith('actuals')))
    for (const partner of partnersIn(unit)) remember(arrived, partner, unit);
  const standing = new Set(actualRows.map(partnerKey));
  return {
    schedule(partner) {
      const latest = later(sent.get(partner), sent.get(partner.slice(0, 10)));
      if (!latest) return { state: 'notSent', serial: null };
      return { state: latest.isDeletion ? 'withdrawn' : 'sent', serial: latest.serial };
    },
    actuals(partner) {
      const latest = arrived.get(partner);
      if (!latest) return { state: 'missing', serial: null };
      return { state: standing.has(partner) ? 'arrived' : 'deleted', serial: latest.serial };
    },
  };
}

function remember(latest: Map<string, Latest>, key: string, { serial, kind }: SendingUnit): void {
  const known = latest.get(key);
  if (!known || known.serial <= serial) latest.set(key, { serial, isDeletion: kind.endsWith('deletion') });
}

function later(a: Latest | undefined, b: Latest | undefined): Latest | undefined {
  if (!a || !b) return a ?? b;
  return a.serial >= b.serial ? a : b;
}

/** The offices and service types that a unit of actuals or its deletion is about. */
function partnersIn(unit: SendingUnit): Set<string> {
  const partners = new Set<string>();
  for (const file of unit.files.filter(isCheckable)) {
    const { table, layout } = file;
    const no = (name: string) => layout.items.find(({ nameJa }) => nameJa === name)?.no ?? 0;
    const office = no('サービス事業者コード');
    const service = no('サービスコード') || no('サービス種類コード');
    let previous = -1;
    for (let row = 0; row < table.rowCount; row++) {
      const isSame = previous >= 0 && table.sameAs(row, previous, office) && table.sameAs(row, previous, service);
      previous = row;
      if (!isSame) partners.add(`${table.text(row, office)} ${table.text(row, service).slice(0, 2)}`);
    }
  }
  return partners;
}
