import type { Finding } from '../findings/finding.js';
import { serviceTypeName } from '../units/service-types.js';
import { type CheckableFile, findingAt, isWhole } from './items.js';

/** Numbers of the 第7表 items used here, found by name since edition 3 lacks three of them. */
interface AnnexItems {
  readonly office: number;
  readonly service: number;
  readonly units: number;
  readonly discount: number;
  readonly discounted: number;
  readonly amount: number;
  readonly withinLimit: number;
  readonly officeCode: number;
}

function itemsOf(file: CheckableFile): AnnexItems {
  const no = (name: string) => file.layout.items.find((item) => item.nameJa === name)?.no ?? 0;
  return {
    office: no('サービス事業所コード'),
    service: no('サービスコード'),
    units: no('単位数'),
    discount: no('割引後率'),
    discounted: no('割引後単位数'),
    amount: no('サービス単位／金額'),
    withinLimit: no('給付管理単位数'),
    officeCode: no('事業所コード'),
  };
}

interface Row {
  readonly row: number;
  readonly office: string;
  readonly service: string;
  readonly amount: number | null;
  readonly withinLimit: number | null;
}

const SUBTOTAL = /^..(AAAA|EEEE|ZZZZ)$/;
const TOTAL = '999999';
const TOTAL_OFFICE = '9999999999';

/** Rules of 第7表 (rules.md 12.2): subtotal and total rows are there, empty where they must be, and add up. */
export function checkAnnex(file: CheckableFile): Finding[] {
  const items = itemsOf(file);
  const clients = new Map<string, Row[]>();
  const findings: Finding[] = [];
  const amountOf = (row: number, item: number) =>
    /^-?\d+$/.test(file.table.text(row, item)) ? Number(file.table.text(row, item)) : null;
  for (let row = 0; row < file.table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const service = file.table.text(row, items.service);
    const key = `${file.table.text(row, 2)} ${file.table.text(row, 3)}`;
    const rows = clients.get(key) ?? [];
    clients.set(key, rows);
    rows.push({
      row,
      service,
      office: file.table.text(row, items.office),
      amount: amountOf(row, items.amount),
      withinLimit: amountOf(row, items.withinLimit),
    });
    checkRow(file, items, row, service, findings);
  }
  for (const rows of clients.values()) checkClient(file, items, rows, findings);
  return findings;
}

function checkRow(file: CheckableFile, items: AnnexItems, row: number, service: string, findings: Finding[]): void {
  const officeCode = file.table.text(row, items.officeCode);
  if (officeCode !== '' && officeCode !== TOTAL_OFFICE)
    findings.push(findingAt(file, row, items.officeCode, 'MSB-ITEM-OFFICE-CODE-34'));
  if (service !== TOTAL && !SUBTOTAL.test(service)) return;
  if (/[1-9]/.test(file.table.text(row, items.units)))
    findings.push(findingAt(file, row, items.units, 'MSB-ITEM-SUBTOTAL-UNITS'));
  for (const item of [items.discount, items.discounted]) {
    if (file.table.text(row, item) !== '') findings.push(findingAt(file, row, item, 'MSB-ITEM-SUBTOTAL-UNITS'));
  }
}

function checkClient(file: CheckableFile, items: AnnexItems, rows: readonly Row[], findings: Finding[]): void {
  const details = rows.filter(({ service }) => service !== TOTAL && !SUBTOTAL.test(service));
  const subtotals = rows.filter(({ service }) => SUBTOTAL.test(service));
  const total = rows.find(({ service }) => service === TOTAL);
  const [first] = rows;
  if (!total && first) findings.push(findingAt(file, first.row, 3, 'MSB-LINK-TOTAL-MISSING'));
  if (total && total.office !== TOTAL_OFFICE && total.office !== '') {
    findings.push(findingAt(file, total.row, items.office, 'MSB-LINK-TOTAL-OFFICE'));
  }
  checkSubtotalsThere(file, items, details, subtotals, findings);
  for (const subtotal of subtotals) checkSubtotal(file, items, subtotal, details, findings);
  if (total) checkSum(file, items, total, details, subtotals, findings);
}

/** A type with several rows at an office needs its AAAA row; one for the type at any office is taken as well. */
function checkSubtotalsThere(
  file: CheckableFile,
  items: AnnexItems,
  details: readonly Row[],
  subtotals: readonly Row[],
  findings: Finding[],
): void {
  for (const group of groupByOfficeAndType(details).values()) {
    const [first] = group;
    if (!first || group.length < 2) continue;
    const type = first.service.slice(0, 2);
    if (subtotals.some(({ service }) => service.startsWith(type))) continue;
    const words = { type, typeName: serviceTypeName(type), count: group.length };
    findings.push(findingAt(file, first.row, items.service, 'MSB-LINK-SUBTOTAL-MISSING', words));
  }
}

function groupByOfficeAndType(details: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const detail of details) {
    const key = `${detail.office} ${detail.service.slice(0, 2)}`;
    const group = groups.get(key);
    if (group) group.push(detail);
    else groups.set(key, [detail]);
  }
  return groups;
}

const sumOf = (rows: readonly Row[]) => rows.reduce((sum, { amount }) => sum + (amount ?? 0), 0);

/** AAAA is the type's sum inside 区分支給; rows outside it may or may not be marked, so either sum is right. */
function checkSubtotal(
  file: CheckableFile,
  items: AnnexItems,
  subtotal: Row,
  details: readonly Row[],
  findings: Finding[],
): void {
  const type = subtotal.service.slice(0, 2);
  const ofType = details.filter(({ service }) => service.startsWith(type));
  const ofOffice = ofType.filter(({ office }) => office === subtotal.office);
  if (ofType.length === 0)
    findings.push(findingAt(file, subtotal.row, items.service, 'MSB-LINK-SUBTOTAL-WITHOUT-DETAIL'));
  else if (subtotal.service.endsWith('AAAA'))
    checkSum(file, items, subtotal, ofOffice.length > 0 ? ofOffice : ofType, [], findings);
}

function checkSum(
  file: CheckableFile,
  items: AnnexItems,
  sum: Row,
  details: readonly Row[],
  subtotals: readonly Row[],
  findings: Finding[],
): void {
  if (sum.amount === null || details.length === 0) return;
  const inLimit = details.filter(({ withinLimit }) => withinLimit !== null);
  const outside = sumOf(subtotals.filter(({ service }) => /EEEE$|ZZZZ$/.test(service)));
  const possible = [
    sumOf(details),
    sumOf(inLimit),
    sumOf(details) - outside,
    inLimit.reduce((all, row) => all + (row.withinLimit ?? 0), 0),
  ];
  if (!possible.includes(sum.amount))
    findings.push(findingAt(file, sum.row, items.amount, 'MSB-LINK-SUM', { expected: sumOf(details) }));
}
