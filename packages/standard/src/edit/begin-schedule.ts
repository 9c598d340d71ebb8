import { namesIn } from '../compare/names.js';
import type { NamedOffice } from '../filenames/types.js';
import { type AnnexRecord, type Supplement, type UnitModel, unitToModel } from '../model/model.js';
import { factsOf, isRental, OUTSIDE_TYPES, type ServiceKnowledge } from '../services/knowledge.js';
import type { SendingUnit } from '../units/types.js';
import { carriedCounts, carriedMarks, monthlyCounts } from './carry.js';
import { clientsOfRecords } from './rows.js';
import { type AnnexTerm, daysIn, type ScheduleSheet, type SheetClient, type SheetRow } from './sheet.js';

/**
 * Opens schedule units of one month for editing: the rows of all offices, what 第7表 computes with, and 利用者補足情報.
 * Of a client in several units the latest serial counts. Needs at least one unit and goes by the month of the latest.
 * The 第7表 says what counts towards 区分支給限度基準額, or else `knowledge` does.
 */
export function beginSchedule(
  units: SendingUnit | readonly SendingUnit[],
  knowledge?: ServiceKnowledge,
): ScheduleSheet {
  const sorted = ('kind' in units ? [units] : [...units])
    .filter(({ kind }) => kind === 'schedule')
    .toSorted((a, b) => a.serial.localeCompare(b.serial));
  const latest = sorted.at(-1);
  if (!latest?.month) throw new Error('a schedule is made from at least one schedule unit');
  const { month, edition, sender, recipient } = latest;
  const models = sorted.filter((unit) => unit.month === month).map(unitToModel);
  const services = latestByClient(models, ({ services: records }) => records);
  const annex = latestByClient(models, ({ annex: records }) => records);
  return {
    kind: 'schedule',
    ...{ month, edition, planner: sender, recipient },
    clients: clientsOfRecords(services, namesIn(sorted).clients, ({ planned }) => ({
      planned,
      counts: Object.fromEntries(daysIn(planned).map((day) => [day, planned[day]?.count ?? 0])),
    })),
    supplements: latestByClient(models, ({ supplements }) => supplements),
    terms: termsOfAnnex(annex, month, knowledge),
    excess: [],
    writesManaged: annex.some(({ managedUnits }) => managedUnits !== null),
    unreadable: models.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

interface OfClient {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
}
const clientOf = ({ insurerNumber, insuredNumber }: OfClient) => `${insurerNumber} ${insuredNumber}`;

/** The records of each client from the last model that has the client. */
function latestByClient<R extends OfClient>(
  models: readonly UnitModel[],
  recordsOf: (model: UnitModel) => readonly R[],
): R[] {
  const last = new Map<string, number>();
  for (const [at, model] of models.entries()) for (const record of recordsOf(model)) last.set(clientOf(record), at);
  return models.flatMap((model, at) => recordsOf(model).filter((record) => last.get(clientOf(record)) === at));
}

/**
 * The terms of each client's services. Software may leave the units towards the limit empty everywhere (rules.md 12.2): then
 * the lines of a client don't say what is outside, and the table of codes does.
 */
function termsOfAnnex(annex: readonly AnnexRecord[], month: string, knowledge?: ServiceKnowledge): AnnexTerm[] {
  const telling = new Set(annex.filter(isInLimit).map(clientOf));
  return annex.flatMap((record) => {
    const { serviceCode, insurerNumber } = record;
    const known = telling.has(clientOf(record)) ? null : factsOf(knowledge, { serviceCode, month, insurerNumber });
    return termOf(record, known ? (known.inLimit ?? !OUTSIDE_TYPES.has(serviceCode.slice(0, 2))) : isInLimit(record));
  });
}

const isInLimit = ({ managedUnits, withinLimit, overLimit }: AnnexRecord) =>
  managedUnits !== null || withinLimit !== null || overLimit !== null;

/** What a line of 第7表 tells for next time; subtotals and totals tell nothing. */
function termOf(record: AnnexRecord, inLimit: boolean): AnnexTerm[] {
  const { officeNumber, serviceCode, unitPrice, benefitPercent, fixedShare } = record;
  if (/^(999999|..(AAAA|EEEE|ZZZZ))$/.test(serviceCode)) return [];
  const { units: fullUnits, discountPercent, discountedUnits } = record;
  return [
    {
      client: clientOf(record),
      ...{ officeNumber, serviceCode, unitPrice, benefitPercent, fixedShare },
      ...{ fullUnits, discountPercent, discountedUnits },
      inLimit,
    },
  ];
}

/** 21 to 2B: the days of 短期入所 that are counted on from month to month (第6表 No.9). */
const SHORT_STAY = /^2[1-6AB]/;

/** Last month's schedule carried to another month by its weekday pattern, to be edited and written. */
export function nextMonthSchedule(
  previous: SendingUnit | readonly SendingUnit[],
  month: string,
  knowledge?: ServiceKnowledge,
): ScheduleSheet {
  const sheet = beginSchedule(previous, knowledge);
  const iso = `${month.slice(0, 4)}-${month.slice(4, 6)}`;
  return {
    ...sheet,
    month,
    clients: sheet.clients.map((client) => carriedClient(client, sheet.month, month, knowledge)),
    supplements: sheet.supplements.map((supplement): Supplement => ({ ...supplement, month: iso })),
  };
}

function carriedClient(client: SheetClient, from: string, to: string, knowledge?: ServiceKnowledge): SheetClient {
  const { insurerNumber } = client;
  const facts = (serviceCode: string) => factsOf(knowledge, { serviceCode, month: from, insurerNumber });
  const stayed = daysStayed(client);
  const rows = client.rows.map(
    (row): SheetRow => ({
      ...row,
      writtenOn: null,
      shortStayDaysBefore: stayed ?? row.shortStayDaysBefore,
      proratedDays: carriedMarks(row.proratedDays, from, to),
      planned: {},
      counts: carriedCounts(row, from, to),
      movedFrom: {},
    }),
  );
  const placed = rows.map((row, at): SheetRow => {
    const before = client.rows[at];
    const counts = before && !isRental(row.serviceCode) ? monthlyCounts(before, rows, to, facts) : null;
    return counts ? { ...row, counts } : row;
  });
  return { ...client, rows: placed.filter(({ counts }) => Object.keys(counts).length > 0) };
}

/** 前月までの短期入所利用日数 for the next month; null when the client has nothing to do with 短期入所. */
function daysStayed({ rows }: SheetClient): number | null {
  const before = rows.find(({ shortStayDaysBefore }) => shortStayDaysBefore !== null)?.shortStayDaysBefore ?? null;
  const days = new Set(
    rows.filter(({ serviceCode }) => SHORT_STAY.test(serviceCode)).flatMap(({ counts }) => daysIn(counts)),
  );
  return before === null && days.size === 0 ? null : (before ?? 0) + days.size;
}

/** The offices and service types that the clients' rows are about: each gets a unit of its own. */
export function recipientsOf(sheet: ScheduleSheet): NamedOffice[] {
  const keys = sheet.clients.flatMap(({ rows }) =>
    rows.map(({ officeNumber, serviceCode }) => `${officeNumber} ${serviceCode.slice(0, 2)}`),
  );
  return [...new Set(keys)].sort().map((key) => ({ officeNumber: key.slice(0, -3), serviceType: key.slice(-2) }));
}
