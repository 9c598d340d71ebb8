import type { NamedOffice } from '../filenames/types.js';
import { CSV_VERSIONS } from '../layouts/index.js';
import type { Edition } from '../layouts/types.js';
import type { Supplement } from '../model/model.js';
import { isPlanning } from '../units/roles.js';
import type { WriteOptions } from './actuals-files.js';
import { annexRecords } from './annex.js';
import { type AnnexLine, annexLines, FRAMES, limitType, supplementOf, typeLimits } from './annex-lines.js';
import { recordsOf } from './records.js';
import type { ScheduleSheet, SheetClient } from './sheet.js';
import { NOTHING_WRITTEN, type WrittenUnit, writeUnit } from './write-unit.js';

export interface ScheduleOptions extends WriteOptions {
  /** The office it goes to; left out: the one the sheet was made from. `recipientsOf` names all. */
  readonly recipient?: NamedOffice;
  /** 作成年月日 (ISO) of rows that have none; left out: the date of the serial. */
  readonly writtenOn?: string;
}

/**
 * Writes a schedule as the standard's unit for one office: 第6表, 第7表 computed anew, 利用者補足情報. Only clients whom that
 * office serves go into it (rules.md section 8), each with the rows of all offices.
 */
export function scheduleToFiles(sheet: ScheduleSheet, options: ScheduleOptions): WrittenUnit {
  const { serial, edition = sheet.edition, recipient = sheet.recipient } = options;
  const writtenOn = options.writtenOn ?? `${serial.slice(0, 4)}-${serial.slice(4, 6)}-${serial.slice(6, 8)}`;
  const clients = sheet.clients.filter((client) => isServedBy(client, recipient));
  if (clients.length === 0) return NOTHING_WRITTEN;
  // 更新業者コード of a schedule is the care office's own number (rules.md 12.1, item 24).
  const head = { month: sheet.month, edition, updatedBy: sheet.planner.officeNumber };
  const parts = clients.map((client) => {
    const services = recordsOf(client, head).map((one) => ({ ...one, writtenOn: one.writtenOn ?? writtenOn }));
    const annex = annexRecords(sheet, client, { ...head, writtenOn: services[0]?.writtenOn ?? writtenOn });
    return { services, annex, supplements: supplementRecords(sheet, client, edition) };
  });
  const unit = { kind: 'schedule', edition, month: sheet.month, sender: sheet.planner, recipient, serial } as const;
  return writeUnit(unit, ['UPPLAN', 'UPSIKYU', 'UPHOSOKU'], {
    services: parts.flatMap(({ services }) => services),
    annex: parts.flatMap(({ annex }) => annex),
    supplements: parts.flatMap(({ supplements }) => supplements),
  });
}

function isServedBy({ rows }: SheetClient, recipient: NamedOffice): boolean {
  const served = rows.filter(({ counts }) => Object.values(counts).some((count) => count > 0));
  if (recipient.serviceType !== null && isPlanning(recipient.serviceType)) return served.length > 0;
  return served.some(({ officeNumber }) => officeNumber === recipient.officeNumber);
}

/** 利用者補足情報 as it came, with the month, the units above the limit and the frames of 種類別 limits brought up to date. */
function supplementRecords(sheet: ScheduleSheet, client: SheetClient, edition: Edition): Supplement[] {
  const supplement = supplementOf(sheet, client.key);
  if (!supplement) return [];
  const lines = annexLines(sheet, client);
  const over = lines.reduce((sum, { overLimit }) => sum + overLimit, 0);
  const withFrames = typeLimits(supplement).size === 0 ? supplement : framesOf(supplement, lines);
  const overLimit = over > 0 || supplement.overLimit !== null ? over : null;
  const { insurerNumber, insuredNumber } = client; // the insurer may have been corrected since
  return [{ ...withFrames, csvVersion: CSV_VERSIONS[edition][0], insurerNumber, insuredNumber, overLimit }];
}

function framesOf(supplement: Supplement, lines: readonly AnnexLine[]): Supplement {
  let filled = supplement;
  for (const frame of FRAMES) {
    const type = supplement[`type${frame}`];
    if (type === '') continue;
    const ofType = lines.filter(({ row, terms }) => terms.inLimit && limitType(row.serviceCode) === type);
    const total = ofType.reduce((sum, { amount }) => sum + amount, 0);
    const over = ofType.reduce((sum, { overTypeLimit }) => sum + overTypeLimit, 0);
    filled = { ...filled, [`total${frame}`]: total, [`over${frame}`]: over };
  }
  return filled;
}
