import { isCheckable } from '../checks/items.js';
import { clientKey } from '../units/client-numbers.js';
import type { SendingUnit } from '../units/types.js';
import { compareTroubles, type ServiceRow, serviceRowsOf } from './rows.js';

/** Later serials replace earlier ones; a deletion takes away what came before it (rules.md sections 7, 9). */
function bySerial(units: readonly SendingUnit[]): SendingUnit[] {
  return [...units].sort((a, b) => a.serial.localeCompare(b.serial));
}

/** Rows grouped by a key, keeping their order. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Records of a deletion file as texts by item. */
function deletionRecords(unit: SendingUnit): string[][] {
  return unit.files.filter(isCheckable).flatMap((file) => {
    const records: string[][] = [];
    const troubleOf = compareTroubles(file);
    for (let row = 0; row < file.table.rowCount; row++) {
      if (troubleOf(row) === null) records.push(file.layout.items.map(({ no }) => file.table.text(row, no)));
    }
    return records;
  });
}

/**
 * The planned rows that hold, each once. A 第6表 to one office holds the rows of every office of the client (rules.md
 * section 8), so the rows of office X are taken from the latest unit addressed to X, or else from the latest that has them.
 */
export function currentSchedule(units: readonly SendingUnit[]): ServiceRow[] {
  const addressed = new Map<string, ServiceRow[]>();
  const mentioned = new Map<string, ServiceRow[]>();
  const deleted = new Set<string>();
  for (const unit of bySerial(units)) {
    const recipient = unit.recipient.officeNumber;
    if (unit.kind === 'schedule-deletion') {
      for (const [, insurer, insured, month] of deletionRecords(unit)) {
        const key = `${insurer} ${insured} ${month} ${recipient}`;
        addressed.delete(key);
        deleted.add(key);
      }
    }
    if (unit.kind !== 'schedule') continue;
    const rows = unit.files.filter(({ kind }) => kind === 'UPPLAN').flatMap(serviceRowsOf);
    for (const [client, clientRows] of groupBy(rows, (row) => `${clientKey(row)} ${row.month}`)) {
      const byOffice = groupBy(clientRows, (row) => row.officeNumber);
      for (const [office, officeRows] of byOffice) mentioned.set(`${client} ${office}`, officeRows);
      const own = `${client} ${recipient}`;
      addressed.set(own, byOffice.get(recipient) ?? []);
      deleted.delete(own);
    }
  }
  const keys = new Set([...addressed.keys(), ...mentioned.keys()]);
  return [...keys].flatMap((key) => addressed.get(key) ?? (deleted.has(key) ? [] : (mentioned.get(key) ?? [])));
}

export interface CurrentActuals {
  readonly rows: readonly ServiceRow[];
  /** "OFFICE MONTH" of every office and month that sent actuals or deleted them. */
  readonly reported: ReadonlySet<string>;
}

/** The actual rows that hold: per office, client, month and service type the latest serial, deletions honoured. */
export function currentActuals(units: readonly SendingUnit[]): CurrentActuals {
  const current = new Map<string, ServiceRow[]>();
  const reported = new Set<string>();
  const keyOf = (row: ServiceRow) =>
    `${clientKey(row)} ${row.month} ${row.officeNumber} ${row.serviceCode.slice(0, 2)}`;
  for (const unit of bySerial(units)) {
    if (unit.kind === 'actuals-deletion') {
      for (const [, insurer, insured, month, office, type] of deletionRecords(unit)) {
        current.delete(`${insurer} ${insured} ${month} ${office} ${type}`);
        reported.add(`${office} ${month}`);
      }
    }
    if (unit.kind !== 'actuals') continue;
    const rows = unit.files.flatMap(serviceRowsOf);
    for (const [key, group] of groupBy(rows, keyOf)) current.set(key, group);
    for (const row of rows) reported.add(`${row.officeNumber} ${row.month}`);
  }
  return { rows: [...current.values()].flat(), reported };
}
