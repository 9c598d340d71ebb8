import { serviceTypeName } from '../units/service-types.js';

/**
 * Looks up what an insurer calls a service code in a month (YYYYMM or YYYY-MM): a code can carry two names by month, and
 * differ by insurer. Null when no table is loaded or it doesn't tell.
 */
export type ServiceNames = (serviceCode: string, month: string, insurerNumber: string) => string | null;

/** The name of a service, or its type and code where no table knows the code. */
export function serviceName(names: ServiceNames, ...[code, month, insurerNumber]: Parameters<ServiceNames>): string {
  return names(code, month, insurerNumber) ?? `${serviceTypeName(code.slice(0, 2))} ${code}`;
}
