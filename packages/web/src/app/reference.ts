import {
  type CareLevelLimit,
  careLevelLimits,
  type Insurer,
  insurers,
  type ServiceCodes,
  serviceCodes,
  type UnitPrices,
  unitPrices,
} from '@musubi/reference';
import insurersUrl from '@musubi/reference/data/insurers.csv?url';
import ratiosUrl from '@musubi/reference/data/labour-ratios.csv?url';
import limitsUrl from '@musubi/reference/data/limits.csv?url';
import codesUrl from '@musubi/reference/data/service-codes.csv?url';
import pricesUrl from '@musubi/reference/data/unit-prices.csv?url';
import type { ServiceNames } from '@musubi/standard';

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

let codes: Promise<ServiceCodes> | null = null;

/** The table of service codes, fetched once; the service worker keeps it for use off line. */
export function loadServiceCodes(): Promise<ServiceCodes> {
  codes ??= textOf(codesUrl)
    .then(serviceCodes)
    .catch((error: unknown) => {
      codes = null; // asked again next time
      throw error;
    });
  return codes;
}

/** What prices and limits are computed with. */
export interface Charges {
  readonly prices: UnitPrices;
  readonly limits: readonly CareLevelLimit[];
  readonly insurers: ReadonlyMap<string, Insurer>;
}

export async function loadCharges(): Promise<Charges> {
  const [prices, ratios, limits, known] = await Promise.all([pricesUrl, ratiosUrl, limitsUrl, insurersUrl].map(textOf));
  return {
    prices: unitPrices(prices ?? '', ratios ?? ''),
    limits: careLevelLimits(limits ?? ''),
    insurers: insurers(known ?? ''),
  };
}

/** Names by the table; codes stand where it has none, and until it has come. */
export function namesBy(table: ServiceCodes | null | undefined): ServiceNames {
  return (code) => table?.name(code.slice(0, 2), code.slice(2)) ?? null;
}
