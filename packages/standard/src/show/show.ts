import type { SendingUnit } from '../units/types.js';
import type { ServiceNames } from './service-names.js';
import { viewText } from './text.js';
import { viewUnit } from './view-unit.js';

/** A unit as a readable form for the terminal: names, months and era dates instead of codes where there are any. */
export function showUnit(unit: SendingUnit, names: ServiceNames = () => null): string {
  return viewText(viewUnit(unit, names));
}
