import { groupBy } from '../compare/current.js';
import { CSV_VERSIONS } from '../layouts/index.js';
import type { AnnexRecord } from '../model/model.js';
import { type AnnexLine, annexLines } from './annex-lines.js';
import type { RecordHead } from './records.js';
import type { ScheduleSheet, SheetClient } from './sheet.js';

/** What a client's month comes to: for the screen, and for a person to sign. */
export interface AnnexTotals {
  readonly units: number;
  /** Units towards 区分支給限度基準額, those above it, and above 種類別 limits. */
  readonly managed: number;
  readonly overLimit: number;
  readonly overTypeLimit: number;
  /** Yen; lines without unit price or benefit are left out. */
  readonly cost: number;
  readonly claim: number;
  readonly share: number;
  readonly fullShare: number;
}

export function annexTotals(sheet: ScheduleSheet, client: SheetClient): AnnexTotals {
  const lines = annexLines(sheet, client);
  const sum = (value: (line: AnnexLine) => number | null) => lines.reduce((all, line) => all + (value(line) ?? 0), 0);
  return {
    units: sum(({ amount }) => amount),
    managed: sum(({ amount, terms }) => (terms.inLimit ? amount : 0)),
    overLimit: sum(({ overLimit }) => overLimit),
    overTypeLimit: sum(({ overTypeLimit }) => overTypeLimit),
    cost: sum(({ cost }) => cost),
    claim: sum(({ claim }) => claim),
    share: sum(({ share }) => share),
    fullShare: sum(({ fullShare }) => fullShare),
  };
}

/**
 * A client's 第7表: the service lines, a subtotal where a type has several lines at an office, and the grand total
 * (rules.md 12.2).
 */
export function annexRecords(
  sheet: ScheduleSheet,
  client: SheetClient,
  head: RecordHead & { readonly writtenOn: string | null },
): AnnexRecord[] {
  const lines = annexLines(sheet, client);
  if (lines.length === 0) return [];
  const blank = blankRecord(client, head);
  // 給付管理単位数 is what tells services outside the limit apart, so a sheet with any of them has to write it.
  const writesManaged = sheet.writesManaged || lines.some(({ terms }) => !terms.inLimit);
  const groups = groupBy(lines, ({ row }) => `${row.officeNumber} ${row.serviceCode.slice(0, 2)}`);
  return [
    ...lines.map((line) => lineRecord(blank, line, writesManaged)),
    ...[...groups.values()].filter((group) => group.length > 1).flatMap((group) => subtotals(blank, group)),
    totalRecord(blank, lines),
  ];
}

function blankRecord(client: SheetClient, head: RecordHead & { readonly writtenOn: string | null }): AnnexRecord {
  return {
    csvVersion: CSV_VERSIONS[head.edition][0],
    insurerNumber: client.insurerNumber,
    insuredNumber: client.insuredNumber,
    writtenOn: head.writtenOn,
    month: `${head.month.slice(0, 4)}-${head.month.slice(4, 6)}`,
    ...{ officeName: '', officeNumber: '', satellite: null, serviceCode: '', taisCode: '', noticeCode: '' },
    ...{ goodsName: '', units: 0, discountPercent: null, discountedUnits: null, count: 0, amount: 0 },
    ...{ managedUnits: null, overTypeLimit: null, withinTypeLimit: null, overLimit: null, withinLimit: null },
    ...{ unitPrice: null, cost: null, benefitPercent: null, claim: null, fixedShare: null, share: null },
    ...{ fullShare: null, daysBefore: null, daysPlanned: null, daysTotal: null, over30Days: false },
    ...{ officeCode: '9999999999', enteredBy: '', updatedBy: head.updatedBy ?? '', marker: '', source: null },
  };
}

function lineRecord(blank: AnnexRecord, line: AnnexLine, writesManaged: boolean): AnnexRecord {
  const { row, terms, units, count, amount, overTypeLimit, overLimit, paidUnits, cost, claim, share, fullShare } = line;
  const { officeName, officeNumber, satellite, serviceCode, taisCode, noticeCode, goodsName, over30Days } = row;
  const { unitPrice, benefitPercent, fixedShare } = terms;
  const isDiscounted = terms.discountPercent !== null && terms.discountedUnits === units;
  return {
    ...blank,
    ...{ officeName, officeNumber, satellite, serviceCode, taisCode, noticeCode, goodsName, over30Days },
    ...(isDiscounted
      ? { units: terms.fullUnits, discountPercent: terms.discountPercent, discountedUnits: units }
      : { units }),
    ...{ count, amount, unitPrice, cost, benefitPercent, claim, fixedShare, share, fullShare },
    managedUnits: terms.inLimit && writesManaged ? amount : null,
    overTypeLimit: overTypeLimit > 0 ? overTypeLimit : null,
    withinTypeLimit: overTypeLimit > 0 ? amount - overTypeLimit : null,
    overLimit: overLimit > 0 ? overLimit : null,
    withinLimit: terms.inLimit ? paidUnits : null,
  };
}

/** AAAA: the type's sum inside 区分支給; EEEE: outside it, when there is any. */
function subtotals(blank: AnnexRecord, group: readonly AnnexLine[]): AnnexRecord[] {
  const [first] = group;
  if (!first) return [];
  const { officeName, officeNumber, satellite, serviceCode } = first.row;
  const subtotal = (ending: string, lines: readonly AnnexLine[]): AnnexRecord[] =>
    lines.length === 0
      ? []
      : [
          {
            ...blank,
            ...{ officeName, officeNumber, satellite },
            serviceCode: `${serviceCode.slice(0, 2)}${ending}`,
            amount: lines.reduce((sum, { amount }) => sum + amount, 0),
          },
        ];
  return [
    ...subtotal(
      'AAAA',
      group.filter(({ terms }) => terms.inLimit),
    ),
    ...subtotal(
      'EEEE',
      group.filter(({ terms }) => !terms.inLimit),
    ),
  ];
}

function totalRecord(blank: AnnexRecord, lines: readonly AnnexLine[]): AnnexRecord {
  const over = lines.reduce((sum, { overLimit }) => sum + overLimit, 0);
  const within = lines.reduce((sum, { terms, paidUnits }) => (terms.inLimit ? sum + paidUnits : sum), 0);
  return {
    ...blank,
    officeNumber: '9999999999',
    serviceCode: '999999',
    amount: lines.reduce((sum, { amount }) => sum + amount, 0),
    ...(over > 0 ? { overLimit: over, withinLimit: within } : {}),
  };
}
