import type { UnitPrices } from '@musubi/reference';
import {
  type AnnexLine,
  addService,
  annexLines,
  type NewService,
  type ScheduleSheet,
  type ServiceKnowledge,
  setTerms,
  setWeekdays,
} from '@musubi/standard';

const REMEMBERED = 'musubi-area';

/** 級地 that was chosen last on this terminal: most offices around one office are in the same area. */
export const rememberedArea = () => localStorage.getItem(REMEMBERED) ?? '';
export const rememberArea = (area: string) => localStorage.setItem(REMEMBERED, area);

const typeOf = ({ row }: AnnexLine) => row.serviceCode.slice(0, 2);

/** Whether the price of a service type depends on the area at all. */
export const hasAreas = (prices: UnitPrices, type: string) => prices.price('1', type) !== prices.price('other', type);

/** The area whose prices the lines of an office have; '' when they have none, or prices of no one area. */
export function areaOf(prices: UnitPrices, lines: readonly AnnexLine[]): string {
  const priced = lines.filter((line) => hasAreas(prices, typeOf(line)));
  if (priced.length === 0) return '';
  const fits = (area: string) => priced.every((line) => line.terms.unitPrice === prices.price(area, typeOf(line)));
  return prices.areas.find(({ area }) => fits(area))?.area ?? '';
}

/** Prices of an area for everything that an office does for anybody: the area is the office's. */
export function withArea(sheet: ScheduleSheet, prices: UnitPrices, officeNumber: string, area: string): ScheduleSheet {
  return sheet.clients.reduce((whole, client) => {
    const lines = annexLines(whole, client).filter(({ row }) => row.officeNumber === officeNumber);
    return lines.reduce((all, line) => {
      const unitPrice = prices.price(area, typeOf(line));
      return unitPrice === null ? all : setTerms(all, client.key, officeNumber, line.row.serviceCode, { unitPrice });
    }, whole);
  }, sheet);
}

/** 給付率 of everything that a client gets. */
export function withBenefit(sheet: ScheduleSheet, key: string, benefitPercent: number): ScheduleSheet {
  const client = sheet.clients.find((one) => one.key === key);
  const lines = client ? annexLines(sheet, client) : [];
  return lines.reduce(
    (all, { row }) => setTerms(all, key, row.officeNumber, row.serviceCode, { benefitPercent }),
    sheet,
  );
}

export interface PlannedService {
  readonly service: NewService & { readonly office: NonNullable<NewService['office']> };
  readonly weekdays: readonly number[];
  /** 級地 of the office. */
  readonly area: string;
  /** Tells whether it counts towards the limit, chosen from the table or typed. */
  readonly knowledge: ServiceKnowledge | undefined;
}

/** Adds a service on its weekdays with price and place towards the limit, where the client does not have it yet. */
export function withService(
  sheet: ScheduleSheet,
  prices: UnitPrices,
  key: string,
  { service, weekdays, area, knowledge }: PlannedService,
): ScheduleSheet {
  const { serviceCode, office } = service;
  const isKnown = sheet.terms.some(
    (term) => term.client === key && term.officeNumber === office.officeNumber && term.serviceCode === serviceCode,
  );
  const added = addService(sheet, key, service);
  const row = added.clients.find((one) => one.key === key)?.rows.at(-1)?.id ?? '';
  const placed = weekdays.length > 0 ? setWeekdays(added, key, row, weekdays) : added;
  if (isKnown) return placed;
  const unitPrice = prices.price(area, serviceCode.slice(0, 2));
  const insurer = sheet.clients.find((one) => one.key === key)?.insurerNumber ?? '';
  const inLimit = knowledge?.kindOf(serviceCode, sheet.month, insurer)?.inLimit;
  return setTerms(placed, key, office.officeNumber, serviceCode, {
    ...(unitPrice === null ? {} : { unitPrice }),
    ...(typeof inLimit === 'boolean' ? { inLimit } : {}),
  });
}
