import { formatDate, formatMonth } from '@musubi/standard';
import { headings, noteRow, valueCell } from '../forms/parts.js';
import { layOut } from '../layout/flow.js';
import { type Content, heading, label } from '../layout/piece.js';
import { type Head, LANDSCAPE, type Row, type Section } from '../layout/sheet.js';
import type { FormDocument } from '../page.js';
import { dayText, momentText } from './moment.js';
import { factRows, officeText, type ReportCertificate, type ReportOffice, reportHead, signatureText } from './parts.js';

/** One transmission in a report; times are ISO instants, null where it has not happened. */
export interface ReportLine {
  readonly id: string;
  /** What people call it: サービス利用票（予定）. */
  readonly kind: string;
  /** YYYYMM */
  readonly serviceMonth: string | null;
  readonly sender: ReportOffice;
  readonly recipient: ReportOffice;
  readonly sentAt: string;
  readonly availableAt: string | null;
  readonly retrievedAt: string | null;
  readonly retrievedBy: string | null;
  readonly openedAt: string | null;
  /** What became of it in the end (取込済, 差戻し, 取消, 期限切れ), with its time. */
  readonly outcome: string;
  readonly outcomeAt: string | null;
  /** Its signed receipts are attached. */
  readonly hasEvidence: boolean;
}

/** The transmissions about one client, or with one partner. */
export interface ReportGroup {
  readonly title: string;
  readonly lines: readonly ReportLine[];
}

export interface EvidenceReport {
  readonly office: ReportOffice;
  /** Days, YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
  /** Which transmissions were looked for: all, or those of some clients or one partner. */
  readonly scope: string;
  readonly groups: readonly ReportGroup[];
  readonly madeBy: string;
  /** ISO instant. */
  readonly madeAt: string;
  readonly hubName: string;
  readonly certificate: ReportCertificate;
}

const TITLE = 'ケアプランデータ連携の送受信記録';
/**
 * 平成11年厚生省令第38号 第29条 for care managers; each service's standards (省令第37号) say the same under 記録の整備.
 * Municipalities may ask for five years by ordinance.
 */
const RETENTION =
  '運営基準の「記録の整備」（居宅介護支援は平成11年厚生省令第38号第29条）により、完結の日から2年間。条例で5年間とする自治体があります。';
const SIZE = 6.8;
const ID_SIZE = 5;

const COLUMNS: readonly { readonly name: string; readonly width: number; readonly size?: number }[] = [
  { name: '対象月', width: 20 },
  { name: '種類', width: 29 },
  { name: '送信元', width: 40 },
  { name: '送信先', width: 40 },
  { name: '送信', width: 26 },
  { name: '取得できる状態', width: 26 },
  { name: '取得（取得した人）', width: 29 },
  { name: '開封', width: 26 },
  { name: '結果', width: 26 },
  { name: '送信番号', width: 15, size: ID_SIZE },
];

/** Who sent what to whom, when it could be fetched, was fetched and opened: for 運営指導. One bookmark a group. */
export function evidenceReportPages(report: EvidenceReport): FormDocument {
  const count = new Set(report.groups.flatMap(({ lines }) => lines.map(({ id }) => id))).size;
  const whose = officeText(report.office);
  const pages = layOut({
    isLandscape: true,
    title: reportHead(TITLE, `${dayText(report.madeAt)}作成`),
    titleAgain: reportHead(`${TITLE}（続き）`, `${whose}　${dayText(report.madeAt)}作成`),
    sections: [
      {
        rows: factRows(
          [
            ['事業所', whose],
            ['期間', `${formatDate(report.from)}から${formatDate(report.to)}までに送信されたもの　${count}件`],
            ['対象', report.scope],
            ['作成', `${momentText(report.madeAt)}　${report.madeBy}`],
            ['連携基盤', report.hubName],
            ['電子署名', signatureText(whose, report.certificate)],
            ['記録の保存', RETENTION],
          ],
          LANDSCAPE,
        ),
      },
      ...report.groups.map(groupSection),
      { rows: NOTES.map((note) => noteRow(note, LANDSCAPE)), gap: 2 },
    ],
  });
  return { title: `${TITLE} ${report.office.name}`, pages, bookmarks: [], unreadable: 0 };
}

const NOTES = [
  '日時は連携基盤の時計による日本時間です。「送信」は連携基盤が受け付けたとき、「取得できる状態」は送信先が取得できるようになったときです。',
  'このPDFには、連携基盤が署名した証跡と送信元が署名した送信内容の一覧（evidence.zip）、この表のCSV（records.csv）が添付されています。「musubi verify ファイル名」で、連携基盤につながなくても確かめられます。',
  '「証跡の添付なし」は、取得の前に取り消されたため、送信内容の一覧を受け取れなかったものです。',
];

function groupSection({ title, lines }: ReportGroup): Section {
  return { head: groupHead(`${title}　${lines.length}件`), rows: lines.map(lineRow), gap: 4 };
}

const NAME_HEIGHT = 6;

function groupHead(title: string): Head {
  const columns = headings(COLUMNS, 6, SIZE);
  return {
    height: NAME_HEIGHT + columns.height,
    draw(canvas, x, y, width) {
      canvas.box(x, y, width, NAME_HEIGHT, [heading(title)], { size: 9, align: 'left' });
      columns.draw(canvas, x, y + NAME_HEIGHT, width);
    },
  };
}

function lineRow(line: ReportLine): Row {
  const values: readonly Content[] = [
    [label(line.serviceMonth ? `${formatMonth(line.serviceMonth)}分` : '')],
    [label(line.kind)],
    officeContent(line.sender),
    officeContent(line.recipient),
    [label(twoLines(momentText(line.sentAt)))],
    [label(twoLines(momentText(line.availableAt)))],
    [label([twoLines(momentText(line.retrievedAt)), line.retrievedBy].filter(Boolean).join('\n'))],
    [label(twoLines(momentText(line.openedAt)))],
    [label([line.outcome, twoLines(momentText(line.outcomeAt))].filter(Boolean).join('\n'))],
    [label(line.hasEvidence ? line.id : `${line.id}\n証跡の添付なし`)],
  ];
  return {
    cells: values.map((content, at) =>
      valueCell(COLUMNS[at]?.width ?? 0, content, { size: COLUMNS[at]?.size ?? SIZE, valign: 'top' }),
    ),
  };
}

function officeContent({ name, officeNumber }: ReportOffice): Content {
  return [label(`${name}\n${officeNumber}`)];
}

/** The day above the time. */
function twoLines(moment: string): string {
  return moment.replace(' ', '\n');
}
