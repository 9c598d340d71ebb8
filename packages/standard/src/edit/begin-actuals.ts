import { currentActuals, currentSchedule, groupBy } from '../compare/current.js';
import { plannedInsurers } from '../compare/insurers.js';
import { namesIn } from '../compare/names.js';
import type { ServiceRow } from '../compare/rows.js';
import { type ServiceRecord, unitToModel } from '../model/model.js';
import { type ClientNumbers, clientKey } from '../units/client-numbers.js';
import type { SendingUnit } from '../units/types.js';
import { addClient } from './add.js';
import { clientsOfRecords } from './rows.js';
import { type ActualsSheet, type DayCounts, daysIn, type Line, lineKey, lineOf, type SheetClient } from './sheet.js';
import { withClient, withNewRow, withRow } from './update.js';

/** Whose actuals are entered: an office and one of its service types (rules.md 5, 17: one file per both). */
export interface OwnOffice {
  readonly officeNumber: string;
  readonly serviceType: string;
}

/**
 * Begins the actuals of a month from the schedule units of one planning office. Rows of the own office and service type
 * only; later serials replace earlier ones and deletions among the units are honoured. Needs at least one schedule unit,
 * and goes by the month and planning office of the latest.
 */
export function beginActuals(schedules: readonly SendingUnit[], own: OwnOffice): ActualsSheet {
  const latest = schedules
    .filter(({ kind }) => kind === 'schedule')
    .toSorted((a, b) => a.serial.localeCompare(b.serial))
    .at(-1);
  if (!latest?.month) throw new Error('actuals begin from at least one schedule unit');
  const { month, edition, sender: planner } = latest;
  const units = schedules.filter((unit) => unit.month === month && unit.sender.officeNumber === planner.officeNumber);
  const records = recordsOfRows(
    currentSchedule(units).filter((row) => isOwn(row, own)),
    units,
  );
  return {
    kind: 'actuals',
    month,
    edition,
    own: { ...own, officeName: records.find(({ officeName }) => officeName !== '')?.officeName ?? '' },
    planner,
    clients: clientsOfRecords(records, namesIn(units).clients, ({ planned }) => ({ planned, counts: {} })),
    unreadable: units.reduce((sum, unit) => sum + unitToModel(unit).unreadable, 0),
  };
}

function isOwn({ officeNumber, serviceCode }: ServiceRow, own: OwnOffice): boolean {
  return officeNumber === own.officeNumber && serviceCode.startsWith(own.serviceType);
}

/** The typed records that some rows were read from. */
function recordsOfRows(rows: readonly ServiceRow[], units: readonly SendingUnit[]): ServiceRecord[] {
  const typed = new Map<string, ServiceRecord>();
  for (const record of units.flatMap((unit) => unitToModel(unit).services))
    if (record.source) typed.set(`${record.source.file} ${record.source.record}`, record);
  return rows.flatMap(({ file, record }) => typed.get(`${file} ${record}`) ?? []);
}

/**
 * Enters actuals that were sent before, to correct them: the latest per client, deletions honoured. Planned days that
 * they do not have count as 0. Clients whose actuals hold nothing stay as they are.
 */
export function enterActuals(sheet: ActualsSheet, sent: readonly SendingUnit[]): ActualsSheet {
  const units = sent.filter(({ month }) => month === sheet.month);
  const rows = currentActuals(units).rows.filter((row) => isOwn(row, sheet.own));
  const byClient = groupBy(recordsOfRows(rows, units), clientKey);
  const ofSheet = { officeNumber: sheet.own.officeNumber, month: sheet.month };
  const insurerOf = plannedInsurers(
    sheet.clients.map((client) => ({ ...client, ...ofSheet })),
    rows,
  );
  return [...byClient.values()].reduce((entered, records) => {
    const [first] = records;
    if (!first) return entered;
    const { insurerNumber, insuredNumber } = first;
    const planned = clientKey({
      insurerNumber: insurerOf({ ...ofSheet, insurerNumber, insuredNumber }),
      insuredNumber,
    });
    return enterClient(entered, { insurerNumber, insuredNumber }, planned, records);
  }, sheet);
}

/** Enters a client's records under the key it has in the schedule: with 住所地特例 its own insurer is another. */
function enterClient(
  sheet: ActualsSheet,
  { insurerNumber, insuredNumber }: ClientNumbers,
  planned: string,
  records: readonly ServiceRecord[],
): ActualsSheet {
  const known = sheet.clients.find((client) => client.key === planned);
  const whole = known ? sheet : addClient(sheet, { insurerNumber, insuredNumber, name: null });
  const key = known?.key ?? clientKey({ insurerNumber, insuredNumber });
  return withClient(whole, key, (client) => {
    const none = client.rows.map((row) => ({ ...row, counts: zeros(row.planned), movedFrom: {} }));
    const emptied = { ...client, insurerNumber, rows: none, cancellations: [] };
    return records.reduce(enterRecord, emptied);
  });
}

function enterRecord(client: SheetClient, record: ServiceRecord): SheetClient {
  const day = Number(record.day?.slice(8) ?? 0);
  const count = record.count ?? 1;
  const free = client.rows.filter((row) => !row.counts[day] && serviceKey(row) === serviceKey(record));
  const row = free.find(({ planned }) => day in planned) ?? free[0];
  if (!row) return withNewRow(client, lineOf(record), { counts: { [day]: count } });
  return withRow(client, row.id, (one) => ({ ...one, counts: { ...one.counts, [day]: count } }));
}

/** What makes a provided service the planned one; who wrote the record and when does not. */
function serviceKey(row: Line): string {
  return lineKey({
    ...row,
    updatedBy: '',
    marker: '',
    writtenOn: null,
    planner: '',
    plannerOffice: '',
    officeName: '',
  });
}

function zeros(days: Readonly<Record<number, unknown>>): DayCounts {
  return Object.fromEntries(daysIn(days).map((day) => [day, 0]));
}
