import { changeOf, readCodeTable, tableText } from '@musubi/reference';
import {
  applyRepair,
  beginActuals,
  type Conversion,
  type ConversionNote,
  checkFiles,
  checkReport,
  clientsOf,
  compareScheduleWithActuals,
  convertUnit,
  type DescribedService,
  type DroppedFile,
  describeDifference,
  type Edition,
  type InputFile,
  loadReplacements,
  monthHint,
  namesIn,
  reconcile,
  type SendingUnit,
  type SortedDrop,
  sortDrop,
  unopenedZip,
  viewUnit,
} from '@musubi/standard';
import { expose } from 'comlink';
import { unzipSync } from 'fflate';
import { loadKnowledge, loadServiceCodes, namesBy, setImportedTables } from '../app/reference.js';
import type { CheckedUnit, CheckerApi, ConversionOutcome } from './checker-api.js';
import { beginMonth, writeActuals, writeSchedule } from './write-sheets.js';

/** Names of services; codes where the table can't be had (first use off line). */
const serviceNames = () => loadServiceCodes().then(namesBy, () => namesBy(null));

function plainUnit(unit: SendingUnit): CheckedUnit {
  const { kind, edition, sender, recipient, serial, month, findings, files } = unit;
  return {
    key: [kind, sender.officeNumber, recipient.officeNumber, serial].join(' '),
    kind,
    edition,
    sender: { ...sender },
    recipient: { ...recipient },
    serial,
    month,
    findings: [...findings],
    files: files.map(({ name, bytes }) => ({ name, bytes })),
    clients: clientsOf(unit).map(({ insuredNumber, name }) => ({ insuredNumber, name })),
  };
}

const MAX_UNPACKED = 200 * 1024 * 1024;
/** Names in a ZIP made on Windows are MS932 unless it says UTF-8; fflate reads them as Latin-1. */
function zipName(name: string): string {
  if (![...name].every((character) => character <= 'ÿ')) return name;
  return new TextDecoder('shift_jis').decode(Uint8Array.from(name, (character) => character.charCodeAt(0)));
}

/** What is inside a ZIP; null when it can't be opened, is locked or would grow too large. */
function unzip({ path, bytes }: DroppedFile): DroppedFile[] | null {
  let size = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ originalSize, name }) => {
        size += originalSize;
        return size < MAX_UNPACKED && !name.endsWith('/');
      },
    });
    if (size >= MAX_UNPACKED) return null;
    return Object.entries(entries).map(([name, content]) => ({ path: `${path}/${zipName(name)}`, bytes: content }));
  } catch {
    return null; // told by the caller
  }
}

/** Sorts what was dropped; ZIPs are opened once, a ZIP inside a ZIP is not. */
function sort(files: readonly DroppedFile[]): SortedDrop {
  const first = sortDrop(files);
  if (first.zips.length === 0) return first;
  const opened = first.zips.map((zip) => ({ zip, content: unzip(zip) }));
  const outside = files.filter((file) => !first.zips.some(({ path }) => path === file.path));
  const second = sortDrop([...outside, ...opened.flatMap(({ content }) => content ?? [])]);
  const unopened = [...opened.filter(({ content }) => content === null).map(({ zip }) => zip), ...second.zips];
  return {
    ...second,
    notices: [
      ...first.notices.filter(({ paths }) => opened.some(({ zip, content }) => content && paths.includes(zip.path))),
      ...second.notices.filter(({ reason }) => reason !== 'MSB-DROP-ZIP-OPENED'), // inside a ZIP they stay closed
    ],
    refused: [...second.refused, ...unopened.map(unopenedZip)],
    zips: [],
  };
}

function serviceText(service: DescribedService | null): string {
  if (!service) return '―';
  const { times, service: name, units, count } = service;
  return [times, name, `${units.toLocaleString('ja-JP')}単位×${count}`].filter(Boolean).join(' ');
}

/** Names of edition 3 lack the service types, so that two units may come to the same names: only one can be saved. */
function withoutClashes(converted: readonly Conversion[], to: Edition): ConversionOutcome {
  const files = new Map<string, InputFile>();
  const notes: ConversionNote[] = [];
  for (const unit of converted) {
    const clash = unit.files.find(({ name }) => files.has(name));
    if (clash) {
      const message = `第${to}版のファイル名では、ほかの送信単位と同じ名前（${clash.name}）になるため、変換していません。片方ずつ変換してください。`;
      notes.push({ effect: 'refused', file: clash.name, records: [], message });
      continue;
    }
    for (const file of unit.files) files.set(file.name, file);
    notes.push(...unit.notes);
  }
  return { files: [...files.values()], notes };
}

const api: CheckerApi = {
  sort,
  check: (files, today) => {
    const { units, findings, leftOver } = checkFiles(files);
    return {
      units: units.map(plainUnit),
      findings: [...findings],
      leftOver: leftOver.map(({ name }) => name),
      hints: [...monthHint(units, today)],
    };
  },
  view: async (files) => {
    const names = await serviceNames();
    return checkFiles(files).units.map((unit) => viewUnit(unit, names));
  },
  compare: async (schedules, actuals) => {
    const services = await serviceNames();
    const planned = checkFiles(schedules).units;
    const provided = checkFiles(actuals).units;
    const { matched, differences, missingOffices, presumedCodes } = compareScheduleWithActuals(
      planned,
      provided,
      await loadKnowledge(),
    );
    const names = namesIn([...planned, ...provided]);
    return {
      matched,
      rows: differences.map((one) => {
        const {
          client,
          office,
          month,
          day,
          kindWords,
          planned: before,
          actual,
        } = describeDifference(one, names, services);
        return {
          client,
          office,
          day: `${Number(month.slice(5))}/${day}`,
          kind: kindWords,
          planned: serviceText(before),
          actual: serviceText(actual),
        };
      }),
      presumedCodes,
      missing: missingOffices.map(({ officeNumber, month, clients }) => ({
        office: names.offices.get(officeNumber) ?? officeNumber,
        month,
        clients,
      })),
    };
  },
  convert: (files, to) => {
    const converted = checkFiles(files).units.map((unit) => convertUnit(unit, to, {}));
    return withoutClashes(converted, to);
  },
  repair: async (files, repairs) => {
    const propose = await loadReplacements();
    return repairs.reduce((current, repair) => applyRepair(current, repair, propose), [...files]);
  },
  beginActuals: (schedules, own) => beginActuals(checkFiles(schedules).units, own),
  writeActuals,
  beginSchedule: async (sent, before, month) => beginMonth(sent, before, month, await loadKnowledge()),
  writeSchedule,
  reconcile: async (schedules, actuals, month) => {
    const [planned, provided] = [checkFiles(schedules).units, checkFiles(actuals).units];
    const knowledge = await loadKnowledge();
    return {
      reconciliation: reconcile({ schedules: planned, actuals: provided, month, ...(knowledge ? { knowledge } : {}) }),
      names: namesIn([...planned, ...provided]),
    };
  },
  useTables: setImportedTables,
  previewTable: async (file, month, keepsMissing) => {
    const [table, { all }] = await Promise.all([readCodeTable(file, month), loadServiceCodes()]);
    const { lines, ...change } = changeOf(all, table, { keepsMissing });
    return {
      file: table.file,
      findings: table.findings,
      passedOver: table.passedOver,
      ...change,
      content: tableText(lines),
    };
  },
  report: (files, options) => {
    const { units, findings } = checkFiles(files);
    return checkReport({ units, findings }, options);
  },
};

expose(api);
