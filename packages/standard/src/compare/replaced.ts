import type { SendingUnit } from '../units/types.js';
import { currentActuals, currentSchedule } from './current.js';
import { serviceRowsOf } from './rows.js';

interface Place {
  readonly file: string;
  /** From 1. */
  readonly record: number;
}

const keyOf = ({ file, record }: Place) => `${file} ${record}`;

/**
 * Tells records of 第6表 and 実績 that do not hold among these units: a later serial replaced them, a deletion took them
 * back, or they are the copy of a row that the unit addressed to its own office says (rules.md sections 7 to 9).
 * Records too broken to be compared are never called replaced.
 */
export function replacedServices(units: readonly SendingUnit[]): (place: Place) => boolean {
  const services = units.filter(({ kind }) => /^(schedule|actuals)/.test(kind));
  if (services.length < 2) return () => false;
  const files = services.flatMap((unit) => unit.files.filter(({ kind }) => kind === 'UPPLAN' || kind === 'UPJSK'));
  const replaced = new Set(files.flatMap(serviceRowsOf).map(keyOf));
  for (const row of [...currentSchedule(services), ...currentActuals(services).rows]) replaced.delete(keyOf(row));
  return (place) => replaced.has(keyOf(place));
}
