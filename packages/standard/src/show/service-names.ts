import { serviceTypeName } from '../units/service-types.js';

/** Looks up the name of a service code; null when no table is loaded or the code is unknown. */
export type ServiceNames = (serviceCode: string) => string | null;

/** The name of a service, or its type and code where no table knows the code. */
export function serviceName(code: string, names: ServiceNames): string {
  return names(code) ?? `${serviceTypeName(code.slice(0, 2))} ${code}`;
}
