import { type DescribedService, describeDifference } from '../compare/describe.js';
import { clientName, type UnitNames } from '../compare/names.js';
import type { SpreadsheetCell } from '../csv/spreadsheet.js';
import type { ServiceNames } from '../show/service-names.js';
import { serviceTypeName } from '../units/service-types.js';
import type {
  ActualsState,
  Decision,
  MonthReconciliation,
  Partner,
  ReconciledClient,
  ReconciledDifference,
} from './types.js';

const HEADINGS = [
  ...['対象年月', '事業所番号', '事業所名', 'サービス種類', '実績の状態', '保険者番号', '被保険者番号', '利用者氏名'],
  ...['予定単位', '実績単位', '差（単位）', '予定回数', '実績回数', '差（回数）', '日', '内容', 'サービス'],
  ...[
    '予定時刻',
    '予定コード',
    '予定単位数',
    '予定回数（日）',
    '予定の印',
    '実績時刻',
    '実績コード',
    '実績単位数',
    '実績回数（日）',
    '実績の印',
  ],
  ...['確認', 'メモ', '確認した人', '確認日時', '確認後に変わった'],
];
const ACTUALS: Readonly<Record<ActualsState, string>> = { arrived: '到着', missing: '未着', deleted: '削除' };
const DECISIONS: Readonly<Record<Decision['state'], string>> = {
  accepted: '承認',
  askedBack: '問い合わせ中',
  noted: 'メモ',
};

type Cell = SpreadsheetCell;

/** The reconciliation as rows of a spreadsheet, heading first: a row per difference, and one for a client without any. */
export function reconciliationRows(
  reconciliation: MonthReconciliation,
  names: UnitNames,
  serviceNames: ServiceNames = () => null,
): readonly (readonly SpreadsheetCell[])[] {
  const lines: Cell[][] = [HEADINGS];
  for (const partner of reconciliation.partners) {
    for (const client of partner.clients) {
      const head = [...partnerCells(reconciliation.month, partner, names), ...clientCells(client, names)];
      if (client.differences.length === 0) lines.push([...head, ...HEADINGS.slice(head.length).map(() => '')]);
      for (const difference of client.differences)
        lines.push([...head, ...differenceCells(difference, names, serviceNames), ...decisionCells(difference)]);
    }
  }
  return lines;
}

function partnerCells(month: string, { officeNumber, serviceType, actuals }: Partner, names: UnitNames): Cell[] {
  const office = names.offices.get(officeNumber) ?? '';
  return [
    `${month.slice(0, 4)}-${month.slice(4)}`,
    officeNumber,
    office,
    serviceTypeName(serviceType),
    ACTUALS[actuals],
  ];
}

function clientCells(client: ReconciledClient, names: UnitNames): Cell[] {
  const { insurerNumber, insuredNumber, planned, actual, difference } = client;
  const sums = [planned.units, actual.units, difference.units, planned.count, actual.count, difference.count];
  return [insurerNumber, insuredNumber, clientName(names, client) ?? '', ...sums];
}

function differenceCells(difference: ReconciledDifference, names: UnitNames, serviceNames: ServiceNames): Cell[] {
  const { day, kindWords, planned, actual } = describeDifference(difference, names, serviceNames);
  const side = (one: DescribedService | null): Cell[] =>
    one ? [one.times, one.serviceCode, one.units, one.count, one.marks] : ['', '', '', '', ''];
  return [day, kindWords, (planned ?? actual)?.service ?? '', ...side(planned), ...side(actual)];
}

function decisionCells({ decision, outdated }: ReconciledDifference): Cell[] {
  if (!decision) return ['', '', '', '', ''];
  return [DECISIONS[decision.state], decision.note, decision.by, decision.at, outdated ? 'はい' : ''];
}
