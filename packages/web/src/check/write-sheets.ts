import {
  type ActualsSheet,
  actualsToFiles,
  beginSchedule,
  checkFiles,
  clientsTakenBack,
  deletionToFiles,
  type InputFile,
  nextMonthSchedule,
  recipientsOf,
  type ScheduleSheet,
  type ServiceKnowledge,
  scheduleToFiles,
  type WrittenUnit,
} from '@musubi/standard';
import type { WrittenSheet } from './checker-api.js';

/** The serial some seconds later: two units of one office never share a serial. */
function serialAfter(serial: string, seconds: number): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(serial) ?? [];
  const at = Date.UTC(
    ...([Number(year), Number(month) - 1, Number(day)] as const),
    ...([Number(hour), Number(minute), Number(second) + seconds] as const),
  );
  return new Date(at).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

/** Files of written units, with what keeps them from being sent. */
function gathered(all: readonly WrittenUnit[]): WrittenSheet {
  const errors = all.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
  const troubles = [
    ...errors.map(({ message, remedy }) => `${message}${remedy}`),
    ...all.flatMap(({ unwritable }) =>
      unwritable.map(({ character }) => `「${character}」は標準のファイルに書けない文字です。別の字に直してください。`),
    ),
  ];
  return { files: all.flatMap(({ files }) => [...files]), troubles: [...new Set(troubles)] };
}

export function writeActuals(sheet: ActualsSheet, sent: readonly InputFile[], serial: string): WrittenSheet {
  const written = actualsToFiles(sheet, { serial });
  const gone = clientsTakenBack(sheet, checkFiles(sent).units);
  const deletion = gone.length > 0 ? deletionToFiles(sheet, { serial: serialAfter(serial, 1), clients: gone }) : null;
  return gathered([written, ...(deletion ? [deletion] : [])]);
}

export function writeSchedule(sheet: ScheduleSheet, serial: string): WrittenSheet {
  return gathered(
    recipientsOf(sheet).map((recipient, at) => scheduleToFiles(sheet, { serial: serialAfter(serial, at), recipient })),
  );
}

/** This month's schedule as it was sent, else the month before carried on; null when there is neither. */
export function beginMonth(
  sent: readonly InputFile[],
  before: readonly InputFile[],
  month: string,
  knowledge?: ServiceKnowledge,
): ScheduleSheet | null {
  const unitsOf = (files: readonly InputFile[]) => checkFiles(files).units.filter(({ kind }) => kind === 'schedule');
  const [now, earlier] = [unitsOf(sent), unitsOf(before)];
  if (now.length > 0) return beginSchedule(now, knowledge);
  return earlier.length > 0 ? nextMonthSchedule(earlier, month, knowledge) : null;
}
