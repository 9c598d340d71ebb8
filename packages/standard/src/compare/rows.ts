import { type CheckableFile, isCheckable } from '../checks/items.js';
import { serviceFields } from '../model/fields.js';
import { type RecordTrouble, recordTroubles } from '../model/trouble.js';
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
  /** TAIS and notice code of rented goods; '' for other services. */
  readonly goods: string;
  /** ３０日超区分: the day lies beyond the 30th in a row and is paid by the client alone. */
  readonly over30Days: boolean;
  /** 日割対象日 as written: 31 marks, '' when the service is not pro-rated. */
  readonly proratedDays: string;
  /** サテライト枝番 without leading zeros; '' for none. */
  readonly satellite: string;
  /** Where it stands: file name and record from 1. */
  readonly file: string;
  readonly record: number;
}

const timeOf = (text: string) => (text === '9999' || text === '' ? null : text);

const { month, day, start, end, units, count, proratedDays, satellite, over30Days } = serviceFields;
const READ_ITEMS = [month, day, start, end, units, count, proratedDays, satellite, over30Days];
const FILLED_ITEMS = [serviceFields.insuredNumber.item, month.item, day.item];

/** Tells why a record of a schedule's or actuals' file can't be compared; null when it can. */
export function compareTroubles(file: CheckableFile): (row: number) => RecordTrouble | null {
  const { kind } = file.layout;
  // 第7表 and 利用者補足情報 give names and limits only, cell by cell.
  return kind === 'UPPLAN' || kind === 'UPJSK'
    ? recordTroubles(file, READ_ITEMS, FILLED_ITEMS)
    : recordTroubles(file, []);
}

/** Whether a comparison is made of the records of this kind: services planned and provided, and their deletions. */
export function isServiceKind(kind: ReadFile['kind']): boolean {
  return kind === 'UPPLAN' || kind === 'UPJSK' || kind === 'DLTPLAN' || kind === 'DLTJSK';
}

/** The rows of a 第6表 or 実績 file; records that can't be read are left out, and `accountOf` says which and why. */
export function serviceRowsOf(file: ReadFile): ServiceRow[] {
  if (!isCheckable(file)) return [];
  const { table, layout } = file;
  // Cells that equal the one above are not decoded again: most of a month's cells do.
  const cell = (name: string) => {
    const no = layout.items.find(({ nameJa }) => nameJa === name)?.no ?? 0;
    let previous = -1;
    let text = '';
    return (row: number) => {
      if (previous < 0 || !table.sameAs(row, previous, no)) text = table.text(row, no).trim();
      previous = row;
      return text;
    };
  };
  const [insurer, insured, monthOf] = [cell('保険者番号'), cell('被保険者番号'), cell('対象年月')];
  const [office, code, dayOf] = [cell('サービス事業者コード'), cell('サービスコード'), cell('サービス利用日')];
  const [startOf, endOf] = [cell('サービス開始時刻'), cell('サービス終了時刻')];
  const [unitsOf, countOf] = [cell('単位数'), cell('サービス回数')];
  const [tais, notice, detailOf] = [cell('TAISコード'), cell('福祉用具届出コード'), cell('明細判別コード')];
  const [over30, prorated, branch] = [cell('３０日超区分'), cell('日割対象日'), cell('サテライト枝番')];
  const troubleOf = compareTroubles(file);
  const rows: ServiceRow[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    if (troubleOf(row) !== null) continue;
    const goods = `${tais(row)} ${notice(row)}`.trim();
    const detail = `${tais(row)} ${notice(row)} ${detailOf(row)}`.trim();
    rows.push({
      insurerNumber: insurer(row),
      insuredNumber: insured(row),
      month: monthOf(row),
      officeNumber: office(row),
      serviceCode: code(row),
      day: Number(dayOf(row).slice(6, 8)),
      startTime: timeOf(startOf(row)),
      endTime: timeOf(endOf(row)),
      units: Number(unitsOf(row)),
      count: Number(countOf(row)),
      detail,
      goods,
      over30Days: over30(row) === '1',
      proratedDays: prorated(row),
      satellite: branch(row).replace(/^0+/, ''),
      file: file.name,
      record: row + 1,
    });
  }
  return rows;
}
