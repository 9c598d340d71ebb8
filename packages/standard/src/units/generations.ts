import { groupBy } from '../compare/current.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { clientsOf, type UnitClient } from './clients.js';
import { officeKey } from './draft.js';
import { type SendingUnit, UNIT_NAMES } from './types.js';

/**
 * Tells the older of two units of one kind, sender, recipient and month that are about the same clients: whoever imports
 * both goes by the ファイル連番, so that for these clients the newer one counts (rules.md sections 7, 9). Clients are only
 * looked for where there are such units at all.
 */
export function withGenerations(units: readonly SendingUnit[]): SendingUnit[] {
  const older = new Map<SendingUnit, Finding>();
  for (const group of groupBy(units, scopeOf).values()) {
    if (group.length < 2) continue;
    const clients = new Map(group.map((unit) => [unit, new Set(clientsOf(unit).map(keyOf))]));
    for (const unit of group) {
      const newer = group.filter((one) => one.serial > unit.serial && shares(clients.get(one), clients.get(unit)));
      const newest = newer.toSorted((a, b) => a.serial.localeCompare(b.serial)).at(-1);
      if (newest) older.set(unit, olderFinding(unit, newest, countShared(clients, unit, newer)));
    }
  }
  return units.map((unit) => {
    const finding = older.get(unit);
    return finding ? { ...unit, findings: [...unit.findings, finding] } : unit;
  });
}

function scopeOf({ kind, edition, sender, recipient, month }: SendingUnit): string {
  return [kind, edition, officeKey(sender), officeKey(recipient), month].join(' ');
}

function keyOf({ insurerNumber, insuredNumber }: UnitClient): string {
  return `${insurerNumber} ${insuredNumber}`;
}

function shares(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  return a !== undefined && b !== undefined && [...a].some((client) => b.has(client));
}

/** Counts clients of a unit that stand in a newer one too. */
function countShared(
  clients: ReadonlyMap<SendingUnit, ReadonlySet<string>>,
  unit: SendingUnit,
  newer: readonly SendingUnit[],
): number {
  return [...(clients.get(unit) ?? [])].filter((client) => newer.some((one) => clients.get(one)?.has(client))).length;
}

function olderFinding(unit: SendingUnit, newest: SendingUnit, count: number): Finding {
  return makeFinding(
    'MSB-UNIT-OLDER-GENERATION',
    { file: unit.files[0]?.name ?? null },
    {
      unitName: UNIT_NAMES[unit.kind],
      count,
      serial: unit.serial,
      newest: newest.serial,
      newestAt: whenWritten(newest.serial),
    },
  );
}

/** 20260926090000 → 9月26日9:00. */
function whenWritten(serial: string): string {
  const [month, day, hour] = [4, 6, 8].map((at) => Number(serial.slice(at, at + 2)));
  return `${month}月${day}日${hour}:${serial.slice(10, 12)}`;
}
