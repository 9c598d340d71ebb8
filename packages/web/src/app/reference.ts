import {
  type CareLevelLimit,
  careLevelLimits,
  codeKnowledge,
  type Insurer,
  insurers,
  layTables,
  readServiceCodes,
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
import type { ServiceKnowledge, ServiceNames } from '@musubi/standard';

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

let codes: Promise<ServiceCodes> | null = null;
let imported: readonly string[] = [];
const listeners = new Set<(tables: readonly string[]) => void>();

/** Lays imported tables over the bundled one, in this thread and, by whoever listens, in workers. */
export function setImportedTables(tables: readonly string[]): void {
  if (tables.length === imported.length && tables.every((text, at) => text === imported[at])) return;
  imported = tables;
  codes = null;
  for (const listener of listeners) listener(imported);
}

export const importedTables = (): readonly string[] => imported;

/** Tells a worker which tables are laid over, now and whenever they change. */
export function onImportedTables(listener: (tables: readonly string[]) => void): void {
  listeners.add(listener);
  if (imported.length > 0) listener(imported);
}

/** The service codes in use; the bundled table is fetched once, and the service worker keeps it for use off line. */
export function loadServiceCodes(): Promise<ServiceCodes> {
  codes ??= textOf(codesUrl)
    .then((text) => serviceCodes(layTables(...[text, ...imported].map(readServiceCodes))))
    .catch((error: unknown) => {
      codes = null; // asked again next time
      throw error;
    });
  return codes;
}

/** Loads the kinds of service codes; without the table (first use off line) the number has to do. */
export function loadKnowledge(): Promise<ServiceKnowledge | undefined> {
  return loadServiceCodes().then(codeKnowledge, () => undefined);
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
  return (code, month, insurer) => table?.name(code, month, insurer) ?? null;
}
