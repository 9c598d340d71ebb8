import { isCheckable, isWhole } from '../checks/items.js';
import type { ReadFile } from '../reading/types.js';
import { type ClientNumbers, clientKey } from '../units/client-numbers.js';
import { clientsOf } from '../units/clients.js';
import type { SendingUnit } from '../units/types.js';
import { plannedInsurers } from './insurers.js';

/** Names by number, as some units tell them; plain data, so that a worker can hand them to its page. */
export interface UnitNames {
  /** By `clientKey`: 保険者番号 and 被保険者番号. An actual under another insurer (住所地特例) has its planned client's name. */
  readonly clients: ReadonlyMap<string, string>;
  /** By 事業所番号. */
  readonly offices: ReadonlyMap<string, string>;
}

/** Items that hold an office's number and name side by side; 第6表, 実績 and 第2表 say 事業者, 第7表 says 事業所. */
const OFFICE_ITEMS: readonly string[] = ['サービス事業者コード', 'サービス事業所コード'];
const OFFICE_NAME_ITEM = 'サービス事業所名';

/** The names of clients and offices that the units tell. */
export function namesIn(units: readonly SendingUnit[]): UnitNames {
  const clients = new Map<string, string>();
  const offices = new Map<string, string>();
  const { planned, actual } = peopleIn(units);
  for (const one of [...planned, ...actual]) if (one.name) clients.set(clientKey(one), one.name);
  for (const file of units.flatMap(({ files }) => files)) addOffices(file, offices);
  addActualsOnly(planned, actual, clients);
  return { clients, offices };
}

/** The people with a 被保険者番号, each under the insurer that plans and records have: several where municipalities share it. */
export function clientsWithNumber(units: readonly SendingUnit[], insuredNumber: string): ClientNumbers[] {
  const { planned, actual } = peopleIn(units);
  const insurerOf = plannedInsurers(planned, actual);
  const insurers = [...planned, ...actual].filter((one) => one.insuredNumber === insuredNumber).map(insurerOf);
  return [...new Set(insurers)].map((insurerNumber) => ({ insurerNumber, insuredNumber }));
}

/** A client's name as the units tell it; null where none does. */
export function clientName(names: UnitNames, client: ClientNumbers): string | null {
  return names.clients.get(clientKey(client)) ?? null;
}

interface Reported extends ClientNumbers {
  readonly officeNumber: string;
  readonly month: string;
  readonly name: string | null;
}

/** The people of units: those of plans and records, and those of actuals. */
function peopleIn(units: readonly SendingUnit[]): { planned: Reported[]; actual: Reported[] } {
  const people: { planned: Reported[]; actual: Reported[] } = { planned: [], actual: [] };
  for (const unit of units) {
    const place = { officeNumber: unit.sender.officeNumber, month: unit.month ?? '' };
    for (const { insurerNumber, insuredNumber, name } of clientsOf(unit))
      people[unit.kind.startsWith('actuals') ? 'actual' : 'planned'].push({
        ...{ insurerNumber: insurerNumber ?? '', insuredNumber, name },
        ...place,
      });
  }
  return people;
}

/** Actuals carry numbers only; under another insurer they are the planned client's where that is certain. */
function addActualsOnly(planned: readonly Reported[], actual: readonly Reported[], clients: Map<string, string>): void {
  const insurerOf = plannedInsurers(planned, actual);
  for (const one of actual) {
    const name = clients.get(clientKey({ ...one, insurerNumber: insurerOf(one) }));
    if (name !== undefined && !clients.has(clientKey(one))) clients.set(clientKey(one), name);
  }
}

function addOffices(file: ReadFile, offices: Map<string, string>): void {
  if (!isCheckable(file)) return;
  const { table, layout } = file;
  const item = (isIt: (name: string) => boolean) => layout.items.find(({ nameJa }) => isIt(nameJa))?.no ?? 0;
  const numberItem = item((name) => OFFICE_ITEMS.includes(name));
  const nameItem = item((name) => name === OFFICE_NAME_ITEM);
  if (numberItem === 0 || nameItem === 0) return;
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row) || (row > 0 && table.sameAs(row, row - 1, numberItem))) continue;
    const name = table.text(row, nameItem);
    if (name !== '') offices.set(table.text(row, numberItem), name);
  }
}
