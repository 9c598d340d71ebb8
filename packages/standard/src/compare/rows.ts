import { isCheckable, isWhole } from '../checks/items.js';
import type { ReadFile } from '../reading/types.js';

/** One service on one day, planned or provided: a record of 第6表 or 実績情報. */
export interface ServiceRow {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
  /** YYYYMM */
  readonly month: string;
  readonly officeNumber: string;
  /** 6 characters, type first. */
  readonly serviceCode: string;
  /** Day of the month, from 1. */
  readonly day: number;
  /** HHMM, null for services without times (9999). */
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** Units after discount (割引後単位数). */
  readonly units: number;
  /** Times on that day. */
  readonly count: number;
  /** TAIS or notice code and 明細判別コード of rented goods: what tells like rows apart. */
  readonly detail: string;
  /** Where it stands: file name and record from 1. */
  readonly file: string;
  readonly record: number;
}

const timeOf = (text: string) => (text === '9999' || text === '' ? null : text);

/** The rows of a 第6表 or 実績 file; records that are broken are left out (checks report them). */
export function serviceRowsOf(file: ReadFile): ServiceRow[] {
  if (!isCheckable(file)) return [];
  const { table, layout } = file;
  const items = new Map(layout.items.map(({ nameJa, no }) => [nameJa, no]));
  const cell = (row: number, name: string) => table.text(row, items.get(name) ?? 0);
  const rows: ServiceRow[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const day = Number(cell(row, 'サービス利用日').slice(6, 8));
    if (!isWhole(file, row) || !(day >= 1 && day <= 31)) continue;
    rows.push({
      insurerNumber: table.text(row, 2),
      insuredNumber: table.text(row, 3),
      month: table.text(row, 5),
      officeNumber: cell(row, 'サービス事業者コード'),
      serviceCode: cell(row, 'サービスコード'),
      day,
      startTime: timeOf(cell(row, 'サービス開始時刻')),
      endTime: timeOf(cell(row, 'サービス終了時刻')),
      units: Number(cell(row, '単位数')) || 0,
      count: Number(cell(row, 'サービス回数')) || 0,
      detail: [cell(row, 'TAISコード'), cell(row, '福祉用具届出コード'), cell(row, '明細判別コード')].join(' ').trim(),
      file: file.name,
      record: row + 1,
    });
  }
  return rows;
}
