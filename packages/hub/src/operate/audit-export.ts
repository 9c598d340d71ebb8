import { Readable } from 'node:stream';
import type { AuditRow } from '@musubi/contract';
import { type SpreadsheetEncoding, spreadsheetBytes, spreadsheetText } from '@musubi/standard';
import { listAudit } from '../audit/index.js';
import type { Queries } from '../platform/database.js';

export interface AuditExport {
  readonly officeNumber?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly format: 'ndjson' | 'csv';
  readonly encoding: SpreadsheetEncoding;
}

const PAGE = 2000;
const HEAD = ['日時', '行った人', '事業所番号', '端末', '操作', '対象の種類', '対象', '結果', '理由', '番号'];

const cells = (row: AuditRow) => [
  row.at,
  row.actor,
  row.officeNumber ?? '',
  row.terminalId ?? '',
  row.action,
  row.subjectType,
  row.subjectId,
  row.outcome === 'done' ? '実行' : '拒否',
  row.detail ?? '',
  row.id,
];

/** The audit rows of a period, newest first, page by page: a year of a large hub never lies in memory at once. */
async function* parts(queries: Queries, { format, encoding, ...filter }: AuditExport): AsyncGenerator<Uint8Array> {
  const isCsv = format === 'csv';
  if (isCsv) yield spreadsheetBytes(`${encoding === 'utf-8' ? '\ufeff' : ''}${spreadsheetText([HEAD])}`, encoding);
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listAudit(queries, { ...filter, cursor, limit: PAGE });
    const text = isCsv ? spreadsheetText(items.map(cells)) : items.map((row) => `${JSON.stringify(row)}\n`).join('');
    yield spreadsheetBytes(text, isCsv ? encoding : 'utf-8');
    if (next === null) return;
    cursor = next;
  }
}

export function exportAudit(queries: Queries, wanted: AuditExport): { type: string; stream: Readable } {
  const charset = wanted.encoding === 'utf-8' ? 'utf-8' : 'Shift_JIS';
  const type = wanted.format === 'csv' ? `text/csv; charset=${charset}` : 'application/x-ndjson; charset=utf-8';
  return { type, stream: Readable.from(parts(queries, wanted)) };
}
