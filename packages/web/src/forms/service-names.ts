import type { ServiceNameLookup } from '@musubi/forms';
import { loadServiceCodes } from '../app/reference.js';

/** Names of services on the forms of the browser, by the month they print. Without the table (off line) codes are printed. */
export async function loadServiceName(): Promise<ServiceNameLookup> {
  try {
    const { name } = await loadServiceCodes();
    return (type, item, month) => name(type, item, month?.replace('-', ''));
  } catch {
    return () => null; // codes are right too, and the table is asked for again next time
  }
}
