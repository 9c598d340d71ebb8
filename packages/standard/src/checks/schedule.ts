import type { Finding } from '../findings/finding.js';
import { isPlanning } from '../units/roles.js';
import type { SendingUnit } from '../units/types.js';
import { lastDayOf } from './item-rules.js';
import { type CheckableFile, findingAt, isWhole } from './items.js';

const RENTAL_ITEM = /^[16]71/;

/** Rules of 第6表 and 実績情報 that look at more than one item (rules.md 12.1); `month` is the file's. */
export function checkScheduleRows(file: CheckableFile, month: string): Finding[] {
  const { table } = file;
  const has41Items = file.layout.edition === '4.1';
  const itemsRead = has41Items ? [10, 11, 12, 13, 15, 16, 17] : [10, 11, 12, 13, 15];
  const findings: Finding[] = [];
  let previous = -1;
  let clean = false;
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const before = findings.length;
    if (!(clean && previous >= 0 && itemsRead.every((item) => table.sameAs(row, previous, item)))) {
      checkDays(file, row, month, findings);
      checkTimes(file, row, findings);
      if (has41Items) checkRental(file, row, findings);
      clean = findings.length === before;
    }
    previous = row;
  }
  return findings;
}

function checkDays(file: CheckableFile, row: number, month: string, findings: Finding[]): void {
  const day = file.table.text(row, 10);
  if (/^[0-9]{8}$/.test(day) && !day.startsWith(month) && isRealDay(day)) {
    findings.push(findingAt(file, row, 10, 'MSB-ITEM-DAY-OUTSIDE-MONTH', { month }));
  }
  const flags = file.table.text(row, 11);
  const lastDay = lastDayOf(Number(month.slice(0, 4)), Number(month.slice(4, 6)));
  if (flags.length === 31 && flags.slice(lastDay).includes('1')) {
    findings.push(findingAt(file, row, 11, 'MSB-ITEM-DAY-FLAG-BEYOND-MONTH', { month, lastDay }));
  }
}

/** A day that does not exist has its own finding already. */
function isRealDay(day: string): boolean {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(4, 6)), Number(day.slice(6, 8))];
  return month >= 1 && month <= 12 && date >= 1 && date <= lastDayOf(year, month);
}

function checkTimes(file: CheckableFile, row: number, findings: Finding[]): void {
  const [start, end] = [file.table.text(row, 12), file.table.text(row, 13)];
  if ((start === '9999') !== (end === '9999') && start !== '' && end !== '') {
    findings.push(findingAt(file, row, 12, 'MSB-ITEM-ONE-TIME-ONLY', { start, end }));
  }
}

/** Rented goods (171…, 671…) need one of the two codes; additions and reductions to them do not. */
function checkRental(file: CheckableFile, row: number, findings: Finding[]): void {
  const service = file.table.text(row, 15);
  if (RENTAL_ITEM.test(service) && file.table.text(row, 16) === '' && file.table.text(row, 17) === '') {
    findings.push(findingAt(file, row, 16, 'MSB-ITEM-TAIS-MISSING', { service }));
  }
}

/** Records that are the same to the letter: two visits of a day are a count, not two records. */
export function checkDuplicateRows(file: CheckableFile): Finding[] {
  const { table, layout } = file;
  const seen = new Map<string, number>();
  const findings: Finding[] = [];
  const items = layout.items.map(({ no }) => no);
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const key = `${table.text(row, 3)} ${table.text(row, 10)} ${table.text(row, 12)} ${table.text(row, 15)}`;
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, row);
    else if (items.every((item) => table.sameAs(row, earlier, item))) {
      findings.push(findingAt(file, row, 3, 'MSB-LINK-DUPLICATE-RECORD', { first: table.line(earlier) }));
    }
  }
  return findings;
}

/** Rows of a file one by one, those skipped that repeat the row above in the given items. */
function* changes(file: CheckableFile, items: readonly number[]): Generator<number> {
  let previous = -1;
  for (let row = 0; row < file.table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const isSame = previous >= 0 && items.every((item) => file.table.sameAs(row, previous, item));
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

export function itemNamed(file: CheckableFile, nameJa: string): number {
  return file.layout.items.find((item) => item.nameJa === nameJa)?.no ?? 0;
}

/** Clients without any row of the recipient: their data must not be sent there (rules.md section 8, R12). */
export function checkUnrelatedClients(file: CheckableFile, unit: SendingUnit): Finding[] {
  const { recipient } = unit;
  if (recipient.serviceType !== null && isPlanning(recipient.serviceType)) return [];
  const officeItem = itemNamed(file, 'サービス事業者コード');
  const clients = new Map<string, { row: number; related: boolean }>();
  for (const row of changes(file, [2, 3, officeItem])) {
    const key = `${file.table.text(row, 2)} ${file.table.text(row, 3)}`;
    const client = clients.get(key) ?? { row, related: false };
    client.related ||= file.table.text(row, officeItem) === recipient.officeNumber;
    clients.set(key, client);
  }
  return [...clients.values()]
    .filter(({ related }) => !related)
    .map(({ row }) => findingAt(file, row, 3, 'MSB-LINK-UNRELATED-CLIENT', { office: recipient.officeNumber }));
}
