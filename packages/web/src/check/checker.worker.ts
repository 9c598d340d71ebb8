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
  describeDifference,
  type Edition,
  type Inflate,
  type InputFile,
  loadReplacements,
  monthHint,
  namesIn,
  reconcile,
  type SendingUnit,
  takeDrop,
  viewUnit,
} from '@musubi/standard';
import { expose } from 'comlink';
import { inflateSync } from 'fflate';
import { loadServiceCodes, namesBy } from '../app/reference.js';
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

/** No more than the announced size comes out, however far a ZIP bomb would grow. */
const inflate: Inflate = (data, size) => inflateSync(data, { out: new Uint8Array(size) });

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
  sort: (dropped) => takeDrop(dropped, inflate),
  check: (files, today, without) => {
    const { units, findings, leftOver } = checkFiles(files, { without });
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
    const { matched, differences, missingOffices } = compareScheduleWithActuals(planned, provided);
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
  beginSchedule: beginMonth,
  writeSchedule,
  reconcile: (schedules, actuals, month) => {
    const [planned, provided] = [checkFiles(schedules).units, checkFiles(actuals).units];
    return {
      reconciliation: reconcile({ schedules: planned, actuals: provided, month }),
      names: namesIn([...planned, ...provided]),
    };
  },
  report: (files, options) => {
    const { units, findings } = checkFiles(files, { without: options.without });
    return checkReport({ units, findings }, options);
  },
};

expose(api);
