import { groupBy } from '../compare/current.js';
import type { ServiceRecord } from '../model/model.js';
import { clientKey } from '../units/client-numbers.js';
import { lineKey, lineOf, type PlannedDay, type SheetClient, type SheetRow } from './sheet.js';

/**
 * The clients of some records, each with its lines: records that differ in nothing but day and count are one line.
 * A second record of a line on the same day opens a line of its own, so that nothing is merged away.
 */
export function clientsOfRecords(
  records: readonly ServiceRecord[],
  names: ReadonlyMap<string, string>,
  toRow: (row: Pick<SheetRow, 'planned'>) => Pick<SheetRow, 'planned' | 'counts'>,
): SheetClient[] {
  return [...groupBy(records, clientKey)].flatMap(([key, group]) => {
    const [first] = group;
    if (!first) return [];
    const { insurerNumber, insuredNumber } = first;
    const rows = linesOf(group).map(({ record, planned }, at) => ({
      id: `r${at + 1}`,
      ...lineOf(record),
      ...toRow({ planned }),
      movedFrom: {},
    }));
    const name = names.get(key) ?? null;
    return [{ key, insurerNumber, insuredNumber, name, rows, cancellations: [], nextRow: rows.length + 1 }];
  });
}

interface OpenLine {
  readonly record: ServiceRecord;
  readonly planned: Record<number, PlannedDay>;
}

function linesOf(records: readonly ServiceRecord[]): OpenLine[] {
  const lines: OpenLine[] = [];
  const byKey = new Map<string, OpenLine[]>();
  for (const record of records) {
    const key = lineKey(record);
    const day = Number(record.day?.slice(8) ?? 0);
    const open = byKey.get(key) ?? [];
    let line = open.find(({ planned }) => !(day in planned));
    if (!line) {
      line = { record, planned: {} };
      lines.push(line);
      byKey.set(key, [...open, line]);
    }
    const { source } = record;
    line.planned[day] = {
      count: record.count ?? 1,
      source: source && { file: source.file, record: source.record },
    };
  }
  return lines;
}
