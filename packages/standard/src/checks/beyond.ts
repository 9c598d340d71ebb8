import type { Finding } from '../findings/finding.js';
import type { ServiceKnowledge } from '../services/knowledge.js';
import { isPlanning } from '../units/roles.js';
import { serviceTypeName } from '../units/service-types.js';
import type { SendingUnit } from '../units/types.js';
import type { AnnexClient } from './annex-rows.js';
import { likelyInside } from './annex-sums.js';
import { type CheckableFile, findingAt, itemNamed } from './items.js';
import { isReadable } from './readable.js';

/**
 * Checks beyond the standard what offices want to know: limits, certification, counts, and whether the recipient is
 * the office meant. Only of files that could be read whole, so that nothing follows from another finding.
 */
export function checkBeyond(
  files: readonly CheckableFile[],
  unit: SendingUnit,
  clients: readonly AnnexClient[],
  table?: ServiceKnowledge,
): Finding[] {
  const fileOf = (kind: string) => files.find((file) => file.layout.kind === kind && isReadable(file)) ?? null;
  const [plan, annex, supplement] = [fileOf('UPPLAN'), fileOf('UPSIKYU'), fileOf('UPHOSOKU')];
  const month = unit.month;
  if (unit.kind !== 'schedule' || month === null) return [];
  return [
    ...(plan ? checkRecipientType(plan, unit) : []),
    ...(supplement ? checkCertification(supplement, month) : []),
    ...(annex && supplement ? checkLimits(annex, clients, supplement) : []),
    ...(annex && plan ? checkCounts(annex, clients, plan, month, table) : []),
  ];
}

function numberIn(text: string): number | null {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : null;
}

/** Units of a client inside the limit against 補足情報's 区分支給限度基準額, where nothing says that they are over. */
function checkLimits(annex: CheckableFile, clients: readonly AnnexClient[], supplement: CheckableFile): Finding[] {
  const item = (name: string) => itemNamed(supplement, name);
  const [limitItem, overItem] = [item('区分支給限度基準額'), item('合計限度超単位数')];
  const limits = new Map<string, number>();
  for (let row = 0; row < supplement.table.rowCount; row++) {
    const limit = numberIn(supplement.table.text(row, limitItem));
    const over = numberIn(supplement.table.text(row, overItem)) ?? 0;
    const key = `${supplement.table.text(row, 2)} ${supplement.table.text(row, 3)}`;
    if (limit !== null && limit > 0 && over === 0) limits.set(key, limit);
  }
  const amountItem = itemNamed(annex, '被保険者番号');
  return clients.flatMap((client) => {
    const limit = limits.get(`${client.insurer} ${client.insured}`);
    const units = unitsInside(client);
    const first = client.totals[0] ?? client.details[0];
    const isOver = limit !== undefined && units > limit && overOf(client) === 0;
    if (!isOver || !first || !client.isReadable) return [];
    return [findingAt(annex, first.row, amountItem, 'MSB-BEYOND-OVER-LIMIT', { units, limit, over: units - limit })];
  });
}

/** 区分支給限度基準超単位数 of all rows; of type limits 補足情報 tells. */
function overOf({ details, subtotals, totals }: AnnexClient): number {
  return [...details, ...subtotals, ...totals].reduce((sum, { overLimit }) => sum + overLimit, 0);
}

/** The least that the sheet lets read as units inside the limit: 給付管理単位数, or rows, or the grand total. */
function unitsInside({ details, totals }: AnnexClient): number {
  const managed = details.filter((row) => row.managed !== null);
  const byRows = managed.length > 0 ? managed.reduce((sum, row) => sum + (row.managed ?? 0), 0) : likelyInside(details);
  const [total] = totals;
  return total ? Math.min(total.amount, byRows) : byRows;
}

/** 認定状況区分 1 is 申請中: the new period is not known yet. */
const APPLYING = '1';

function checkCertification(supplement: CheckableFile, month: string): Finding[] {
  const [end, state] = [itemNamed(supplement, '限度額適用終了年月日'), itemNamed(supplement, '認定状況区分')];
  const findings: Finding[] = [];
  for (let row = 0; row < supplement.table.rowCount; row++) {
    const day = supplement.table.text(row, end);
    const isOver = /^[0-9]{8}$/.test(day) && day !== '00000000' && day.slice(0, 6) < month;
    if (isOver && supplement.table.text(row, state) !== APPLYING)
      findings.push(findingAt(supplement, row, end, 'MSB-BEYOND-CERTIFICATION-ENDED', { month }));
  }
  return findings;
}

/**
 * Visits in 第6表 against counts in 第7表, by client, office and code. Services charged by the month are one in 第7表
 * whatever the days in 第6表; where no table tells the charge, a count of one may be such a service.
 */
function checkCounts(
  annex: CheckableFile,
  clients: readonly AnnexClient[],
  plan: CheckableFile,
  month: string,
  table: ServiceKnowledge | undefined,
): Finding[] {
  const visits = visitsOf(plan);
  const keyItems = [2, 3, itemNamed(annex, 'サービス事業所コード'), itemNamed(annex, 'サービスコード')];
  let exactly: ReadonlyMap<string, number | null> | null = null;
  const findings: Finding[] = [];
  for (const { insurer, insured, details } of clients) {
    const services = new Map<string, AnnexClient['details'][number][]>();
    for (const detail of details) {
      const key = `${detail.office} ${detail.service}`;
      const known = services.get(key);
      if (known) known.push(detail);
      else services.set(key, [detail]);
    }
    for (const rows of services.values()) {
      const [first] = rows;
      if (!first || rows.some(({ count }) => count === null)) continue;
      const { row, office, service } = first;
      const counted = rows.reduce((sum, { count }) => sum + (count ?? 0), 0);
      const likely = visits.get(annex.table.hashOf(row, keyItems));
      if (likely === undefined || likely === counted) continue; // nearly always
      exactly ??= visitsByKey(plan);
      const schedule = exactly.get([insurer, insured, office, service].join(' ')) ?? null;
      if (schedule === null || schedule === counted) continue;
      const basis = table?.kindOf(service, month, insurer)?.basis ?? null;
      if (basis === 'month' || (basis === null && counted <= rows.length)) continue;
      findings.push(findingAt(annex, row, 3, 'MSB-BEYOND-COUNTS', { service, office, annex: counted, schedule }));
    }
  }
  return findings;
}

const visitItems = (plan: CheckableFile) => [
  2,
  3,
  itemNamed(plan, 'サービス事業者コード'),
  itemNamed(plan, 'サービスコード'),
];

/** サービス回数 summed by a hash of client, office and code: quick, and right unless two hashes happen to be the same. */
function visitsOf(plan: CheckableFile): ReadonlyMap<number, number> {
  const items = visitItems(plan);
  const countItem = itemNamed(plan, 'サービス回数');
  const visits = new Map<number, number>();
  let count = 0;
  for (let row = 0; row < plan.table.rowCount; row++) {
    if (row === 0 || !plan.table.sameAs(row, row - 1, countItem))
      count = numberIn(plan.table.text(row, countItem)) ?? 0;
    const hash = plan.table.hashOf(row, items);
    visits.set(hash, (visits.get(hash) ?? 0) + count);
  }
  return visits;
}

/** The same by the keys themselves; null where a count can't be read. */
function visitsByKey(plan: CheckableFile): ReadonlyMap<string, number | null> {
  const items = visitItems(plan);
  const countItem = itemNamed(plan, 'サービス回数');
  const visits = new Map<string, number | null>();
  for (let row = 0; row < plan.table.rowCount; row++) {
    const key = items.map((item) => plan.table.text(row, item)).join(' ');
    const count = numberIn(plan.table.text(row, countItem));
    const before = visits.get(key);
    visits.set(key, count === null || before === null ? null : (before ?? 0) + count);
  }
  return visits;
}

/** Types that one office may well have under one name: 介護 with its 予防 and 総合事業, long use with short. */
const FAMILIES: readonly (readonly string[])[] = [
  ['11', 'A1', 'A2', 'A3', 'A4'],
  ['15', '78', 'A5', 'A6', 'A7', 'A8'],
  ['12', '62'],
  ['13', '63'],
  ['14', '64'],
  ['16', '66'],
  ['17', '67'],
  ['21', '24'],
  ['22', '25'],
  ['23', '26'],
  ['2A', '2B'],
  ['31', '34'],
  ['72', '74'],
  ['73', '75', '68', '69'],
  ['77', '79'],
  ['38', '39'],
];

/** Whether the recipient's rows are of its type at all: one 事業所番号 can have several services, each a partner of its own. */
function checkRecipientType(plan: CheckableFile, { recipient }: SendingUnit): Finding[] {
  const { officeNumber, serviceType } = recipient;
  if (serviceType === null || isPlanning(serviceType)) return [];
  const family = FAMILIES.find((types) => types.includes(serviceType)) ?? [serviceType];
  const [officeItem, serviceItem] = [itemNamed(plan, 'サービス事業者コード'), itemNamed(plan, 'サービスコード')];
  const found = new Set<string>();
  let first = -1;
  let previous = -1;
  for (let row = 0; row < plan.table.rowCount; row++) {
    const isSame =
      previous >= 0 && plan.table.sameAs(row, previous, officeItem) && plan.table.sameAs(row, previous, serviceItem);
    previous = row;
    if (isSame || plan.table.text(row, officeItem) !== officeNumber) continue;
    const type = plan.table.text(row, serviceItem).slice(0, 2);
    if (family.includes(type)) return [];
    found.add(type);
    if (first < 0) first = row;
  }
  if (first < 0) return [];
  const words = {
    recipientType: serviceTypeName(serviceType),
    rowTypes: [...found].map((type) => `「${serviceTypeName(type)}」`).join(''),
  };
  return [findingAt(plan, first, serviceItem, 'MSB-BEYOND-RECIPIENT-TYPE', words)];
}
