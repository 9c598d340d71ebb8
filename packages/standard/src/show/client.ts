import { CODE_TABLES } from '../layouts/index.js';
import type { Supplement } from '../model/model.js';
import { eraDate } from './layout.js';

/** Looks up the name of a service code; null when no table is loaded or the code is unknown. */
export type ServiceNames = (serviceCode: string) => string | null;

/** The label of a code in one of the standard's tables; the code itself when it is unknown. */
export function label(table: string, code: string): string {
  return CODE_TABLES[table]?.[code] ?? code;
}

/** The head of a client: name, birth date, care level. */
export function clientLine(insuredNumber: string, supplements: readonly Supplement[]): string {
  const known = supplements.find((one) => one.insuredNumber === insuredNumber);
  if (!known) return `● 被保険者番号 ${insuredNumber}`;
  const { name, kana, birthDate, careLevel } = known;
  return `● ${name}（${kana}） ${label('性別', known.sex)} ${eraDate(birthDate)}生 ${label('要介護状態区分', careLevel)} 被保険者番号 ${insuredNumber}`;
}
