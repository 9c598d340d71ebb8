import type { DayCounts, EditSheet, Line, SheetClient } from './sheet.js';
import { lineOf } from './sheet.js';
import { withClient, withNewRow } from './update.js';

/** A service entered by hand. What is left out is empty; office and planner are those of the client's other rows. */
export interface NewService {
  readonly serviceCode: string;
  readonly units: number | null;
  readonly counts: DayCounts;
  /** Minutes since midnight; null for services without times. */
  readonly start?: number | null;
  readonly end?: number | null;
  readonly taisCode?: string;
  readonly noticeCode?: string;
  readonly goodsName?: string;
  readonly detailCode?: number | null;
  readonly satellite?: number | null;
  readonly over30Days?: boolean;
  /** Schedules by hand: whose service it is. Sheets of actuals hold the own office only. */
  readonly office?: { readonly officeNumber: string; readonly officeName: string };
}

/** Adds a row that was not planned. */
export function addService<S extends EditSheet>(sheet: S, client: string, service: NewService): S {
  return withClient(sheet, client, (one) =>
    withNewRow(one, newLine(sheet, one, service), { counts: { ...service.counts } }),
  );
}

/** An addition or reduction (加算・減算). */
export interface NewAddition {
  readonly serviceCode: string;
  readonly units: number | null;
  /** The days it counts on; left out: every day of the row it belongs to. */
  readonly counts?: DayCounts;
}

/**
 * Adds an addition, below the row it belongs to and with that row's times (rules.md 12.1: an addition tied to a basic
 * service has the same times), or by itself without times when `toRow` is null.
 */
export function addAddition<S extends EditSheet>(
  sheet: S,
  client: string,
  toRow: string | null,
  addition: NewAddition,
): S {
  return withClient(sheet, client, (one) => {
    const base = one.rows.find(({ id }) => id === toRow);
    const times = base ? { start: base.start, end: base.end, satellite: base.satellite } : {};
    const ofBase = base ? Object.fromEntries(Object.entries(base.counts).filter(([, count]) => count > 0)) : {};
    const { serviceCode, units, counts = ofBase } = addition;
    const office = base && { officeNumber: base.officeNumber, officeName: base.officeName };
    const service = { serviceCode, units, counts, ...times, ...(office ? { office } : {}) };
    return withNewRow(one, newLine(sheet, one, service), { counts: { ...counts } }, base?.id);
  });
}

/** Adds a client whom the schedule does not name, e.g. an urgent visit before any plan. */
export function addClient<S extends EditSheet>(
  sheet: S,
  person: Pick<SheetClient, 'insurerNumber' | 'insuredNumber' | 'name'>,
): S {
  const key = `${person.insurerNumber} ${person.insuredNumber}`;
  if (sheet.clients.some((client) => client.key === key)) return sheet;
  return { ...sheet, clients: [...sheet.clients, { key, ...person, rows: [], cancellations: [], nextRow: 1 }] };
}

/**
 * The insurer that the records carry from now on. 住所地特例: the service office corrects it by hand after import
 * (rules.md section 6). The client keeps its key in the sheet.
 */
export function correctInsurer<S extends EditSheet>(sheet: S, client: string, insurerNumber: string): S {
  return withClient(sheet, client, (one) => ({ ...one, insurerNumber }));
}

function newLine(sheet: EditSheet, client: SheetClient, service: NewService): Line {
  const like = client.rows[0] ?? sheet.clients.find(({ rows }) => rows.length > 0)?.rows[0];
  const own = sheet.kind === 'actuals' ? sheet.own : null;
  const iso = `${sheet.month.slice(0, 4)}-${sheet.month.slice(4, 6)}-01`;
  const blank: Line = like
    ? lineOf(like)
    : {
        ...{ updatedBy: '', marker: '', writtenOn: iso, plannerOffice: sheet.planner.officeNumber, planner: '' },
        ...{ units: null, shortStayDaysBefore: null, proratedDays: null, start: null, end: null, serviceCode: '' },
        ...{ taisCode: '', noticeCode: '', goodsName: '', detailCode: null, officeNumber: '', officeName: '' },
        ...{ satellite: null, over30Days: false },
      };
  const office = own ?? service.office ?? { officeNumber: blank.officeNumber, officeName: blank.officeName };
  return {
    ...blank,
    serviceCode: service.serviceCode,
    units: service.units,
    start: service.start ?? null,
    end: service.end ?? null,
    taisCode: service.taisCode ?? '',
    noticeCode: service.noticeCode ?? '',
    goodsName: service.goodsName ?? '',
    detailCode: service.detailCode ?? null,
    satellite: service.satellite ?? null,
    over30Days: service.over30Days ?? false,
    proratedDays: null,
    officeNumber: office.officeNumber,
    officeName: office.officeName,
  };
}
