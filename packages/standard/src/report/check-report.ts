import type { CheckedFiles } from '../checks/check-unit.js';
import { groupBy } from '../compare/current.js';
import type { NamedOffice } from '../filenames/types.js';
import type { Finding, Severity } from '../findings/finding.js';
import { alsoSentence } from '../findings/fold.js';
import { makeFinding } from '../findings/make-finding.js';
import { type DateStyle, formatDate, formatMonth } from '../show/dates.js';
import { serviceTypeName } from '../units/service-types.js';
import { type SendingUnit, UNIT_NAMES } from '../units/types.js';
import { type Html, html } from './html.js';
import { maskFileName, maskText } from './mask.js';
import { maskFinding } from './masked-finding.js';
import { secondNet } from './second-net.js';
import { STYLE } from './style.js';

export interface ReportOptions {
  /** Whether everything personal or identifying is replaced by its shape, so that the report may leave the office. */
  readonly masked: boolean;
  /** When the report was made: "2026-10-05" or "2026-10-05T09:30", in the time of the office. */
  readonly madeAt: string;
  readonly dateStyle: DateStyle;
}

/** How a report writes what could identify somebody. */
interface Writer extends ReportOptions {
  finding(finding: Finding): Finding;
  file(name: string): string;
  number(officeNumber: string): string;
  /** The number a file has in the report; masked names of different files may be the same. */
  fileNumber(name: string): number;
}

/** What was checked and found as one HTML page to save, print or send to the maker of the care software. */
export function checkReport(
  { units, findings }: Pick<CheckedFiles, 'units' | 'findings'>,
  options: ReportOptions,
): string {
  const writer = writerOf(units, findings, options);
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  const page = html`<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ケアプランデータの点検報告書</title>
<style>${STYLE}</style>
</head>
<body>
<h1>ケアプランデータの点検報告書</h1>
<p>作成: ${madeAtText(options)}</p>
${options.masked ? [MASK_NOTE] : []}
<p class="sum">送信単位 ${units.length}件、エラー ${count('error')}件、注意 ${count('warning')}件、お知らせ ${count('notice')}件</p>
${units.length > 0 ? [unitTable(units, writer)] : []}
${findings.length === 0 ? [html`<p>検出事項はありません。</p>`] : findingSections(findings, writer)}
</body>
</html>
`;
  return page.markup;
}

const MASK_NOTE = html`<p class="note">個人や事業所が分かる内容は伏せてあります（漢字などは■、かなは□、数字は0、英字はA）。文字数はもとのままです。</p>`;

function madeAtText({ madeAt, dateStyle }: ReportOptions): string {
  const time = /T(\d\d:\d\d)/.exec(madeAt)?.[1] ?? '';
  return `${formatDate(madeAt.slice(0, 10), dateStyle)} ${time}`.trim();
}

function writerOf(units: readonly SendingUnit[], findings: readonly Finding[], options: ReportOptions): Writer {
  const names = [
    ...units.flatMap(({ files }) => files.map(({ name }) => name)),
    ...findings.flatMap(({ file }) => file ?? []),
  ];
  const numbers = new Map([...new Set(names)].map((name, at) => [name, at + 1]));
  const fileNumber = (name: string) => numbers.get(name) ?? 0;
  if (!options.masked)
    return { ...options, fileNumber, finding: (one) => one, file: (name) => name, number: (one) => one };
  const net = secondNet(units, findings);
  return {
    ...options,
    fileNumber,
    finding: (one) => netted(maskFinding(one), net),
    file: maskFileName,
    number: maskText,
  };
}

function netted(finding: Finding, net: (text: string) => string): Finding {
  const words = Object.entries(finding.words ?? {});
  return { ...finding, words: Object.fromEntries(words.map(([name, word]) => [name, net(String(word))])) };
}

function unitTable(units: readonly SendingUnit[], writer: Writer): Html {
  const rows = units.map((unit) => {
    const errors = unit.findings.filter(({ severity }) => severity === 'error').length;
    return html`<tr>
<td>${UNIT_NAMES[unit.kind]}</td>
<td>${formatMonth(unit.month, writer.dateStyle)}</td>
<td>${partyText(unit.sender, writer)}</td>
<td>${partyText(unit.recipient, writer)}</td>
<td>第${unit.edition}版</td>
<td><ul>${unit.files.map(({ name }) => html`<li>${fileText(name, writer)}</li>`)}</ul></td>
<td>${errors === 0 ? '○ 送れます' : `✕ 送れません（エラー${errors}件）`}</td>
</tr>
`;
  });
  return html`<h2>送信単位</h2>
<table>
<thead><tr><th>種類</th><th>対象月</th><th>送信元</th><th>送信先</th><th>版</th><th>ファイル</th><th>結果</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}

function partyText({ officeNumber, serviceType }: NamedOffice, writer: Writer): string {
  const number = writer.number(officeNumber);
  return serviceType === null ? number : `${number}（${serviceTypeName(serviceType)}）`;
}

function fileText(name: string, writer: Writer): string {
  return writer.masked ? `ファイル${writer.fileNumber(name)}: ${writer.file(name)}` : name;
}

/** A heap with thousands of like findings is told by its first ones. */
const MOST_PER_FILE = 200;

function findingSections(findings: readonly Finding[], writer: Writer): Html[] {
  return [...groupBy(findings, ({ file }) => file ?? '')].map(([file, group]) => {
    const more = group.length - MOST_PER_FILE;
    return html`<h2>${file === '' ? 'ファイル全体' : fileText(file, writer)}</h2>
<table class="findings">
<thead><tr><th>種類</th><th>コード</th><th>場所</th><th>値</th><th>内容と対処</th></tr></thead>
<tbody>
${group.slice(0, MOST_PER_FILE).map((finding) => findingRow(writer.finding(finding)))}</tbody>
</table>
${more > 0 ? [html`<p>ほかに${more}件あります。</p>`] : []}`;
  });
}

const SEVERITIES: Readonly<Record<Severity, string>> = { error: '✕ エラー', warning: '△ 注意', notice: '・お知らせ' };

/** The file stands above and the place beside, so the sentence is made anew without them. */
function findingRow(finding: Finding): Html {
  const { code, severity, record, line, item, itemName, value, words } = finding;
  const { message, remedy } = makeFinding(code, { value }, words);
  const place = [
    record ? `${record}件目` : '',
    line ? `${line}行目` : '',
    item ? `項目${item}${itemName ? `「${itemName}」` : ''}` : '',
  ];
  return html`<tr class="${severity}">
<td>${SEVERITIES[severity]}</td>
<td>${code}</td>
<td>${place.filter(Boolean).join(' ')}</td>
<td class="value">${value ?? ''}</td>
<td><p>${message}${alsoSentence(finding)}</p><p class="remedy">→ ${remedy}</p></td>
</tr>
`;
}
