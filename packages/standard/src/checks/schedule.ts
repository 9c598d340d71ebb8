import type { Finding } from '../findings/finding.js';
import { isPlanning } from '../units/roles.js';
import type { SendingUnit } from '../units/types.js';
import { type CheckableFile, findingAt, isWhole, itemNamed } from './items.js';
import { isReadable } from './readable.js';

/** Rows of a file one by one, those skipped that repeat the row above in the given items. */
function* changes(file: CheckableFile, items: readonly number[]): Generator<number> {
  let previous = -1;
  for (let row = 0; row < file.table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const isSame = previous >= 0 && file.table.sameIn(row, previous, items);
    previous = row;
    if (!isSame) yield row;
  }
}

/** Offices inside the records against those of the name (rules.md 12.1, items 6, 20). */
export function checkScheduleOffices(file: CheckableFile, unit: SendingUnit): Finding[] {
  const findings: Finding[] = [];
  const { sender, recipient } = unit;
  const isPlan = file.layout.kind === 'UPPLAN';
  const sentByService = !isPlan && sender.serviceType !== null && !isPlanning(sender.serviceType);
  const officeItem = itemNamed(file, 'サービス事業者コード');
  for (const row of changes(file, [6, officeItem])) {
    const planner = file.table.text(row, 6);
    const office = file.table.text(row, officeItem);
    if (isPlan && planner !== '' && planner !== sender.officeNumber) {
      findings.push(findingAt(file, row, 6, 'MSB-LINK-SENDER-OFFICE', { expected: sender.officeNumber }));
    }
    if (!isPlan && planner !== '' && planner !== recipient.officeNumber && recipient.serviceType !== '46') {
      findings.push(findingAt(file, row, 6, 'MSB-LINK-RECIPIENT-OFFICE', { expected: recipient.officeNumber }));
    }
    if (!isPlan && office !== '' && office !== sender.officeNumber && (sentByService || sender.serviceType === null)) {
      const code = sentByService ? 'MSB-LINK-ACTUALS-OF-ANOTHER-OFFICE' : 'MSB-LINK-SENDER-OFFICE';
      findings.push(findingAt(file, row, officeItem, code, { expected: sender.officeNumber }));
    }
  }
  return findings;
}

/**
 * Clients without any row of the recipient: their data must not be sent there (rules.md section 8, R12). Names of edition 3
 * do not tell what the recipient is: when nobody has a row of it, it may be a planning office, and one warning says so.
 */
export function checkUnrelatedClients(file: CheckableFile, unit: SendingUnit): Finding[] {
  const { recipient } = unit;
  const office = recipient.officeNumber;
  if (recipient.serviceType !== null && isPlanning(recipient.serviceType)) return [];
  if (!isReadable(file)) return []; // the row that is missed may be one that can't be read
  const officeItem = itemNamed(file, 'サービス事業者コード');
  const clients = new Map<string, { row: number; related: boolean }>();
  for (const row of changes(file, [2, 3, officeItem])) {
    if (file.table.isEmpty(row, 3)) continue; // nobody's: told as an empty item
    const key = `${file.table.text(row, 2)} ${file.table.text(row, 3)}`;
    const client = clients.get(key) ?? { row, related: false };
    // A number that is none is told by itself; it may be the very one that is missed.
    client.related ||= file.table.text(row, officeItem) === office || !isOfficeNumber(file.table.text(row, officeItem));
    clients.set(key, client);
  }
  const unrelated = [...clients.values()].filter(({ related }) => !related);
  const [first] = unrelated;
  if (first && recipient.serviceType === null && unrelated.length === clients.size)
    return [findingAt(file, first.row, officeItem, 'MSB-LINK-RECIPIENT-WITHOUT-ROW', { office })];
  return unrelated.map(({ row }) => findingAt(file, row, 3, 'MSB-LINK-UNRELATED-CLIENT', { office }));
}

function isOfficeNumber(text: string): boolean {
  return /^[0-9A-Z]{10}$/.test(text);
}
