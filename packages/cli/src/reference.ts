import { type CodeKnowledge, codeKnowledge, type ServiceCodes, serviceCodes } from '@musubi/reference';
import { readTable } from '@musubi/reference/node';

let codes: ServiceCodes | null = null;

/** The table of service codes that all commands use, read when it is first needed. */
export function loadServiceCodes(): ServiceCodes {
  codes ??= serviceCodes(readTable('service-codes.csv'));
  return codes;
}

/** What kind of service a code is, by that table. */
export function loadKnowledge(): CodeKnowledge {
  return codeKnowledge(loadServiceCodes());
}
