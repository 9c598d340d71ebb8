import type { ServiceNames } from '@musubi/standard';
import { loadServiceCodes } from '../app/reference.js';

/** Names of services on the forms of the browser, by the month they print. Without the table (off line) codes are printed. */
export async function loadServiceName(): Promise<ServiceNames> {
  try {
    return (await loadServiceCodes()).name;
  } catch {
    return () => null; // codes are right too, and the table is asked for again next time
  }
}
