import { type Html, html } from './html.js';

/** The look of the report: plain, legible, and tables that break well over A4 pages. */
export const STYLE: Html = html`
@page { size: A4 landscape; margin: 12mm; }
body { font-family: "BIZ UDPGothic", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif; font-size: 11pt; line-height: 1.6; color: #111; background: #fff; margin: 1.5rem; }
h1 { font-size: 1.4em; border-bottom: 2px solid #333; }
h2 { font-size: 1.1em; margin: 1.6em 0 .4em; overflow-wrap: anywhere; break-after: avoid; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #888; padding: .3em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; white-space: nowrap; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
ul { margin: 0; padding-left: 1.1em; }
p { margin: .2em 0; }
.findings { table-layout: fixed; }
.findings th:nth-child(1) { width: 6em; }
.findings th:nth-child(2) { width: 14em; }
.findings th:nth-child(3), .findings th:nth-child(4) { width: 12em; }
.sum { font-weight: bold; }
.note { border: 1px solid #888; padding: .4em .6em; }
.value { white-space: pre-wrap; }
.error td:first-child { font-weight: bold; }
@media print { body { margin: 0; font-size: 9.5pt; } }
`;
