import { OUTSIDE_TYPES } from '../services/knowledge.js';
import type { AnnexTerm, ExcessShare, ScheduleSheet } from './sheet.js';

export type Terms = Omit<AnnexTerm, 'client' | 'officeNumber' | 'serviceCode'>;

/** Finds the terms of services that 第7表 has not seen, from what it says of like ones. */
export function termsOf(sheet: ScheduleSheet): (client: string, officeNumber: string, serviceCode: string) => Terms {
  const { terms } = sheet;
  return (client, officeNumber, serviceCode) => {
    const type = serviceCode.slice(0, 2);
    const ofClient = terms.filter((term) => term.client === client);
    const exact = ofClient.find((term) => term.officeNumber === officeNumber && term.serviceCode === serviceCode);
    if (exact) return exact;
    const ofType = terms.filter((term) => term.serviceCode.startsWith(type));
    const priced = ofType.find((term) => term.officeNumber === officeNumber) ?? ofType[0];
    const sameCode = terms.find((term) => term.serviceCode === serviceCode);
    return {
      unitPrice: priced?.unitPrice ?? null,
      benefitPercent: ofClient.find(({ benefitPercent }) => benefitPercent !== null)?.benefitPercent ?? null,
      discountPercent: null,
      fullUnits: null,
      discountedUnits: null,
      fixedShare: null,
      inLimit: sameCode?.inLimit ?? !OUTSIDE_TYPES.has(type),
    };
  };
}

/** Says what 第7表 computes with for a client's service: unit price, benefit, whether it counts towards the limit. */
export function setTerms(
  sheet: ScheduleSheet,
  client: string,
  officeNumber: string,
  serviceCode: string,
  change: Partial<Terms>,
): ScheduleSheet {
  const isIt = (term: AnnexTerm) =>
    term.client === client && term.officeNumber === officeNumber && term.serviceCode === serviceCode;
  const known = termsOf(sheet)(client, officeNumber, serviceCode);
  const term: AnnexTerm = { ...known, ...change, client, officeNumber, serviceCode };
  return { ...sheet, terms: [...sheet.terms.filter((one) => !isIt(one)), term] };
}

/** Puts the units above 区分支給限度基準額 on chosen services of a client; none puts them back on the last rows. */
export function allotExcess(
  sheet: ScheduleSheet,
  client: string,
  shares: readonly Omit<ExcessShare, 'client'>[],
): ScheduleSheet {
  const others = sheet.excess.filter((share) => share.client !== client);
  return { ...sheet, excess: [...others, ...shares.map((share) => ({ client, ...share }))] };
}
