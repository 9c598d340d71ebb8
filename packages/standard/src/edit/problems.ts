import { ruleOf } from '../checks/item-rules.js';
import type { FindingCode } from '../findings/catalogue.js';
import { makeFinding } from '../findings/make-finding.js';
import { layoutOf } from '../layouts/index.js';
import { serviceFields } from '../model/fields.js';
import { cellsOf } from '../model/records.js';
import { isRental } from '../services/knowledge.js';
import { serviceTypeName } from '../units/service-types.js';
import { openDays } from './fill.js';
import { dayProblems, duplicateProblems, timeProblems } from './problem-rules.js';
import type { RowProblem, SheetProblem } from './problem-types.js';
import { recordsOf } from './records.js';
import { scheduleProblems } from './schedule-problems.js';
import { daysIn, type EditSheet, type SheetClient, type SheetRow } from './sheet.js';

/** All problems of a sheet, or of one client. The room's own item rules say most of them. */
export function problemsOf(sheet: EditSheet, client?: string): SheetProblem[] {
  const clients = sheet.clients.filter(({ key }) => client === undefined || key === client);
  return clients.flatMap((one) => [
    ...one.rows.flatMap((row) =>
      rowProblems(sheet, one, row).map((problem) => ({ client: one.key, row: row.id, ...problem })),
    ),
    ...duplicateProblems(one),
    ...(sheet.kind === 'actuals' ? openProblems(one) : scheduleProblems(sheet, one)),
  ]);
}

function rowProblems(sheet: EditSheet, client: SheetClient, row: SheetRow): RowProblem[] {
  if (Object.values(row.counts).every((count) => count === 0)) return [];
  return [
    ...timeProblems(row),
    ...dayProblems(row, sheet.month),
    ...ownProblems(sheet, row),
    ...rentalProblems(sheet, row),
    ...unitsProblems(row),
    ...itemProblems(sheet, client, row),
  ];
}

/** Every item by the rule of the layout, as a file with this row would be checked. */
function itemProblems(sheet: EditSheet, client: SheetClient, row: SheetRow): RowProblem[] {
  const layout = layoutOf(sheet.kind === 'actuals' ? 'UPJSK' : 'UPPLAN', sheet.edition);
  // One good day stands for all: days and counts have problems of their own.
  const sample: SheetClient = { ...client, rows: [{ ...row, counts: { 1: 1 } }] };
  const [record] = recordsOf(sample, { month: sheet.month, edition: sheet.edition, updatedBy: null });
  if (!layout || !record) return [];
  const cells = cellsOf(record, serviceFields, layout);
  return layout.items.flatMap((item) => {
    const value = cells[item.no - 1]?.text ?? '';
    const isOpen = item.no === 1 || value === '';
    const breach = isOpen ? null : ruleOf(item)?.(value);
    return breach ? [fromCatalogue(breach.code, item.nameJa, value, breach.words)] : [];
  });
}

function fromCatalogue(
  code: FindingCode,
  itemName: string,
  value: string,
  words?: Readonly<Record<string, string | number>>,
): RowProblem {
  const { message, severity } = makeFinding(code, { value }, words);
  const isBroken = severity === 'error';
  const remedy = isBroken ? `「${itemName}」を直してください。` : `「${itemName}」を確かめてください。`;
  return { day: null, code, severity, message: `${itemName}: ${message}`, remedy };
}

/** A file of actuals holds one office and one service type (rules.md section 5, 実績). */
function ownProblems(sheet: EditSheet, row: SheetRow): RowProblem[] {
  if (sheet.kind !== 'actuals') return [];
  const { officeNumber, serviceType } = sheet.own;
  const problems: RowProblem[] = [];
  if (row.officeNumber !== officeNumber)
    problems.push({
      day: null,
      code: 'other-office',
      severity: 'error',
      message: `事業所番号「${row.officeNumber}」は、自事業所（${officeNumber}）ではありません。`,
      remedy: '自事業所の行だけを入力してください。',
    });
  if (!row.serviceCode.startsWith(serviceType))
    problems.push({
      day: null,
      code: 'other-service-type',
      severity: 'error',
      message: `サービスコード「${row.serviceCode}」は、${serviceTypeName(serviceType)}（${serviceType}）のコードではありません。`,
      remedy: `${serviceType}で始まるコードを入力してください。ほかの種類の実績は、別に作ります。`,
    });
  return problems;
}

/** Rented goods are written once a month, with one of their two codes (rules.md 12.1). */
function rentalProblems(sheet: EditSheet, row: SheetRow): RowProblem[] {
  if (!isRental(row.serviceCode)) return [];
  const days = daysIn(row.counts).filter((day) => row.counts[day] !== 0);
  const total = days.reduce((sum, day) => sum + (row.counts[day] ?? 0), 0);
  const problems: RowProblem[] = [];
  if (total > 1)
    problems.push({
      day: days[1] ?? days[0] ?? null,
      code: 'rental-more-than-once',
      severity: 'warning',
      message: `福祉用具貸与が月に${total}回になっています。`,
      remedy: '福祉用具貸与は月に1回、1日分だけ入力します。用具が2つなら、行を分けてください。',
    });
  if (sheet.edition === '4.1' && /^[16]71/.test(row.serviceCode) && !row.taisCode && !row.noticeCode)
    problems.push({
      ...fromCatalogue('MSB-ITEM-TAIS-MISSING', 'TAISコード', '', { service: row.serviceCode }),
      remedy: 'TAISコードか福祉用具届出コードのどちらかを入力してください。',
    });
  return problems;
}

function unitsProblems(row: SheetRow): RowProblem[] {
  if (row.units !== null) return [];
  return [
    {
      day: null,
      code: 'no-units',
      severity: 'warning',
      message: `サービスコード「${row.serviceCode}」の単位数が空です。`,
      remedy: '単位数を入力してください。率で計算する加算で決められないときは、0として書き出します。',
    },
  ];
}

function openProblems(client: SheetClient): SheetProblem[] {
  const open = openDays(client);
  if (open === 0) return [];
  return [
    {
      client: client.key,
      row: null,
      day: null,
      code: 'days-open',
      severity: 'notice',
      message: `予定のうち${open}回が未入力です。`,
      remedy: 'このまま送ると「提供なし」になります。「予定どおり」か中止を入力してください。',
    },
  ];
}
