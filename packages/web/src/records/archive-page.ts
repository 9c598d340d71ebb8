import { placeParts } from '@musubi/client';
import type { Dates } from '../app/preferences.js';
import type { RecordEntry } from './collect.js';
import { RECORD_HEAD, recordRows } from './record-csv.js';

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `
body { font-family: 'Hiragino Sans', 'Yu Gothic UI', Meiryo, sans-serif; line-height: 1.6; margin: 1.5rem; color: #1a1a1a; }
table { border-collapse: collapse; font-size: .875rem; } th, td { border: 1px solid #999; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: #f2f2f2; } ul { margin: 0; padding-left: 1.25rem; } a { overflow-wrap: anywhere; }
@media print { @page { size: A4 landscape; margin: 10mm; } body { margin: 0; } }`;

/** Where an entry's files lie in the archive. */
export const folderOf = ({ transmission }: RecordEntry) => `data/${transmission.id}`;

/** The parts of an entry and where they lie in the archive; null when its content could not be had. */
export function placedIn(entry: RecordEntry): ReturnType<typeof placeParts> | null {
  const folder = `${folderOf(entry)}/`;
  return entry.content && placeParts(entry.content, { top: folder, own: folder });
}

function fileLinks(entry: RecordEntry): string {
  const placed = placedIn(entry);
  if (!placed) return '（中身はありません）';
  const { files, attachments, message } = placed.places;
  const links = [...files, ...attachments, ...(message === null ? [] : [{ name: 'message.txt', path: message }])];
  const href = (path: string) => path.split('/').map(encodeURIComponent).join('/');
  const item = ({ name, path }: { name: string; path: string }) =>
    `<li><a href="${escapeHtml(href(path))}">${escapeHtml(name)}</a></li>`;
  return `<ul>${links.map(item).join('')}</ul>`;
}

/** The archive's front page: opens in any browser, without Musubi, without a script. */
export function archivePage(
  entries: readonly RecordEntry[],
  about: { readonly office: string; readonly period: string; readonly madeAt: string },
  dates: Dates,
): string {
  const rows = recordRows(entries, dates).map((cells, at) => {
    const entry = entries[at];
    const files = entry ? fileLinks(entry) : '';
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}<td>${files}</td></tr>`;
  });
  return `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>ケアプランデータ連携の記録</title><style>${STYLE}</style></head><body>
<h1>ケアプランデータ連携の記録</h1>
<p>${escapeHtml(about.office)}　期間: ${escapeHtml(about.period)}　${entries.length}件　作成: ${escapeHtml(about.madeAt)}</p>
<p>evidence フォルダの証跡は「musubi verify evidence」または openssl で、連携基盤がなくても確かめられます。</p>
<table><thead><tr>${[...RECORD_HEAD, 'ファイル'].map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></body></html>`;
}
