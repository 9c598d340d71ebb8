import { currentActuals } from '../compare/current.js';
import { CSV_VERSIONS } from '../layouts/index.js';
import type { Edition } from '../layouts/types.js';
import type { SendingUnit } from '../units/types.js';
import { recordsOf } from './records.js';
import type { ActualsSheet, SheetClient } from './sheet.js';
import { NOTHING_WRITTEN, type UnitHead, type WrittenUnit, writeUnit } from './write-unit.js';

export interface WriteOptions {
  /** ファイル連番 YYYYMMDDHHMMSS of the unit; the caller has the clock. */
  readonly serial: string;
  /** The schedule's edition when left out. */
  readonly edition?: Edition;
}

/** Writes the entered actuals as the standard's 実績 unit (UPJSK), checked. Clients without any count are left out. */
export function actualsToFiles(sheet: ActualsSheet, { serial, edition = sheet.edition }: WriteOptions): WrittenUnit {
  // 更新業者コード of an actual is the service office's own number (rules.md 12.1, item 24).
  const head = { month: sheet.month, edition, updatedBy: sheet.own.officeNumber };
  const services = sheet.clients.flatMap((client) => recordsOf(client, head));
  if (services.length === 0) return NOTHING_WRITTEN;
  return writeUnit(unitHead('actuals', sheet, serial, edition), ['UPJSK'], { services });
}

/** Writes the deletion (DLTJSK) of the actuals of all clients, or of some, by service type (rules.md section 9). */
export function deletionToFiles(
  sheet: ActualsSheet,
  options: WriteOptions & { readonly clients?: readonly string[] },
): WrittenUnit {
  const { serial, edition = sheet.edition, clients } = options;
  const deletions = sheet.clients
    .filter(({ key }) => clients?.includes(key) ?? true)
    .map(({ insurerNumber, insuredNumber }) => ({
      csvVersion: CSV_VERSIONS[edition][0],
      insurerNumber,
      insuredNumber,
      ...{ planDate: null, interviewDate: null, preventivePlanDate: null },
      month: `${sheet.month.slice(0, 4)}-${sheet.month.slice(4, 6)}`,
      officeNumber: sheet.own.officeNumber,
      serviceType: sheet.own.serviceType,
      source: null,
    }));
  if (deletions.length === 0) return NOTHING_WRITTEN;
  return writeUnit(unitHead('actuals-deletion', sheet, serial, edition), ['DLTJSK'], { deletions });
}

/**
 * Clients whose actuals were sent but who have none any more. Sending the others again does not take theirs back
 * (rules.md section 9: what is sent replaces what has the same keys), so they need a deletion.
 */
export function clientsTakenBack(sheet: ActualsSheet, sent: readonly SendingUnit[]): string[] {
  const { officeNumber, serviceType } = sheet.own;
  const standing = new Set(
    currentActuals(sent.filter(({ month }) => month === sheet.month))
      .rows.filter((row) => row.officeNumber === officeNumber && row.serviceCode.startsWith(serviceType))
      .map(({ insurerNumber, insuredNumber }) => `${insurerNumber} ${insuredNumber}`),
  );
  const hasCounts = ({ rows }: SheetClient) =>
    rows.some(({ counts }) => Object.values(counts).some((count) => count > 0));
  const isStanding = ({ insurerNumber, insuredNumber }: SheetClient) =>
    standing.has(`${insurerNumber} ${insuredNumber}`);
  return sheet.clients.filter((client) => isStanding(client) && !hasCounts(client)).map(({ key }) => key);
}

function unitHead(kind: UnitHead['kind'], sheet: ActualsSheet, serial: string, edition: Edition): UnitHead {
  const { month, own, planner } = sheet;
  return { kind, edition, month, sender: own, recipient: planner, serial };
}
