import { CSV_VERSIONS } from '../layouts/index.js';
import type { Edition } from '../layouts/types.js';
import type { ServiceRecord } from '../model/model.js';
import { daysIn, lineOf, type SheetClient, type SheetRow } from './sheet.js';

/** What the records of a file share. */
export interface RecordHead {
  /** YYYYMM */
  readonly month: string;
  readonly edition: Edition;
  /** 更新業者コード of every record; null keeps what each row says. */
  readonly updatedBy: string | null;
}

/**
 * The records of a client's counts. They stand in the schedule's order, what was moved in place of what was planned, so
 * that a month "as planned" comes back line for line; what was added follows the row it stands under.
 */
export function recordsOf(client: SheetClient, head: RecordHead): ServiceRecord[] {
  const rows = new Map(client.rows.map((row) => [row.id, row]));
  let place = 0;
  const placed = client.rows.flatMap((row) =>
    daysIn(row.counts)
      .filter((day) => row.counts[day] !== 0)
      .map((day) => {
        place = plannedRecord(row, day, rows) ?? place;
        return { place, record: recordOf(client, row, day, head) };
      }),
  );
  return placed.toSorted((a, b) => a.place - b.place).map(({ record }) => record);
}

/** The number of the planned record that a day stands for. */
function plannedRecord(row: SheetRow, day: number, rows: ReadonlyMap<string, SheetRow>): number | null {
  const origin = rows.get(row.movedFrom[day] ?? '') ?? row;
  return origin.planned[day]?.source?.record ?? null;
}

function recordOf(client: SheetClient, row: SheetRow, day: number, head: RecordHead): ServiceRecord {
  const month = `${head.month.slice(0, 4)}-${head.month.slice(4, 6)}`;
  const line = lineOf(row);
  return {
    ...line,
    csvVersion: CSV_VERSIONS[head.edition][0],
    insurerNumber: client.insurerNumber,
    insuredNumber: client.insuredNumber,
    month,
    day: `${month}-${String(day).padStart(2, '0')}`,
    count: row.counts[day] ?? 0,
    // Rates that cannot be worked out are 0, and the item is always filled (rules.md 12.1 item 8, open-questions Q1).
    units: line.units ?? 0,
    updatedBy: head.updatedBy ?? line.updatedBy,
    source: null,
  };
}
