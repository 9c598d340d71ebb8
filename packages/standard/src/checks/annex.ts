import { groupBy } from '../compare/current.js';
import type { Finding } from '../findings/finding.js';
import { isRental } from '../services/knowledge.js';
import { serviceTypeName } from '../units/service-types.js';
import { type AnnexClient, type AnnexItems, type AnnexRow, annexItems, isSubtotal, TOTAL } from './annex-rows.js';
import { type AnnexGroup, isPossibleTotal, likelyInside, wrongSubtotals } from './annex-sums.js';
import { type CheckableFile, findingAt, isWhole } from './items.js';
import { isReadable } from './readable.js';

const TOTAL_OFFICE = '9999999999';

/** Rules of 第7表 (rules.md 12.2): subtotal and total rows are there, empty where they must be, and add up. */
export function checkAnnex(file: CheckableFile, clients: readonly AnnexClient[]): Finding[] {
  const items = annexItems(file);
  const findings: Finding[] = [];
  for (let row = 0; row < file.table.rowCount; row++) if (isWhole(file, row)) checkRow(file, items, row, findings);
  // A row that can't be read may be the very one that is missed: then its own finding is the cause to mend first.
  if (!isReadable(file)) return findings;
  for (const client of clients) checkClient(file, items, client, findings);
  return findings;
}

function checkRow(file: CheckableFile, items: AnnexItems, row: number, findings: Finding[]): void {
  const officeCode = file.table.text(row, items.officeCode);
  if (officeCode !== '' && officeCode !== TOTAL_OFFICE)
    findings.push(findingAt(file, row, items.officeCode, 'MSB-ITEM-OFFICE-CODE-34'));
  const service = file.table.text(row, items.service);
  if (service !== TOTAL && !isSubtotal(service)) return;
  if (/[1-9]/.test(file.table.text(row, items.units)))
    findings.push(findingAt(file, row, items.units, 'MSB-ITEM-SUBTOTAL-UNITS'));
  for (const item of [items.discount, items.discounted]) {
    if (file.table.text(row, item) !== '') findings.push(findingAt(file, row, item, 'MSB-ITEM-SUBTOTAL-UNITS'));
  }
}

function checkClient(file: CheckableFile, items: AnnexItems, client: AnnexClient, findings: Finding[]): void {
  const { details, subtotals, totals } = client;
  const [total] = totals;
  const first = details[0] ?? subtotals[0];
  if (!total && first) findings.push(findingAt(file, first.row, 3, 'MSB-LINK-TOTAL-MISSING'));
  if (total && total.office !== TOTAL_OFFICE && total.office !== '') {
    findings.push(findingAt(file, total.row, items.office, 'MSB-LINK-TOTAL-OFFICE'));
  }
  const types = new Set(details.map(({ type }) => type));
  for (const { row, type } of subtotals) {
    if (!types.has(type)) findings.push(findingAt(file, row, items.service, 'MSB-LINK-SUBTOTAL-WITHOUT-DETAIL'));
  }
  const groups = groupsOf(client);
  const summed = new Set(subtotals.map(({ type }) => type));
  for (const group of groups) if (!summed.has(group.type)) checkSubtotalThere(file, items, group, findings);
  if (!client.isReadable) return; // told already, and no sum can be relied on
  const wrong = groups.flatMap(wrongSubtotals);
  if (total && details.length > 0 && !isPossibleTotal(total.amount, groups) && !isEmptyAmount(file, items, total.row))
    wrong.push({ row: total, expected: likelyInside(details) });
  if (wrong.length === 0 || hasRowTwice(file, client)) return; // a row too many is told as such
  for (const { row, expected } of wrong) {
    if (isEmptyAmount(file, items, row.row)) continue;
    findings.push(findingAt(file, row.row, items.amount, 'MSB-LINK-SUM', { expected }));
  }
}

const isEmptyAmount = (file: CheckableFile, items: AnnexItems, row: number) => file.table.isEmpty(row, items.amount);

/** Details by office and type with their subtotals; a subtotal of another office than any detail is the type's. */
function groupsOf({ details, subtotals }: AnnexClient): AnnexGroup[] {
  const known = subtotals.length > 0 ? new Set(details.map(({ office, type }) => office + type)) : null;
  const strayTypes = new Set(subtotals.flatMap(({ office, type }) => (known?.has(office + type) ? [] : type)));
  const keyOf = ({ office, type }: AnnexRow) => (strayTypes.has(type) ? type : office + type);
  const subtotalsBy = groupBy(subtotals, keyOf);
  return [...groupBy(details, keyOf)].map(([key, rows]) => {
    const own = subtotalsBy.get(key);
    const ending = (code: string) => own?.filter(({ service }) => service.endsWith(code)) ?? NONE;
    return {
      type: rows[0]?.type ?? '',
      details: rows,
      inside: ending('AAAA'),
      outside: ending('EEEE'),
      over30: ending('ZZZZ'),
    };
  });
}

const NONE: readonly AnnexRow[] = [];

/** A type with several rows inside the limit at an office needs its AAAA row; one for the type at any office is taken as well. */
function checkSubtotalThere(
  file: CheckableFile,
  items: AnnexItems,
  { type, details }: AnnexGroup,
  findings: Finding[],
): void {
  const counting = details.filter(({ share }) => share === 'inside' || share === 'unknown');
  const [first] = counting;
  if (!first || counting.length < 2) return;
  const words = { type, typeName: serviceTypeName(type), count: counting.length };
  findings.push(findingAt(file, first.row, items.service, 'MSB-LINK-SUBTOTAL-MISSING', words));
}

/** Whether a client has a detail twice to the letter, rented goods excepted: a finding of its own. */
function hasRowTwice({ table, layout }: CheckableFile, { details }: AnnexClient): boolean {
  const items = layout.items.map(({ no }) => no);
  const seen = new Map<number, number>();
  for (const { row, service } of details) {
    if (isRental(service)) continue;
    const hash = table.hashOf(row, items);
    const earlier = seen.get(hash);
    if (earlier !== undefined && table.sameIn(row, earlier, items)) return true;
    seen.set(hash, row);
  }
  return false;
}
