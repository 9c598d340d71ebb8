import type { Finding } from '../findings/finding.js';
import { isPlanning } from '../units/roles.js';
import type { SendingUnit } from '../units/types.js';
import { lastDayOf } from './item-rules.js';
import { type CheckableFile, findingAt, isWhole } from './items.js';

const RENTAL_ITEM = /^[16]71/;

/** Rules of 第6表 and 実績情報 that look at more than one item (rules.md 12.1); `month` is the file's. */
export function checkScheduleRows(file: CheckableFile, month: string): Finding[] {
  const rules: readonly RowRule[] = [
    { items: [10], check: checkDay },
    { items: [11], check: checkDayMarks },
    { items: [12, 13], check: checkTimes },
    ...(file.layout.edition === '4.1' ? [{ items: [15, 16, 17], check: checkRental }] : []),
  ];
  return rules.flatMap((rule) => applyToRows(file, month, rule));
}

interface RowRule {
  /** The items the rule reads: a row that repeats the row above in them has its verdict too. */
  readonly items: readonly number[];
  check(file: CheckableFile, row: number, month: string): Finding | null;
}

function applyToRows(file: CheckableFile, month: string, { items, check }: RowRule): Finding[] {
  const { table } = file;
  const findings: Finding[] = [];
  let previous = -1;
  let wasClean = false;
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const isRepeated = wasClean && previous >= 0 && items.every((item) => table.sameAs(row, previous, item));
    previous = row;
    if (isRepeated) continue;
    const finding = check(file, row, month);
    wasClean = finding === null;
    if (finding) findings.push(finding);
  }
  return findings;
}

function checkDay(file: CheckableFile, row: number, month: string): Finding | null {
  const day = file.table.text(row, 10);
  const isOutside = !day.startsWith(month) && /^[0-9]{8}$/.test(day) && isRealDay(day);
  return isOutside ? findingAt(file, row, 10, 'MSB-ITEM-DAY-OUTSIDE-MONTH', { month }) : null;
}

function checkDayMarks(file: CheckableFile, row: number, month: string): Finding | null {
  const flags = file.table.text(row, 11);
  const lastDay = lastDayOf(Number(month.slice(0, 4)), Number(month.slice(4, 6)));
  const isBeyond = flags.length === 31 && flags.slice(lastDay).includes('1');
  return isBeyond ? findingAt(file, row, 11, 'MSB-ITEM-DAY-FLAG-BEYOND-MONTH', { month, lastDay }) : null;
}

/** A day that does not exist has its own finding already. */
function isRealDay(day: string): boolean {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(4, 6)), Number(day.slice(6, 8))];
  return month >= 1 && month <= 12 && date >= 1 && date <= lastDayOf(year, month);
}

function checkTimes(file: CheckableFile, row: number): Finding | null {
  const [start, end] = [file.table.text(row, 12), file.table.text(row, 13)];
  const isHalf = (start === '9999') !== (end === '9999') && start !== '' && end !== '';
  return isHalf ? findingAt(file, row, 12, 'MSB-ITEM-ONE-TIME-ONLY', { start, end }) : null;
}

/** Rented goods (171…, 671…) need one of the two codes; additions and reductions to them do not. */
function checkRental(file: CheckableFile, row: number): Finding | null {
  const service = file.table.text(row, 15);
  const isBare = RENTAL_ITEM.test(service) && file.table.text(row, 16) === '' && file.table.text(row, 17) === '';
  return isBare ? findingAt(file, row, 16, 'MSB-ITEM-TAIS-MISSING', { service }) : null;
}

/** Client, day, start and code: records that differ do so here, nearly always. */
const TELLING = [3, 10, 12, 15];

/** Records that are the same to the letter: two visits of a day are a count, not two records. */
export function checkDuplicateRows(file: CheckableFile): Finding[] {
  const { table, layout } = file;
  const seen = new Map<number, number>();
  const findings: Finding[] = [];
  const items = layout.items.map(({ no }) => no);
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const hash = table.hashOf(row, TELLING);
    const earlier = seen.get(hash);
    if (earlier === undefined) seen.set(hash, row);
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
